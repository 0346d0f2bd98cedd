"""Papers of a case as PDF and as print-ready HTML, and the short address that their QR codes open."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, redirect, url_for

from puskesos import clock
from puskesos.documents.bring_list import bring_list_html, bring_list_pdf
from puskesos.documents.case_sheet import CaseFile, case_sheet_html, case_sheet_pdf, open_case_file
from puskesos.documents.receipt import receipt_html, receipt_pdf
from puskesos.models.case import Case
from puskesos.queries.assignment import assignments_of
from puskesos.queries.hub import only_hub
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import public, requires, send_to_sign_in, viewer, viewer_or_none
from puskesos.views.answer import case_url, current_hub, load_case
from puskesos.views.printed import About, send_paper, show_paper
from puskesos.views.printed_address import address_for_staff
from puskesos.views.sheet_printed import code_of

blueprint = Blueprint("papers", __name__)


@blueprint.get("/kasus/<case:number>/lembar-kasus")
@requires(Permission.PRINT_CASE_SHEET)
def case_sheet(number: str) -> Response:
    case = load_case(number)
    return show_paper(case_sheet_html(_open(case), screen=True), _about(case), "lembar-kasus")


@blueprint.get("/kasus/<case:number>/lembar-kasus.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def case_sheet_file(number: str) -> Response:
    case = load_case(number)
    return _send(case, lambda: case_sheet_pdf(_open(case)), "lembar-kasus", "papers.case_sheet")


@blueprint.get("/kasus/<case:number>/tanda-terima")
@requires(Permission.PRINT_RECEIPT)
def receipt(number: str) -> Response:
    case = load_case(number)
    return show_paper(receipt_html(case, screen=True, **_print_facts()), _about(case), "tanda-terima")


@blueprint.get("/kasus/<case:number>/tanda-terima.pdf")
@requires(Permission.PRINT_RECEIPT)
def receipt_file(number: str) -> Response:
    case = load_case(number)
    return _send(case, lambda: receipt_pdf(case, **_print_facts()), "tanda-terima", "papers.receipt")


@blueprint.get("/kasus/<case:number>/perlu-dibawa")
@requires(Permission.PRINT_RECEIPT)
def bring_list(number: str) -> Response:
    case = load_case(number)
    return show_paper(bring_list_html(case, screen=True, **_print_facts()), _about(case), "perlu-dibawa")


@blueprint.get("/kasus/<case:number>/perlu-dibawa.pdf")
@requires(Permission.PRINT_RECEIPT)
def bring_list_file(number: str) -> Response:
    case = load_case(number)
    return _send(case, lambda: bring_list_pdf(case, **_print_facts()), "perlu-dibawa", "papers.bring_list")


@blueprint.get("/k/<case:number>")
@public
def short_link(number: str) -> Response:
    """What the QR codes on paper open: the case for who is signed in, else the family's page where the hub has one."""
    if viewer_or_none() is None:
        hub = only_hub()
        told = hub is not None and hub.public_status
        return redirect(url_for("public_status.show", nomor=number), 303) if told else send_to_sign_in()
    case = load_case(number)
    if viewer().can(Permission.SEE_CASES):
        return redirect(case_url(case), 303)
    own = [row.number for row in assignments_of(case) if row.volunteer_id == viewer().id]
    return redirect(f"/tugas/{own[0]}", 303) if own else abort(404)


def _open(case: Case) -> CaseFile:
    facts = {"reader": viewer(), "base_url": address_for_staff(), "now": clock.now()}
    return open_case_file(case, current_hub(), code=code_of(SheetPaper.LEMBAR_KASUS, case), **facts)


def _print_facts() -> dict[str, object]:
    """What papers need beside the case: hub, address for the QR code, who prints and when."""
    return {"hub": current_hub(), "base_url": address_for_staff(), "printed_by": viewer().name, "now": clock.now()}


def _about(case: Case) -> About:
    return "case", case.number


def _send(case: Case, make: Callable[[], bytes], stem: str, page: str) -> Response:
    """The paper as PDF, or on to its page."""
    where = {"name": f"{stem}-{case.number}", "instead": url_for(page, number=case.number)}
    return send_paper(make, _about(case), f"{stem}.pdf", **where)
