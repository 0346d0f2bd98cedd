"""Charts are laid out inside their drawing, whatever the numbers and the names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.chart import NAME_LETTERS, WIDTH, Row, draw_bars, draw_columns, draw_lines, round_numbers

MONTHS = [("Nov", "2025"), ("Des", "2025"), *((f"{month:02}", "2026") for month in range(1, 12))]
counts = st.integers(0, 30_000)


@given(values=st.lists(counts, min_size=1, max_size=13))
def test_columns_and_lines_stay_inside(values: list[int]) -> None:
    months = MONTHS[: len(values)]
    columns = draw_columns("a", "A", "", months, values, is_open=True)
    lines = draw_lines("b", "B", "", months, [("Masuk", values), ("Selesai", values[::-1])])
    for column in columns.columns:
        assert column.x >= 0 and column.x + column.width <= WIDTH
        assert column.y >= 0 and round(column.y + column.height, 1) == columns.bottom
    for x, y in [point for line in lines.lines for point in line.points]:
        assert lines.left <= x <= WIDTH and 0 <= y <= lines.bottom
    assert [tick.year for tick in lines.ticks if tick.year] == ["2025", "2026"][: 1 + (len(values) > 2)]
    assert columns.columns[-1].is_open and not any(column.is_open for column in columns.columns[:-1])


@given(rows=st.lists(st.tuples(st.text(min_size=1, max_size=90), counts), min_size=1, max_size=12), limit=counts)
def test_bars_leave_room_for_their_words(rows: list[tuple[str, int]], limit: int) -> None:
    chart = draw_bars(
        "c", "C", "", [Row(name, value, str(value), value / 2) for name, value in rows], limit=(limit, "x")
    )
    assert all(0 <= bar.part <= bar.length <= WIDTH - 100 and len(bar.name) <= NAME_LETTERS for bar in chart.bars)
    assert chart.limit is not None and chart.limit.at <= WIDTH


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (0, [0]),
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (42, [0, 10, 20, 30, 40, 50]),
        (999, [0, 200, 400, 600, 800, 1000]),
    ],
)
def test_rungs_stand_at_round_numbers(most: int, told: list[int]) -> None:
    assert round_numbers(most) == told


@given(most=st.integers(1, 10**6))
def test_rungs_reach_over_the_highest_value(most: int) -> None:
    rungs = round_numbers(most)
    assert rungs[-1] >= most > rungs[-2] and len(rungs) <= 6
