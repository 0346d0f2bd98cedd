"""Adds up what the hubs of a kabupaten sent: month by month, never over months, for what stands open at an end of a
month and who was counted once a month cannot be added up. The order of the files makes no difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from puskesos.rules.activity import Month
from puskesos.rules.recap_bundle import Bundle, BundleColumn, BundleSection, Cell, month_label
from puskesos.rules.report import C, Parted
from puskesos.rules.report_small import MERGED, SMALL

HIDDEN = (SMALL, MERGED)


@dataclass(frozen=True)
class Chosen:
    """What counts of all that came in, by hub and month in order, and what there is to say about the rest."""

    bundles: tuple[Bundle, ...]
    findings: tuple[str, ...]

    @property
    def months(self) -> list[str]:
        return sorted({one.month for one in self.bundles})

    def of(self, month: str) -> list[Bundle]:
        return [one for one in self.bundles if one.month == month]


def choose(bundles: Iterable[Bundle], known: Mapping[str, str] | None = None) -> Chosen:
    """Of each hub and month the newest closing; `known` are codes and names of hubs that should have sent."""
    by_place: dict[tuple[str, str], set[Bundle]] = {}
    for one in bundles:
        by_place.setdefault((one.month, one.hub), set()).add(one)
    chosen, findings = [], []
    for place in sorted(by_place):
        versions = sorted(by_place[place], key=lambda one: (one.revision, one.fingerprint, any(one.notes), repr(one)))
        chosen.append(versions[-1])
        findings += _about_versions(versions)
    findings += [*_gaps(chosen, known or {}), *_breaks(chosen)]
    return Chosen(tuple(chosen), tuple(findings))


def _about_versions(versions: Sequence[Bundle]) -> list[str]:
    newest = versions[-1]
    where = f"{newest.hub} {newest.hub_name}, {newest.month_label}"
    same = [one for one in versions if one.revision == newest.revision]
    if len({(one.fingerprint, one.sections, one.corrections) for one in same}) > 1:
        return [f"{where}: dua laporan berbeda dengan penutupan ke-{newest.revision} yang sama. Tanyakan kepada hub."]
    old = ", ".join(map(str, sorted({one.revision for one in versions} - {newest.revision})))
    return [f"{where}: dipakai penutupan ke-{newest.revision}; penutupan ke-{old} diganti."] if old else []


def _gaps(bundles: Sequence[Bundle], known: Mapping[str, str]) -> list[str]:
    """Months between the first and the last of all that a hub has not sent."""
    if not bundles:
        return []
    names = dict(known) | {one.hub: one.hub_name for one in bundles}
    there = {(one.hub, one.month) for one in bundles}
    months = months_between(min(one.month for one in bundles), max(one.month for one in bundles))
    return [
        f"{hub} {names[hub]}: belum ada laporan {', '.join(month_label(one) for one in missing)}."
        for hub in sorted(names)
        if (missing := [month for month in months if (hub, month) not in there])
    ]


def _breaks(bundles: Sequence[Bundle]) -> list[str]:
    """Where a month does not begin with what the month before ended with, corrections included."""
    by_place = {(one.hub, one.month): one for one in bundles}
    findings = []
    for one in bundles:
        before = by_place.get((one.hub, str(Month(date.fromisoformat(f"{one.month}-01")).before)))
        if before is None:
            continue
        told = [now for month, counted, _, now in one.corrections if (month, counted) == (before.month, C.SISA_AKHIR)]
        ended = told[-1] if told else before.figure(C.SISA_AKHIR)
        if ended != one.figure(C.SISA_AWAL):
            findings.append(
                f"{one.hub} {one.hub_name}: sisa lalu {one.month_label} ({one.figure(C.SISA_AWAL)}) bukan sisa akhir "
                f"{before.month_label} ({ended})."
            )
    return findings


def months_between(first: str, last: str) -> list[str]:
    """Both included."""
    month, found = Month(date.fromisoformat(f"{first}-01")), []
    while str(month) <= last:
        found.append(str(month))
        month = month.after
    return found


@dataclass(frozen=True)
class Part:
    """What one hub gives to a line: nothing where a cell is hidden."""

    hub: str
    hub_name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Summed:
    """A line of all hubs together: known figures summed, and how many cells were hidden in them."""

    key: str
    label: str
    parts: tuple[Part, ...]
    figures: tuple[int, ...]
    hidden: int


@dataclass(frozen=True)
class SummedSection:
    """A section of one month over all hubs."""

    month: str
    code: str
    title: str
    by: str
    hides: bool
    columns: tuple[BundleColumn, ...]
    lines: tuple[Summed, ...]
    total: Summed


def sum_month(bundles: Sequence[Bundle]) -> list[SummedSection]:
    """All sections of the hubs of one month; the bundles are those of `choose`, so in order of the hubs."""
    codes = sorted({section.code for one in bundles for section in one.sections})
    return [_sum_section(code, bundles) for code in codes]


def _sum_section(code: str, bundles: Sequence[Bundle]) -> SummedSection:
    mine = [(one, section) for one in bundles for section in one.sections if section.code == code]
    columns: dict[str, BundleColumn] = {}
    rows: dict[str, str] = {}
    for one, section in mine:
        columns |= {column.key: column for column in section.columns if column.key not in columns}
        where = f", {one.district}" if section.by == Parted.DESA else ""  # villages of two kecamatan may have one name
        rows |= {row.key: f"{row.label}{where}" for row in section.rows if row.key not in rows}
    first = mine[0][1]
    if first.by == Parted.RELAWAN:
        rows = dict.fromkeys(rows, "Semua relawan")
    keys = list(columns)
    lines = [_line(key, label, _parts(key, mine, keys), len(keys)) for key, label in rows.items()]
    total = _line("", "Jumlah", _totals(mine, keys), len(keys))
    plain = tuple(BundleColumn(one.key, one.title, one.group) for one in columns.values())
    return SummedSection(
        bundles[0].month, code, first.title, first.by, any(one.hides for _, one in mine), plain, tuple(lines), total
    )


def _parts(key: str, mine: Sequence[tuple[Bundle, BundleSection]], keys: Sequence[str]) -> list[Part]:
    return [
        Part(one.hub, one.hub_name, _in_order(section, row.cells, keys))
        for one, section in mine
        for row in section.rows
        if row.key == key
    ]


def _totals(mine: Sequence[tuple[Bundle, BundleSection]], keys: Sequence[str]) -> list[Part]:
    return [Part(one.hub, one.hub_name, _in_order(section, section.total, keys)) for one, section in mine]


def _in_order(section: BundleSection, cells: Sequence[Cell], keys: Sequence[str]) -> tuple[Cell, ...]:
    """A column that this hub does not have is none of its figures: zero."""
    found = {column.key: cell for column, cell in zip(section.columns, cells, strict=True)}
    return tuple(found.get(key, 0) for key in keys)


def _line(key: str, label: str, parts: Sequence[Part], wide: int) -> Summed:
    figures = tuple(sum(cell for part in parts if isinstance(cell := part.cells[place], int)) for place in range(wide))
    hidden = sum(1 for part in parts for cell in part.cells if cell in HIDDEN)
    return Summed(key, label, tuple(parts), figures, hidden)


def hubs_of(bundles: Collection[Bundle]) -> dict[str, str]:
    """Codes and names, by code."""
    return {one.hub: one.hub_name for one in sorted(bundles, key=lambda one: (one.hub, one.month))}
