"""Tables of a month's report made of chosen figures, and somebody who knows only what is shown and reckons back."""

from __future__ import annotations

from puskesos.rules.report import C, Item, Labels, Parted
from puskesos.rules.report_grid import Grid
from puskesos.rules.report_small import SMALL
from puskesos.rules.report_tables import Table, count_report
from tests.cast import TODAY

PPKS = {f"{number:02}": f"{number:02} PPKS {number}" for number in range(1, 27)}
LABELS: Labels = {"ppks": PPKS, "spm": {f"SPM-{number}": f"SPM-{number}" for number in range(1, 6)}}
Cells = dict[tuple[str, str, str], int]  # by PPKS, sex and age band
Bounds = dict[tuple[int, int], tuple[float, float]]
ENDLESS = float("inf")


def ppks_table(cells: Cells) -> Table:
    """Section e with these figures."""
    names = (str(Parted.PPKS), str(Parted.JENIS_KELAMIN), str(Parted.UMUR))
    items = [
        Item(C.PPKS, number, TODAY, None, dict(zip(names, where, strict=True)))
        for where, count in cells.items()
        for number in range(count)
    ]
    return next(table for table in count_report(items, LABELS) if table.section.code == "e")


def reckon_back(grid: Grid) -> Bounds:
    """For every hidden figure of the lines the least and the most it can be, from all sums that are shown."""
    lines = [list(line.cells) for line in grid.lines] + [list(grid.total.cells)]
    bounds: Bounds = {(row, place): _first(cell) for row, cells in enumerate(lines) for place, cell in enumerate(cells)}
    sums = [
        ((row, place), [(row, one) for one in head.sums])
        for row in range(len(lines))
        for place, head in enumerate(grid.heads)
        if head.sums
    ]
    last = len(lines) - 1
    sums += [((last, place), [(row, place) for row in range(last)]) for place in range(len(grid.heads))]
    changed = True
    while changed:
        changed = any([_narrow(bounds, whole, parts) for whole, parts in sums])
    return {at: found for at, found in bounds.items() if at[0] < last and isinstance(lines[at[0]][at[1]], str)}


def _first(cell: object) -> tuple[float, float]:
    if isinstance(cell, int):
        return cell, cell
    return (0, 4) if cell == SMALL else (0, ENDLESS)


def _narrow(bounds: Bounds, whole: tuple[int, int], parts: list[tuple[int, int]]) -> bool:
    """Use one sum in both directions; whether anything became narrower."""
    before = [bounds[at] for at in (whole, *parts)]
    low, high = sum(bounds[at][0] for at in parts), sum(bounds[at][1] for at in parts)
    bounds[whole] = max(bounds[whole][0], low), min(bounds[whole][1], high)
    for at in parts:
        rest_low = low - bounds[at][0]
        rest_high = sum(bounds[one][1] for one in parts if one != at)
        bounds[at] = max(bounds[at][0], bounds[whole][0] - rest_high), min(bounds[at][1], bounds[whole][1] - rest_low)
        low = sum(bounds[one][0] for one in parts)
    return before != [bounds[at] for at in (whole, *parts)]
