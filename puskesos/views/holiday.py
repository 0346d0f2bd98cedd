"""Pengaturan → Hari libur: national holidays to read, the hub's own to add and remove."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.holiday import add_holidays, remove_holiday
from puskesos.errors import RuleBroken
from puskesos.forms.holiday import HolidayForm
from puskesos.queries.settings import changes_of, find_holiday, list_holidays
from puskesos.rules.dates import show_date
from puskesos.rules.deadlines import national_holidays
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, open_form, respond
from puskesos.views.settings_shown import change_lines

blueprint = Blueprint("holiday", __name__, url_prefix="/pengaturan/hari-libur")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def index() -> Response:
    form = open_form(HolidayForm)
    if form.validate_on_submit():
        try:
            added = add_holidays(form.entry(), actor=viewer(), now=clock.now())
            said = f"{added} hari libur ditambahkan." if added else "Hari ini sudah tercatat sebagai libur."
            return done(_url(form.first.data), said, draft="libur")
        except RuleBroken as problem:
            form.carry(problem)
    year = _year()
    entries = changes_of(viewer().hub_id, "holiday", viewer().hub_id, ("holidays_added", "holiday_removed"))
    return respond(
        "holiday/index.html",
        status=form_status(),
        form=form,
        year=year,
        years=range(hub_today().year - 1, hub_today().year + 3),
        national=national_holidays(year),
        local=list_holidays(viewer().hub_id, year),
        history=change_lines(entries, current_hub().zone),
    )


@blueprint.post("/<id:holiday_id>/penghapusan")
@requires(Permission.MANAGE_HUB)
def remove(holiday_id: int) -> Response:
    holiday = find_holiday(viewer().hub_id, holiday_id) or abort(404)
    remove_holiday(holiday, actor=viewer(), now=clock.now())
    return done(_url(holiday.day), f"{show_date(holiday.day)} bukan hari libur lagi.")


def _year() -> int:
    """The year of the address; nonsense and far years show this one."""
    text, this = request.args.get("tahun", ""), hub_today().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return year if abs(year - this) <= 10 else this


def _url(day: date) -> str:
    return url_for("holiday.index", tahun=day.year)
