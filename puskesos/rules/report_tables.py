"""The tables of the month's report (domain.md 6.3 (10)): their lines, columns and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puskesos.rules.report import AGES, SEXES, UNKNOWN, C, Counted, Item, Labels, Parted


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it counts, and the further parts it is narrowed to."""

    counted: Counted
    label: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return self.label or self.counted.label


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the report: `code` is its letter in domain.md 6.3 (10); without `by` it has one figure a line."""

    code: str
    title: str
    columns: tuple[Column, ...]
    by: Parted | None = None
    leaves_small: bool = False  # cells under five are merged where the table leaves the hub
    stays: bool = False  # it never leaves: two months of it would tell small figures that are hidden elsewhere


def columns_of(*counted: Counted) -> tuple[Column, ...]:
    return tuple(Column(one) for one in counted)


_FLOW = columns_of(C.SISA_AWAL, C.MASUK, C.DIBUKA, C.SELESAI, C.DITOLAK, C.BATAL, C.SISA_AKHIR)
_BY_SEX_AND_AGE = tuple(
    Column(C.PPKS, f"{sex or '?'} {label}", ((Parted.JENIS_KELAMIN, sex), (Parted.UMUR, age)))
    for sex, _ in SEXES
    for age, label in AGES
)
SECTIONS: tuple[Section, ...] = (
    Section("a", "Jumlah kasus", (*_FLOW, *columns_of(C.PROSES, C.DIRUJUK, C.DI_HUB, C.TEPAT, C.SUSULAN))),
    Section("b1", "Per bidang", (*_FLOW, Column(C.TEPAT)), Parted.BIDANG),
    Section("b2", "Per layanan", (*_FLOW, Column(C.TEPAT)), Parted.LAYANAN),
    Section("c", "Per desa/kelurahan", (*_FLOW, Column(C.DI_HUB)), Parted.DESA),
    Section("d", "Per desil DTSEN", _FLOW, Parted.DESIL),
    Section("e", "PPKS menurut jenis kelamin dan umur", _BY_SEX_AND_AGE, Parted.PPKS, leaves_small=True),
    Section("f", "SPM bidang sosial", columns_of(C.SPM_DITEMUKAN, C.SPM_DILAYANI, C.SPM_DIRUJUK), Parted.SPM, True),
    Section("f2", "Capaian SPM setahun", columns_of(C.SPM_TAHUN), Parted.SPM, stays=True),
    Section(
        "g",
        "Rujukan per instansi",
        columns_of(C.RUJUKAN_DIKIRIM, C.RUJUKAN_DITERIMA, C.RUJUKAN_SELESAI, C.RUJUKAN_DITOLAK, C.RUJUKAN_MENUNGGU),
        Parted.INSTANSI,
    ),
    Section("h1", "Kerja relawan", columns_of(C.TUGAS, C.KUNJUNGAN, C.DISETUJUI, C.KEGIATAN), Parted.RELAWAN),
    Section("h2", "Kegiatan relawan per jenis", columns_of(C.KUNJUNGAN, C.KEGIATAN), Parted.JENIS),
    Section("i", "Lima pilar", _FLOW, Parted.PILAR),
)


@dataclass(frozen=True)
class Row:
    """A line of a table: the part it stands for, its label, and a figure for each column."""

    value: str
    label: str
    figures: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """A section with its figures; `total` counts all items of the columns, so it equals the sum of the rows."""

    section: Section
    rows: tuple[Row, ...]
    total: tuple[int, ...]


def count_report(items: Sequence[Item], labels: Labels) -> list[Table]:
    """All tables. `labels` holds by the name of a part its values with their labels, in the order of the lines; a value
    that is not among them still gets its line, so that nothing counted is left out."""
    counts = _Counts(items)
    return [_table(section, counts, labels) for section in SECTIONS]


class _Counts:
    """The items counted by sets of parts, each set only once."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._parts: dict[Counted, list[Mapping[str, str]]] = {}
        self._known: dict[tuple[Counted, tuple[str, ...]], Counter[tuple[str, ...]]] = {}
        for item in items:
            self._parts.setdefault(item.counted, []).append(item.parts)

    def of(self, column: Column, by: str = "") -> dict[str, int]:
        """The column's figures by the values of a part; without one all of them under the empty value."""
        wanted = dict(column.parts)
        names = (*map(str, wanted), *([by] if by else []))
        key = tuple(wanted.values())
        found = self._counted(column.counted, names).items()
        return {(values[-1] if by else UNKNOWN): count for values, count in found if values[: len(key)] == key}

    def _counted(self, counted: Counted, names: tuple[str, ...]) -> Counter[tuple[str, ...]]:
        if (counted, names) not in self._known:
            parts = self._parts.get(counted, ())
            self._known[counted, names] = Counter(tuple(one.get(name, UNKNOWN) for name in names) for one in parts)
        return self._known[counted, names]


def count_section(section: Section, items: Iterable[Item], labels: Labels) -> Table:
    """One table, also of a section that the report does not have."""
    return _table(section, _Counts(items), labels)


def _table(section: Section, counts: _Counts, labels: Labels) -> Table:
    total = tuple(counts.of(column).get(UNKNOWN, 0) for column in section.columns)
    if section.by is None:
        return Table(section, (), total)
    name = str(section.by)
    found = [counts.of(column, name) for column in section.columns]
    known = dict(labels.get(name, {}))
    known |= {value: value or "Tidak diketahui" for one in found for value in sorted(one) if value not in known}
    rows = (Row(value, label, tuple(one.get(value, 0) for one in found)) for value, label in known.items())
    return Table(section, tuple(rows), total)


def is_shown(column: Column, total: int) -> bool:
    """Whether a column is worth its place: those for what is not known only where there is something."""
    return total > 0 or UNKNOWN not in dict(column.parts).values()
