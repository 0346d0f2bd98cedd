"""The count of one day for the wall and for WhatsApp: its lines, each a sum of sets of the month's report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from puskesos.rules.code import Code
from puskesos.rules.dates import DAYS, show_date
from puskesos.rules.report import C, Counted

DAYS_BACK = 366


class DayLine(Code):
    """A line of the day's count."""

    MASUK = "masuk", "Kasus masuk"
    SELESAI = "selesai", "Kasus selesai"
    TIDAK = "tidak", "Tidak dilayani atau batal"
    KUNJUNGAN = "kunjungan", "Kunjungan rumah"
    DIKIRIM = "dikirim", "Rujukan dikirim"
    DIJAWAB = "dijawab", "Rujukan dijawab"
    TERBUKA = "terbuka", "Kasus masih terbuka"
    LEWAT = "lewat", "Lewat batas waktu"


D = DayLine
COUNTED: Mapping[DayLine, tuple[Counted, ...]] = {
    D.MASUK: (C.MASUK,),
    D.SELESAI: (C.SELESAI,),
    D.TIDAK: (C.DITOLAK, C.BATAL),
    D.KUNJUNGAN: (C.KUNJUNGAN,),
    D.DIKIRIM: (C.RUJUKAN_DIKIRIM,),
    D.DIJAWAB: (C.RUJUKAN_SELESAI, C.RUJUKAN_DITOLAK),
    D.TERBUKA: (C.SISA_AKHIR,),
}
SETS: tuple[Counted, ...] = tuple(one for counted in COUNTED.values() for one in counted)
MEANINGS: Mapping[DayLine, str] = {
    D.MASUK: "Tanggal masuknya hari itu; yang dicatat belakangan ikut tanggal masuknya semula.",
    D.SELESAI: "Ditutup dengan hasil pada hari itu.",
    D.TIDAK: "Ditetapkan tidak dapat dilayani, dibatalkan, atau ternyata duplikat pada hari itu.",
    D.KUNJUNGAN: "Laporan kunjungan relawan yang tanggal kunjungannya hari itu.",
    D.DIKIRIM: "Surat rujukan yang dikirim pada hari itu.",
    D.DIJAWAB: "Rujukan yang pada hari itu dijawab selesai atau ditolak oleh instansi.",
    D.TERBUKA: "Belum ditutup pada akhir hari itu.",
    D.LEWAT: "Terbuka, waktunya berjalan, dan batasnya sudah lewat hari ini.",
}


def count_day(counts: Mapping[Counted, int]) -> dict[DayLine, int]:
    """The figure of each line but LEWAT, which is known of the present day only, from those of the sets."""
    return {line: sum(counts[one] for one in counted) for line, counted in COUNTED.items()}


def day_label(day: date) -> str:
    """Like "Selasa, 17 November 2026"."""
    return f"{DAYS[day.weekday()]}, {show_date(day)}"


def day_message(hub_name: str, day: date, counts: Mapping[DayLine, int]) -> str:
    """The day as a message: counts alone, no name and no case number."""
    lines = [f"{line.label}: {number}" for line, number in counts.items()]
    return "\n".join([f"*{hub_name}*", day_label(day), "", *lines])


def read_day(text: str, today: date) -> date:
    """The day written like "2026-11-17"; today for nonsense, for what is still to come and for what is too old."""
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        return today
    return wanted if oldest_day(today) <= wanted <= today else today


def oldest_day(today: date) -> date:
    """How far back days are shown."""
    return today - timedelta(days=DAYS_BACK)
