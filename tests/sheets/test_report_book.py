"""The month's workbook: figures are numbers, formulas come to what we counted, texts never become formulas."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.report import C
from puskesos.rules.report_tables import SECTIONS, count_report
from puskesos.rules.report_targets import grids_of
from puskesos.sheets.report_book import ReportBook, report_book
from puskesos.views.report_book_shown import book_of
from tests.cast import NOW, Cast, viewer_of
from tests.month_papers import FINGERPRINT, busy_month, month_of, things
from tests.sheets.reckoning import Sheet, read_sheets

HOSTILE = ["=HYPERLINK(1)", "+62812", "-1+1", "@SUM(A1)", "\t=1", "http://jahat.example", "0012", "{=1}", "a\x00b"]


def book(cast: Cast, paper: MonthPaper, *, leaves: bool = False) -> bytes:
    return report_book(book_of(paper, cast.hub, viewer_of(cast.ratna), leaves=leaves, now=NOW))


def rows_of(content: bytes, code: str) -> list[list[object]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    name = next(name for name in workbook.sheet_names if name.startswith(f"{code} "))
    return workbook.get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("leaves", [False, True], ids=["for the hub", "for others"])
def test_every_formula_comes_to_what_is_written_beside_it(cast: Cast, leaves: bool) -> None:
    sheets = read_sheets(book(cast, busy_month(cast, services=40), leaves=leaves))
    for name, sheet in sheets.items():
        for place in sheet.formulas:
            assert sheet.reckon(place) == pytest.approx(sheet.values[place]), (name, place, sheet.formulas[place])
    assert sum(len(sheet.formulas) for sheet in sheets.values()) > 100


def test_there_is_a_sheet_for_each_section_that_agrees_with_the_tables(cast: Cast) -> None:
    month = busy_month(cast, services=40)
    content = book(cast, month)
    names = [*read_sheets(content)]
    assert names[0] == "Ringkasan" and names[-2:] == ["Koreksi", "Definisi"]
    assert [name.split()[0] for name in names[1:-2]] == [section.code for section in SECTIONS]
    for grid in grids_of(month.tables, month.figures.targets, leaves=False):
        found = [row for row in rows_of(content, grid.section.code) if row and row[0]][-len(grid.lines) - 1 :]
        wanted = [[line.label, *(_written(cell) for cell in line.cells)] for line in (*grid.lines, grid.total)]
        assert found == wanted


def test_a_total_is_a_formula_over_its_lines(cast: Cast) -> None:
    content = book(cast, busy_month(cast, services=3))
    sheet = next(one for name, one in read_sheets(content).items() if name.startswith("b2"))
    (row,) = [place[1:] for place, value in sheet.values.items() if value == "Jumlah" and place[0] == "A"]
    assert sheet.formulas[f"B{row}"] == f"SUM(B{int(row) - 3}:B{int(row) - 1})"
    assert sheet.formulas[f"J{row}"] == f'IF(E{row}=0,"–",I{row}/E{row})'


def test_hostile_names_stay_words(cast: Cast) -> None:
    names = {str(place): name for place, name in enumerate(HOSTILE)}
    items = [one for place in names for one in things(C.TUGAS, 2, relawan=place)]
    hostile = replace(viewer_of(cast.ratna), name="=cmd|' /C calc'!A0 & Ratna &R&D")
    month = month_of(cast, items, note=("=1+1", "@SUM(1)"), relawan=names)
    content = report_book(book_of(month, cast.hub, hostile, leaves=False, now=NOW))
    sheet = next(one for name, one in read_sheets(content).items() if name.startswith("h1"))
    words = {value for place, value in sheet.values.items() if place[0] == "A" and isinstance(value, str)}
    assert {name.replace("\x00", "") for name in HOSTILE} <= words
    formulas = [formula for one in read_sheets(content).values() for formula in one.formulas.values()]
    assert not [formula for formula in formulas if set(formula) & set("'|@!{") or "HYPERLINK" in formula]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]
        assert "&amp;&amp; Ratna &amp;&amp;R&amp;&amp;D" in archive.read("xl/worksheets/sheet1.xml").decode()
        assert "hyperlink" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_each_sheet_says_whose_it_is_and_who_took_it(cast: Cast) -> None:
    closed = read_sheets(book(cast, month_of(cast, closed=NOW)))
    for sheet in closed.values():
        above = " ".join(str(sheet.values[f"A{row}"]) for row in range(1, 6))
        for words in ("LAPORAN BULANAN November 2026", cast.hub.name, "Ditutup", f"Sidik {FINGERPRINT[:12]}"):
            assert words in above
        assert "Diunduh oleh Ratna (Koordinator), 17 Nov 2026 09.00 WIB." in above
    assert FINGERPRINT in closed["Ringkasan"].values.values()
    running = read_sheets(book(cast, month_of(cast)))["Ringkasan"]
    assert "SEMENTARA" in str(running.values["A3"]) and "Belum ada: sementara" in running.values.values()


def test_definitions_are_those_of_the_closing(cast: Cast) -> None:
    month = month_of(cast, closed=NOW)
    old = replace(month, definitions={**month.definitions, "masuk": "Seperti dihitung dahulu."})
    sheets = read_sheets(book(cast, old))
    assert "Seperti dihitung dahulu." in sheets["Definisi"].values.values()
    assert "Seperti dihitung dahulu." in sheets["a Jumlah kasus"].values.values()


def test_what_leaves_has_no_small_figure_of_ppks_and_spm(cast: Cast) -> None:
    items = [*things(C.PPKS, 3, ppks="08", jk="P", umur="60+"), *things(C.SPM_DITEMUKAN, 2, spm="SPM-3")]
    items += things(C.PPKS, 9, ppks="09", jk="L", umur="18-44")
    content = book(cast, month_of(cast, items), leaves=True)
    for code in "ef":
        numbers = {cell for row in rows_of(content, code) for cell in row if isinstance(cell, float)}
        assert not numbers & {1, 2, 3, 4}, code
    words = " ".join(str(cell) for row in rows_of(content, "e") for cell in row)
    assert "Untuk dikirim keluar" in words and "gab.: digabung" in words
    inside = rows_of(book(cast, month_of(cast, items)), "e")
    assert 3.0 in {cell for row in inside for cell in row}


def test_an_empty_month_is_a_workbook_too(cast: Cast) -> None:
    sheets = read_sheets(book(cast, month_of(cast)))
    figures = sheets["a Jumlah kasus"]
    (balance,) = [place for place, value in figures.values.items() if value == "Periksa neraca"]
    assert figures.reckon(f"B{balance[1:]}") == 0 and "Tidak ada pada bulan ini." in _texts(sheets)


def test_nothing_is_bigger_than_it_must_be(cast: Cast) -> None:
    assert len(book(cast, busy_month(cast))) < 120_000


def test_a_book_needs_no_hub() -> None:
    assert report_book(ReportBook("x", ("y",), (), count_report([], {}), (), {}))[:2] == b"PK"


def _texts(sheets: dict[str, Sheet]) -> str:
    return " ".join(str(value) for sheet in sheets.values() for value in sheet.values.values())


def _written(cell: object) -> object:
    return "–" if cell is None else cell if isinstance(cell, str) else float(cell)
