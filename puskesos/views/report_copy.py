"""Copying a visit report from its scanned sheet: the picture beside the form, for who types it at the hub."""

from __future__ import annotations

from flask import Blueprint, Response, flash

from puskesos import clock
from puskesos.actions.visit_copy import NO_SHEET, NOT_AWAITED, copy_report
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import VisitForm
from puskesos.queries.hub import names_of_users
from puskesos.queries.scan import scans_of_task
from puskesos.rules.assignment_path import REPORT_AWAITED_IN
from puskesos.rules.permissions import Permission
from puskesos.rules.visit_form import further_parts
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
    send_to,
)

blueprint = Blueprint("report_copy", __name__)


@blueprint.route("/penugasan/<task:number>/laporan", methods=["GET", "POST"])
@requires(Permission.COPY_REPORT)
def new(number: str) -> Response:
    task = load_assignment(number)
    case, scans, form = load_case(task.case.number), scans_of_task(task), _opened()
    if form.validate_on_submit():
        try:
            once = {"key": form.submission_key(), "actor": viewer(), "now": clock.now()}
            copy_report(task, form.entry(clock.now()), **once)
            return done(case_url(case), f"Laporan {number} disalin dari lembarnya.", draft="salin-laporan")
        except RuleBroken as problem:
            form.carry(problem)
    if not (scans and task.state in REPORT_AWAITED_IN):
        flash(NOT_AWAITED if scans else NO_SHEET, "error")
        return send_to(f"{case_url(case)}#case-assignments")
    needed = [part.label for part, is_needed in further_parts(task.kind).items() if is_needed]
    context = {"task": task, "scans": scans, "needed": needed, "names": names_of_users(viewer().hub_id)}
    return respond("assignment/copy_report.html", status=form_status(), form=form, **context)


def _opened() -> VisitForm:
    form = open_form(VisitForm)
    form.zone, form.today = current_hub().zone, hub_today()
    return form
