"""The day a volunteer means to go, and the koordinator who grants more time or does not."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.assignment_plan import answer_postponement, plan_visit
from puskesos.errors import RuleBroken
from puskesos.forms.assignment_plan import PlanForm, PostponementForm
from puskesos.models.assignment import Assignment
from puskesos.rules.permissions import Permission
from puskesos.rules.visit_day import is_asked_later
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import (
    case_url,
    done,
    form_status,
    hub_today,
    load_assignment,
    load_own_assignment,
    open_form,
    respond,
)

blueprint = Blueprint("assignment_plan", __name__)


@blueprint.route("/tugas/<task:number>/rencana", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def edit(number: str) -> Response:
    task = load_own_assignment(number)
    known = {"planned_on": task.planned_on, "reason": task.postponed_because, "version": task.version}
    form = open_form(PlanForm, data=known)
    if form.validate_on_submit():
        try:
            return done(url_for("task.show", number=number), _plan(task, form), draft="rencana")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"task": task, "case": task.case, "form": form, "today": hub_today()}
    return respond("task/plan.html", status=form_status(), **context)


@blueprint.route("/penugasan/<task:number>/penundaan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def answer(number: str) -> Response:
    task = load_assignment(number)
    form = open_form(PostponementForm, data={"version": task.version})
    if form.validate_on_submit():
        try:
            return done(case_url(task.case), _answer(task, form), draft="penundaan")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"task": task, "case": task.case, "is_asked": is_asked_later(task.due_on, task.planned_on)}
    return respond("assignment/postponement.html", status=form_status(), form=form, **context)


def _plan(task: Assignment, form: PlanForm) -> str:
    moment = {"actor": viewer(), "now": clock.now(), "today": hub_today()}
    version = form.expected_version()
    if plan_visit(task, form.planned_on.data, form.reason.data or "", version=version, **moment):
        return "Koordinator diberi tahu bahwa tugas ini minta ditunda."
    return "Hari berkunjung dicatat."


def _answer(task: Assignment, form: PostponementForm) -> str:
    grant, version = request.form.get("putusan") == "setuju", form.expected_version()
    reason = form.reason.data or ""
    answer_postponement(task, grant=grant, reason=reason, version=version, actor=viewer(), now=clock.now())
    return "Batas waktu digeser." if grant else f"{task.volunteer.name} diberi tahu bahwa batas waktunya tetap."
