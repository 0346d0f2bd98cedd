"""The month's report on landscape paper (domain.md 6.3 (10)): figures with their definitions, corrections, words,
signatures. Numbers only; the only names on it are the volunteers', of their own work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from puskesos import clock
from puskesos.documents.letter_parts import SignatureBlock
from puskesos.documents.paper import Letterhead, clock_time, imprint, letterhead, render
from puskesos.documents.printing import print_pdf
from puskesos.documents.report_signing import report_signing
from puskesos.formatting import show_count, show_date
from puskesos.models.hub import Hub
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.report import C, Counted
from puskesos.rules.report_balance import Correction, leaving
from puskesos.rules.report_grid import Cell, Grid, counted_in
from puskesos.rules.report_saved import Saved
from puskesos.rules.report_tables import Table
from puskesos.rules.report_targets import grids_of
from puskesos.rules.share import SHARES, share_of, whole_percent

MOST_PAGES = 60
TITLE = "Laporan bulanan"
OPEN = "SEMENTARA"
NOTHING = "–"


@dataclass(frozen=True)
class Fact:
    """One figure of the first table, with its share and what it means."""

    label: str
    number: str
    share: str
    meaning: str


@dataclass(frozen=True)
class Part:
    """A table as ready texts; `meanings` are those that no table before has told."""

    title: str
    by: str
    grid: Grid
    lines: list[tuple[str, list[str]]]
    meanings: list[tuple[str, str]]


@dataclass(frozen=True)
class MonthSheet:
    """Ready texts of the whole report."""

    head: Letterhead
    month: str
    standing: str
    summary: list[str]
    facts: list[Fact]
    facts_title: str
    parts: list[Part]
    corrections: list[tuple[str, ...]]
    words: list[tuple[str, str]]
    fingerprint: str
    place_and_day: str
    signers: tuple[SignatureBlock, SignatureBlock]


def month_report_html(
    paper: MonthPaper,
    hub: Hub,
    *,
    leaves: bool,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The report as it was closed, else marked SEMENTARA; small figures are hidden when it `leaves` the hub."""
    extra = () if paper.fingerprint else (OPEN,)
    marks = imprint(hub, f"LAPORAN {paper.month}", restricted=False, printed_by=printed_by, now=now, extra=extra)
    sheet = _sheet(paper, hub, leaves, now)
    title = f"{TITLE} {paper.month.label}"
    return render("laporan-bulanan", title, marks, screen=screen, sheet=sheet, **frame)


def month_report_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)


def show_cell(cell: Cell) -> str:
    """A figure, a share in whole percent, a dash for nothing."""
    if cell is None:
        return NOTHING
    if isinstance(cell, float):
        return f"{whole_percent(cell)}%"
    return cell if isinstance(cell, str) else show_count(cell)


def _sheet(paper: MonthPaper, hub: Hub, leaves: bool, now: datetime) -> MonthSheet:
    first, *others = paper.tables
    report = paper.figures.report
    obstacles, proposals = paper.figures.note
    return MonthSheet(
        head=letterhead(hub),
        month=paper.month.label,
        standing=_standing(paper, hub, now),
        summary=_summary(first) + _way_saved(paper.figures.saved),
        facts=_facts(first, paper),
        facts_title=_title(first),
        parts=_parts(others, paper, leaves=leaves),
        corrections=[_correction(one) for one in (leaving(paper.corrections) if leaves else paper.corrections)],
        words=[("Kendala", obstacles or NOTHING), ("Usul", proposals or NOTHING)],
        fingerprint=paper.fingerprint,
        place_and_day=f"{hub.district}, {show_date(clock.today(hub.zone, now))}",
        signers=report_signing(hub, report.closed_by_name if report else ""),
    )


def _standing(paper: MonthPaper, hub: Hub, now: datetime) -> str:
    """Since when the figures stand."""
    report = paper.figures.report
    if report is None:
        return f"Dihitung {clock_time(now, hub.zone)} dan masih dapat berubah: bulan ini belum ditutup."
    return f"Ditutup {clock_time(report.closed_at, hub.zone)} oleh {report.closed_by_name}."


def _summary(first: Table) -> list[str]:
    """What the hub is there for, in sentences (shares of the cases that were finished)."""
    figures = dict(zip(counted_in(first), first.total, strict=True))
    done = figures[C.SELESAI]
    if not done:
        return ["Belum ada kasus yang selesai pada bulan ini."]
    told = {C.DI_HUB: "Selesai di hub, tanpa warga pergi ke SLRT", C.TEPAT: "Selesai tepat waktu"}
    return [
        f"{words}: {figures[one]} dari {done} kasus selesai ({show_cell(figures[one] / done)})."
        for one, words in told.items()
    ]


def _way_saved(saved: Saved) -> list[str]:
    """The kilometres that families were spared, and whose distance nobody knows."""
    told = f"Jarak yang dihemat keluarga: {show_count(saved.kilometres)} km dari {saved.counted} kasus selesai di hub."
    unknown = ", ".join(village.label for village in saved.unknown)
    return ([told] if saved.counted else []) + ([f"Jarak ke SLRT belum diisi: {unknown}."] if unknown else [])


def _facts(first: Table, paper: MonthPaper) -> list[Fact]:
    figures = dict(zip(counted_in(first), first.total, strict=True))
    return [
        Fact(
            one.label,
            show_count(number),
            show_cell(share_of(number, figures[C.SELESAI])) if one in SHARES else "",
            paper.definitions.get(str(one), ""),
        )
        for one, number in figures.items()
    ]


def _parts(tables: Sequence[Table], paper: MonthPaper, *, leaves: bool) -> list[Part]:
    told: set[Counted] = set(counted_in(paper.tables[0]))
    parts = []
    for grid in grids_of(tables, paper.figures.targets, leaves=leaves):
        new = [one for one in counted_in(grid) if one not in told]
        told.update(new)
        lines = [*grid.lines, *([grid.total] if grid.lines else [])]
        parts.append(
            Part(
                title=_title(grid),
                by=grid.section.by.label if grid.section.by else "",
                grid=grid,
                lines=[(line.label, [show_cell(cell) for cell in line.cells]) for line in lines],
                meanings=[(one.label, paper.definitions.get(str(one), "")) for one in new],
            )
        )
    return parts


def _title(table: Table | Grid) -> str:
    return f"{table.section.code}. {table.section.title}"


def _correction(one: Correction) -> tuple[str, ...]:
    numbers = (show_count(one.known), show_count(one.now), f"{one.difference:+d}")
    return one.month_label, one.label, *numbers
