"""Giving a case to a volunteer, and taking the task back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.assignment import assign_volunteer, cancel_assignment
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import AssignmentForm, ReasonOnlyForm
from puskesos.forms.choices import offer
from puskesos.queries.hub import days_off, step_days
from puskesos.queries.suggestion import suggestions_for
from puskesos.rules.deadlines import visit_due
from puskesos.rules.permissions import Permission
from puskesos.rules.step_targets import Step
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import (
    case_url,
    current_hub,
    done,
    form_status,
    hub_today,
    load_assignment,
    load_case,
    open_form,
    respond,
)

blueprint = Blueprint("assignment", __name__)


@blueprint.route("/kasus/<case:number>/penugasan", methods=["GET", "POST"])
@requires(Permission.DISPATCH)
def new(number: str) -> Response:
    case = load_case(number)
    today = hub_today()
    due = report_due(case.priority)
    told = suggestions_for(viewer(), [case], current_hub(), today, until=due)[case.id]
    form = open_form(AssignmentForm, data={"version": case.version, "due_on": due})
    form.volunteer.choices = offer([("", "Pilih relawan")] + [(str(x.candidate.id), x.candidate.name) for x in told])
    if form.validate_on_submit():
        try:
            assigned = assign_volunteer(
                case,
                volunteer_id=int(form.volunteer.data),
                kind=form.kind.data,
                instruction=form.instruction.data or "",
                due_on=form.due_on.data,
                key=form.submission_key(),
                version=form.expected_version(),
                actor=viewer(),
                now=clock.now(),
                today=today,
            )
            return done(_return_url(case.number), f"Penugasan {assigned} dibuat.", draft="penugasan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("assignment/new.html", status=form_status(), case=case, form=form, told=told)


@blueprint.route("/penugasan/<task:number>/pembatalan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def cancel(number: str) -> Response:
    task = load_assignment(number)
    form = open_form(ReasonOnlyForm)
    if form.validate_on_submit():
        try:
            cancel_assignment(task, reason=form.reason.data, actor=viewer(), now=clock.now())
            said = "Penugasan dibatalkan. Kasus kembali menunggu relawan."
            return done(case_url(task.case), said, draft="batal-tugas")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("assignment/cancel.html", status=form_status(), task=task, form=form)


def report_due(priority: str) -> date:
    """The day the report is due as this hub sets it for the urgency."""
    hub_id = viewer().hub_id
    return visit_due(priority, hub_today(), days_off(hub_id), step_days(hub_id)[Step.KUNJUNGAN, priority])


def _return_url(number: str) -> str:
    return url_for("board.show") if request.args.get("dari") == "papan" else case_url(number)
