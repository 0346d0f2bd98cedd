"""What volunteers do beside their tasks: the list "Jenis kegiatan" (domain 7.1), months, and how a month is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from puskesos.rules.code import Code
from puskesos.rules.dates import MONTHS

NUMBER = re.compile(r"\d(?:[ .\-]?\d){13,}")
CASE_NUMBER = re.compile(r"\b\d{6}-\d{4}-\d{4,6}\b")
CANCELLED = "Kegiatan ini sudah dibatalkan."
YEARS_SHOWN = 2
PAST = "Bulan kegiatan ini sudah lewat, jadi tidak dapat diubah lagi."


class ActivityKind(Code):
    """Jenis kegiatan; the first eight are also what a task may ask for (AssignmentKind), in the same words."""

    KUNJUNGAN_RUMAH = "kunjungan_rumah", "Kunjungan rumah"
    VERVAL = "verval", "Verifikasi & validasi"
    PENJANGKAUAN = "penjangkauan", "Penjangkauan"
    RESPON_KASUS = "respon_kasus", "Respon kasus"
    PENDAMPINGAN = "pendampingan", "Pendampingan klien"
    PENGANTARAN = "pengantaran", "Pengantaran/evakuasi"
    MEDIASI = "mediasi", "Mediasi keluarga"
    PEMANTAUAN = "pemantauan", "Pemantauan pasca layanan"
    SOSIALISASI = "sosialisasi", "Sosialisasi"
    MUSDES = "musdes", "Musdes"
    PENYALURAN = "penyaluran", "Penyaluran bantuan"
    RAPAT = "rapat", "Rapat"


@dataclass(frozen=True)
class Month:
    """A calendar month, known by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds this day."""
        return cls(day.replace(day=1))

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> Month:
        return Month.of(self.first - timedelta(days=1))

    @property
    def after(self) -> Month:
        return Month.of(self.first + timedelta(days=31))

    @property
    def label(self) -> str:
        """Like "November 2026"."""
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class KindCount:
    """How often a kind was done in the month: in tasks, and beside them."""

    kind: ActivityKind
    tasks: int
    others: int

    @property
    def total(self) -> int:
        return self.tasks + self.others


def read_month(text: str, today: date, years: int = YEARS_SHOWN) -> Month:
    """The month written like "2026-11"; this one for nonsense, for what is still to come and for what is too old."""
    this = Month.of(today)
    try:
        wanted = Month.of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return this
    return wanted if oldest_month(today, years).first <= wanted.first <= this.first else this


def oldest_month(today: date, years: int = YEARS_SHOWN) -> Month:
    """How far back months are shown: two years, or so many."""
    return Month(date(today.year - years, today.month, 1))


def beside(month: Month, today: date) -> tuple[Month | None, Month | None]:
    """The months before and after this one, as far as they are shown."""
    before = month.before if month.first > oldest_month(today).first else None
    return before, month.after if month.first < Month.of(today).first else None


def first_open_day(today: date) -> date:
    """Activities are noted and corrected for this month and the last; earlier months were handed in."""
    return Month.of(today).before.first


def why_closed(day: date, *, cancelled: bool, today: date) -> str:
    """Why an activity stays as it is, in a sentence; empty while it may be corrected."""
    if cancelled:
        return CANCELLED
    return PAST if day < first_open_day(today) else ""


def count_kinds(tasks: Iterable[str], others: Iterable[str]) -> list[KindCount]:
    """The kinds that were done, in the order of the list; `tasks` are kinds of visits, `others` of activities."""
    in_tasks, beside = Counter(tasks), Counter(others)
    rows = [KindCount(kind, in_tasks[kind], beside[kind]) for kind in ActivityKind]
    return [row for row in rows if row.total]


def holds_number(text: str) -> bool:
    """Whether a NIK or KK may stand in it: fourteen digits or more however they are grouped, and no case number."""
    return NUMBER.search(CASE_NUMBER.sub("", text)) is not None
