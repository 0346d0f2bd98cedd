"""Buku register of a month or of chosen days, as a print-ready page and as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.documents.printing import print_pdf
from puskesos.documents.register import MOST_PAGES, register_html
from puskesos.queries.hub import names_of_users
from puskesos.queries.register import register_of
from puskesos.rules.book import BookFilter
from puskesos.rules.export_columns import ExportList
from puskesos.rules.period import Period, read_period
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.book_shown import days_of, village_of
from puskesos.views.export_shown import read_book_filter
from puskesos.views.printed import About, send_paper, show_paper

blueprint = Blueprint("register", __name__, url_prefix="/cetak")


@blueprint.get("/register")
@requires(Permission.PRINT_CASE_SHEET)
def page() -> Response:
    period = _asked()
    return show_paper(_html(period, screen=True), _about(), f"buku-register {period.words}")


@blueprint.get("/register.pdf")
@requires(Permission.PRINT_CASE_SHEET)
def file() -> Response:
    period = _asked()
    name = f"buku-register-{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    where = {"name": name, "instead": url_for("register.page", **days_of(read_book_filter(request.args)))}
    paper = f"buku-register.pdf {period.words}"
    return send_paper(lambda: print_pdf(_html(period), most_pages=MOST_PAGES), _about(), paper, **where)


def _asked() -> Period:
    """What the address names: ?bulan=2026-11, or ?dari= and ?sampai=; else this month."""
    dates = (request.args.get(name, "") for name in ("dari", "sampai", "bulan"))
    return read_period(*dates, hub_today())


def _html(period: Period, *, screen: bool = False) -> str:
    wanted = BookFilter.of(period, read_book_filter(request.args).village)
    return register_html(
        register_of(viewer(), period.first, period.last, wanted.village),
        period,
        names_of_users(viewer().hub_id),
        current_hub(),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        village=village_of(wanted),
        back=(url_for("book.show", book=ExportList.REGISTER, **days_of(wanted)), "Kembali ke register"),
        pdf=url_for("register.file", **days_of(wanted)),
    )


def _about() -> About:
    return "hub", viewer().hub_id
