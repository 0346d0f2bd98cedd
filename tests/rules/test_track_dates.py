"""The six-month window, the monthly cut-off, the reminder about the decile (domain.md 5.1, 5.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.track_dates import (
    DayWords,
    add_months,
    decile_words,
    due_day,
    entry_words,
    last_open_day,
    last_start,
    next_monthly,
    proposal_window,
    span_words,
    verval_due,
    window_words,
)

TODAY = date(2026, 11, 17)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        pytest.param(date(2026, 10, 12), 6, date(2027, 4, 12), id="S42 six months"),
        pytest.param(date(2026, 8, 31), 6, date(2027, 2, 28), id="a short month ends on its last day"),
        pytest.param(date(2027, 8, 31), 6, date(2028, 2, 29), id="leap year"),
        pytest.param(date(2026, 7, 1), 6, date(2027, 1, 1), id="over the year's end"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backwards"),
        pytest.param(date(2026, 12, 5), 24, date(2028, 12, 5), id="two years"),
    ],
)
def test_adding_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS, DAYS, st.integers(1, 24))
def test_the_query_and_the_page_agree_on_what_is_over(start: date, today: date, months: int) -> None:
    assert (start <= last_start(today, months)) is (add_months(start, months) < today)


@pytest.mark.parametrize(
    ("number", "today", "day"),
    [
        pytest.param(17, TODAY, TODAY, id="S43 today is the cut-off"),
        pytest.param(17, date(2026, 11, 18), date(2026, 12, 17), id="the day after waits a month"),
        pytest.param(28, date(2027, 2, 1), date(2027, 2, 28), id="every month has a 28th"),
        pytest.param(17, date(2026, 12, 20), date(2027, 1, 17), id="over the year's end"),
    ],
)
def test_the_next_cut_off(number: int, today: date, day: date) -> None:
    assert next_monthly(number, today) == day


@pytest.mark.parametrize(
    ("day", "today", "open_day"),
    [
        pytest.param(date(2027, 1, 17), date(2027, 1, 4), date(2027, 1, 15), id="Sunday, so Friday"),
        pytest.param(date(2026, 11, 17), TODAY, date(2026, 11, 17), id="a Tuesday"),
        pytest.param(date(2027, 1, 17), date(2027, 1, 16), date(2027, 1, 17), id="no working day is left"),
    ],
)
def test_the_last_open_day_before_the_cut_off(day: date, today: date, open_day: date) -> None:
    assert last_open_day(day, today) == open_day


def test_local_holidays_come_off_too() -> None:
    assert last_open_day(date(2026, 11, 17), date(2026, 11, 10), {date(2026, 11, 17)}) == date(2026, 11, 16)


def test_programs_are_proposed_at_the_start_of_a_month() -> None:
    assert proposal_window(1, 10, TODAY) == (date(2026, 12, 1), date(2026, 12, 10))
    assert proposal_window(1, 10, date(2026, 11, 10)) == (date(2026, 11, 1), date(2026, 11, 10))


@pytest.mark.parametrize(
    ("last", "text", "tone"),
    [
        (date(2027, 4, 12), "paling lambat 12 April 2027 (4 bulan lagi)", ""),
        (date(2026, 12, 8), "paling lambat 8 Desember 2026 (3 minggu lagi)", "soon"),
        (TODAY, "paling lambat 17 November 2026 (hari ini)", "soon"),
        (date(2026, 11, 16), "lewat sejak 16 November 2026: buat usulan baru", "late"),
    ],
    ids=["far", "near", "last day", "over"],
)
def test_the_window_says_when_and_what_then(last: date, text: str, tone: str) -> None:
    words = window_words(last, TODAY)
    assert (words.text, words.tone) == (text, tone)


def test_a_proposal_waits_for_the_cut_off() -> None:
    assert entry_words(TODAY, TODAY) == DayWords("input paling lambat 17 November 2026 (hari ini)", "soon")
    assert entry_words(date(2026, 12, 17), TODAY).tone == ""


def test_the_reminder_about_the_decile() -> None:
    assert decile_words(date(2027, 5, 20), TODAY).text == "perbaiki desil sebelum 20 Mei 2027 (6 bulan lagi)"
    assert decile_words(TODAY - timedelta(days=1), TODAY).tone == "late"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "hari ini"),
        (1, "besok"),
        (13, "13 hari lagi"),
        (14, "2 minggu lagi"),
        (60, "8 minggu lagi"),
        (61, "2 bulan lagi"),
    ],
)
def test_how_long_until_a_day(days: int, words: str) -> None:
    assert span_words(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("kind", "step", "day"),
    [
        pytest.param("reaktivasi_pbi", "rekomendasi", date(2027, 4, 12), id="the window until it is proposed"),
        pytest.param("reaktivasi_pbi", "diusulkan", None, id="nothing while others decide"),
        pytest.param("reaktivasi_pbi", "ditolak", None, id="nothing at the end"),
        pytest.param("usulan_dtsen", "dihimpun", None, id="a proposal has no window"),
    ],
)
def test_what_is_due(kind: str, step: str, day: date | None) -> None:
    assert due_day(kind, step, deactivated_on=date(2026, 10, 12), active_on=None, months=6) == day


@pytest.mark.parametrize("step", ["aktif", "selesai"])
def test_the_decile_is_due_two_periods_after_the_reactivation(step: str) -> None:
    due = due_day("reaktivasi_pbi", step, deactivated_on=None, active_on=date(2026, 11, 20), months=12)
    assert due == date(2027, 5, 20)


@pytest.mark.parametrize(
    ("cut_off", "today", "due"),
    [
        pytest.param(17, date(2026, 9, 1), date(2026, 9, 15), id="two days before the 17th"),
        pytest.param(17, date(2026, 9, 15), date(2026, 9, 15), id="on the day itself"),
        pytest.param(17, date(2026, 9, 16), date(2026, 10, 15), id="too late for this month"),
        pytest.param(17, date(2026, 11, 3), date(2026, 11, 13), id="the 15th is a Sunday"),
        pytest.param(17, date(2026, 12, 18), date(2027, 1, 15), id="over the year's end"),
        pytest.param(2, date(2026, 12, 10), date(2026, 12, 31), id="in the last days of the month before"),
        pytest.param(22, date(2026, 3, 17), date(2026, 3, 17), id="Nyepi and Lebaran stand before the 20th"),
    ],
)
def test_a_verval_is_reported_before_the_cut_off(cut_off: int, today: date, due: date) -> None:
    assert verval_due(cut_off, today) == due
