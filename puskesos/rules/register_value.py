"""What reading one cell gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Value:
    """A read cell: days as dates, age and decile as numbers, everything else as our own text or code.

    Without a value and without a problem the cell says nothing. With a problem there is never a value.
    A note says what was done to read it.
    """

    value: str | int | date | None = None
    problem: str = ""
    note: str = ""
