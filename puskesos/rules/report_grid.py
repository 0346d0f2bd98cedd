"""A table of the report as paper and spreadsheet show it: its columns with their sums and shares, its lines, its total.

A column is a figure of the table, the sum of other columns, or one column as a share of another; so that a
spreadsheet can write the same as formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from puskesos.rules.report import AGES, SEXES, UNKNOWN, C, Counted, Parted
from puskesos.rules.report_small import LEFT_OUT, LEGEND, SMALL, hide_siblings, is_small
from puskesos.rules.report_tables import Column, Section, Table, is_shown
from puskesos.rules.share import SHARES, share_of

Cell = int | float | str | None  # a figure, a share between 0 and 1, what hides a figure, nothing
SUM = "Jumlah"


@dataclass(frozen=True, slots=True)
class Head:
    """A column: the places of its figures in the table (mostly one), or those of heads that it sums or divides; none
    of them where what stands in it was not counted."""

    title: str
    group: str = ""
    figures: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()
    share: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a cell for each head."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A section that has lines; `total` counts all, so it equals the sum of the lines. `legend` says what hides."""

    section: Section
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line
    legend: str = ""

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The names over the heads with how many heads each spans; empty where there are none."""
        spans = [(name, len(list(heads))) for name, heads in groupby(self.heads, key=lambda head: head.group)]
        return spans if any(name for name, _ in spans) else []


def grid_of(table: Table, *, leaves: bool = False) -> Grid:
    """The grid of a section with lines. What `leaves` the hub has its small figures hidden where the section says so,
    and shows every column, because one that is missing would tell too."""
    hides = leaves and table.section.leaves_small
    columns = table.section.columns
    places = [place for place, one in enumerate(columns) if hides or is_shown(one, table.total[place])]
    heads = tuple(_heads(columns, places))
    lines = tuple(Line(row.label, _cells(heads, row.figures)) for row in table.rows)
    grid = Grid(table.section, heads, lines, Line(SUM, _cells(heads, table.total)))
    return hide_small(grid) if hides else grid


def counted_in(grid_or_table: Grid | Table) -> list[Counted]:
    """What a table counts, each once, in the order of its columns."""
    return list(dict.fromkeys(column.counted for column in grid_or_table.section.columns))


def hide_small(grid: Grid) -> Grid:
    """The same with small figures hidden: the lines of each outermost column first, then inwards from each sum. What
    adds up to something hidden is left out."""
    lines = [list(line.cells) for line in grid.lines]
    total: list[Cell] = [None] * len(grid.heads)
    shown: list[Cell]
    for root in roots_of(grid.heads):
        if is_small(grid.total.cells[root]):
            shown = [None] * len(lines)
            total[root] = SMALL
        else:
            shown = [*hide_siblings([cells[root] for cells in lines])]
            total[root] = grid.total.cells[root]
        for cells, cell in zip(lines, shown, strict=True):
            cells[root] = cell
            _hide_inward(grid.heads, cells, root)
    kept = tuple(replace(line, cells=tuple(cells)) for line, cells in zip(grid.lines, lines, strict=True))
    legend = f"{LEGEND} {LEFT_OUT}" if any(head.sums for head in grid.heads) else LEGEND
    return replace(grid, lines=kept, total=replace(grid.total, cells=tuple(total)), legend=legend)


def roots_of(heads: Sequence[Head]) -> list[int]:
    """The heads that no other one sums."""
    inner = {place for head in heads for place in head.sums}
    return [place for place, head in enumerate(heads) if place not in inner and head.share is None]


def _hide_inward(heads: Sequence[Head], cells: list[Cell], place: int) -> None:
    inner = heads[place].sums
    if not inner:
        return
    is_told = isinstance(cells[place], int)
    shown = hide_siblings([cells[one] for one in inner]) if is_told else [None] * len(inner)
    for one, cell in zip(inner, shown, strict=True):
        cells[one] = cell
        _hide_inward(heads, cells, one)


def _cells(heads: Sequence[Head], figures: Sequence[int]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for head in heads:
        if head.figures:
            cells.append(sum(figures[place] for place in head.figures))
        elif head.share:
            cells.append(share_of(*(cells[place] for place in head.share)))
        else:
            cells.append(sum(cells[place] for place in head.sums))
    return tuple(cells)


def _heads(columns: Sequence[Column], places: Sequence[int]) -> list[Head]:
    if any(column.parts for column in columns):
        return _parted_heads(columns, places)
    heads: list[Head] = []
    where: dict[Counted, int] = {}
    for place in places:
        counted = columns[place].counted
        where[counted] = len(heads)
        heads.append(Head(columns[place].title, figures=(place,)))
        if counted in SHARES and C.SELESAI in where:
            heads.append(Head(SHARES[counted], share=(where[counted], where[C.SELESAI])))
    return heads


def _parted_heads(columns: Sequence[Column], places: Sequence[int]) -> list[Head]:
    """Ages under their sex and a sum for each sex; one column where the sex is not known; the sum of all."""
    heads: list[Head] = []
    outer: list[int] = []
    sexes, ages = dict(SEXES), dict(AGES)
    for sex, group in groupby(places, key=lambda place: dict(columns[place].parts)[Parted.JENIS_KELAMIN]):
        figures = list(group)
        if sex == UNKNOWN:
            heads.append(Head("L/P ?", figures=tuple(figures)))
        else:
            inner = tuple(range(len(heads), len(heads) + len(figures)))
            heads += [
                Head(ages[dict(columns[place].parts)[Parted.UMUR]], sexes[sex], figures=(place,)) for place in figures
            ]
            heads.append(Head(SUM, sexes[sex], sums=inner))
        outer.append(len(heads) - 1)
    return [*heads, Head(SUM, sums=tuple(outer))]
