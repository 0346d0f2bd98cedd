"""The balance of a month's cases, what has changed in closed months since, and which month may be closed or reopened.

Sisa awal + masuk + dibuka kembali = selesai + tidak dapat dilayani + batal + sisa akhir, always; what changes in a
month after it was closed goes as a correction into the next report, and never into the closed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from puskesos.rules.activity import Month
from puskesos.rules.report import FLOW_IN, FLOW_OUT, C, Counted, Item, label_alone

Balance = Mapping[Counted, int]
BALANCE = (*FLOW_IN, *FLOW_OUT)
PEOPLE = (C.PPKS, C.SPM_DITEMUKAN, C.SPM_DILAYANI, C.SPM_DIRUJUK)
WORK = (
    *PEOPLE,
    *(C.RUJUKAN_DIKIRIM, C.RUJUKAN_DITERIMA, C.RUJUKAN_SELESAI, C.RUJUKAN_DITOLAK, C.RUJUKAN_MENUNGGU),
    *(C.TUGAS, C.KUNJUNGAN, C.DISETUJUI, C.KEGIATAN, C.CEK, C.CEK_ORANG, C.CEK_KASUS),
)  # what is often written down only after its month was closed: a visit without signal, an answer by post


@dataclass(frozen=True)
class Correction:
    """A figure of a closed month that is another now: `known` as reported last, `now` as it is."""

    month: str
    counted: Counted
    known: int
    now: int

    @property
    def difference(self) -> int:
        return self.now - self.known

    @property
    def label(self) -> str:
        return label_alone(self.counted)

    @property
    def month_label(self) -> str:
        return Month(date.fromisoformat(f"{self.month}-01")).label


def balance_of(items: Iterable[Item]) -> Balance:
    """The figures of the balance."""
    counts = Counter(item.counted for item in items)
    return {counted: counts[counted] for counted in BALANCE}


def is_balanced(balance: Balance) -> bool:
    """Whether what came in went out or is still there."""
    return sum(balance[one] for one in FLOW_IN) == sum(balance[one] for one in FLOW_OUT)


def corrections_of(month: str, known: Balance, now: Balance) -> list[Correction]:
    """What differs, in the order of `now`, of what was known then."""
    return [Correction(month, one, known[one], now[one]) for one in now if known.get(one, now[one]) != now[one]]


def leaving(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that may leave the hub: how many people of a kind were added would tell small figures."""
    return [one for one in corrections if one.counted not in PEOPLE]


def known_figures(reports: Iterable[tuple[str, Balance, Sequence[Correction]]]) -> dict[str, dict[Counted, int]]:
    """By month the figures as they were last reported: month, figures and corrections of each report, oldest first."""
    known: dict[str, dict[Counted, int]] = {}
    for month, balance, corrections in reports:
        known[month] = dict(balance)
        for one in corrections:
            if one.month in known:
                known[one.month][one.counted] = one.now
    return known


def closing_problem(month: Month, today: date, closed: Collection[Month], first: Month | None) -> str:
    """Why a month cannot be closed; empty when it can. The first month that is closed may be any."""
    if month in closed:
        return f"Laporan {month.label} sudah ditutup."
    if today <= month.last:
        return f"Bulan {month.label} belum berakhir. Tutup laporan mulai tanggal 1 bulan berikutnya."
    if first is None or month.first < first.first:
        return "Belum ada kasus sampai bulan ini, jadi tidak ada yang dilaporkan."
    if not closed:
        return ""
    newest, oldest = max(closed, key=_first), min(closed, key=_first)
    if month.first < oldest.first:
        return f"Laporan sudah dimulai dari {oldest.label}; bulan sebelumnya tidak dapat ditutup lagi."
    return "" if month == newest.after else f"Tutup dahulu laporan {newest.after.label}."


def month_to_close(today: date, closed: Collection[Month], first: Month | None) -> Month | None:
    """The month whose turn it is to be closed: after the newest closed one, else the last before this; None when it has
    not ended or has nothing to tell."""
    month = max(closed, key=_first).after if closed else Month.of(today).before
    return None if closing_problem(month, today, closed, first) else month


def reopening_problem(month: Month, closed: Collection[Month]) -> str:
    """Why a closed month cannot be opened again; only the newest one can."""
    if month not in closed:
        return f"Laporan {month.label} tidak tertutup."
    newest = max(closed, key=_first)
    return "" if month == newest else f"Hanya laporan terakhir ({newest.label}) yang dapat dibuka kembali."


def _first(month: Month) -> date:
    return month.first
