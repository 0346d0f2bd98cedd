"""The visit sheet to fill by pen, of one task: for staff, and for the volunteer whose task it is."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.documents.printing import print_pdf
from puskesos.documents.visit_sheet import MOST_PAGES, SheetFacts, visit_sheet_html
from puskesos.models.assignment import Assignment
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, current_hub, load_assignment, load_own_assignment
from puskesos.views.printed import send_paper, show_paper
from puskesos.views.printed_address import address_for_staff
from puskesos.views.sheet_printed import code_of

blueprint = Blueprint("visit_sheet", __name__)


@blueprint.get("/penugasan/<task:number>/lembar-kunjungan")
@requires(Permission.PRINT_CASE_SHEET)
def page(number: str) -> Response:
    task = load_assignment(number)
    return _page(task, "visit_sheet.file", (case_url(task.case), "Kembali ke kasus"))


@blueprint.get("/penugasan/<task:number>/lembar-kunjungan.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def file(number: str) -> Response:
    return _file(load_assignment(number), "visit_sheet.page")


@blueprint.get("/tugas/<task:number>/lembar-kunjungan")
@requires(Permission.REPORT_VISIT)
def own_page(number: str) -> Response:
    task = load_own_assignment(number)
    return _page(task, "visit_sheet.own_file", (url_for("task.show", number=number), "Kembali ke tugas"))


@blueprint.get("/tugas/<task:number>/lembar-kunjungan.pdf")
@requires(Permission.REPORT_VISIT)
def own_file(number: str) -> Response:
    return _file(load_own_assignment(number), "visit_sheet.own_page")


def _page(task: Assignment, pdf: str, back: tuple[str, str]) -> Response:
    html = visit_sheet_html(task, _facts(task), screen=True, back=back, pdf=url_for(pdf, number=task.number))
    return show_paper(html, ("assignment", task.number), "lembar-kunjungan")


def _file(task: Assignment, page: str) -> Response:
    where = {"name": f"lembar-kunjungan-{task.number}", "instead": url_for(page, number=task.number)}
    about = ("assignment", task.number)
    html = visit_sheet_html(task, _facts(task))
    return send_paper(lambda: print_pdf(html, most_pages=MOST_PAGES), about, "lembar-kunjungan.pdf", **where)


def _facts(task: Assignment) -> SheetFacts:
    code = code_of(SheetPaper.LEMBAR_KUNJUNGAN, task.case, task)
    return SheetFacts(current_hub(), address_for_staff(), viewer().name, clock.now(), code)
