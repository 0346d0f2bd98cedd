"""Working days and what is said about a due date.
National holidays and cuti bersama are days off where the decree is known; other years count Monday to Friday.
`days_off` are the hub's own local holidays, which only its settings know."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

import lokal

from puskesos.rules.intake import Priority

ONE_DAY = timedelta(days=1)
LONGEST_AHEAD = timedelta(days=366)  # no step of a case waits longer
VISIT_DAYS = {Priority.DARURAT: 0, Priority.SEGERA: 1, Priority.BIASA: 3}


@dataclass(frozen=True, slots=True)
class DueWords:
    """How a due date reads; `days` are working days left, negative once late."""

    text: str
    tone: Literal["late", "soon", ""]
    days: int


def target_problem(day: date | None, today: date) -> str:
    """Why a service cannot aim to be done on that day; empty when it can."""
    if day is None:
        return ""
    if day < today:
        return "Target selesai tidak boleh sebelum hari ini."
    return "Target selesai paling lama setahun lagi." if day - today > LONGEST_AHEAD else ""


def is_working_day(day: date, days_off: Collection[date] = ()) -> bool:
    """Whether the hub is open on that day."""
    return day.weekday() < 5 and day not in _days_off(day.year) and day not in days_off


def add_working_days(start: date, n: int, days_off: Collection[date] = ()) -> date:
    """The n-th working day after *start* (before it when n is negative); n = 0 is *start* itself, day off or not."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    day, left = start, abs(n)
    while left:
        day += step
        left -= is_working_day(day, days_off)
    return day


def working_days_between(a: date, b: date, days_off: Collection[date] = ()) -> int:
    """Working days after *a* up to and including *b*; negative when *b* lies before *a*."""
    closed = _closed_weekdays(min(a.year, b.year), max(a.year, b.year), frozenset(days_off))
    off = bisect_right(closed, b) - bisect_right(closed, a)
    return _weekdays_until(b) - _weekdays_until(a) - off


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays since the calendar's first day, which was a Monday."""
    weeks, days = divmod(day.toordinal(), 7)
    return weeks * 5 + min(days, 5)


@lru_cache(maxsize=256)
def _closed_weekdays(first_year: int, last_year: int, local: frozenset[date]) -> list[date]:
    """Days off of these years that are no weekend, in order."""
    years = range(first_year, last_year + 1)
    days = local.union(*(_days_off(year) for year in years))
    return sorted(day for day in days if day.weekday() < 5)


@lru_cache(maxsize=1024)
def due_words(due: date, today: date, days_off: frozenset[date] = frozenset()) -> DueWords:
    """The words shown beside a due date; over days off it counts plain days."""
    days = working_days_between(today, due, days_off)
    if due < today:
        span = f"{-days} hari kerja" if days else f"{(today - due).days} hari"
        return DueWords(f"lewat {span}", "late", days)
    if due == today:
        return DueWords("hari ini", "soon", 0)
    if due == today + ONE_DAY:
        return DueWords("besok", "soon", days)
    span = f"{days} hari kerja" if days else f"{(due - today).days} hari"
    return DueWords(f"{span} lagi", "soon" if days <= 1 else "", days)


def visit_due(priority: str, today: date, days_off: Collection[date] = (), days: int | None = None) -> date:
    """When a visit report is due: after `days` working days of the hub's settings, else domain.md 7.2 (0, 1 or 3)."""
    return add_working_days(today, VISIT_DAYS[Priority(priority)] if days is None else days, days_off)


def national_holidays(year: int) -> tuple[tuple[date, str], ...] | None:
    """Day and name of the holidays and cuti bersama of a year; None while its decree is not known here."""
    if year not in lokal.HOLIDAY_YEARS:
        return None
    return tuple((date.fromisoformat(one.date), one.name) for one in lokal.get_holidays(year).holidays)


def days_in_state_words(since_date: date, today: date) -> str:
    """How long a case has stood in its state, in calendar days."""
    days = (today - since_date).days
    if days <= 0:
        return "sejak hari ini"
    if days == 1:
        return "sejak kemarin"
    return f"sudah {days} hari"


@cache
def _days_off(year: int) -> frozenset[date]:
    return frozenset(day for day, _name in national_holidays(year) or ())
