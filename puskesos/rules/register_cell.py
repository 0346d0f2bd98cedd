"""What a spreadsheet cell holds: the Python value itself, so its type tells text from a number from a date.

That difference is what shows Excel's damage: a NIK kept as a number has lost its last digit.
"""

from __future__ import annotations

import math
from datetime import date


class CellError(str):
    """A formula that failed, by the word Excel shows: "#N/A", "#REF!"."""

    __slots__ = ()


Cell = str | float | bool | date | CellError | None


def show_cell(cell: Cell) -> str:
    """The cell as a person reads it: whole numbers without ".0", dates like 1945-08-17, nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "YA" if cell else "TIDAK"
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    if isinstance(cell, int | float):
        return f"{cell:.0f}" if math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e21 else repr(cell)
    return str(cell).strip()
