"""What the cells of XLSX, XLS and CSV become: types kept, so that Excel's damage can be seen."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from puskesos.rules.register_cell import Cell, CellError
from puskesos.rules.register_values import read_row
from puskesos.sheets.cells import day_of
from puskesos.sheets.reading import Workbook, peek, read_rows
from tests.sheets.builders import HEADINGS, PERSON, raw_xlsx, row_xml, sheet_xml, text_file, written
from tests.sheets.hostile import READABLE, formulas, hidden_first, merged_title, old_excel


def rows_of(path: Path) -> list[list[Cell]]:
    """The cells below the headings of the first sheet."""
    sheet = peek(path).sheets[0]
    return [cells for _, cells in read_rows(path, sheet.name, sheet.header_row)]


def first(build_name: str, folder: Path) -> tuple[Workbook, list[list[Cell]]]:
    """A readable odd file, opened and read."""
    path = READABLE[build_name][0](folder)
    return peek(path), rows_of(path)


def test_a_number_a_text_a_day_and_a_truth_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "jenis.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Warga")
        sheet.write_row(0, 0, ["NIK", "No KK", "Tanggal Lahir", "PKH", "Desil"])
        sheet.write_number(1, 0, 3216991234567890)
        sheet.write_string(1, 1, "3216990107150021")
        sheet.write_datetime(1, 2, datetime(1945, 8, 17), workbook.add_format({"num_format": "dd mmmm yyyy"}))
        sheet.write_boolean(1, 3, True)
    assert rows_of(path) == [[3216991234567890.0, "3216990107150021", date(1945, 8, 17), True, None]]


def test_what_another_program_wrote_comes_back(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["NIK", "Nama", "Tanggal Lahir", "Desil", "PKH"])
    people = [[f"{3216990000000001 + n}", f"Warga & <{n}>", date(1950, 1, 1 + n), n / 4, n % 2 == 0] for n in range(31)]
    for person in people:
        book.active.append(person)
    book.save(tmp_path / "lain.xlsx")
    assert rows_of(tmp_path / "lain.xlsx") == people


def test_line_breaks_inside_a_cell_lose_only_excels_escape(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "baris.xlsx", sheet_xml(row_xml(1, HEADINGS), row_xml(2, ["1", "Kp. Gaga_x000D_\nRT 2"]))
    )
    assert rows_of(path)[0][1] == "Kp. Gaga\nRT 2"


def test_only_kept_results_of_formulas_are_read(tmp_path: Path) -> None:
    (row,) = rows_of(formulas(tmp_path))
    assert row == ["3216991202700003", CellError("#RUMUS"), CellError("#DIV/0!"), True, None]
    assert [type(cell) for cell in row[1:3]] == [CellError, CellError]


@pytest.mark.parametrize(
    ("serial", "starts_1904", "day"),
    [
        (16666, False, {"d": "1945-08-17"}),
        (15204, True, {"d": "1945-08-17"}),
        (1, False, {"d": "1900-01-01"}),
        (60, False, None),
        (61, False, {"d": "1900-03-01"}),
        (45000.75, False, {"d": "2023-03-15"}),
        (0.354166667, False, "08:30"),
        (-3, False, None),
        (9e9, False, None),
    ],
)
def test_day_numbers_of_both_calendars(serial: float, starts_1904: bool, day: object) -> None:
    assert day_of(serial, starts_1904=starts_1904) == day


def test_a_workbook_of_1904_says_so_itself(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["NIK", "Tanggal Lahir"])
        sheet.write_datetime(1, 1, datetime(1970, 2, 12), workbook.add_format({"num_format": 14}))
    assert rows_of(path)[0][1] == date(1970, 2, 12)


def test_title_rows_two_headings_and_numbered_columns_are_understood(tmp_path: Path) -> None:
    path = merged_title(tmp_path)
    (sheet,) = peek(path).sheets
    assert (sheet.header_row, sheet.headings) == (4, ["NO", "NIK", "NAMA", "DUSUN", "RT", "RW"])
    assert list(read_rows(path, "Data", 4)) == [(6, [1.0, PERSON[0], PERSON[1], "Kp. Gaga", "002", "004"])]


def test_rows_carry_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "celah.xlsx", sheet_xml(row_xml(3, HEADINGS), row_xml(7, PERSON), row_xml(9, PERSON)))
    sheet = peek(path).sheets[0]
    assert sheet.rows[:3] == [[], [], list(HEADINGS)]
    assert [number for number, _ in read_rows(path, "Satu", sheet.header_row)] == [7, 9]


def test_visible_sheets_stand_first_and_hidden_ones_say_so(tmp_path: Path) -> None:
    assert [(one.name, one.hidden) for one in peek(hidden_first(tmp_path)).sheets] == [
        ("Warga", False),
        ("Rahasia", True),
    ]


def test_of_many_sheets_fifty_are_shown_with_a_note(tmp_path: Path) -> None:
    book, _ = first("200 sheets", tmp_path)
    assert (len(book.sheets), book.notes) == (50, ["Hanya 50 lembar pertama yang ditampilkan."])


def test_columns_after_the_hundredth_are_left_out_with_a_note(tmp_path: Path) -> None:
    book, (row,) = first("140 columns", tmp_path)
    assert (len(row), book.sheets[0].width, book.sheets[0].notes) == (
        100,
        100,
        ["Kolom setelah kolom ke-100 diabaikan."],
    )


def test_long_sheets_say_about_how_long_they_are(tmp_path: Path) -> None:
    sheet = peek(written(tmp_path / "panjang.xlsx", [HEADINGS, *[PERSON] * 700])).sheets[0]
    assert (sheet.row_count, len(sheet.rows)) == (701, 30)


def test_old_excel_keeps_numbers_and_texts_apart(tmp_path: Path) -> None:
    path = old_excel(tmp_path)
    assert peek(path).kind == "xls"
    assert [row[0] for row in rows_of(path)] == [PERSON[0], 3216991234560000.0]


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("csv comma", "utf-8", ","),
        ("csv semicolon with mark", "utf-8-sig", ";"),
        ("csv tab utf-16", "utf-16", "\t"),
        ("csv utf-16 without mark", "utf-16-le", "\t"),
        ("csv pipe windows", "cp1252", "|"),
        ("csv sep line", "utf-8", ";"),
    ],
)
def test_csv_says_how_it_is_written(name: str, encoding: str, delimiter: str, tmp_path: Path) -> None:
    book, rows = first(name, tmp_path)
    assert (book.kind, book.encoding, book.delimiter, rows[0]) == ("csv", encoding, delimiter, list(PERSON))


def test_commas_inside_addresses_do_not_mislead(tmp_path: Path) -> None:
    lines = ["NIK;Nama;Alamat"] + [f"{PERSON[0]};Karta;Kp. Gaga, Rt 2, Rw 4, dekat dermaga, sebelah warung"] * 20
    path = text_file(tmp_path / "koma.csv", "\n".join(lines))
    assert (peek(path).delimiter, len(rows_of(path))) == (";", 20)


def test_a_prefix_before_every_element_changes_nothing(tmp_path: Path) -> None:
    sheet = '<x:worksheet xmlns:x="urn:x"><x:sheetData>{}</x:sheetData></x:worksheet>'.format(
        "".join(
            f'<x:row r="{number}"><x:c r="A{number}" t="str"><x:v>{word}</x:v></x:c>'
            f'<x:c r="C{number}"><x:v>{number}</x:v></x:c></x:row>'
            for number, word in ((1, "NIK"), (2, "x"))
        )
    )
    path = raw_xlsx(tmp_path / "awalan.xlsx", sheet)
    assert list(read_rows(path, "Satu", 0)) == [(1, ["NIK", None, 1.0]), (2, ["x", None, 2.0])]


def test_a_bare_day_number_of_1904_is_read_by_the_calendar_of_its_workbook(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as workbook:
        workbook.add_worksheet("Satu").write_row(0, 0, ["NIK", "Tanggal Lahir"])
        workbook.get_worksheet_by_name("Satu").write_row(1, 0, ["3216991202700003", 24149])
    (sheet,) = peek(path).sheets
    cells = rows_of(path)[0]
    columns = {1: "birth_date"}
    read = read_row(columns, cells, today=date(2026, 11, 17), starts_1904=sheet.starts_1904)
    assert read["birth_date"].value == date(1970, 2, 12)
    assert read_row(columns, cells, today=date(2026, 11, 17))["birth_date"].value == date(1966, 2, 11)
