"""What a handover (serah terima) tells: since when, in which parts, and what a case in each state waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from puskesos.rules.case_path import CaseState
from puskesos.rules.code import Code

MOST_LINES = 25
LONGEST = timedelta(days=7)  # a shift ends sooner; after a long leave the last week is what helps
SHOWN_FOR = timedelta(days=3)  # on Beranda, unless read before


class Since(Code):
    """Sejak."""

    TERAKHIR = "terakhir", "serah terima saya yang terakhir"
    MASUK = "masuk", "hari masuk saya yang terakhir"
    KEMARIN = "kemarin", "kemarin pagi"
    HARI_INI = "hari-ini", "tadi pagi"


@dataclass(frozen=True)
class Line:
    """One case of a part: its number and words that name nobody."""

    number: str
    text: str


@dataclass(frozen=True)
class Part:
    """One part of a handover; `more` counts the lines that had no room."""

    title: str
    lines: tuple[Line, ...]
    more: int = 0


_WAITS = {
    CaseState.TERDAFTAR: "menunggu penugasan relawan atau cek data",
    CaseState.PERLU_PERBAIKAN: "menunggu berkas dari keluarga",
    CaseState.KUNJUNGAN: "menunggu laporan relawan",
    CaseState.PENANGANAN: "menunggu back office",
    CaseState.MENUNGGU_PENETAPAN: "menunggu penetapan koordinator",
    CaseState.DILAYANI: "layanan berjalan",
    CaseState.DIRUJUK: "menunggu jawaban instansi",
}


def waits_for(state: str) -> str:
    """Whom or what a case in this state waits for; empty when it is closed."""
    return _WAITS.get(CaseState(state), "")


def part(title: str, lines: list[Line]) -> Part:
    """A part with at most MOST_LINES lines."""
    return Part(title, tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES))
