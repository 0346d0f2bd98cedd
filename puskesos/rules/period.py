"""The days that a register or a batch covers: a whole month, or from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from puskesos.rules.activity import Month, read_month
from puskesos.rules.dates import show_date


@dataclass(frozen=True)
class Period:
    """The first and the last day, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, month: Month) -> Period:
        """The whole month."""
        return cls(month.first, month.last)

    @property
    def words(self) -> str:
        """Like "November 2026" for a whole month, else both days."""
        month = Month.of(self.first)
        is_month = (self.first, self.last) == (month.first, month.last)
        return month.label if is_month else f"{show_date(self.first)} sampai {show_date(self.last)}"


Days = Period | Month  # whatever has a first and a last day


def is_over_months(since: date, until: date | None) -> bool:
    """Whether what began and ended on these days ended in a later month than it began; nothing did that goes on."""
    return until is not None and since < until.replace(day=1)


def is_over_many_months(since: date, until: date | None) -> bool:
    """Whether it ended in the third month after the one it began in, or later."""
    return until is not None and since < many_months_before(until)


def many_months_before(until: date) -> date:
    """The first day on which what ends on this day is not over many months."""
    return Month.of(until).before.before.first


def read_period(first: str, last: str, month: str, today: date) -> Period:
    """What an address names: two days in either order, else a month ("2026-11"), else this month."""
    days = sorted(day for day in (_day(first), _day(last)) if day)
    return Period(days[0], days[-1]) if days else Period.of(read_month(month, today))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None
