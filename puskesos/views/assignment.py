"""Giving a case to a volunteer, and taking the task back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.assignment import assign_volunteer, cancel_assignment
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import AssignmentForm, ReasonOnlyForm
from puskesos.forms.choices import offer
from puskesos.models.case import Case
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.case_proposal import open_proposal
from puskesos.queries.hub import days_off, step_days, villages_of_volunteers
from puskesos.rules.assignment_path import AssignmentKind
from puskesos.rules.deadlines import visit_due
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import Proposal, ProposalKind
from puskesos.rules.step_targets import Step
from puskesos.rules.track import SUGGESTED, TrackKind
from puskesos.rules.track_dates import verval_due
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
    volunteers = list_volunteers(viewer().hub_id, hub_today(), case.village_id)
    proposal = open_proposal(case, ProposalKind.KUNJUNGAN)
    form = open_form(AssignmentForm, data={"version": case.version} | _first(case, proposal))
    form.volunteer.choices = offer([("", "Pilih relawan")] + [(str(one.id), one.name) for one in volunteers])
    if form.validate_on_submit():
        try:
            assigned = _assign(case, form)
            return done(_return_url(case.number), f"Penugasan {assigned} dibuat.", draft="penugasan")
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"case": case, "form": form, "volunteers": volunteers, "villages": villages_of_volunteers(case.hub_id)}
    shown |= {"proposal": proposal, "verval_due": _report_due(case, AssignmentKind.VERVAL)}
    return respond("assignment/new.html", "assignment/_due.html", status=form_status(), **shown)


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


def _assign(case: Case, form: AssignmentForm) -> str:
    return assign_volunteer(
        case,
        volunteer_id=int(form.volunteer.data),
        kind=form.kind.data,
        instruction=form.instruction.data or "",
        due_on=form.due_on.data,
        key=form.submission_key(),
        version=form.expected_version(),
        actor=viewer(),
        now=clock.now(),
        today=hub_today(),
    )


def _first(case: Case, proposal: Proposal | None) -> dict[str, object]:
    """A fresh form: what was proposed, with the day for its kind; else a verval where the service is about the data.

    The kind that the address asks for goes before both.
    """
    proposed = dict(proposal.content) if proposal else {}
    asked = request.args.get("kind") or proposed.get("kind")
    is_about_data = SUGGESTED.get(case.service.code) == TrackKind.USULAN
    usual = AssignmentKind.VERVAL if is_about_data else AssignmentKind.KUNJUNGAN_RUMAH
    kind = asked if asked in set(AssignmentKind) else str(usual)
    return proposed | {"kind": kind, "due_on": _report_due(case, kind)}


def _report_due(case: Case, kind: str) -> date:
    """The day the report is due: a verval's before the cut-off of DTSEN, others as this hub sets it for the urgency."""
    hub, today = current_hub(), hub_today()
    if kind == AssignmentKind.VERVAL:
        return verval_due(hub.dtsen_cutoff_day, today, days_off(hub.id))
    return visit_due(case.priority, today, days_off(hub.id), step_days(hub.id)[Step.KUNJUNGAN, case.priority])


def _return_url(number: str) -> str:
    return url_for("board.show") if request.args.get("dari") == "papan" else case_url(number)
