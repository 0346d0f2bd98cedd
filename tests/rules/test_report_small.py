"""What leaves the hub tells no small figure: neither directly nor by any sum (domain.md 6.3 (10))."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos.rules.report import AGES, SEXES, C
from puskesos.rules.report_grid import Grid, Line, grid_of, hide_small
from puskesos.rules.report_small import MERGED, SMALL, hide_siblings, is_small, leaves_open
from puskesos.rules.report_tables import SECTIONS, Row, Table
from tests.rules.month_tables import PPKS, Cells, ppks_table, reckon_back

where = st.tuples(
    st.sampled_from(sorted(PPKS)[:5]),
    st.sampled_from([value for value, _ in SEXES]),
    st.sampled_from([value for value, _ in AGES]),
)
some_cells = st.dictionaries(where, st.one_of(st.integers(0, 4), st.integers(0, 30)), max_size=40)
properly = settings(max_examples=150, deadline=None, database=None)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        pytest.param([9, 0, 12], [9, 0, 12], id="nothing small, nothing hidden; zero is nobody"),
        pytest.param([3, 9, 20], [MERGED, MERGED, 20], id="one alone would be the rest of the sum: the next joins it"),
        pytest.param([1, 2, 3, 8], [SMALL, SMALL, SMALL, 8], id="three that could each be anything from 1 to 4"),
        pytest.param([4, 4, 9], [MERGED, MERGED, 9], id="two fours would be told by <5 and their sum"),
        pytest.param([1, 1, 9], [MERGED, MERGED, MERGED], id="two ones would be told by their sum"),
        pytest.param([1, 0, 0, 4], [SMALL, 0, 0, SMALL], id="two that come to five"),
    ],
)
def test_siblings(numbers: list[int], shown: list[int | str]) -> None:
    assert hide_siblings(numbers) == shown


@pytest.mark.parametrize("count", range(1, 8))
def test_small_figures_are_left_open_only_where_each_may_be_any(count: int) -> None:
    for total in range(count, 4 * count + 1):
        rest = range(count - 1, 4 * (count - 1) + 1)
        assert leaves_open(count, total) == all(total - value in rest for value in (1, 2, 3, 4))


@properly
@given(cells=some_cells)
def test_nobody_reckons_a_small_figure_back(cells: Cells) -> None:
    table = ppks_table(cells)
    exact, shown = grid_of(Table(table.section, table.rows, table.total)), grid_of(table, leaves=True)
    for (row, place), (least, most) in reckon_back(shown).items():
        assert least <= 1 and most >= 4, (row, shown.heads[place])
    for line in [*shown.lines, shown.total]:
        assert not [cell for cell in line.cells if isinstance(cell, int) and is_small(cell)]
    assert exact.total.cells[-1] in {shown.total.cells[-1], 1, 2, 3, 4}


@properly
@given(cells=some_cells)
def test_what_is_shown_is_true(cells: Cells) -> None:
    table = ppks_table(cells)
    shown = grid_of(table, leaves=True)
    for row, line in zip(table.rows, shown.lines, strict=True):
        for head, cell in zip(shown.heads, line.cells, strict=True):
            if head.figures and isinstance(cell, int):
                assert cell == sum(row.figures[one] for one in head.figures)
            if head.sums and all(isinstance(line.cells[one], int) for one in head.sums):
                assert cell == sum(line.cells[one] for one in head.sums)


@properly
@given(figures=st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=5, max_size=5))
def test_spm_hides_in_each_column(figures: list[list[int]]) -> None:
    section = next(one for one in SECTIONS if one.code == "f")
    rows = tuple(Row(str(place), f"SPM-{place}", tuple(line)) for place, line in enumerate(figures))
    shown = grid_of(Table(section, rows, tuple(map(sum, zip(*figures, strict=True)))), leaves=True)
    assert all(least <= 1 and most >= 4 for least, most in reckon_back(shown).values())
    assert all(isinstance(cell, str) or not is_small(cell) for line in shown.lines for cell in line.cells)


def test_hiding_only_the_small_ones_would_be_seen_through() -> None:
    """That the check above has teeth."""
    table = ppks_table({("08", "P", "60+"): 3, ("08", "L", "60+"): 11})
    grid = grid_of(table)
    naive = [Line(line.label, tuple(SMALL if is_small(cell) else cell for cell in line.cells)) for line in grid.lines]
    assert (3, 3) in reckon_back(replace(grid, lines=tuple(naive))).values()


def test_only_what_leaves_is_hidden_and_only_where_the_section_says_so() -> None:
    table = ppks_table({("08", "P", "60+"): 3})
    assert _figures(grid_of(table)) == {0, 3} and _figures(grid_of(table, leaves=True)) == {SMALL}
    flow = next(one for one in SECTIONS if one.code == "c")
    row = Row("1", "Pantai Bahagia", tuple(3 for _ in flow.columns))
    open_grid = grid_of(Table(flow, (row,), row.figures), leaves=True)
    assert {cell for cell in open_grid.lines[0].cells if isinstance(cell, int)} == {3}


def test_an_empty_table_shows_its_zeros() -> None:
    shown = grid_of(ppks_table({}), leaves=True)
    assert _figures(shown) == {0} and len(shown.lines) == 26
    assert hide_small(shown).lines == shown.lines


def test_unknown_columns_stand_only_where_something_is_but_always_in_what_leaves() -> None:
    known = grid_of(ppks_table({("08", "P", "60+"): 30}))
    assert [name for name, _ in known.groups] == ["Laki-laki", "Perempuan", ""]
    mixed = grid_of(ppks_table({("08", "P", "60+"): 30, ("08", "", "60+"): 1}))
    assert [head.title for head in mixed.heads[-2:]] == ["L/P ?", "Jumlah"] and len(mixed.heads) == len(known.heads) + 1
    leaving = grid_of(ppks_table({("08", "P", "60+"): 30}), leaves=True)
    assert len(leaving.heads) == 2 * (len(AGES) + 1) + 2
    assert mixed.lines[7].cells[-1] == 31 == mixed.total.cells[-1]


def test_shares_are_of_what_was_finished() -> None:
    section = next(one for one in SECTIONS if one.code == "b1")
    counted = [column.counted for column in section.columns]
    figures = tuple({C.SELESAI: 8, C.TEPAT: 6}.get(one, 0) for one in counted)
    grid = grid_of(Table(section, (Row("x", "Kesehatan", figures), Row("y", "Sosial", (0,) * len(figures))), figures))
    assert [line.cells[-1] for line in (*grid.lines, grid.total)] == [0.75, None, 0.75]


def _figures(grid: Grid) -> set[object]:
    return {cell for line in grid.lines for cell in line.cells}
