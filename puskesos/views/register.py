"""Buku register of a month or of chosen days, as a print-ready page and as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.documents.printing import print_pdf
from puskesos.documents.register import MOST_PAGES, register_html
from puskesos.queries.hub import names_of_users
from puskesos.queries.register import register_of
from puskesos.rules.period import Period, read_period
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today
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
    where = {"name": name, "instead": url_for("register.page", **_days(period))}
    paper = f"buku-register.pdf {period.words}"
    return send_paper(lambda: print_pdf(_html(period), most_pages=MOST_PAGES), _about(), paper, **where)


def _asked() -> Period:
    """What the address names: ?bulan=2026-11, or ?dari= and ?sampai=; else this month."""
    dates = (request.args.get(name, "") for name in ("dari", "sampai", "bulan"))
    return read_period(*dates, hub_today())


def _html(period: Period, *, screen: bool = False) -> str:
    return register_html(
        register_of(viewer(), period.first, period.last),
        period,
        names_of_users(viewer().hub_id),
        current_hub(),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(url_for("blank_papers.index"), "Kembali ke kertas"),
        pdf=url_for("register.file", **_days(period)),
    )


def _days(period: Period) -> dict[str, str]:
    return {"dari": period.first.isoformat(), "sampai": period.last.isoformat()}


def _about() -> About:
    return "hub", viewer().hub_id
