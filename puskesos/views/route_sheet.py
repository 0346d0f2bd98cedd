"""Rute hari ini on paper: the volunteer's own, or printed by the koordinator for one of the volunteers."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.documents.printing import print_pdf
from puskesos.documents.route_sheet import MOST_PAGES, route_html, walked_parts
from puskesos.models.user import User
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.assigning import load_volunteer
from puskesos.views.printed import send_paper, show_paper

blueprint = Blueprint("route_sheet", __name__)


@blueprint.get("/tugas/rute")
@requires(Permission.REPORT_VISIT)
def own_page() -> Response:
    html = _html(viewer(), (url_for("home.show"), "Kembali ke Hari ini"), url_for("route_sheet.own_file"))
    return show_paper(html, ("user", viewer().id), "rute")


@blueprint.get("/tugas/rute.pdf")
@requires(Permission.REPORT_VISIT)
def own_file() -> Response:
    return _file(viewer(), url_for("route_sheet.own_page"))


@blueprint.get("/relawan/<id:volunteer_id>/rute")
@requires(Permission.ASSIGN)
def page(volunteer_id: int) -> Response:
    user = load_volunteer(volunteer_id)
    back = (url_for("volunteer.show", volunteer_id=user.id), f"Kembali ke {user.name}")
    html = _html(_as_walker(user), back, url_for("route_sheet.file", volunteer_id=user.id))
    return show_paper(html, ("user", user.id), "rute")


@blueprint.get("/relawan/<id:volunteer_id>/rute.pdf")
@requires(Permission.ASSIGN)
def file(volunteer_id: int) -> Response:
    user = load_volunteer(volunteer_id)
    return _file(_as_walker(user), url_for("route_sheet.page", volunteer_id=user.id))


def _as_walker(user: User) -> Viewer:
    """Whose day is read; nothing but the id and the name is asked of it."""
    return replace(viewer(), id=user.id, name=user.name)


def _file(walker: Viewer, instead: str) -> Response:
    where = {"name": f"rute-{hub_today():%Y%m%d}-{walker.id}", "instead": instead}
    html = _html(walker)
    return send_paper(lambda: print_pdf(html, most_pages=MOST_PAGES), ("user", walker.id), "rute.pdf", **where)


def _html(walker: Viewer, back: tuple[str, str] | None = None, pdf: str = "") -> str:
    """The paper of late tasks, today's and this week's; `back` and `pdf` make it a page for the browser."""
    frame = {"back": back, "pdf": pdf} if back else {}
    return route_html(
        walked_parts(walker, hub_today()),
        walker.name,
        current_hub(),
        today=hub_today(),
        printed_by=viewer().name,
        now=clock.now(),
        screen=back is not None,
        **frame,
    )
