"""What is written opens as it was: no formula, no link, every digit of a NIK, and a CSV that harms nobody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos.rules.register_columns import recognise
from puskesos.rules.register_values import read_row
from puskesos.sheets.reading import peek, read_rows
from puskesos.sheets.samples import SAMPLES, sample
from puskesos.sheets.writing import Column, csv_lines, harmless, write_xlsx

TODAY = date(2026, 11, 17)
COLUMNS = (Column("NIK", width=20), Column("Nama"), Column("Desil", "number"), Column("Tanggal Lahir", "date"))
DANGEROUS = st.tuples(
    st.sampled_from(["", " ", "\t", "\r", "\n", "\u00a0", "\ufeff", "'", "\u200b "]),
    st.sampled_from(["=", "+", "-", "@", "=cmd|' /C calc'!A0", "http://contoh.invalid", "{=1}", "0123"]),
    st.text(max_size=20),
).map("".join)
TEXTS = st.one_of(DANGEROUS, st.text(max_size=40))


def xlsx_of(rows: list[tuple[object, ...]]) -> openpyxl.Workbook:
    content = io.BytesIO()
    write_xlsx(content, "Warga: desa/kel", COLUMNS, rows)
    return openpyxl.load_workbook(content)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_no_text_becomes_a_formula_or_a_link(pairs: list[tuple[str, str]]) -> None:
    sheet = xlsx_of([(nik, name, None, None) for nik, name in pairs]).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="ascii", min_codepoint=32), max_size=40), max_size=6))
def test_texts_come_back_letter_by_letter(names: list[str]) -> None:
    sheet = xlsx_of([("1", name, None, None) for name in names]).active
    assert [row[1].value or "" for row in sheet.iter_rows(min_row=2)][: len(names)] == names


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_csv_cells_never_begin_like_a_formula(pairs: list[tuple[str, str]]) -> None:
    content = b"".join(csv_lines(COLUMNS, [(nik, name, 3, None) for nik, name in pairs])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert len(rows) == len(pairs) + 1
    begins = [cell.lstrip(" \u00a0\t\r\n\u200b\ufeff\u3000")[:1] for row in rows for cell in row]
    assert not {"=", "+", "-", "@"} & set(begins)
    assert not [cell for row in rows for cell in row if cell[:1] in {"\t", "\r", "\n"}]


@pytest.mark.parametrize("text", ["=1", " =1", "\t=1", "\u00a0@x", "-5", "\n", "＝1", "\u3000+1"])
def test_what_a_spreadsheet_would_reckon_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Karta", "3216991202700003", "a=b", "RT 2-4", ""])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_numbers_days_and_long_numbers_keep_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "warga.xlsx"
    rows = [("3216991202700003", "Karta", 3, date(1970, 2, 12)), ("0812", "Rasmi", None, date(1899, 5, 1))]
    assert write_xlsx(path, "Warga", COLUMNS, rows) == 2
    sheet = peek(path).sheets[0]
    assert [cells for _, cells in read_rows(path, sheet.name, 1)] == [
        ["3216991202700003", "Karta", 3.0, date(1970, 2, 12)],
        ["0812", "Rasmi", None, "01/05/1899"],
    ]


def test_what_is_half_written_lies_in_the_given_folder_and_goes(tmp_path: Path) -> None:
    seen: list[int] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(50):
            seen.append(len(list(tmp_path.iterdir())))
            yield str(number), "Karta", None, None

    write_xlsx(io.BytesIO(), "Warga", COLUMNS, rows(), workspace=tmp_path)
    assert max(seen) >= 1
    assert not list(tmp_path.iterdir())


def test_headings_stay_in_sight_and_can_be_filtered() -> None:
    sheet = xlsx_of([("1", "Karta", 1, None)]).active
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Warga  desa kel", "A2", "A1:D2")
    assert sheet["A2"].number_format == "@"


@pytest.mark.parametrize("name", [one.name for one in SAMPLES])
def test_every_sample_can_be_read_back_without_a_complaint(name: str, tmp_path: Path) -> None:
    filename, content, _ = sample(name)
    path = tmp_path / filename
    path.write_bytes(content)
    sheet = peek(path).sheets[0]
    columns = recognise(sheet.headings)
    assert len(columns) == len(sheet.headings)
    read = [read_row(columns, cells, today=TODAY) for _, cells in read_rows(path, sheet.name, sheet.header_row)]
    assert read and not [value for row in read for value in row.values() if value.problem or value.note]
    assert all(str(row["nik"].value).startswith("321699") for row in read)


def test_only_the_listed_samples_exist() -> None:
    with pytest.raises(KeyError):
        sample("contoh-pkh.csv")
