"""The bench's rows as a Markdown table, the same on the screen and in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from puskesos.bench.verdicts import AIM, OVER, Missing, Row

HEAD = ("operation", "people", "median", "judged", "× hello", "must", "aim", "reached")
WORDS = {OVER: "**no**", AIM: "aim"}


def budget_table(rows: Iterable[Row | Missing]) -> str:
    """The table with its columns padded, rows in the order given."""
    cells = [_cells(row) for row in rows]
    widths = [max(len(line[column]) for line in [HEAD, *cells]) for column in range(len(HEAD))]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(line, widths) for line in [HEAD, rule, *cells]) + "\n"


def report(rows: Sequence[Row | Missing], *, made: str, machine: str) -> str:
    """The whole file: when, on what, the table, and how to read it."""
    over = sum(isinstance(row, Row) and row.verdict == OVER for row in rows)
    summary = "Every “must” is reached." if not over else f"**{over} rows are over their “must”.**"
    return (
        f"# Bench of {made}\n\n{machine}\n\n{summary}\n\n{budget_table(rows)}\n"
        "“judged” is what the limits are about. “hello” is the empty route on the same server, asked in turn with the\n"
        "operation; aims in multiples of it are shown as milliseconds. Times are of whole answers over 127.0.0.1.\n"
        "A hello far from its median, or a load above one before the start, means that the machine was busy.\n"
    )


def show_number(value: float, unit: str) -> str:
    """Three figures are enough: "0.53 ms", "12.4 ms", "166 ms", "2.2×"."""
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f}{unit if unit in {'', '×', '%'} else f' {unit}'}"


def _cells(row: Row | Missing) -> tuple[str, ...]:
    if isinstance(row, Missing):
        return (row.operation, "", "", f"belum ada / not yet: {row.reason}", "", "", "", "")
    sign = "≥" if row.at_least else "≤"
    return (
        row.operation,
        f"{row.people:,}",
        show_number(row.median, row.unit) if row.median is not None else "",
        f"{show_number(row.judged, row.unit)} {row.measure}".rstrip(),
        f"{row.ratio:.1f}" if row.ratio else "",
        f"{sign} {show_number(row.must, row.unit)}",
        f"{sign} {show_number(row.aim, row.unit)}",
        WORDS.get(row.verdict, row.verdict),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
