"""The Dinsos's recap of all hubs on landscape paper, without a database: for each month the hubs' figures and the sums
of every section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from puskesos.documents.paper import Imprint, clock_time, render
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_count
from puskesos.rules.recap import Chosen, Summed, SummedSection, sum_month
from puskesos.rules.recap_bundle import FIRST, Bundle, month_label
from puskesos.rules.report import Parted
from puskesos.rules.report_small import LEGEND

MOST_PAGES = 400
SECONDS = 300.0
ZONE = "Asia/Jakarta"
HIDES = f"{LEGEND} Angka tersembunyi tidak ikut dijumlahkan: 12+ berarti paling sedikit 12."
BY = dict(Parted.choices())
NOTHING = "–"


@dataclass(frozen=True)
class RecapTable:
    """A table as ready texts; its last line is the sum."""

    title: str
    by: str
    heads: list[str]
    lines: list[tuple[str, list[str]]]
    legend: str = ""


@dataclass(frozen=True)
class RecapMonth:
    """A month: how many hubs, the hubs' own figures, and all sections summed."""

    label: str
    hubs: int
    tables: list[RecapTable]


def recap_html(chosen: Chosen, refused: Sequence[tuple[str, str]], *, now: datetime) -> str:
    """The whole recap; needs an application context for its template."""
    span = " sampai ".join(dict.fromkeys((month_label(chosen.months[0]), month_label(chosen.months[-1]))))
    practice = any(one.practice for one in chosen.bundles)
    marks = Imprint(f"REKAP {chosen.months[-1]}", "f4", False, practice, f"Disusun {clock_time(now, ZONE)}")
    findings = [f"{name}: {why}" for name, why in refused] + [*chosen.findings]
    months = [_month(chosen.of(month)) for month in chosen.months]
    title = "Rekap laporan bulanan Puskesos"
    return render("rekap", title, marks, screen=False, span=span, months=months, findings=findings)


def recap_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES, seconds=SECONDS)


def _month(bundles: Sequence[Bundle]) -> RecapMonth:
    sections = sum_month(bundles)
    first = next(one for one in sections if one.code == FIRST)
    others = [_table(one) for one in sections if one.code != FIRST]
    return RecapMonth(bundles[0].month_label, len(bundles), [_hubs(first, bundles), *others])


def _hubs(first: SummedSection, bundles: Sequence[Bundle]) -> RecapTable:
    lines = [
        (f"{one.hub} {one.hub_name}", [show_count(one.figure(column.key)) for column in first.columns])
        for one in bundles
    ]
    total = ("Jumlah", [show_count(figure) for figure in first.total.figures])
    return RecapTable(f"{FIRST}. {first.title} per hub", "Hub", [one.title for one in first.columns], [*lines, total])


def _table(section: SummedSection) -> RecapTable:
    """Only lines with something in them: the workbook has all."""
    lines = [
        (line.label, [_cell(line, place) for place in range(len(section.columns))])
        for line in (*section.lines, section.total)
        if any(line.figures) or line.hidden or line is section.total
    ]
    heads = [f"{one.group[:1]} {one.title}".strip() for one in section.columns]  # "L 0–4"
    return RecapTable(
        f"{section.code}. {section.title}", BY.get(section.by, ""), heads, lines, HIDES if section.hides else ""
    )


def _cell(line: Summed, place: int) -> str:
    """The sum of what is known, with a plus where a hub hides its figure; a dash where no hub tells one."""
    cells = [part.cells[place] for part in line.parts]
    if cells and all(cell is None for cell in cells):
        return NOTHING
    return f"{show_count(line.figures[place])}{'' if all(isinstance(cell, int) for cell in cells) else '+'}"
