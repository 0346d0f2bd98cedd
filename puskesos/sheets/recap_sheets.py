"""A recap as a workbook: figures as numbers, sums as formulas beside what they come to, every text as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from puskesos.rules.recap_sheet import RecapSheet
from puskesos.rules.report_grid import Cell, Line
from puskesos.sheets.writing import clean_text, sheet_name

LONGEST_FOOT = 200
A4 = 9


def recap_book(title: str, marks: Sequence[str], sheets: Sequence[RecapSheet]) -> bytes:
    """The workbook as XLSX; `marks` stand above each table, the last of them at the foot of each printed page too."""
    import xlsxwriter  # only when something is written: it takes some megabytes

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": clean_text(title), "comments": clean_text(marks[-1])})
        formats = _formats(workbook)
        for sheet in sheets:
            _write(workbook.add_worksheet(sheet_name(sheet.title)), sheet, (title, *marks), formats)
    return target.getvalue()


def _formats(workbook: Any) -> dict[str, Any]:
    look = {"border": 1, "valign": "top"}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "mark": workbook.add_format({}),
        "head": workbook.add_format({**look, "bold": True, "text_wrap": True}),
        "text": workbook.add_format({**look, "num_format": "@"}),
        "number": workbook.add_format({**look, "num_format": "#,##0", "align": "right"}),
        "total": workbook.add_format({**look, "num_format": "#,##0", "align": "right", "bold": True}),
    }


def _write(page: Any, sheet: RecapSheet, marks: Sequence[str], formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 40)
    page.set_column(1, max(len(sheet.heads), 1), 14)
    for row, text in enumerate(marks):
        page.write_string(row, 0, clean_text(text), formats["mark" if row else "title"])
    top = len(marks) + 1
    for place, head in enumerate((sheet.first, *sheet.heads)):
        page.write_string(top, place, clean_text(head), formats["head"])
    last = top + len(sheet.lines)
    for row, line in enumerate(sheet.lines, start=top + 1):
        _line(page, row, line, sheet.sums, formats)
    if sheet.total and sheet.lines:
        _total(page, (top + 1, last), sheet, sheet.total, formats)
    if sheet.legend:
        page.write_string(last + 3, 0, clean_text(sheet.legend), formats["mark"])
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L{clean_text(marks[-1])[:LONGEST_FOOT].replace('&', '&&')}&RHalaman &P dari &N")


def _line(page: Any, row: int, line: Line, sums: int | None, formats: dict[str, Any]) -> None:
    page.write_string(row, 0, clean_text(line.label), formats["text"])
    for place, cell in enumerate(line.cells):
        if place == sums and all(isinstance(one, int) for one in line.cells):
            formula = f"=SUM(B{row + 1}:{_letter(place)}{row + 1})"
            page.write_formula(row, place + 1, formula, formats["number"], cell)
        else:
            _cell(page, row, place + 1, cell, formats["number"])


def _total(page: Any, span: tuple[int, int], sheet: RecapSheet, total: Line, formats: dict[str, Any]) -> None:
    """The sum of the lines where each shows its figure; else the sum alone."""
    first, last = span
    page.write_string(last + 1, 0, clean_text(total.label), formats["head"])
    for place, cell in enumerate(total.cells):
        if isinstance(cell, int) and all(isinstance(line.cells[place], int) for line in sheet.lines):
            letter = _letter(place + 1)
            formula = f"=SUM({letter}{first + 1}:{letter}{last + 1})"
            page.write_formula(last + 1, place + 1, formula, formats["total"], cell)
        else:
            _cell(page, last + 1, place + 1, cell, formats["total"])


def _cell(page: Any, row: int, place: int, cell: Cell, look: Any) -> None:
    if cell is None:
        page.write_blank(row, place, None, look)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, look)
    else:
        page.write_string(row, place, clean_text(cell), look)


def _letter(place: int) -> str:
    """The letter of a column; a recap has fewer than 26."""
    return chr(65 + place)
