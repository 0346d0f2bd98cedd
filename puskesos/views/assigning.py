"""Handing work out and on: several cases at once, one task to another volunteer, all tasks of one who cannot go."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.reassigning import MOST_AT_ONCE, Transfer, hand_out, transfer_tasks
from puskesos.errors import RuleBroken
from puskesos.forms.assigning import ManyForm, TransferAllForm, TransferForm
from puskesos.forms.choices import offer
from puskesos.models.user import User
from puskesos.queries.suggestion import cases_to_hand_out, count_to_hand_out, named_cases, suggestions_for
from puskesos.queries.volunteer import find_volunteer_user, named_tasks, open_tasks_of
from puskesos.rules.assignment_path import AssignmentState, find_assignment_transition
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, load_assignment, open_form, respond
from puskesos.views.assigning_shown import case_lines, handouts, sent_numbers, task_lines, transfers
from puskesos.views.assignment import return_url

blueprint = Blueprint("assigning", __name__)
SHOWN = 30  # cases on one page; the board may tick more


@blueprint.route("/papan/penugasan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def many() -> Response:
    numbers = sent_numbers("kasus", MOST_AT_ONCE)
    is_sent = request.method == "POST"  # then a case that has gone meanwhile must be told, not left out
    form = open_form(ManyForm)
    cases = named_cases(viewer(), numbers, MOST_AT_ONCE) if is_sent else cases_to_hand_out(viewer(), numbers, SHOWN)
    lines = case_lines(cases, form.kind.data or "", form.instruction.data or "", request.args.get("kepada", ""))
    if form.validate_on_submit():
        try:
            count = hand_out(handouts(lines), key=form.submission_key(), **_moment())
            said = f"{count} kasus ditugaskan. Kabari relawannya lewat WhatsApp bila perlu."
            return done(url_for("volunteer.index"), said)
        except RuleBroken as problem:
            form.carry(problem)
    total = len(lines) if numbers else count_to_hand_out(viewer())
    return respond("assigning/many.html", status=form_status(), form=form, lines=lines, total=total)


@blueprint.route("/penugasan/<task:number>/pengalihan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def transfer(number: str) -> Response:
    task, today = load_assignment(number), hub_today()
    first = {"version": task.version, "due_on": max(task.due_on, today)}
    form = open_form(TransferForm, data=first)
    due = {task.case_id: first["due_on"]}
    told = suggestions_for(viewer(), [task.case], current_hub(), today, due=due, without=task.volunteer_id)
    people = told[task.case_id]
    form.volunteer.choices = offer([("", "Pilih relawan")] + [(str(x.candidate.id), x.candidate.name) for x in people])
    if form.validate_on_submit():
        try:
            one = Transfer(number, form.expected_version(), int(form.volunteer.data), form.due_on.data)
            transfer_tasks([one], form.reason.data, key=form.submission_key(), **_moment())
            return done(return_url(task.case.number), f"{number} dialihkan.", draft="pengalihan")
        except RuleBroken as problem:
            form.carry(problem)
    can_move = find_assignment_transition(task.state, AssignmentState.BATAL) is not None
    shown = {"task": task, "form": form, "told": people, "can_move": can_move}
    return respond("assigning/transfer.html", status=form_status(), **shown)


@blueprint.route("/relawan/<id:volunteer_id>/pengalihan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def transfer_all(volunteer_id: int) -> Response:
    user = load_volunteer(volunteer_id)
    is_sent = request.method == "POST"
    numbers = sent_numbers("tugas", MOST_AT_ONCE)
    tasks = named_tasks(viewer(), numbers) if is_sent else open_tasks_of(user.id, viewer())
    reported = [task for task in tasks if task.state == AssignmentState.DILAPORKAN and not is_sent]
    lines = task_lines([task for task in tasks if task not in reported][:MOST_AT_ONCE], user.id)
    form = open_form(TransferAllForm)
    if form.validate_on_submit():
        try:
            count = transfer_tasks(transfers(lines), form.reason.data, key=form.submission_key(), **_moment())
            said = f"{count} tugas {user.name} dialihkan. Kabari penggantinya lewat WhatsApp bila perlu."
            return done(url_for("volunteer.index"), said)
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"user": user, "form": form, "lines": lines, "reported": len(reported)}
    return respond("assigning/transfer_all.html", status=form_status(), **shown)


def load_volunteer(volunteer_id: int) -> User:
    """The volunteer of the URL within the viewer's hub, else 404."""
    return find_volunteer_user(viewer().hub_id, volunteer_id) or abort(404)


def _moment() -> dict[str, object]:
    return {"actor": viewer(), "now": clock.now(), "today": hub_today()}
