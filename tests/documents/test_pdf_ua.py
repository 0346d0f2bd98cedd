"""Every paper satisfies what a machine can check of PDF/UA-1, and the checks notice what is wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, NameObject

from puskesos.config import Settings
from puskesos.documents.case_sheet import ROOMS, case_sheet_html
from puskesos.documents.printing import print_pdf
from tests.cast import Cast
from tests.documents.full_case import case_file, decided_case
from tests.documents.pdf_ua import faults_of
from tests.documents.read_pdf import fonts_of
from tests.page_client import PageClient
from tests.papers import PAPERS, print_paper

pytestmark = pytest.mark.pango
SignIn = Callable[[str], PageClient]
TEMPLATES = Path(__file__).resolve().parent.parent.parent / "puskesos" / "templates" / "papers"
LOGO = "data:image/png;base64,"
LOGO += "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
WANTED = {"/Table": 2, "/TH": 3, "/L": 2, "/Lbl": 2, "/Figure": 1, "/H1": 1, "/H2": 1, "/Span": 0}
RICH = f"""<!doctype html><html lang="id"><title>Uji</title><body><main class="paper f4" data-foot="Kaki" data-head="K">
<h1>Judul</h1><p>Satu <b>tebal</b></p><img src="{LOGO}" alt="Lambang"><ul class="letter-list"><li>isi</ul>
<ol class="letter-list"><li>isi</ol><table role="presentation"><tr><td>kiri<td><h2>kanan</h2></table>
<table><thead><tr><th scope="col">Nama<th scope="col">Umur<tbody><tr><td>Siti<td>30</table>
<table><tr><th scope="row">Desa<td>Pantai Bahagia</table></main>"""


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_accessible(client_for: SignIn, cast: Cast, opened: Settings, name: str) -> None:
    assert faults_of(print_paper(client_for("ratna"), name, cast, opened)) == []


@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_what_people_type_stays_accessible(app: Flask, cast: Cast, tmp_path: Path, paper: str) -> None:
    typed = "<b>tebal</b> \u202eterbalik\u202c שלום العربية 😀 ☎ 漢字 e\u0301 \x0c " * 12
    with app.app_context():
        case = decided_case(cast, tmp_path, said=typed, notes=30)
        html = case_sheet_html(case_file(cast, case, paper=paper, practice=True, address=typed[:200]), ROOMS[-1])
    assert faults_of(print_pdf(html, most_pages=9)) == []


def test_no_paper_is_forgotten() -> None:
    assert set(PAPERS) == {path.stem.replace("_", "-") for path in TEMPLATES.glob("[!_]*.html")}


def test_tables_that_divide_the_width_say_so_and_have_no_headings() -> None:
    for path in TEMPLATES.glob("*.html"):
        for table in path.read_text(encoding="utf-8").split("<table")[1:]:
            own = table.split("</table>")[0]
            assert ('role="presentation"' in own.split(">")[0]) is ("<th" not in own), f"{path.name}: {own[:80]}"


@pytest.mark.parametrize("archive", [False, True], ids=["usual", "archive"])
def test_a_rich_paper_is_accessible_and_an_archive_is_both(archive: bool) -> None:
    pdf = print_pdf(RICH, archive=archive)
    assert faults_of(pdf) == []
    told = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_data().decode()
    assert ("pdfaid:part" in told) is archive and told.count("<rdf:RDF") == 1


def test_tags_say_what_things_are() -> None:
    elements = _elements(PdfReader(io.BytesIO(print_pdf(RICH))))
    kinds = [one["/S"] for one in elements]
    assert {kind: kinds.count(kind) for kind in WANTED} == WANTED
    assert [one["/A"]["/ListNumbering"] for one in elements if one["/S"] == "/L"] == ["/Disc", "/Decimal"]


def test_running_feet_are_furniture_and_not_read_aloud() -> None:
    drawn = b" ".join(PdfReader(io.BytesIO(print_pdf(RICH))).pages[0].get_contents().get_data().split())
    assert drawn.count(b"/Artifact <</Type /Pagination>>") == 2  # who printed it, and the page's number


def _elements(reader: PdfReader) -> list[dict]:
    found, waiting = [], [reader.root_object["/StructTreeRoot"]["/K"][0].get_object()]
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting[:0] = [kid.get_object() for kid in one.get("/K", []) if not isinstance(kid, int)]
    return found


def _without(name: str) -> Callable[[PdfWriter], None]:
    return lambda writer: writer.root_object.pop(name)


def _hide_title(writer: PdfWriter) -> None:
    writer.root_object["/ViewerPreferences"][NameObject("/DisplayDocTitle")] = BooleanObject(False)


def _change(kind: str, to: str = "", drop: str = "") -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        one = next(one for one in _elements(writer) if one["/S"] == kind)
        one.pop(drop, None)
        one[NameObject("/S")] = NameObject(to or kind)

    return change


def _untag(writer: PdfWriter) -> None:
    contents = writer.pages[0].get_contents()
    contents.set_data(contents.get_data().replace(b"/Artifact", b"/Nothing"))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(contents)


def _forget_letters(writer: PdfWriter) -> None:
    for font in fonts_of(writer.pages[0]):
        told = font["/ToUnicode"].get_object()
        told.set_data(told.get_data().replace(b"beginbfchar", b"begin"))


def _turn_tabs(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/Tabs")] = NameObject("/R")


@pytest.mark.parametrize(
    ("spoil", "number"),
    [
        pytest.param(_without("/StructTreeRoot"), "01-000", id="no tags"),
        pytest.param(_without("/Metadata"), "06-002", id="no claim"),
        pytest.param(_without("/ViewerPreferences"), "07-001", id="title not shown"),
        pytest.param(_hide_title, "07-002", id="title hidden"),
        pytest.param(_without("/Lang"), "11-006", id="no language"),
        pytest.param(_change("/H1", to="/H2"), "14-002", id="begins with H2"),
        pytest.param(_change("/H2", to="/H4"), "14-003", id="heading left out"),
        pytest.param(_change("/Figure", drop="/Alt"), "13-004", id="picture without words"),
        pytest.param(_change("/TH", drop="/A"), "15-003", id="heading cell without scope"),
        pytest.param(_change("/TH", to="/P"), "09-004", id="paragraph in a row"),
        pytest.param(_change("/LI", to="/P"), "09-005", id="paragraph in a list"),
        pytest.param(_change("/P", to="/Kotak"), "02-001", id="type of our own"),
        pytest.param(_turn_tabs, "28-009", id="tab order"),
        pytest.param(_forget_letters, "10-001", id="letters unknown"),
        pytest.param(_untag, "01-005", id="drawn without a tag"),
    ],
)
def test_what_is_wrong_is_noticed(spoil: Callable[[PdfWriter], None], number: str) -> None:
    writer, spoilt = PdfWriter(clone_from=io.BytesIO(print_pdf(RICH))), io.BytesIO()
    spoil(writer)
    writer.write(spoilt)
    assert number in {fault[:6] for fault in faults_of(spoilt.getvalue())}
