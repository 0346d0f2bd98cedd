"""What papers to fill by pen are made of: questions with dotted lines, squares or boxes to tick, and empty tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from puskesos.rules.code import Code


@dataclass(frozen=True)
class Ask:
    """A question, `width` of twelve columns wide: boxes to tick (`options`), squares for digits, or dotted `lines`."""

    label: str
    width: int = 12
    options: tuple[str, ...] = ()
    squares: int = 0
    lines: int = 1


@dataclass(frozen=True)
class PenTable:
    """An empty table: headings with their widths in percent, and how many rows there are to fill."""

    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: int
    high: bool = False


@dataclass(frozen=True)
class PenPart:
    """A titled part: rows of questions, then a table, then lines with a box to tick."""

    title: str
    rows: tuple[tuple[Ask, ...], ...] = ()
    table: PenTable | None = None
    ticks: int = 0


def labels(codes: type[Code] | Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The words of a code list, or of pairs of stored word and label, to tick."""
    return tuple(code.label for code in codes) if isinstance(codes, type) else tuple(label for _, label in codes)
