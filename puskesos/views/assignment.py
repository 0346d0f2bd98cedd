"""Giving a case to a volunteer, and taking the task back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, request

from puskesos import clock
from puskesos.actions.assignment import assign_volunteer, cancel_assignment
from puskesos.errors import Conflict, RuleBroken
from puskesos.forms.assignment import AssignmentForm, ReasonOnlyForm
from puskesos.forms.choices import offer
from puskesos.models.case import Case
from puskesos.queries.board import last_event
from puskesos.queries.case_proposal import open_proposal
from puskesos.queries.hub import days_off, step_days
from puskesos.queries.suggestion import suggestions_for
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
from puskesos.views.board_answer import board_url, moved, stale, who_and_when
from puskesos.views.failures import tell_conflict

blueprint = Blueprint("assignment", __name__)


@blueprint.route("/kasus/<case:number>/penugasan", methods=["GET", "POST"])
@requires(Permission.DISPATCH)
def new(number: str) -> Response:
    case = load_case(number)
    if request.method == "GET" and _is_from_board() and not case.awaits_assignment:
        raise Conflict
    proposal = open_proposal(case, ProposalKind.KUNJUNGAN)
    first = {"version": case.version} | _first(case, proposal)
    due = {case.id: first["due_on"]}
    told = suggestions_for(viewer(), [case], current_hub(), hub_today(), due=due)[case.id]
    form = open_form(AssignmentForm, data=first)
    form.volunteer.choices = offer([("", "Pilih relawan")] + [(str(x.candidate.id), x.candidate.name) for x in told])
    if form.validate_on_submit():
        try:
            said = f"Penugasan {_assign(case, form)} dibuat."
            if _is_from_board():
                return moved(said, draft="penugasan")
            return done(case_url(case.number), said, draft="penugasan")
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"case": case, "form": form, "told": told, "proposal": proposal, "back": return_url(case.number)}
    shown["verval_due"] = report_due(case, AssignmentKind.VERVAL)
    partial = "assignment/_due.html" if "kind" in request.args else "assignment/_new.html"
    return respond("assignment/new.html", partial, status=form_status(), **shown)


@blueprint.errorhandler(Conflict)
def tell_stale(error: Conflict) -> Response:
    """On the board: who changed the card meanwhile, and how."""
    if not _is_from_board():
        return tell_conflict(error)
    case = load_case(str((request.view_args or {})["number"]))
    newest = last_event(case)
    return stale(f"Kartu ini sudah diubah {who_and_when(newest.actor_name, newest.at)}: {newest.text}")


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
    kind = usual_kind(case, {"kind": request.args.get("kind") or proposed.get("kind")})
    return proposed | {"kind": kind, "due_on": report_due(case, kind)}


def usual_kind(case: Case, proposed: Mapping[str, object]) -> str:
    """The kind that was proposed; else a verval where the service is about the data, a home visit elsewhere."""
    asked = proposed.get("kind")
    is_about_data = SUGGESTED.get(case.service.code) == TrackKind.USULAN
    usual = AssignmentKind.VERVAL if is_about_data else AssignmentKind.KUNJUNGAN_RUMAH
    return str(asked) if asked in set(AssignmentKind) else str(usual)


def report_due(case: Case, kind: str) -> date:
    """The day the report is due: a verval's before the cut-off of DTSEN, others as this hub sets it for the urgency."""
    hub, today = current_hub(), hub_today()
    if kind == AssignmentKind.VERVAL:
        return verval_due(hub.dtsen_cutoff_day, today, days_off(hub.id))
    return visit_due(case.priority, today, days_off(hub.id), step_days(hub.id)[Step.KUNJUNGAN, case.priority])


def return_url(number: str) -> str:
    """To the board when the form was opened from there, else to the case."""
    return board_url() if _is_from_board() else case_url(number)


def _is_from_board() -> bool:
    return request.args.get("dari") == "papan" and viewer().can(Permission.SEE_BOARD)
