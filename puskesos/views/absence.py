"""Libur saya: a volunteer's own days away, which the koordinator sees when work is handed out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.absence import cancel_absence
from puskesos.queries.absence import absences_of, find_absence
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, respond
from puskesos.views.volunteer import absence_form, note_absence

blueprint = Blueprint("absence", __name__, url_prefix="/libur")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def index() -> Response:
    form = absence_form()
    if form.validate_on_submit() and note_absence(viewer().id, form):
        said = "Libur dicatat. Koordinator melihatnya saat membagi tugas."
        return done(url_for("absence.index"), said, draft="libur")
    absences = absences_of(viewer().id)
    return respond("absence/index.html", status=form_status(), form=form, absences=absences, today=hub_today())


@blueprint.post("/<id:absence_id>/pembatalan")
@requires(Permission.REPORT_VISIT)
def cancel(absence_id: int) -> Response:
    absence = find_absence(viewer().hub_id, absence_id)
    if absence is None or absence.user_id != viewer().id:
        abort(404)
    cancel_absence(absence, actor=viewer(), now=clock.now())
    return done(url_for("absence.index"), "Libur dibatalkan.")
