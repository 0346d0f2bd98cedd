"""The visit report: sent once by the volunteer, then approved or returned."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, url_for

from puskesos import clock
from puskesos.actions.visit import report_visit, review_visit
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import ReviewForm, VisitForm
from puskesos.forms.choices import offer
from puskesos.models.assignment import Assignment
from puskesos.photos import MOST_PHOTOS
from puskesos.queries.assignment import latest_visit, photos_of
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import (
    case_url,
    current_hub,
    done,
    form_status,
    hub_today,
    load_assignment,
    load_case,
    load_own_assignment,
    open_form,
    respond,
)
from puskesos.views.photos_sent import photos_sent

blueprint = Blueprint("visit", __name__)
ANSWERS = (AssignmentState.DISETUJUI, AssignmentState.DIKEMBALIKAN, AssignmentState.KUNJUNGAN_ULANG)
ANSWER_LABELS = ("Setujui laporan", "Kembalikan, laporan perlu diperbaiki", "Minta kunjungan ulang")


@blueprint.route("/tugas/<task:number>/laporan", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def new(number: str) -> Response:
    task = load_own_assignment(number)
    form = open_form(VisitForm, data={"visited_on": hub_today()} | _returned(task))
    form.zone, form.today = current_hub().zone, hub_today()
    if form.validate_on_submit():
        try:
            return _send(task, form)
        except RuleBroken as problem:
            form.carry(problem)
    return respond("task/report.html", status=form_status(), task=task, case=task.case, form=form)


@blueprint.route("/penugasan/<task:number>/pemeriksaan", methods=["GET", "POST"])
@requires(Permission.REVIEW_VISIT)
def review(number: str) -> Response:
    task = load_assignment(number)
    load_case(task.case.number)
    visit = latest_visit(task)
    if visit is None:
        raise RuleBroken("Belum ada laporan pada tugas ini.")
    form = open_form(ReviewForm, data={"version": task.version})
    form.target.choices = offer(list(zip(map(str, ANSWERS), ANSWER_LABELS, strict=True)))
    if form.validate_on_submit():
        try:
            answer = {"target": form.target.data, "reason": form.reason.data or "", "due_on": form.due_on.data}
            version = form.expected_version()
            review_visit(task, visit, **answer, version=version, actor=viewer(), now=clock.now())
            said = f"{AssignmentState(form.target.data).label}: laporan {task.number}."
            return done(case_url(task.case), said, draft="periksa")
        except RuleBroken as problem:
            form.carry(problem)
    photos = [photo for photo in photos_of(task.case) if photo.visit_id == visit.id]
    return respond("assignment/review.html", status=form_status(), task=task, visit=visit, photos=photos, form=form)


def _returned(task: Assignment) -> dict[str, object]:
    """A report that came back, as the volunteer wrote it: to be mended, not typed anew."""
    visit = latest_visit(task) if task.state == AssignmentState.DIKEMBALIKAN else None
    if visit is None:
        return {}
    moment = visit.visited_at.astimezone(ZoneInfo(current_hub().zone))
    written = {name: getattr(visit, name) for name in ("outcome", "met_whom", "findings", "conclusion", "next_step")}
    return written | {"visited_on": moment.date(), "visited_time": moment.time().replace(second=0, microsecond=0)}


def _send(task: Assignment, form: VisitForm) -> Response:
    now = clock.now()
    report_visit(
        task,
        form.entry(now),
        photos_sent(MOST_PHOTOS),
        uploads=current_app.config["SETTINGS"].uploads,
        key=form.submission_key(),
        actor=viewer(),
        now=now,
    )
    return done(url_for("task.show", number=task.number), "Laporan terkirim. Terima kasih.", draft="laporan")
