"""What the workbook of a month says about itself: hub, month, how its figures stand, who took it and when."""

from __future__ import annotations

from datetime import datetime

from puskesos.documents.month_report import OPEN, TITLE
from puskesos.documents.paper import clock_time
from puskesos.models.hub import Hub
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.report_balance import leaving
from puskesos.rules.report_small import LEGEND
from puskesos.rules.viewer import Viewer
from puskesos.sheets.report_book import ReportBook

FOR_US = "Untuk hub sendiri. Bila dikirim ke luar hub, pakai “Untuk dikirim keluar”."
FOR_OTHERS = "Untuk dikirim keluar: angka kecil pada tabel PPKS dan SPM disembunyikan."


def book_of(paper: MonthPaper, hub: Hub, viewer: Viewer, *, leaves: bool, now: datetime) -> ReportBook:
    """The workbook's content; the last mark is the one that also stands at the foot of each printed page."""
    taken = f"Diunduh oleh {viewer.name} ({viewer.main_role.label}), {clock_time(now, hub.zone)}."
    use = FOR_OTHERS if leaves else FOR_US
    practice = "MODE LATIHAN. " if hub.practice else ""
    marks = (f"{hub.name} · {paper.month.label}", f"{practice}{_standing(paper, hub, now)}", use, taken)
    obstacles, proposals = paper.figures.note
    cover = [
        ("Hub", hub.name),
        ("Kecamatan", f"{hub.district}, {hub.regency}"),
        ("Bulan", paper.month.label),
        ("Keadaan", marks[1]),
        ("Sidik laporan", paper.fingerprint or f"Belum ada: {OPEN.lower()}"),
        ("Diunduh", taken),
        ("Untuk", f"{use} {LEGEND}" if leaves else use),
        ("j. Kendala", obstacles or "–"),
        ("j. Usul", proposals or "–"),
    ]
    title = f"{TITLE.upper()} {paper.month.label}"
    told = (paper.tables, leaving(paper.corrections) if leaves else paper.corrections, paper.definitions)
    return ReportBook(title, marks, cover, *told, leaves, paper.figures.targets)


def _standing(paper: MonthPaper, hub: Hub, now: datetime) -> str:
    report = paper.figures.report
    if report is None:
        return f"{OPEN}: dihitung {clock_time(now, hub.zone)}, bulan ini belum ditutup."
    closed = clock_time(report.closed_at, hub.zone)
    return f"Ditutup {closed} oleh {report.closed_by_name}. Sidik {paper.fingerprint[:12]}."
