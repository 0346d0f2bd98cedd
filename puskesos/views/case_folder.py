"""Papers of a case's folder: the client's consent, and the label with its control card."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.documents import consent, folder_card
from puskesos.documents.printing import print_pdf
from puskesos.models.case import Case
from puskesos.queries.case_page import load_case_page
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, load_case
from puskesos.views.printed import About, send_paper, show_paper
from puskesos.views.printed_address import address_for_staff
from puskesos.views.sheet_printed import code_of

blueprint = Blueprint("case_folder", __name__, url_prefix="/kasus/<case:number>")


@blueprint.get("/persetujuan")
@requires(Permission.PRINT_CASE_SHEET)
def consent_page(number: str) -> Response:
    case = load_case(number)
    return show_paper(_consent(case, screen=True), _about(case), "persetujuan")


@blueprint.get("/persetujuan.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def consent_file(number: str) -> Response:
    case = load_case(number)
    where = {"name": f"persetujuan-{number}", "instead": url_for("case_folder.consent_page", number=number)}
    most = consent.MOST_PAGES
    return send_paper(lambda: print_pdf(_consent(case), most_pages=most), _about(case), "persetujuan.pdf", **where)


@blueprint.get("/label-map")
@requires(Permission.PRINT_CASE_SHEET)
def card_page(number: str) -> Response:
    case = load_case(number)
    return show_paper(_card(case, screen=True), _about(case), "label-map")


@blueprint.get("/label-map.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def card_file(number: str) -> Response:
    case = load_case(number)
    where = {"name": f"label-map-{number}", "instead": url_for("case_folder.card_page", number=number)}
    most = folder_card.MOST_PAGES
    return send_paper(lambda: print_pdf(_card(case), most_pages=most), _about(case), "label-map.pdf", **where)


def _consent(case: Case, *, screen: bool = False) -> str:
    sheet = {"code": code_of(SheetPaper.PERSETUJUAN, case), "base_url": address_for_staff()}
    return consent.consent_html(case, current_hub(), screen=screen, printed_by=viewer().name, now=clock.now(), **sheet)


def _card(case: Case, *, screen: bool = False) -> str:
    page, who = load_case_page(case, events=0), {"printed_by": viewer().name, "now": clock.now()}
    sheet = {"code": code_of(SheetPaper.KARTU_KENDALI, case), "base_url": address_for_staff()}
    return folder_card.folder_card_html(page, current_hub(), screen=screen, **sheet, **who)


def _about(case: Case) -> About:
    return "case", case.number
