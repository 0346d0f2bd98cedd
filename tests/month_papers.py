"""Reports of a month made of chosen things, as paper and workbook get them, without going through the cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import SimpleNamespace

from puskesos.queries.report import MonthFigures
from puskesos.queries.report_labels import labels_of
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.activity import Month
from puskesos.rules.report import DEFINITIONS, C, Counted, Item, Parted
from puskesos.rules.report_balance import Correction
from tests.cast import NOW, TODAY, Cast

NOVEMBER = Month(date(2026, 11, 1))
LONG = "Nyi Raden Siti Nurhasanah Kusumaningrum Puspita Rahayuningsih"  # 60 letters and a space too many for a column
UNBROKEN = "PantaiBahagiaJayaSentosaMakmurSejahteraAbadiNusantaraRaya123"
FINGERPRINT = "3f" * 32


def month_of(
    cast: Cast,
    items: Iterable[Item] = (),
    *,
    closed: datetime | None = None,
    corrections: Iterable[Correction] = (),
    note: tuple[str, str] = ("", ""),
    targets: dict[str, int] | None = None,
    **labels: dict[str, str],
) -> MonthPaper:
    """November with these items; `labels` replace the names of the lines by what they are parted by."""
    found = list(items)
    report = SimpleNamespace(closed_at=closed, closed_by_name="Ratna", fingerprint=FINGERPRINT) if closed else None
    lines = {**labels_of(cast.hub.id, ()), **labels}
    figures = MonthFigures(NOVEMBER, found, lines, note, report, targets=targets)
    meanings = {str(one): text for one, text in DEFINITIONS.items()}
    return MonthPaper(figures, figures.tables, list(corrections), meanings)


def things(counted: Counted, count: int, **parts: str) -> list[Item]:
    """So many items of a set."""
    return [Item(counted, number, TODAY, None, parts) for number in range(count)]


def finished(count: int, late: int = 0, referred: int = 0, **parts: str) -> list[Item]:
    """Cases that came in and were finished, so that the balance holds."""
    return [
        *things(C.MASUK, count, **parts),
        *things(C.SELESAI, count, **parts),
        *things(C.TEPAT, count - late, **parts),
        *things(C.DI_HUB, count - referred, **parts),
    ]


def busy_month(cast: Cast, services: int = 300) -> MonthPaper:
    """Everything at its longest: services, villages, agencies and volunteers with 60 letters, all PPKS, corrections."""
    names = {str(place): f"{LONG} {place}" for place in range(services)}
    items: list[Item] = []
    for place in names:
        where = {"desa": str(int(place) % 12), "bidang": "kesehatan", "desil": "1"}
        items += finished(3, late=1, layanan=place, **where)
    for place in range(1, 27):
        ages = {str(Parted.PPKS): f"{place:02}", str(Parted.UMUR): "60+"}
        items += [*things(C.PPKS, 100 * place, **ages, jk="P"), *things(C.PPKS, 2, **ages, jk="L")]
        items += things(C.PPKS, 1, **ages, jk="")
    items += things(C.RUJUKAN_DIKIRIM, 4, instansi="1") + things(C.TUGAS, 2, relawan="1", jenis="verval")
    items += things(C.SPM_TAHUN, 7, spm="SPM-3")
    villages = {str(place): UNBROKEN for place in range(12)}
    long = {"instansi": {"1": LONG}, "relawan": {"1": LONG}, "layanan": names, "desa": villages}
    told = {"corrections": [Correction("2026-10", C.MASUK, 40, 43)], "note": ("Listrik padam.\nDua hari.", "Genset.")}
    return month_of(cast, items, closed=NOW, targets={"SPM-3": 20, "SPM-4": 0}, **told, **long)
