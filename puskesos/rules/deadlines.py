"""Working days and what is said about a due date.
National holidays and cuti bersama are days off where the decree is known; other years count Monday to Friday."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

import lokal

from puskesos.rules.intake import Priority

ONE_DAY = timedelta(days=1)
VISIT_DAYS = {Priority.DARURAT: 0, Priority.SEGERA: 1, Priority.BIASA: 3}


@dataclass(frozen=True, slots=True)
class DueWords:
    """How a due date reads; `days` are working days left, negative once late."""

    text: str
    tone: Literal["late", "soon", ""]
    days: int


def is_working_day(day: date) -> bool:
    """Whether the hub is open on that day."""
    return day.weekday() < 5 and day not in _days_off(day.year)


def add_working_days(start: date, n: int) -> date:
    """The n-th working day after *start* (before it when n is negative); n = 0 is *start* itself, day off or not."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    day, left = start, abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(a: date, b: date) -> int:
    """Working days after *a* up to and including *b*; negative when *b* lies before *a*."""
    if b < a:
        return -working_days_between(b, a)
    return sum(is_working_day(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))


@lru_cache(maxsize=1024)
def due_words(due: date, today: date) -> DueWords:
    """The words shown beside a due date; over days off it counts plain days."""
    days = working_days_between(today, due)
    if due < today:
        span = f"{-days} hari kerja" if days else f"{(today - due).days} hari"
        return DueWords(f"lewat {span}", "late", days)
    if due == today:
        return DueWords("hari ini", "soon", 0)
    if due == today + ONE_DAY:
        return DueWords("besok", "soon", days)
    span = f"{days} hari kerja" if days else f"{(due - today).days} hari"
    return DueWords(f"{span} lagi", "soon" if days <= 1 else "", days)


def visit_due(priority: str, today: date) -> date:
    """When a visit report is due by default: same day, one, or three working days (domain.md 7.2)."""
    return add_working_days(today, VISIT_DAYS[Priority(priority)])


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
    if year not in lokal.HOLIDAY_YEARS:
        return frozenset()
    return frozenset(date.fromisoformat(holiday.date) for holiday in lokal.get_holidays(year).holidays)
