"""The one writer of spreadsheets: nothing becomes a formula, a link or a rounded number (security: T16)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
MOST_ROWS = 1_048_000  # a sheet of Excel ends at 1,048,576
LONGEST_CELL = 32_000  # and a cell at 32,767 characters
LINES_AT_ONCE = 500
_FORMULA = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\']")

Written = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; NIK, family card and phone numbers are "text", or Excel eats their digits."""

    title: str
    kind: Literal["text", "number", "date"] = "text"
    width: int = 16


def write_xlsx(
    target: Path | BinaryIO,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Written]],
    *,
    notes: Sequence[str] = (),
    workspace: Path | None = None,
) -> int:
    """Write one sheet, a row at a time in constant memory, and return how many rows; `notes` go to a second sheet.

    Until it is whole its parts lie as plain files in `workspace`, else in the system's folder for temporary files.
    """
    import xlsxwriter  # only when something is written: it takes some megabytes

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "tmpdir": str(workspace) if workspace else None,
    }
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as workbook:
        formats = _formats(workbook)
        sheet = workbook.add_worksheet(sheet_name(title))
        _head(sheet, columns, formats)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MOST_ROWS:
                raise ValueError("too many rows for one sheet")
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write(sheet, count, place, column, value, formats)
        sheet.autofilter(0, 0, max(count, 1), max(len(columns) - 1, 0))
        if notes:
            _write_notes(workbook, notes, formats)
    return count


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Written]]) -> Iterator[bytes]:
    """Pieces of a CSV file that Indonesian Excel opens by a double click: UTF-8 with its mark, semicolons, CRLF.

    A cell that a spreadsheet could take for a formula gets an apostrophe in front.
    """
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(value) for _, value in zip(columns, row, strict=True)])
        if number % LINES_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def harmless(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would reckon with it."""
    plain = _FORBIDDEN.sub("", text)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def clean_text(text: str) -> str:
    """What a cell can hold: without control characters, and not too long."""
    return _FORBIDDEN.sub("", text)[:LONGEST_CELL]


def sheet_name(title: str) -> str:
    """Excel allows 31 characters without brackets, colons and slashes."""
    return _BAD_IN_TITLE.sub(" ", clean_text(title)).strip()[:31] or "Daftar"


def _csv_cell(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return harmless(value) if isinstance(value, str) else str(value)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return piece.encode()


def _formats(workbook: Any) -> dict[str, Any]:
    return {
        "head": workbook.add_format({"bold": True, "bg_color": "#E7EFE9", "bottom": 1, "text_wrap": True}),
        "text": workbook.add_format({"num_format": "@"}),
        "number": workbook.add_format({"num_format": "General"}),
        "date": workbook.add_format({"num_format": "dd/mm/yyyy"}),
        "note": workbook.add_format({"text_wrap": True, "valign": "top"}),
    }


def _head(sheet: Any, columns: Sequence[Column], formats: dict[str, Any]) -> None:
    """Headings stay in sight; the whole column has its format, so that what people add keeps its digits too."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, formats[column.kind])
        sheet.write_string(0, place, clean_text(column.title), formats["head"])


def _write(sheet: Any, row: int, place: int, column: Column, value: Written, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if column.kind == "date" and day.year >= 1901:
            sheet.write_datetime(row, place, datetime(day.year, day.month, day.day), formats["date"])
        else:
            sheet.write_string(row, place, f"{day:%d/%m/%Y}", formats["text"])
    elif column.kind == "number" and isinstance(value, int | float):
        sheet.write_number(row, place, value, formats["number"])
    else:
        sheet.write_string(row, place, clean_text(str(value)), formats["text"])


def _write_notes(workbook: Any, notes: Sequence[str], formats: dict[str, Any]) -> None:
    sheet = workbook.add_worksheet("Petunjuk")
    sheet.set_column(0, 0, 100, formats["note"])
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, clean_text(note), formats["note"])
