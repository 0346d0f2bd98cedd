"""Dates in Indonesian words."""

from datetime import date

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def show_date(day: date | None) -> str:
    """Like "9 November 2026"; empty for None."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
