"""Dates as people and Excel write them in registers; what cannot be a date is refused with the reason."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from puskesos.rules.register_cell import Cell, show_cell
from puskesos.rules.register_value import Value

OLDEST = 1880  # nobody alive was born before
LAST_SERIAL = 80_000  # Excel's number for a day in 2119
DAYS_TO_1904 = 1462  # what workbooks of the Mac count less
MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar mrt march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags aug august agst",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_PARTS = re.compile(
    r"(?<![0-9])([0-9]{1,4})\s*[/.\-\s]\s*([0-9]{1,2}|[a-z]{3,9})\.?\s*[/.\-\s]\s*([0-9]{1,4})(?![0-9])"
)
_NOTHING = re.compile(r"0{1,4}[/.\-]0{1,2}[/.\-]0{1,4}(?: 00:00:00)?")
_WRITE = "Tulis tanggal/bulan/tahun, misalnya 17/08/1945."


def read_date(cell: Cell, *, today: date, may_be_future: bool = False) -> Value:
    """A day, or the reason why the cell is none. A number is taken as Excel's count of days unless it is a year."""
    if isinstance(cell, date):
        return _check(cell.date() if isinstance(cell, datetime) else cell, today, may_be_future)
    if isinstance(cell, bool):
        return Value(problem=f"Bukan tanggal. {_WRITE}")
    text = " ".join(show_cell(cell).casefold().strip("'`’ ").split())
    if not text or _NOTHING.fullmatch(text):
        return Value()
    if text.isascii() and text.removesuffix(".0").isdigit():
        return _from_digits(text.removesuffix(".0"), today, may_be_future)
    if isinstance(cell, float):
        return _from_digits(f"{cell:.0f}", today, may_be_future) if 1 <= cell <= LAST_SERIAL else _refused(text)
    match = _PARTS.search(text)
    return _from_parts(*match.groups(), today=today, may_be_future=may_be_future) if match else _refused(text)


def from_1904(number: float, today: date) -> float:
    """A day's number as workbooks that start in 1900 count it; what reads as a year or as digits of a date stays."""
    is_year = OLDEST <= number <= today.year + 1
    return number if is_year or not 0 < number < LAST_SERIAL else number + DAYS_TO_1904


def find_date(text: str) -> tuple[str, str]:
    """The text before a written date, and the date: "Bekasi, 17-08-1945" is ("Bekasi", "17-08-1945")."""
    match = _PARTS.search(text.casefold())
    if match is None:
        return text.strip(" ,;/-"), ""
    return text[: match.start()].strip(" ,;/-."), text[match.start() :].strip()


def _from_digits(digits: str, today: date, may_be_future: bool) -> Value:
    number = int(digits) if len(digits) < 9 else 0
    if len(digits) == 4 and OLDEST <= number <= today.year + 1:
        return Value(problem=f"Hanya tahun {digits}, tanggalnya tidak ada. {_WRITE}")
    if len(digits) in {7, 8}:  # 17081945, a lost zero in front of 7081945, or 19450817
        padded = digits.zfill(8)
        read = _build(padded[4:], padded[2:4], padded[:2]) or _build(padded[:4], padded[4:6], padded[6:])
        return _check(read, today, may_be_future) if read else _refused(digits)
    if 60 < number <= LAST_SERIAL:
        read = date(1899, 12, 30) + timedelta(number)
        return _check(read, today, may_be_future, note="Dibaca dari nomor tanggal Excel.")
    return _refused(digits)


def _from_parts(first: str, middle: str, last: str, *, today: date, may_be_future: bool) -> Value:
    is_year_first = len(first) > 2
    year, day = (first, last) if is_year_first else (last, first)
    if len(day) > 2 or len(year) not in {2, 4}:
        return _refused(f"{first}/{middle}/{last}")
    month = str(MONTH_WORDS.get(middle, 0)) if middle.isalpha() else middle
    if month == "0":
        return Value(problem=f"Bulan “{middle}” tidak dikenal. {_WRITE}")
    note = ""
    if len(year) == 2:
        year = str(2000 + int(year) if int(year) <= today.year % 100 else 1900 + int(year))
        note = f"Tahun dua angka dibaca {year}."
    if int(month) > 12 and 1 <= int(day) <= 12:
        return Value(problem=f"Bulan ke-{month} tidak ada; hari dan bulan tampaknya terbalik. {_WRITE}")
    read = _build(year, month, day)
    if read is None:
        return Value(problem=f"Tanggal {first}/{middle}/{last} tidak ada di kalender. {_WRITE}")
    return _check(read, today, may_be_future, note=note)


def _build(year: str, month: str, day: str) -> date | None:
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return read if read.year >= OLDEST else None


def _check(read: date, today: date, may_be_future: bool, *, note: str = "") -> Value:
    if read.year < OLDEST:
        return Value(problem=f"Tahun {read.year} tidak wajar. {_WRITE}")
    if read > today and not may_be_future:
        return Value(problem=f"Tanggal {read:%d/%m/%Y} belum terjadi. Periksa tahunnya.")
    if read.year > today.year + 30:
        return Value(problem=f"Tahun {read.year} tidak wajar. {_WRITE}")
    return Value(read, note=note)


def _refused(text: str) -> Value:
    return Value(problem=f"“{text[:30]}” bukan tanggal. {_WRITE}")
