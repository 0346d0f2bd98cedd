"""Dates in Indonesian words, and the days that the pen mistakes for one another."""

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


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def show_date(day: date | None) -> str:
    """Like "9 November 2026"; empty for None."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def roman_month(day: date) -> str:
    """The month as it stands in letter numbers, "XI"."""
    return ROMAN[day.month - 1]


def likely_days(born: date) -> list[date]:
    """The day itself, with day and month swapped, the year one or ten off, and the first of January of the year."""
    days = [born]
    if born.day <= 12:
        days.append(date(born.year, born.day, born.month))
    is_leap_day = (born.month, born.day) == (2, 29)
    days += [born.replace(year=born.year + off, day=28 if is_leap_day else born.day) for off in (-1, 1, -10, 10)]
    return list(dict.fromkeys([*days, date(born.year, 1, 1)]))
