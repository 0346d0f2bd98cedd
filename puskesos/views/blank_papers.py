"""Kertas: the page of all papers that are printed without a case, and each of them empty, for days without power."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.documents import blank_sheet, consent, folder_card, visit_sheet
from puskesos.documents.printing import print_pdf
from puskesos.rules.activity import Month
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today, respond
from puskesos.views.printed import About, send_paper, show_paper

blueprint = Blueprint("blank_papers", __name__, url_prefix="/cetak")
BLANK = "<any('lembar-kosong', 'persetujuan', 'label-map', 'lembar-kunjungan'):stem>"
MOST_PAGES = {
    "lembar-kosong": blank_sheet.MOST_PAGES,
    "persetujuan": consent.MOST_PAGES,
    "label-map": folder_card.MOST_PAGES,
    "lembar-kunjungan": visit_sheet.MOST_PAGES,
}


@blueprint.get("")
@requires(Permission.PRINT_CASE_SHEET)
def index() -> Response:
    month = Month.of(hub_today())
    return respond("blank_papers/index.html", months=[month, month.before, month.before.before], today=hub_today())


@blueprint.get(f"/{BLANK}")
@requires(Permission.PRINT_CASE_SHEET)
def page(stem: str) -> Response:
    back, pdf = (url_for("blank_papers.index"), "Kembali ke kertas"), url_for("blank_papers.file", stem=stem)
    return show_paper(_html(stem, screen=True, back=back, pdf=pdf), _about(), f"{stem} kosong")


@blueprint.get(f"/{BLANK}.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def file(stem: str) -> Response:
    where = {"name": f"{stem}-kosong", "instead": url_for("blank_papers.page", stem=stem)}
    most = MOST_PAGES[stem]
    return send_paper(lambda: print_pdf(_html(stem), most_pages=most), _about(), f"{stem}.pdf kosong", **where)


def _html(stem: str, **shown: object) -> str:
    hub, who = current_hub(), {"printed_by": viewer().name, "now": clock.now()}
    if stem == "lembar-kosong":
        return blank_sheet.blank_sheet_html(hub, **who, **shown)
    if stem == "persetujuan":
        return consent.consent_html(None, hub, **who, **shown)
    if stem == "label-map":
        return folder_card.folder_card_html(None, hub, base_url="", **who, **shown)
    return visit_sheet.visit_sheet_html(None, visit_sheet.SheetFacts(hub, "", **who), **shown)


def _about() -> About:
    return "hub", viewer().hub_id
