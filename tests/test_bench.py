"""The bench's pure parts: percentiles, verdicts, the table, and the invented people. The bench itself is not a test."""

from __future__ import annotations

from random import Random

import pytest

from puskesos.bench.names import draw_name, name_pool
from puskesos.bench.reading import growth_rows
from puskesos.bench.residents import case_state_at, nik_of
from puskesos.bench.table import budget_table, report, show_number
from puskesos.bench.verdicts import AIM, MUST, OVER, Missing, Row, percentile, timed_row


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [
        pytest.param(range(1, 101), 0.95, 95, id="the 95th of a hundred"),
        pytest.param([3, 1, 2], 0.5, 2, id="the middle of three, unordered"),
        pytest.param([7], 0.99, 7, id="one value is every percentile"),
        pytest.param([1, 2], 1.0, 2, id="the whole is the largest"),
        pytest.param([], 0.95, 0, id="nothing measured"),
    ],
)
def test_a_percentile_is_a_measured_value(values: list[float], part: float, expected: float) -> None:
    assert percentile(list(values), part) == expected


@pytest.mark.parametrize(
    ("judged", "at_least", "verdict"),
    [
        pytest.param(2, False, AIM, id="at the aim"),
        pytest.param(3, False, MUST, id="between aim and must"),
        pytest.param(6, False, MUST, id="at the must"),
        pytest.param(6.1, False, OVER, id="over the must"),
        pytest.param(1, True, OVER, id="too little"),
        pytest.param(6, True, AIM, id="enough"),
    ],
)
def test_a_row_knows_what_it_reached(judged: float, at_least: bool, verdict: str) -> None:
    must, aim = (2, 6) if at_least else (6, 2)
    assert Row("x", 3000, judged, must, aim, at_least=at_least).verdict == verdict


def test_a_timed_row_compares_with_the_floor_by_the_same_percentile() -> None:
    row = timed_row("x", 3000, [1.0] * 95 + [9.0] * 5, must=6, aim=2, floor=[0.5] * 100)
    assert (row.measure, row.median, row.judged, row.ratio) == ("p95", 1.0, 1.0, 2.0)


def test_growth_is_the_ratio_of_the_medians_and_leaves_out_the_floor() -> None:
    small = {"empty Flask route (hello)": 0.2, "search by NIK": 1.0, "case page": 4.0}
    large = {"empty Flask route (hello)": 0.3, "search by NIK": 3.0, "case page": 6.0}
    rows = list(growth_rows({300_000: large, 3_000: small}))
    assert [(row.judged, row.must, row.people) for row in rows] == [(3.0, 4, 300_000), (1.5, 2, 300_000)]


def test_one_size_has_no_growth() -> None:
    assert not list(growth_rows({3_000: {"case page": 4.0}}))


def test_the_table_is_markdown_with_one_line_per_row() -> None:
    rows = [Row("board", 3000, 13.25, 12, 6, median=9.5), Missing("Lighthouse", "needs Node")]
    lines = budget_table(rows).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert "| 9.50 ms | 13.2 ms p95 " in lines[2]
    assert "**no**" in lines[2]
    assert "belum ada / not yet: needs Node" in lines[3]


@pytest.mark.parametrize(
    ("judged", "sentence"),
    [pytest.param(1, "Every “must” is reached.", id="all fine"), pytest.param(7, "**1 rows are over", id="one over")],
)
def test_the_report_says_first_whether_every_must_is_reached(judged: float, sentence: str) -> None:
    assert sentence in report([Row("x", 3000, judged, 6, 2)], made="2026-11-17", machine="Python")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        pytest.param(0.531, "ms", "0.53 ms", id="small"),
        pytest.param(12.44, "ms", "12.4 ms", id="tens"),
        pytest.param(166.2, "ms", "166 ms", id="hundreds"),
        pytest.param(2.2, "×", "2.20×", id="times without a space"),
        pytest.param(3, "", "3.00", id="without a unit"),
    ],
)
def test_numbers_show_three_figures(value: float, unit: str, text: str) -> None:
    assert show_number(value, unit) == text


def test_the_board_has_the_same_open_work_at_every_size() -> None:
    for cases in (1_000, 10_000):
        states = [case_state_at(position, cases) for position in range(1, cases + 1)]
        assert sum(waits for _, waits in states) == 100
        assert sum(state == "kunjungan" for state, _ in states) == 200
        assert sum(state != "selesai" for state, _ in states) == 450


def test_invented_people_have_invented_numbers_and_the_same_names_each_time() -> None:
    assert all(len(nik_of(position)) == 16 and nik_of(position).startswith("321699") for position in range(1, 500))
    first, second = ([draw_name(dice, *name_pool(dice)) for _ in range(3)] for dice in (Random(1), Random(1)))
    assert first == second
