"""Papers joined into one file keep their tags and words; hundreds take a moment and little memory."""

from __future__ import annotations

import io
import time
import tracemalloc
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos.documents.case_sheet import case_sheet_pdf
from puskesos.documents.joining import join_papers
from puskesos.documents.printing import print_pdf
from tests.cast import Cast
from tests.documents.full_case import case_file, decided_case
from tests.documents.pdf_tree import tree_of
from tests.documents.pdf_ua import faults_of

pytestmark = pytest.mark.pango
LIKE_A_REFERENCE = "7 0 R) (8 0 R\\ <9 0 R> /StructParents 5 endobj"
PAGE = """<!doctype html><html lang="id"><title>{0}</title><body><main class="paper f4" data-foot="Kaki {0}">
<h1>{0}</h1><svg width="9" height="9" viewBox="0 0 9 9"><title>{0}</title><path d="M0 0h9v9z"/></svg>
<table><tr><th scope="row">Nama<td>{0}</table>{1}</main>"""


def paper(folder: Path, name: str, *, pages: int = 1) -> Path:
    """A paper called so, of so many pages."""
    path = folder / f"{len(list(folder.iterdir())):04}.pdf"
    path.write_bytes(print_pdf(PAGE.format(name, '<p class="visum">lanjut</p>' * (pages - 1)), most_pages=pages))
    return path


def joined(papers: list[Path], title: str = "Kumpulan", *, double_sided: bool = False) -> bytes:
    target = io.BytesIO()
    join_papers(papers, target, title, double_sided=double_sided)
    return target.getvalue()


def test_joined_papers_are_as_accessible_as_each_alone(tmp_path: Path) -> None:
    pdf = joined([paper(tmp_path, "Satu"), paper(tmp_path, "Dua", pages=3), paper(tmp_path, "Tiga", pages=2)])
    reader = PdfReader(io.BytesIO(pdf))
    assert faults_of(pdf) == []
    assert [page.extract_text().split()[0] for page in reader.pages] == [
        "Satu",
        "Dua",
        "lanjut",
        "lanjut",
        "Tiga",
        "lanjut",
    ]
    assert [article.kind for article in tree_of(reader).children] == ["Art"] * 3


def test_each_paper_has_a_bookmark_and_the_whole_a_title(tmp_path: Path) -> None:
    pdf = joined([paper(tmp_path, "Satu", pages=2), paper(tmp_path, "Dua")], "3 kasus & <lain> “pilihan”")
    reader = PdfReader(io.BytesIO(pdf))
    assert [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline] == [
        ("Satu", 0),
        ("Dua", 2),
    ]
    assert reader.metadata.title == "3 kasus & <lain> “pilihan”" and reader.root_object["/Lang"] == "id"
    assert "3 kasus &amp; &lt;lain&gt; “pilihan”" in reader.root_object["/Metadata"].get_data().decode()


def test_double_sided_papers_begin_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    pdf = joined([paper(tmp_path, "Satu"), paper(tmp_path, "Dua", pages=2), paper(tmp_path, "Tiga")], double_sided=True)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert [page.extract_text()[:4] for page in pages] == ["Satu", "", "Dua\n", "lanj", "Tiga", ""]
    assert len({tuple(page.mediabox) for page in pages}) == 1 and faults_of(pdf) == []


@pytest.mark.parametrize("typed", [LIKE_A_REFERENCE, "\\", "((", "> 3 0 R ö ☎ 😀", "\\) 3 0 R ("])
def test_what_people_typed_is_never_taken_for_a_reference(tmp_path: Path, typed: str) -> None:
    name = typed.replace("<", "&lt;")
    pdf = joined([paper(tmp_path, "Satu"), paper(tmp_path, name), paper(tmp_path, "Tiga")])
    reader = PdfReader(io.BytesIO(pdf))
    assert faults_of(pdf) == []
    assert reader.outline[1].title == typed
    assert [one.facts["/Alt"] for one in tree_of(reader).walk() if one.kind == "Figure"] == ["Satu", typed, "Tiga"]


def test_a_hundred_case_sheets_take_a_moment_and_little_memory(app: Flask, cast: Cast, tmp_path: Path) -> None:
    sheet, papers = tmp_path / "lembar.pdf", tmp_path / "kumpulan.pdf"
    with app.app_context():
        sheet.write_bytes(case_sheet_pdf(case_file(cast, decided_case(cast, tmp_path))))
    with papers.open("wb") as file:
        began = time.process_time()
        join_papers([sheet] * 100, file, "100 kasus", double_sided=False)
        assert time.process_time() - began < 2
    with papers.open("wb") as file:
        tracemalloc.start()
        join_papers([sheet] * 50, file, "50 kasus", double_sided=False)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 10_000_000
    assert len(PdfReader(papers).pages) >= 50
