"""Perlu tindakan: every case that needs action, with filters; Beranda shows the first of them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request, url_for

from puskesos.forms.choices import village_choices
from puskesos.queries.hub import list_villages
from puskesos.queries.needs_action import PAGE, NeedFilter, Place, list_needs, place_of
from puskesos.rules.intake import Area
from puskesos.rules.needs_action import ORDER, Need, seen_by
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import respond
from puskesos.views.needs_shown import cutoffs_now, need_lines

blueprint = Blueprint("needs_action", __name__)


@blueprint.get("/perlu-tindakan")
@requires(Permission.SEE_NEEDS)
def index() -> Response:
    wanted, cutoffs = _filter(), cutoffs_now()
    rows = list_needs(viewer(), cutoffs, wanted, _after())
    shown = rows[:PAGE]
    return respond(
        "needs_action/index.html",
        "needs_action/_rows.html",
        lines=need_lines(shown, cutoffs.today, first=wanted.need),
        older=_older(place_of(shown[-1])) if len(rows) > PAGE else None,
        total=rows[0].total if rows else 0,
        wanted=wanted,
        needs=[("", "Semua alasan"), *((need.value, need.label) for need in ORDER if seen_by(viewer().roles, need))],
        villages=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        areas=[("", "Semua bidang"), *Area.choices()],
    )


def _filter() -> NeedFilter:
    given = request.args
    village, need, area = given.get("desa", ""), given.get("alasan", ""), given.get("bidang", "")
    return NeedFilter(
        need=need if need in set(Need) else "",
        village=int(village) if village.isascii() and village.isdigit() and len(village) < 10 else None,
        area=area if area in set(Area) else "",
        late=given.get("lewat") == "1",
    )


def _older(last: Place) -> str:
    own, urgency, bit, due_on, case = last
    kept = {name: value for name, value in request.args.items() if name != "setelah" and value}
    return url_for("needs_action.index", **kept | {"setelah": f"{own}.{urgency}.{bit}.{due_on:%Y-%m-%d}.{case}"})


def _after() -> Place | None:
    """The last row of the page before, from "0.1.8.2026-11-21.42"; nonsense starts from the beginning."""
    parts = request.args.get("setelah", "").split(".")
    numbers = [*parts[:3], *parts[4:]]
    if len(parts) != 5 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return None
    try:
        return int(parts[0]), int(parts[1]), int(parts[2]), date.fromisoformat(parts[3]), int(parts[4])
    except ValueError:
        return None
