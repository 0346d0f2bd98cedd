"""What a recap says about itself, and its tables on screen with the way to the list behind each figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import url_for

from puskesos.documents.paper import clock_time
from puskesos.models.hub import Hub
from puskesos.queries.report import MonthFigures
from puskesos.rules.activity import Month
from puskesos.rules.report import Counted, Labels
from puskesos.rules.report_grid import Grid, Line
from puskesos.rules.viewer import Viewer

Shown = list[tuple[str, list[tuple[int, str]]]]  # label, and each figure with the address of its list


def marks_of(figures: MonthFigures, hub: Hub, viewer: Viewer, now: datetime) -> list[str]:
    """Whose figures, how they stand, and who took the file: the last stands at the foot of every page."""
    report = figures.report
    standing = f"Sementara: dihitung {clock_time(now, hub.zone)}, bulan ini belum ditutup."
    if report:
        standing = f"Ditutup {clock_time(report.closed_at, hub.zone)}. Sidik {report.fingerprint[:12]}."
    practice = "MODE LATIHAN. " if hub.practice else ""
    taken = f"Diunduh oleh {viewer.name} ({viewer.main_role.label}), {clock_time(now, hub.zone)}."
    return [f"{hub.name} · {hub.district}, {hub.regency} · {figures.month.label}", f"{practice}{standing}", taken]


def tables_of(grids: Iterable[Grid], month: Month, labels: Labels) -> list[tuple[Grid, Shown]]:
    """Each table with its lines, the sums last, as figures and addresses; a sum of different things has none."""
    return [(grid, _lines(grid, month, labels)) for grid in grids]


def _lines(grid: Grid, month: Month, labels: Labels) -> Shown:
    by = str(grid.section.by)
    values = list(labels.get(by, {}))  # the lines stand in this order; one beyond is named by its value
    shown: Shown = []
    for row, line in enumerate(grid.lines):
        value = values[row] if row < len(values) else line.label
        shown.append((line.label, _figures(line, _urls(grid, month, {by: value}))))
    return [*shown, (grid.total.label, _figures(grid.total, _urls(grid, month, {})))]


def _figures(line: Line, urls: list[str]) -> list[tuple[int, str]]:
    return [(int(cell or 0), url) for cell, url in zip(line.cells, urls, strict=True)]


def _urls(grid: Grid, month: Month, where: dict[str, str]) -> list[str]:
    """The list behind each figure of a line, and behind their sum where they count the same thing."""
    columns = grid.section.columns
    urls = [_url(month, column.counted, where | {str(name): part for name, part in column.parts}) for column in columns]
    counted = {column.counted for column in columns}
    return [*urls, _url(month, counted.pop(), where) if len(counted) == 1 else ""]


def _url(month: Month, counted: Counted, parts: dict[str, str]) -> str:
    return url_for("report.listed", bulan=month, isi=counted, **parts)
