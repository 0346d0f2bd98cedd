"""Which services count as rising: well above their usual, and not by chance."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from puskesos.rules.report_rising import WINDOW_DAYS, WINDOWS_BEFORE, intake_of, known_windows, windows_until

TODAY = date(2026, 2, 20)


@pytest.mark.parametrize(
    ("numbers", "known", "rises"),
    [
        pytest.param([40, 12, 10, 11, 9, 13, 10], 6, True, id="a wave"),
        pytest.param([14, 12, 10, 11, 9, 13, 10], 6, False, id="a little above usual"),
        pytest.param([19, 10, 10, 10, 10, 10, 10], 6, False, id="not twice the usual"),
        pytest.param([20, 10, 10, 10, 10, 10, 10], 6, True, id="twice the usual"),
        pytest.param([4, 0, 0, 0, 0, 0, 0], 6, False, id="few of a rare service are chance"),
        pytest.param([5, 0, 0, 0, 0, 0, 0], 6, True, id="five of a service that nobody asked for"),
        pytest.param([6, 3, 3, 3, 3, 3, 3], 6, False, id="twice of little is still within chance"),
        pytest.param([30, 90, 10, 10, 10, 10, 10], 6, True, id="an earlier wave does not lift the usual"),
        pytest.param([30, 5, 0, 0, 0, 0, 0], 1, False, id="a young hub has no usual yet"),
        pytest.param([30, 5, 6, 0, 0, 0, 0], 2, True, id="two windows are enough"),
        pytest.param([0, 0, 0, 0, 0, 0, 0], 6, False, id="nothing"),
    ],
)
def test_rising(numbers: list[int], known: int, rises: bool) -> None:
    (told,) = intake_of({1: numbers}, known)
    assert told.is_rising is rises and (told.usual is None) == (known < 2)


def test_rising_services_come_first_then_the_larger() -> None:
    told = intake_of({1: [50, 45, 50], 2: [9, 1, 1], 3: [60, 61, 60]}, 2)
    assert [one.service for one in told] == [2, 3, 1]


def test_windows_are_whole_follow_each_other_and_end_today() -> None:
    windows = windows_until(TODAY)
    assert windows[0][1] == TODAY and len(windows) == WINDOWS_BEFORE + 1
    assert {(until - since).days for since, until in windows} == {WINDOW_DAYS - 1}
    assert all(newer[0] - older[1] == timedelta(days=1) for newer, older in itertools.pairwise(windows))


@pytest.mark.parametrize(("age", "known"), [(0, 0), (13, 0), (26, 0), (27, 1), (41, 2), (2000, WINDOWS_BEFORE)])
def test_windows_before_the_first_case_are_not_known(age: int, known: int) -> None:
    assert known_windows(TODAY, TODAY - timedelta(days=age)) == known
