"""Ready tables for others, counted from the month's items: TKSK, Dinsos, SPM. They hold totals alone.

People by village and decile, and SPM, leave with small figures hidden. The former is a tree: what stands in a line
adds up to its sum, and the sums of the lines to one total, so that they stay hidden (rules/report_small.py). Cases by
service, area, village and decile leave whole, as in the month's report.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from puskesos.rules.code import Code
from puskesos.rules.report import DECILES, C, Counted, Item, Labels, Parted
from puskesos.rules.report_grid import SUM, Cell, Grid, Head, Line, hide_small
from puskesos.rules.report_small import LEGEND, SMALL, is_small
from puskesos.rules.report_spm import SETS, SpmYear
from puskesos.rules.report_tables import Column, Section, count_section
from puskesos.rules.share import percent


class RecapKind(Code):
    """Rekap siap kirim."""

    TKSK = "tksk", "Rekap DTSEN untuk TKSK"
    DINSOS = "dinsos", "Rekap layanan untuk Dinsos"
    SPM = "spm", "Rekap SPM (bentuk SIPD)"


@dataclass(frozen=True)
class RecapSheet:
    """A table with its texts. `sums`: the place of the column that sums those before it, None without one."""

    title: str
    first: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    sums: int | None = None
    legend: str = ""


NOT_CHECKED = "Tanpa desil"
WORDS = "Isi"
UNKNOWN = "Bulan ini ditutup sebelum cek data ikut dihitung, jadi angkanya tidak diketahui."
HANDLED = (C.PROSES, C.DIRUJUK, C.SELESAI, C.DITOLAK, C.BATAL)
_DECILES = tuple((value, NOT_CHECKED if not value else label) for value, label in DECILES)


def _by_decile(counted: Counted) -> Section:
    columns = tuple(Column(counted, label, ((str(Parted.DESIL), value),)) for value, label in _DECILES)
    return Section(str(counted), counted.label, columns, Parted.DESA, leaves_small=True)


def _by_state(title: str, by: Parted) -> Section:
    return Section(f"status_{by}", title, tuple(Column(one) for one in HANDLED), by)


SECTIONS: dict[RecapKind, tuple[Section, ...]] = {
    RecapKind.TKSK: tuple(_by_decile(one) for one in (C.CEK, C.CEK_ORANG, C.CEK_KASUS)),
    RecapKind.DINSOS: (
        _by_state("Layanan dan status", Parted.LAYANAN),
        _by_state("Bidang dan status", Parted.BIDANG),
        _by_state("Desa dan status", Parted.DESA),
        _by_state("Desil dan status", Parted.DESIL),
    ),
}


def grids_of(kind: RecapKind, items: Iterable[Item], labels: Labels) -> list[Grid]:
    """The tables of a recap with all their figures, for the hub's own eyes."""
    found = list(items)
    return [_grid(section, found, labels) for section in SECTIONS.get(kind, ())]


def sheets_of(
    kind: RecapKind, items: Iterable[Item], labels: Labels, unknown: Container[Counted] = ()
) -> list[RecapSheet]:
    """The tables as they leave the hub. Where the month does not know what they count, a sentence stands in them."""
    found = list(items)
    if is_unknown(kind, unknown):
        return [RecapSheet(one.title, WORDS, ("Jumlah",), (Line(UNKNOWN, ("–",)),)) for one in SECTIONS[kind]]
    before = [_summary(found)] if kind == RecapKind.DINSOS else []
    return [*before, *(_sheet(_leaving(grid)) for grid in grids_of(kind, found, labels))]


def is_unknown(kind: RecapKind, unknown: Container[Counted]) -> bool:
    """Whether the month was closed before anybody counted what the tables of this recap count."""
    return any(column.counted in unknown for section in SECTIONS.get(kind, ()) for column in section.columns)


def spm_sheet(lines: Sequence[SpmYear], month: int, *, leaves: bool) -> RecapSheet:
    """Target, and found, served, referred in the month and since January; how much of the target was served."""
    heads = ["Sasaran tahun"]
    heads += [f"{one.label}, {when}" for when in ("bulan ini", "s.d. bulan ini") for one in SETS]
    shown = tuple(Line(line.title, _spm_cells(line, month, leaves=leaves)) for line in lines)
    legend = f"{SMALL}: kurang dari 5." if leaves else ""
    return RecapSheet("SPM", "SPM", (*heads, "% sasaran dilayani"), shown, legend=legend)


def _spm_cells(line: SpmYear, month: int, *, leaves: bool) -> tuple[Cell, ...]:
    figures = [line.months[str(one)][month - 1] for one in SETS] + [line.year[str(one)] for one in SETS]
    shown = [SMALL if leaves and is_small(number) else number for number in figures]
    share = None if line.percent is None else f"{line.percent}%"
    hidden = leaves and is_small(line.served)
    return (line.target, *shown, "–" if hidden or share is None else share)


def _grid(section: Section, items: Sequence[Item], labels: Labels) -> Grid:
    table = count_section(section, items, labels)
    inner = tuple(Head(column.title, figures=(place,)) for place, column in enumerate(section.columns))
    heads = (*inner, Head(SUM, sums=tuple(range(len(inner)))))
    lines = tuple(Line(row.label, (*row.figures, sum(row.figures))) for row in table.rows)
    return Grid(section, heads, lines, Line(SUM, (*table.total, sum(table.total))))


def _leaving(grid: Grid) -> Grid:
    return replace(hide_small(grid), legend=LEGEND) if grid.section.leaves_small else grid


def _sheet(grid: Grid) -> RecapSheet:
    first = grid.section.by.label if grid.section.by else ""
    heads = tuple(head.title for head in grid.heads)
    return RecapSheet(grid.section.title, first, heads, grid.lines, grid.total, len(heads) - 1, grid.legend)


def _summary(items: Iterable[Item]) -> RecapSheet:
    counts: Mapping[Counted, int] = _counts(items)
    done, in_time = counts.get(C.SELESAI, 0), counts.get(C.TEPAT, 0)
    share = percent(in_time, done)
    figures = {
        "Kasus ditangani": sum(counts.get(one, 0) for one in HANDLED),
        "Masuk bulan ini": counts.get(C.MASUK, 0),
    }
    lines = [Line(label, (number,)) for label, number in figures.items()]
    lines.append(Line("Selesai tepat waktu, dari yang selesai", ("–" if share is None else f"{share}%",)))
    return RecapSheet("Ringkasan", WORDS, ("Jumlah",), tuple(lines))


def _counts(items: Iterable[Item]) -> dict[Counted, int]:
    counts: dict[Counted, int] = {}
    for item in items:
        counts[item.counted] = counts.get(item.counted, 0) + 1
    return counts
