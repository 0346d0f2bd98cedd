"""When a volunteer is away: which days are sensible, and how an absence reads beside a task."""

from __future__ import annotations

from datetime import date, timedelta

from puskesos.rules.dates import DAYS, show_date

LONGEST = timedelta(days=366)


def absence_problems(first_on: date | None, last_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with these days, as sentences by field; nothing where a day is still missing."""
    if first_on is None or last_on is None:
        return {}
    if last_on < first_on:
        return {"last_on": "Tanggal akhir sebelum tanggal mulai."}
    if last_on < today:
        return {"last_on": "Libur ini sudah lewat."}
    if last_on - first_on > LONGEST:
        return {"last_on": "Libur paling lama satu tahun. Bila berhenti, nonaktifkan penggunanya."}
    return {}


def overlaps(first_on: date, last_on: date, start: date, end: date) -> bool:
    """Whether the two spans share a day; all four days count."""
    return first_on <= end and last_on >= start


def absence_words(first_on: date, last_on: date, today: date) -> str:
    """Like "libur s.d. Jumat" once it runs, "libur Kamis s.d. 2 Desember 2026" before."""
    if first_on <= today:
        return f"libur s.d. {show_day(last_on, today)}"
    if first_on == last_on:
        return f"libur {show_day(first_on, today)}"
    return f"libur {show_day(first_on, today)} s.d. {show_day(last_on, today)}"


def show_day(day: date, today: date) -> str:
    """A day of the coming week by its name, any other with its date."""
    if day == today:
        return "hari ini"
    return DAYS[day.weekday()] if 0 < (day - today).days < 7 else show_date(day)
