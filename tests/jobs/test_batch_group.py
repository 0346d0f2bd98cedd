"""Papers laid out in one go: they share their fonts, and one that is too long or cannot be printed spoils no other."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos.config import Settings
from puskesos.jobs.batch_file import folder_of
from puskesos.jobs.batch_group import Draft, print_group
from puskesos.jobs.worker import run_waiting
from puskesos.models import Case, PrintBatch
from puskesos.rules.print_batch import BatchPaper, parts_of_cases
from tests.batches import batch_of
from tests.cast import Cast, make_case, make_person
from tests.documents.full_case import decided_case

pytestmark = pytest.mark.pango


@pytest.fixture
def cases(cast: Cast, app: Flask) -> list[Case]:
    return [make_case(cast, client=make_person(cast, name)) for name in ("Aminah", "Mimin", "Cucun")]


def printed(settings: Settings, batch: PrintBatch) -> bytes:
    assert run_waiting(settings) == 1
    return (folder_of(settings) / PrintBatch.get_by_id(batch.id).stored_name).read_bytes()


def test_a_paper_that_is_too_long_in_a_group_is_shortened_alone(
    opened: Settings, cast: Cast, cases: list[Case], tmp_path: Path
) -> None:
    long = decided_case(cast, tmp_path, said="W" * 4000, notes=200)
    reader = PdfReader(io.BytesIO(printed(opened, batch_of(cast, cases[0], long, cases[1]))))
    pages = [page.extract_text() for page in reader.pages]
    assert [long.number in page for page in pages] == [False, True, True, False]
    assert "baris lebih lama ada di aplikasi" in " ".join(pages[1:3]) and "Mimin" in pages[3]


def test_a_paper_that_stops_the_printer_takes_no_other_with_it(tmp_path: Path, cast: Cast, cases: list[Case]) -> None:
    texts = ["satu", "<div>" * 3000, "tiga"]
    drafts = [Draft([partial("<!doctype html><title>x</title><p>{}".format, text)], 2) for text in texts]
    parts = parts_of_cases([case.number for case in cases], [BatchPaper.LEMBAR_KASUS])
    wanted = {
        place: (part, lambda draft=draft: draft) for place, (part, draft) in enumerate(zip(parts, drafts, strict=True))
    }
    done = print_group(wanted, tmp_path, "0000")
    assert [paper.part for paper in done] == [parts[0], parts[2]]


def test_papers_laid_out_together_share_their_fonts(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    more = [make_case(cast, client=make_person(cast, name)) for name in ("Enok", "Iis", "Oneng")]
    one, six = (printed(opened, batch_of(cast, *some)) for some in ([cases[0]], [*cases, *more]))
    fonts = [pdf.count(b"/FontFile2") for pdf in (one, six)]
    assert fonts[1] == 2 * fonts[0] > 0  # three papers in one go, and three
    assert len(PdfReader(io.BytesIO(six)).pages) == 6
