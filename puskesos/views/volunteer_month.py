"""Kegiatan relawan: the koordinator reads and prints the months of the hub's volunteers, and changes nothing."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from puskesos.models.user import User
from puskesos.queries.activity import find_volunteer, list_months
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.activity import beside
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.activity_shown import asked_month, month_file, month_page, months_back, shown_month
from puskesos.views.answer import current_hub, hub_today, respond

blueprint = Blueprint("volunteer_month", __name__, url_prefix="/kegiatan-relawan")


@blueprint.get("")
@requires(Permission.SEE_ACTIVITIES)
def index() -> Response:
    hub, month = current_hub(), asked_month()
    before, after = beside(month, hub_today())
    around = {"before": before, "after": after, "villages": villages_of_volunteers(hub.id)}
    rows = list_months(hub.id, month, hub.zone)
    return respond("volunteer_month/index.html", rows=rows, month=month, **around)


@blueprint.get("/<id:user_id>")
@requires(Permission.SEE_ACTIVITIES)
def show(user_id: int) -> Response:
    user = _load(user_id)
    villages = villages_of_volunteers(user.hub_id).get(user.id, [])
    shown = shown_month(user.id, asked_month())
    return respond("volunteer_month/show.html", volunteer=user, villages=villages, **shown)


@blueprint.get("/<id:user_id>/cetak")
@requires(Permission.SEE_ACTIVITIES)
def page(user_id: int) -> Response:
    user, month = _load(user_id), asked_month()
    back = (months_back("volunteer_month.show", month, user_id=user.id), f"Kembali ke kegiatan {user.name}")
    return month_page(user, month, back=back, pdf=months_back("volunteer_month.file", month, user_id=user.id))


@blueprint.get("/<id:user_id>/cetak.pdf")
@requires(Permission.SEE_ACTIVITIES)
def file(user_id: int) -> Response:
    user, month = _load(user_id), asked_month()
    return month_file(user, month, instead=months_back("volunteer_month.page", month, user_id=user.id))


def _load(user_id: int) -> User:
    return find_volunteer(viewer(), user_id) or abort(404)
