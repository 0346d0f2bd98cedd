"""How much of the year's SPM targets is reached, as further columns of a table; and which tables leave the hub."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from puskesos.rules.report import UNKNOWN, C
from puskesos.rules.report_grid import Grid, Head, Line, counted_in, grid_of
from puskesos.rules.report_tables import Table
from puskesos.rules.share import share_of

Targets = Mapping[str, int]  # people to be served in the year, by SPM
TARGET, REACHED = "Sasaran", "Capaian"


@dataclass(frozen=True)
class Reach:
    """The people to be served, None where nobody said; and the share of them that was, also above 1."""

    target: int | None
    share: float | None


def has_targets(table: Table) -> bool:
    """Whether the table counts what the targets are about."""
    return C.SPM_TAHUN in counted_in(table)


def reach_of(table: Table, targets: Targets | None) -> dict[str, Reach]:
    """By the values of the table's lines; under the empty value of all, known only where every line is."""
    known = targets or {}
    reached = {row.value: _reach(row.figures[0], known.get(row.value)) for row in table.rows}
    parts = [one.target for one in reached.values()]
    whole = None if None in parts else sum(parts)
    return reached | {UNKNOWN: _reach(table.total[0], whole)}


def _reach(served: int, target: int | None) -> Reach:
    return Reach(target, None if target is None else share_of(served, target))


def grids_of(tables: Sequence[Table], targets: Targets | None, *, leaves: bool) -> list[Grid]:
    """Every table with lines as paper and spreadsheet show it."""
    wanted = (table for table in tables if table.section.by and not (leaves and table.section.stays))
    return [_with_targets(grid_of(table, leaves=leaves), table, targets) for table in wanted]


def _with_targets(grid: Grid, table: Table, targets: Targets | None) -> Grid:
    if not has_targets(table):
        return grid
    reached = reach_of(table, targets)
    heads = (*grid.heads, Head(TARGET), Head(REACHED, share=(0, len(grid.heads))))
    lines = [_more(line, reached[row.value]) for line, row in zip(grid.lines, table.rows, strict=True)]
    return replace(grid, heads=heads, lines=tuple(lines), total=_more(grid.total, reached[UNKNOWN]))


def _more(line: Line, reach: Reach) -> Line:
    return replace(line, cells=(*line.cells, reach.target, reach.share))
