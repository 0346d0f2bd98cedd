"""Who is assigned to what and since when, on paper: of the whole hub or of one volunteer."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.documents.assigned_work import assigned_work_html, assigned_work_pdf
from puskesos.queries.hub import days_off
from puskesos.queries.volunteer import work_to_print
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today, row_id
from puskesos.views.printed import About, send_paper, show_paper

blueprint = Blueprint("assigned_work", __name__, url_prefix="/relawan/penugasan")


@blueprint.get("/cetak")
@requires(Permission.SEE_BOARD)
def page() -> Response:
    return show_paper(_html(screen=True), _about(), "daftar-penugasan")


@blueprint.get("/cetak.pdf")
@requires(Permission.SEE_BOARD)
def file() -> Response:
    where = {"name": f"daftar-penugasan-{hub_today():%Y%m%d}", "instead": url_for("assigned_work.page", **_asked())}
    return send_paper(lambda: assigned_work_pdf(_html()), _about(), "daftar-penugasan.pdf", **where)


def _html(*, screen: bool = False) -> str:
    hub, today = current_hub(), hub_today()
    return assigned_work_html(
        work_to_print(hub.id, row_id("relawan")),
        hub=hub,
        days_off=days_off(hub.id),
        today=today,
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(url_for("volunteer.index"), "Kembali ke relawan"),
        pdf=url_for("assigned_work.file", **_asked()),
    )


def _asked() -> dict[str, int]:
    volunteer = row_id("relawan")
    return {} if volunteer is None else {"relawan": volunteer}


def _about() -> About:
    return "hub", viewer().hub_id
