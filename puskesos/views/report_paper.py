"""Laporan bulanan on paper and as a workbook, whole for the hub, or with small figures hidden when it leaves."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.report_download import note_download
from puskesos.documents.month_report import TITLE, month_report_html, month_report_pdf
from puskesos.queries.report_paper import month_paper
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.sheets.report_book import report_book
from puskesos.sheets.writing import XLSX_TYPE
from puskesos.views.answer import current_hub
from puskesos.views.printed import About, send_paper, show_paper
from puskesos.views.report_book_shown import book_of
from puskesos.views.report_shown import asked_month, month_url

blueprint = Blueprint("report_paper", __name__)


@blueprint.get("/cetak/laporan")
@requires(Permission.SEE_REPORT)
def page() -> Response:
    return show_paper(_html(screen=True), _about(), f"{TITLE} {asked_month()}")


@blueprint.get("/cetak/laporan.pdf")
@requires(Permission.SEE_REPORT)
def file() -> Response:
    where = {"name": _name(), "instead": url_for(".page", **_asked())}
    return send_paper(lambda: month_report_pdf(_html()), _about(), f"{_name()}.pdf", **where)


@blueprint.get("/laporan/unduh.xlsx")
@requires(Permission.SEE_REPORT)
def book() -> Response:
    month, now = asked_month(), clock.now()
    paper = month_paper(current_hub(), month)
    content = report_book(book_of(paper, current_hub(), viewer(), leaves=_leaves(), now=now))
    note_download(month, leaves=_leaves(), actor=viewer(), now=now)
    headers = {"Content-Disposition": f'attachment; filename="{_name()}.xlsx"'}
    return Response(content, mimetype=XLSX_TYPE, headers=headers)


def _html(*, screen: bool = False) -> str:
    month = asked_month()
    return month_report_html(
        month_paper(current_hub(), month),
        current_hub(),
        leaves=_leaves(),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(month_url(month), f"Kembali ke laporan {month.label}"),
        pdf=url_for(".file", **_asked()),
    )


def _leaves() -> bool:
    """Whether it is for others: ?keluar=1."""
    return request.args.get("keluar") == "1"


def _asked() -> dict[str, object]:
    return {"bulan": asked_month()} | ({"keluar": 1} if _leaves() else {})


def _name() -> str:
    return f"laporan-bulanan-{asked_month()}{'-keluar' if _leaves() else ''}"


def _about() -> About:
    return "hub", viewer().hub_id
