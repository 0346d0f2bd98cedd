"""Dates of the guided ways (domain.md 5.1, 5.3): the reactivation window, the monthly cut-off, mending the decile.
Days and months come from the hub's settings; a calendar month that is too short ends on its last day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from puskesos.rules.dates import show_date
from puskesos.rules.deadlines import ONE_DAY, is_working_day
from puskesos.rules.track import UNPROPOSED, TrackKind, TrackStep

VERVAL_BEFORE = (
    2  # days that a verval report comes before the cut-off (domain 7.2: before the 15th, cut-off on the 17th)
)
DECILE_MONTHS = 6  # two quarterly periods (domain 5.3, S45)
LONGEST_MONTHS = 24  # what began before is no longer under way: windows are months, and lists are renewed
SOON = timedelta(days=30)
NEAR = timedelta(days=7)  # before a cut-off of the month
REGISTER_ONLY = "dtsen"  # what a proposal wants that is about the data alone, and no program


@dataclass(frozen=True, slots=True)
class DayWords:
    """How a last day reads, and how urgent it is."""

    text: str
    tone: Literal["late", "soon", ""]


def add_months(day: date, months: int) -> date:
    """The same day of the month *months* later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - ONE_DAY).day))


def earliest_start(today: date) -> date:
    """The earliest day on which a way that is noted today may have begun."""
    return add_months(today, -LONGEST_MONTHS)


def last_start(today: date, months: int) -> date:
    """The newest day whose term of *months* is over before *today*, for queries on a stored start."""
    day = add_months(today, -months)
    while add_months(day, months) >= today:
        day -= ONE_DAY
    while add_months(day + ONE_DAY, months) < today:
        day += ONE_DAY
    return day


def next_monthly(day_of_month: int, today: date) -> date:
    """The next day, today included, on which the month has this number (1 to 28)."""
    this = today.replace(day=day_of_month)
    return this if this >= today else add_months(this, 1)


def last_open_day(day: date, today: date, days_off: Collection[date] = ()) -> date:
    """The last working day up to *day* on which there is still time; *day* itself when none is left."""
    open_day = day
    while open_day >= today and not is_working_day(open_day, days_off):
        open_day -= ONE_DAY
    return open_day if open_day >= today else day


def verval_due(cutoff_day: int, today: date, days_off: Collection[date] = ()) -> date:
    """When the report of a verval is due: the last working day that leaves time until the next cut-off of DTSEN."""
    cut_off = next_monthly(cutoff_day, today)
    if cut_off - timedelta(days=VERVAL_BEFORE) < today:
        cut_off = add_months(cut_off, 1)
    return last_open_day(cut_off - timedelta(days=VERVAL_BEFORE), today, days_off)


def proposal_window(first: int, last: int, today: date) -> tuple[date, date]:
    """The days of a month on which programs may be proposed: this month's, or the next one's when they are over."""
    end = next_monthly(last, today)
    start = end.replace(day=min(first, last))
    return start, end


def due_day(kind: str, step: str, *, deactivated_on: date | None, active_on: date | None, months: int) -> date | None:
    """The last day for what a step waits for: proposing within the window, or mending the decile; else None."""
    if kind == TrackKind.REAKTIVASI and step in UNPROPOSED[TrackKind.REAKTIVASI] and deactivated_on:
        return add_months(deactivated_on, months)
    if active_on and step in {TrackStep.AKTIF, TrackStep.SELESAI}:
        return add_months(active_on, DECILE_MONTHS)
    return None


def window_words(last_day: date, today: date) -> DayWords:
    """Like "paling lambat 12 April 2027 (3 minggu lagi)"; once over it says what then."""
    if last_day < today:
        return DayWords(f"lewat sejak {show_date(last_day)}: buat usulan baru", "late")
    tone: Literal["late", "soon", ""] = "soon" if last_day - today <= SOON else ""
    return DayWords(f"paling lambat {show_date(last_day)} ({span_words(last_day, today)})", tone)


def decile_words(last_day: date, today: date) -> DayWords:
    """Like "perbaiki desil sebelum 3 Juni 2027 (6 bulan lagi)"."""
    if last_day < today:
        return DayWords(f"desil seharusnya diperbaiki sebelum {show_date(last_day)}", "late")
    tone: Literal["late", "soon", ""] = "soon" if last_day - today <= 2 * SOON else ""
    return DayWords(f"perbaiki desil sebelum {show_date(last_day)} ({span_words(last_day, today)})", tone)


def entry_day(wanted: str, *, cutoff_day: int, until_day: int, today: date) -> date:
    """The last day for entering a proposal: programs by their own day of the month, data by the cut-off."""
    return next_monthly(cutoff_day if wanted == REGISTER_ONLY else until_day, today)


def entry_words(cut_off: date, today: date) -> DayWords:
    """Like "input paling lambat 17 Desember 2026 (4 minggu lagi)", for a proposal that is not in SIKS-NG yet."""
    text = f"input paling lambat {show_date(cut_off)} ({span_words(cut_off, today)})"
    return DayWords(text, "soon" if cut_off - today <= NEAR else "")


def span_words(day: date, today: date) -> str:
    """How long until *day*, in the largest unit that is still honest: days, weeks, months; rounded down."""
    days = (day - today).days
    if days <= 1:
        return "hari ini" if days == 0 else "besok"
    if days < 14:
        return f"{days} hari lagi"
    if days < 61:
        return f"{days // 7} minggu lagi"
    months = 2
    while add_months(today, months + 1) <= day:
        months += 1
    return f"{months} bulan lagi"
