"""The case sheet: what it says, how many pages it takes, what it looks like to a PDF reader."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import segno
from flask import Flask
from pypdf import PdfReader

from puskesos.documents.case_sheet import ROOMS, build_sheet, case_sheet_html, case_sheet_pdf
from puskesos.documents.paper import CUT, qr_image, short_link, squeeze
from puskesos.models import Case
from puskesos.scanning.codes import find_codes
from tests.cast import NOW, TODAY, Cast, make_case
from tests.documents.full_case import case_file, decided_case

MILLIMETRE = 72 / 25.4
MOST_WEIGHT = 40_000  # bytes
LONG = ("Keluarga ini tinggal di rumah bambu dan penghasilannya tidak tetap. " * 60)[:4000]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def matrix_of(svg: str) -> list[list[int]]:
    """The dark modules that an inline QR code draws, its one-module border left out."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    grid = [[0] * size for _ in range(size)]
    x = y = 0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            for step in range(int(values[0])):
                grid[y][x + step] = 1
            x += int(values[0])
        else:
            x, y = int(values[0]) + x * (command == "m"), int(values[1]) + y * (command == "m")
    return [row[1:-1] for row in grid[1:-1]]


@pytest.mark.pango
@pytest.mark.parametrize(("paper", "height"), [pytest.param("F4", 330, id="F4"), pytest.param("A4", 297, id="A4")])
def test_a_sheet_has_the_size_the_hub_chose(app: Flask, cast: Cast, paper: str, height: int) -> None:
    with app.app_context():
        reader = read(case_sheet_pdf(case_file(cast, make_case(cast), paper=paper)))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width / MILLIMETRE), round(box.height / MILLIMETRE)) == (210, height)


@pytest.mark.pango
def test_a_long_case_has_its_form_signed_on_the_first_page_and_its_history_on_the_second(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    with app.app_context():
        file = case_file(cast, decided_case(cast, tmp_path))
        reader = read(case_sheet_pdf(file))
    text = words(reader)
    first, second = (page.extract_text() for page in reader.pages)
    assert "Hasil akhir" in first and "Koordinator," in first and "Riwayat tindakan" not in first
    assert "Riwayat tindakan" in second and "Terdaftar. Kasus didaftarkan." in second
    for wanted in (
        "PEMERINTAH KABUPATEN BEKASI",
        "LEMBAR KASUS",
        file.page.case.number,
        "Siti Nurhaliza",
        "3216 9942 0388 0003",
        "Rohman Saputra",
        "Wati Kusumawati",
        "Atap bocor",
        "Dinas Sosial Kabupaten Bekasi",
        "Halaman 1 dari 2",
        "Dicetak oleh Ratna, 17 Nov 2026 09.00 WIB",
    ):
        assert wanted in text
    assert "RAHASIA" not in text and "MODE LATIHAN" not in text


@pytest.mark.pango
@pytest.mark.parametrize(
    "said",
    [
        pytest.param(LONG, id="long words"),
        pytest.param("W" * 4000, id="wide letters"),
        pytest.param("baris\n" * 660, id="many lines"),
        pytest.param("", id="200 events"),
    ],
)
def test_the_longest_case_fits_two_pages(app: Flask, cast: Cast, tmp_path: Path, said: str) -> None:
    with app.app_context():
        file = case_file(cast, decided_case(cast, tmp_path, said=said, notes=200), paper="A4")
        pdf = case_sheet_pdf(file)
    reader = read(pdf)
    assert len(reader.pages) == 2 and len(pdf) <= MOST_WEIGHT
    assert re.search(r"… \d+ baris lebih lama ada di aplikasi", words(reader))
    assert "Koordinator," in words(reader)


@pytest.mark.pango
def test_every_page_bears_number_marks_and_code_so_that_a_loose_one_finds_its_case(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    with app.app_context():
        case = decided_case(cast, tmp_path, notes=200, restricted=True)
        pdf = case_sheet_pdf(replace(case_file(cast, case, practice=True), code="SR7UX538"))
    for page, picture in zip(read(pdf).pages, pypdfium2.PdfDocument(pdf), strict=True):
        text = page.extract_text()
        assert all(wanted in text for wanted in (case.number, "RAHASIA", "MODE LATIHAN", "SR7U-X538"))
        photocopy = picture.render(scale=200 / 72).to_pil().rotate(7, fillcolor="white")
        assert find_codes(photocopy)[0] == ["HTTP://10.0.0.5:8000/B/SR7UX538"]


def test_the_newest_history_is_kept_and_the_rest_counted(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with app.app_context():
        sheet = build_sheet(case_file(cast, decided_case(cast, tmp_path, notes=200)), ROOMS[0])
    assert len(sheet.events) == ROOMS[0].history
    assert sheet.events[-1][1] == "Catatan ke-199: faskes dihubungi."
    assert sheet.older + len(sheet.events) == 210


def test_the_screen_shows_the_same_texts_as_the_paper(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with app.test_request_context():
        file = case_file(cast, decided_case(cast, tmp_path))
        paper, screen = case_sheet_html(file), case_sheet_html(file, screen=True)
    body = re.compile(r"<header class=\"kop\">.*</section>", re.DOTALL)
    assert body.search(paper)[0] == body.search(screen)[0]


def test_the_qr_code_holds_the_short_address() -> None:
    address = short_link("http://10.0.0.5:8000/", "321617-2611-0042")
    assert address == "http://10.0.0.5:8000/k/321617-2611-0042"
    drawn = matrix_of(qr_image(address))
    assert drawn == [list(row) for row in segno.make(address, error="m", micro=False).matrix]


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        pytest.param("satu\n\n\ndua", 100, "satu\ndua", id="blank lines go"),
        pytest.param("x\n" * 13, 100, " / ".join("x" * 13), id="very many lines run on"),
        pytest.param("abcdef", 3, f"abc{CUT}", id="cut with a word where the rest is"),
    ],
)
def test_long_texts_are_squeezed(text: str, most: int, shown: str) -> None:
    assert squeeze(text, most) == shown


def test_a_closed_case_says_what_was_given_how_it_was_told_and_what_the_family_said(app: Flask, cast: Cast) -> None:
    closed = {"state": "selesai", "result": "terpenuhi", "closed_at": NOW}
    told = {"told_family_on": TODAY, "told_how": "telepon"}
    given = {"given": "1 kursi roda", "given_on": TODAY, "given_amount": 1_500_000, "satisfaction": 4}
    case = make_case(cast)
    Case.update(**closed, **told, **given).where(Case.id == case.id).execute()
    with app.app_context():
        sheet = build_sheet(case_file(cast, case), ROOMS[0])
    shown = {box.label: box.text for row in sheet.result for box in row}
    assert shown["Keluarga diberi tahu"] == "17 Nov 2026, telepon"
    assert shown["Yang diterima keluarga"] == "1 kursi roda, Rp1.500.000, 17 Nov 2026"
    assert shown["Kepuasan"] == "Sangat puas"
