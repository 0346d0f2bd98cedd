"""SPM through a year: people found, served and referred by month and so far, who still waits, and what was given.

By month a person counts once in each month in which something was given; over the year once. So the months may add up
to more than the year, and never to less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from puskesos.rules.report import C, Item, Parted
from puskesos.rules.share import percent
from puskesos.rules.spm import SHORT, services_of

SETS = (C.SPM_DITEMUKAN, C.SPM_DILAYANI, C.SPM_DIRUJUK)
WAITING = "menunggu"
GIVEN, RECEIVERS = "diberikan", "penerima"
TITLES: dict[str, str] = {
    **{str(one): one.label for one in SETS},
    WAITING: "Masih menunggu",
    GIVEN: "Pelayanan dasar yang diberikan",
    RECEIVERS: "Penerima pelayanan dasar",
}
DEFINITIONS: dict[str, str] = {
    str(C.SPM_DITEMUKAN): "Orang yang SPM-nya diusulkan atau dikonfirmasi tahun ini; dihitung sekali setahun di "
    "tiap SPM. Kasus batal tidak dihitung, kecuali pelayanan dasarnya sudah diberikan.",
    str(C.SPM_DILAYANI): "Orang dengan SPM terkonfirmasi yang tahun ini menerima pelayanan dasar selain rujukan; "
    "dihitung sekali setahun. Per bulan ia dihitung di setiap bulan ia dilayani, jadi jumlah bulan dapat lebih besar "
    "dari angka tahun.",
    str(C.SPM_DIRUJUK): "Orang dengan SPM terkonfirmasi yang tahun ini dirujuk sebagai pelayanan dasar; dihitung "
    "sekali setahun, dan per bulan di setiap bulan ia dirujuk.",
    WAITING: "Orang dengan SPM terkonfirmasi tahun ini yang belum menerima pelayanan dasar apa pun, juga bukan "
    "rujukan, menurut catatan sekarang. Kasus batal tidak dihitung.",
    GIVEN: "Catatan pelayanan dasar tahun ini yang tidak dibatalkan, menurut catatan sekarang. Satu orang dapat "
    "menerima beberapa.",
    RECEIVERS: "Orang yang menerima pelayanan dasar tahun ini, masing-masing sekali, menurut catatan sekarang.",
}
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Given:
    """A basic service that was given: its id, day, case, person, SPM, kind, and rupiah (None: not noted)."""

    id: int
    on: date
    case: int
    person: int
    code: str
    service: str
    amount: int | None

    @property
    def item(self) -> Item:
        """As a line of a list."""
        return Item(C.SPM_DILAYANI, self.id, self.on, self.case, {str(Parted.SPM): self.code})


@dataclass(frozen=True)
class ServiceLine:
    """A kind of basic service, or all: how often it was given, to how many people, and for how many rupiah (None
    where no value was noted)."""

    service: str
    label: str
    times: int
    people: int
    amount: int | None


@dataclass(frozen=True)
class SpmYear:
    """One SPM in a year; `months` has twelve figures for each of SETS, `year` one; no `target` while nobody set it."""

    code: str
    target: int | None
    months: Mapping[str, tuple[int, ...]]
    year: Mapping[str, int]
    waiting: int

    @property
    def title(self) -> str:
        return f"{self.code} {SHORT[self.code]}"

    @property
    def served(self) -> int:
        return self.year[str(C.SPM_DILAYANI)]

    @property
    def percent(self) -> int | None:
        """The share of the target that was served; None without one."""
        return None if self.target is None else percent(self.served, self.target)

    @property
    def progress(self) -> str:
        """The progress in words, to stand beside the bar."""
        if self.target is None:
            return "Sasaran belum diisi"
        share = "" if self.percent is None else f" ({self.percent}%)"
        return f"{self.served} dari {self.target} orang dilayani{share}"


def once_a_year(items: Iterable[Item], person_of: Mapping[int, int]) -> list[Item]:
    """The first item of each person in each set and SPM, by day. `person_of` tells the person of a claim's id."""
    seen: set[tuple[str, str, int]] = set()
    kept = []
    for item in sorted(items, key=lambda item: (item.on, item.id)):
        key = (str(item.counted), _code(item), person_of.get(item.id, -item.id))
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


def count_year(
    items: Sequence[Item], once: Sequence[Item], waiting: Sequence[Item], targets: Mapping[str, int]
) -> list[SpmYear]:
    """The five SPM. `items` are those of the months, `once` what `once_a_year` left of them."""
    by_month = Counter((str(item.counted), _code(item), item.on.month) for item in items)
    by_year = Counter((str(item.counted), _code(item)) for item in once)
    waits = Counter(map(_code, waiting))
    return [
        SpmYear(
            code,
            targets.get(code),
            {str(one): tuple(by_month[str(one), code, month] for month in MONTHS) for one in SETS},
            {str(one): by_year[str(one), code] for one in SETS},
            waits[code],
        )
        for code in SHORT
    ]


def _code(item: Item) -> str:
    return item.parts.get(str(Parted.SPM), "")


def service_sheet(given: Iterable[Given], code: str) -> tuple[list[ServiceLine], ServiceLine]:
    """The basic services of an SPM in the order of its checklist, and all of them together."""
    mine = [one for one in given if one.code == code]
    lines = [_line(str(kind), kind.label, [one for one in mine if one.service == kind]) for kind in services_of(code)]
    return lines, _line("", "Semua", mine)


def receivers(given: Iterable[Given]) -> list[Given]:
    """The first of each person's in each SPM, in the order given."""
    first: dict[tuple[int, str], Given] = {}
    for one in given:
        first.setdefault((one.person, one.code), one)
    return list(first.values())


def _line(service: str, label: str, given: Sequence[Given]) -> ServiceLine:
    amounts = [one.amount for one in given if one.amount is not None]
    return ServiceLine(service, label, len(given), len(receivers(given)), sum(amounts) if amounts else None)
