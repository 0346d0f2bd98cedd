"""The visit report as PDF and as a print-ready page: for staff, and for the volunteer who wrote it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.documents.visit_report import PrintFacts, visit_report_html, visit_report_pdf
from puskesos.models.assignment import Assignment, Visit
from puskesos.queries.visit import newest_with_versions, photos_with
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, current_hub, load_assignment, load_own_assignment
from puskesos.views.printed import send_paper, show_paper
from puskesos.views.printed_address import address_for_staff
from puskesos.views.sheet_printed import code_of

blueprint = Blueprint("visit_paper", __name__)


@blueprint.get("/penugasan/<task:number>/laporan-kunjungan")
@requires(Permission.PRINT_CASE_SHEET)
def page(number: str) -> Response:
    task = load_assignment(number)
    return _page(task, "visit_paper.file", (case_url(task.case), "Kembali ke kasus"))


@blueprint.get("/penugasan/<task:number>/laporan-kunjungan.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def file(number: str) -> Response:
    return _file(load_assignment(number), "visit_paper.page")


@blueprint.get("/tugas/<task:number>/laporan-kunjungan")
@requires(Permission.REPORT_VISIT)
def own_page(number: str) -> Response:
    task = load_own_assignment(number)
    return _page(task, "visit_paper.own_file", (url_for("task.show", number=number), "Kembali ke tugas"))


@blueprint.get("/tugas/<task:number>/laporan-kunjungan.pdf")
@requires(Permission.REPORT_VISIT)
def own_file(number: str) -> Response:
    return _file(load_own_assignment(number), "visit_paper.own_page")


def _page(task: Assignment, pdf: str, back: tuple[str, str]) -> Response:
    visit, facts = _report(task)
    frame = {"back": back, "pdf": url_for(pdf, number=task.number)}
    html = visit_report_html(task, visit, facts, screen=True, **frame)
    return show_paper(html, ("assignment", task.number), "laporan-kunjungan")


def _file(task: Assignment, page: str) -> Response:
    visit, facts = _report(task)
    where = {"name": f"laporan-kunjungan-{task.number}", "instead": url_for(page, number=task.number)}
    about = ("assignment", task.number)
    return send_paper(lambda: visit_report_pdf(task, visit, facts), about, "laporan-kunjungan.pdf", **where)


def _report(task: Assignment) -> tuple[Visit, PrintFacts]:
    """The report that counts, and what its paper needs beside it; 404 before the first one."""
    versions = newest_with_versions(task)
    if not versions:
        abort(404)
    code, photos = code_of(SheetPaper.LAPORAN_KUNJUNGAN, task.case, task), len(photos_with(versions))
    return versions[0], PrintFacts(current_hub(), photos, viewer().name, clock.now(), address_for_staff(), code)
