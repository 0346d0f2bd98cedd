"""Gambaran: the koordinator's overview of trend, waiting, workload, villages and services, drawn and as tables."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, request, url_for

from puskesos.queries.report_intake import intake_rows
from puskesos.rules.permissions import Permission
from puskesos.rules.report import Parted
from puskesos.rules.report_rising import WINDOW_DAYS
from puskesos.rules.report_waits import ENDED_DAYS
from puskesos.security.guard import requires
from puskesos.views.answer import current_hub, hub_today, respond, row_id
from puskesos.views.listed import Heading, show_list
from puskesos.views.report_overview_shown import overview

blueprint = Blueprint("report_overview", __name__, url_prefix="/laporan/gambaran")
SPANS = (WINDOW_DAYS, ENDED_DAYS)


@blueprint.get("")
@requires(Permission.SEE_OVERVIEW)
def index() -> Response:
    return respond("report_overview/index.html", **overview(is_wide=request.args.get("tabel") == "semua"))


@blueprint.get("/masuk")
@requires(Permission.SEE_OVERVIEW)
def intake() -> Response:
    """The cases that came in during the last days: ?hari=14&layanan=3 or ?hari=90&desa=5."""
    days, service, village = row_id("hari") or WINDOW_DAYS, row_id("layanan"), row_id("desa")
    if days not in SPANS:
        abort(404)
    today, asked = hub_today(), {Parted.LAYANAN: service, Parted.DESA: village}
    parts = {str(name): str(value) for name, value in asked.items() if value}
    rows = intake_rows(current_hub(), today - timedelta(days=days - 1), today).narrowed(parts)
    meaning = f"Kasus yang tanggal masuknya dalam {days} hari sampai hari ini."
    heading = Heading((url_for(".index"), "Gambaran"), f"Masuk {days} hari terakhir", meaning)
    return show_list(rows, heading, {"hari": days, **parts}, parts=parts)
