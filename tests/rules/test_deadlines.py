"""Working days around weekends, holidays and cuti bersama."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.deadlines import (
    add_working_days,
    days_in_state_words,
    due_words,
    is_working_day,
    national_holidays,
    visit_due,
    working_days_between,
)

FRIDAY, SATURDAY, SUNDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        pytest.param(FRIDAY, 0, FRIDAY, id="same day"),
        pytest.param(SATURDAY, 0, SATURDAY, id="same day on a day off"),
        pytest.param(FRIDAY, 1, MONDAY, id="over a weekend"),
        pytest.param(date(2026, 12, 23), 1, date(2026, 12, 28), id="cuti bersama 24, holiday 25, weekend"),
        pytest.param(date(2026, 3, 17), 1, date(2026, 3, 25), id="Nyepi and Idulfitri 2026"),
        pytest.param(MONDAY, -1, FRIDAY, id="backwards"),
        pytest.param(date(2031, 12, 24), 1, date(2031, 12, 25), id="no decree for 2031 yet"),
        pytest.param(date(2027, 12, 31), 1, date(2028, 1, 3), id="into a year without decree"),
    ],
)
def test_working_days_are_added(start: date, n: int, end: date) -> None:
    assert add_working_days(start, n) == end


@given(DAYS, st.integers(1, 60))
def test_counting_undoes_adding(start: date, n: int) -> None:
    end = add_working_days(start, n)
    assert working_days_between(start, end) == n
    assert working_days_between(end, start) == -n


@pytest.mark.parametrize(
    ("due", "today", "text", "tone"),
    [
        pytest.param(date(2026, 11, 18), FRIDAY, "lewat 2 hari kerja", "late", id="two days late"),
        pytest.param(FRIDAY, SATURDAY, "lewat 1 hari", "late", id="late, but only a day off since"),
        pytest.param(FRIDAY, MONDAY, "lewat 1 hari kerja", "late", id="late over a weekend"),
        pytest.param(FRIDAY, FRIDAY, "hari ini", "soon", id="today"),
        pytest.param(SATURDAY, FRIDAY, "besok", "soon", id="tomorrow"),
        pytest.param(SUNDAY, FRIDAY, "2 hari lagi", "soon", id="within days off"),
        pytest.param(MONDAY, FRIDAY, "1 hari kerja lagi", "soon", id="next working day"),
        pytest.param(date(2026, 11, 25), FRIDAY, "3 hari kerja lagi", "", id="in three working days"),
    ],
)
def test_due_dates_are_said_in_words(due: date, today: date, text: str, tone: str) -> None:
    words = due_words(due, today)
    assert (words.text, words.tone) == (text, tone)


@pytest.mark.parametrize(("priority", "due"), [("darurat", FRIDAY), ("segera", MONDAY), ("biasa", date(2026, 11, 25))])
def test_a_visit_is_due_by_its_priority(priority: str, due: date) -> None:
    assert visit_due(priority, FRIDAY) == due


@pytest.mark.parametrize(
    ("since", "words"), [(MONDAY, "sejak hari ini"), (SUNDAY, "sejak kemarin"), (FRIDAY, "sudah 3 hari")]
)
def test_time_in_a_state_is_said_in_words(since: date, words: str) -> None:
    assert days_in_state_words(since, MONDAY) == words


LOCAL = frozenset({MONDAY, date(2026, 11, 24)})


def test_the_hubs_own_holidays_are_no_working_days() -> None:
    assert add_working_days(FRIDAY, 1, LOCAL) == date(2026, 11, 25)
    assert add_working_days(date(2026, 11, 25), -1, LOCAL) == FRIDAY
    assert working_days_between(FRIDAY, date(2026, 11, 25), LOCAL) == 1
    assert due_words(date(2026, 11, 25), FRIDAY, LOCAL).text == "1 hari kerja lagi"
    assert due_words(FRIDAY, date(2026, 11, 24), LOCAL).text == "lewat 4 hari"
    assert visit_due("segera", FRIDAY, LOCAL) == date(2026, 11, 25)


def test_a_hub_may_set_when_reports_are_due() -> None:
    assert visit_due("biasa", FRIDAY, days=1) == MONDAY


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=5))
def test_counting_undoes_adding_with_local_holidays(start: date, n: int, local: frozenset[date]) -> None:
    end = add_working_days(start, n, local)
    assert working_days_between(start, end, local) == n


@given(DAYS, st.integers(-800, 800), st.frozensets(DAYS, max_size=5))
def test_the_count_is_that_of_each_day_looked_at(start: date, n: int, local: frozenset[date]) -> None:
    first, last = sorted((start, start + timedelta(days=n)))
    between = [first + timedelta(days=one) for one in range(1, abs(n) + 1)]
    open_days = sum(is_working_day(day, local) for day in between)
    assert working_days_between(first, last, local) == open_days
    assert working_days_between(last, first, local) == -open_days


def test_national_holidays_are_known_by_year_or_not_at_all() -> None:
    known = national_holidays(2026)
    assert known is not None and (date(2026, 8, 17), "Proklamasi Kemerdekaan") in known
    assert national_holidays(2031) is None
