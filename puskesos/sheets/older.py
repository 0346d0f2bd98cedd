"""Sheets of old Excel (.xls), LibreOffice (.ods) and binary Excel (.xlsb), through calamine.

Calamine holds a whole sheet in memory, 250 MB for 150,000 rows of 20 cells: the child's memory limit bounds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine as calamine

from puskesos.sheets.cells import Row, Wire
from puskesos.sheets.kinds import MOST_CELL, MOST_COLUMNS, Unreadable


def open_older(path: Path) -> Any:
    """The workbook. Raises Unreadable when it is locked or no workbook."""
    try:
        return calamine.load_workbook(str(path))
    except calamine.PasswordError as problem:
        raise Unreadable("password") from problem
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise Unreadable("broken") from problem


def sheet_names(book: Any) -> list[tuple[str, bool]]:
    """Names with whether the sheet is hidden, visible ones first."""
    kinds = calamine.SheetTypeEnum
    sheets = [one for one in book.sheets_metadata if one.typ == kinds.WorkSheet]
    named = [(one.name, one.visible != calamine.SheetVisibleEnum.Visible) for one in sheets]
    if not named:
        raise Unreadable("no_sheet")
    return sorted(named, key=lambda one: one[1])


def older_rows(book: Any, name: str) -> tuple[int, bool, Iterator[Row]]:
    """How many rows, whether columns are left out, and the rows that are not empty."""
    try:
        sheet = book.get_sheet_by_name(name)
    except (calamine.CalamineError, ValueError) as problem:
        raise Unreadable("broken") from problem
    first_column = sheet.start[1] if sheet.start else 0
    return sheet.total_height, first_column + sheet.width > MOST_COLUMNS, _rows(sheet, first_column)


def _rows(sheet: Any, first_column: int) -> Iterator[Row]:
    """Calamine counts rows from the top of the sheet, but columns from the first one in use."""
    for place, cells in enumerate(sheet.iter_rows() if sheet.start else ()):
        values: list[Wire] = [None] * min(first_column, MOST_COLUMNS)
        values += [_wire(cell) for cell in cells[: MOST_COLUMNS - len(values)]]
        while values and values[-1] is None:
            values.pop()
        if values:
            yield place + 1, values


def _wire(cell: object) -> Wire:
    """Failed formulas come from calamine as empty text."""
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(cell) if cell - cell == 0 else {"e": "#NUM!"}
    return str(cell)[:MOST_CELL] or None
