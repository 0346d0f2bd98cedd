"""The ZIP that a hub sends up: the signed figures, and the same for reading as a workbook. Both without names."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from puskesos.documents.month_report import TITLE
from puskesos.documents.paper import clock_time
from puskesos.models.hub import Hub
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.bundle import JSON_NAME, XLSX_NAME, nameless
from puskesos.rules.report_balance import leaving
from puskesos.rules.report_small import LEGEND
from puskesos.sheets.report_book import ReportBook, report_book
from puskesos.views.report_book_shown import FOR_OTHERS

SIGNED = f"Yang ditandatangani adalah {JSON_NAME}; lembar ini untuk dibaca."


def bundle_name(hub: Hub, paper: MonthPaper) -> str:
    """Like "laporan-321617-2026-10-r1.zip"."""
    return f"laporan-{hub.number_prefix}-{paper.month}-r{paper.figures.report.revision}.zip"


def zipped(signed: bytes, hub: Hub, paper: MonthPaper, *, with_notes: bool) -> bytes:
    """The ZIP; its times are those of the closing, so that the same month gives the same file."""
    closed: datetime = paper.figures.report.closed_at
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((JSON_NAME, signed), (XLSX_NAME, report_book(_book(hub, paper, with_notes)))):
            entry = zipfile.ZipInfo(name, closed.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def _book(hub: Hub, paper: MonthPaper, with_notes: bool) -> ReportBook:
    report = paper.figures.report
    practice = "MODE LATIHAN. " if hub.practice else ""
    closed = f"{practice}Ditutup {clock_time(report.closed_at, hub.zone)}, penutupan ke-{report.revision}."
    marks = (f"{hub.name} · {paper.month.label}", f"{closed} Sidik {paper.fingerprint[:12]}.", FOR_OTHERS, SIGNED)
    cover = [
        ("Hub", f"{hub.name} ({hub.code})"),
        ("Kecamatan", f"{hub.district}, {hub.regency}"),
        ("Bulan", paper.month.label),
        ("Keadaan", closed),
        ("Sidik laporan", paper.fingerprint),
        ("Untuk", f"{FOR_OTHERS} {LEGEND} {SIGNED}"),
    ]
    if with_notes:
        cover += [("j. Kendala", paper.figures.note[0] or "–"), ("j. Usul", paper.figures.note[1] or "–")]
    title = f"{TITLE.upper()} {paper.month.label}"
    told = (nameless(paper.tables), leaving(paper.corrections), paper.definitions)
    return ReportBook(title, marks, cover, *told, leaves=True)
