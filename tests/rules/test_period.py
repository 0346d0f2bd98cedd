"""The days that an address asks for."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos.rules.period import Period, is_over_many_months, is_over_months, read_period

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("asked", "first", "last", "words"),
    [
        pytest.param(("", "", ""), date(2026, 11, 1), date(2026, 11, 30), "November 2026", id="this month"),
        pytest.param(("", "", "2026-02"), date(2026, 2, 1), date(2026, 2, 28), "Februari 2026", id="a month"),
        pytest.param(("", "", "2025-12"), date(2025, 12, 1), date(2025, 12, 31), "Desember 2025", id="a December"),
        pytest.param(
            ("2026-11-10", "2026-11-02", ""), date(2026, 11, 2), date(2026, 11, 10),
            "2 November 2026 sampai 10 November 2026", id="two days in either order",
        ),
        pytest.param(
            ("2026-11-05", "x", ""), date(2026, 11, 5), date(2026, 11, 5),
            "5 November 2026 sampai 5 November 2026", id="one day",
        ),
        pytest.param(
            ("0001-01-01", "9999-12-31", "ab"), date(2026, 11, 1), date(2026, 11, 30), "November 2026", id="nonsense",
        ),
    ],
)  # fmt: skip
def test_an_address_names_a_period(asked: tuple[str, str, str], first: date, last: date, words: str) -> None:
    period = read_period(*asked, TODAY)
    assert period == Period(first, last) and period.words == words


@pytest.mark.parametrize(
    ("since", "until", "over", "over_many"),
    [
        pytest.param(date(2026, 8, 1), None, False, False, id="goes on"),
        pytest.param(date(2026, 8, 1), date(2026, 8, 31), False, False, id="in one month"),
        pytest.param(date(2026, 8, 31), date(2026, 9, 1), True, False, id="over one end"),
        pytest.param(date(2026, 8, 1), date(2026, 10, 31), True, False, id="over two ends"),
        pytest.param(date(2026, 8, 31), date(2026, 11, 1), True, True, id="over three ends"),
        pytest.param(date(2026, 11, 30), date(2027, 1, 31), True, False, id="over two ends and the year's"),
        pytest.param(date(2025, 11, 1), date(2026, 11, 1), True, True, id="a year"),
    ],
)
def test_ends_of_months_that_something_is_over(since: date, until: date | None, over: bool, over_many: bool) -> None:
    assert (is_over_months(since, until), is_over_many_months(since, until)) == (over, over_many)
