"""Relawan: who carries how much and who is away; one volunteer's open tasks and days away."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.absence import add_absence, cancel_absence
from puskesos.errors import RuleBroken
from puskesos.forms.absence import AbsenceForm
from puskesos.forms.base import clean_line
from puskesos.queries.absence import absences_of, find_absence
from puskesos.queries.suggestion import count_to_hand_out
from puskesos.queries.volunteer import list_volunteer_rows, open_tasks_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, found, hub_today, open_form, respond
from puskesos.views.assigning import load_volunteer

blueprint = Blueprint("volunteer", __name__)


@blueprint.get("/relawan")
@requires(Permission.SEE_BOARD)
def index() -> Response:
    text = clean_line(request.args.get("cari"))[:60]
    rows = list_volunteer_rows(viewer().hub_id, hub_today(), text)
    shown = {"rows": rows, "text": text, "limit": current_hub().load_limit, "waiting": count_to_hand_out(viewer())}
    return respond("volunteer/index.html", "volunteer/_rows.html", **shown)


@blueprint.route("/relawan/<id:volunteer_id>", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def show(volunteer_id: int) -> Response:
    user = load_volunteer(volunteer_id)
    form = absence_form()
    tasks = open_tasks_of(user.id, viewer())
    if form.validate_on_submit() and note_absence(user.id, form):
        falls = sum(form.first_on.data <= task.due_on <= form.last_on.data for task in tasks)
        more = f" {falls} tugas jatuh tempo pada hari itu: alihkan bila perlu." if falls else ""
        return done(url_for("volunteer.show", volunteer_id=user.id), f"Libur dicatat.{more}", draft="libur")
    shown = {"user": user, "tasks": tasks, "absences": absences_of(user.id), "limit": current_hub().load_limit}
    return respond("volunteer/show.html", status=form_status(), form=form, today=hub_today(), **shown)


@blueprint.post("/relawan/libur/<id:absence_id>/pembatalan")
@requires(Permission.ASSIGN)
def cancel(absence_id: int) -> Response:
    absence = found(find_absence(viewer().hub_id, absence_id))
    cancel_absence(absence, actor=viewer(), now=clock.now())
    return done(url_for("volunteer.show", volunteer_id=absence.user_id), f"Libur {absence.user.name} dibatalkan.")


def absence_form() -> AbsenceForm:
    """The form of this request, beginning today."""
    form = open_form(AbsenceForm, data={"first_on": hub_today()})
    form.today = hub_today()
    return form


def note_absence(user_id: int, form: AbsenceForm) -> bool:
    """Whether what was typed could be noted; else the form says why not."""
    try:
        days = (form.first_on.data, form.last_on.data, form.reason.data or "")
        add_absence(user_id, *days, actor=viewer(), now=clock.now(), today=hub_today())
    except RuleBroken as problem:
        form.carry(problem)
        return False
    return True
