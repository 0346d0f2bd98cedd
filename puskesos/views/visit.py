"""The visit report: its first page with the parts that every report has, and the answer of the koordinator."""

from __future__ import annotations

from itertools import pairwise

from flask import Blueprint, Response, current_app, url_for

from puskesos import clock
from puskesos.actions.visit import report_visit, review_visit
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import ReviewForm, VisitForm
from puskesos.forms.choices import offer
from puskesos.models.assignment import Assignment
from puskesos.queries.scan import scans_of_task
from puskesos.queries.visit import newest_with_versions, photos_with
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.dates import show_date
from puskesos.rules.permissions import Permission
from puskesos.rules.visit_facts import changed_facts
from puskesos.rules.visit_form import MOST_PHOTOS, SHORT
from puskesos.security.guard import requires, viewer
from puskesos.security.headers import allow_place
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
from puskesos.views.visit_shown import (
    is_saved_only,
    keep_parts,
    open_report,
    outline,
    saved_version,
    short_form,
    typed_now,
)

blueprint = Blueprint("visit", __name__)
ANSWERS = (AssignmentState.DISETUJUI, AssignmentState.DIKEMBALIKAN, AssignmentState.KUNJUNGAN_ULANG)
ANSWER_LABELS = ("Setujui laporan", "Kembalikan, laporan perlu diperbaiki", "Minta kunjungan ulang")


@blueprint.route("/tugas/<task:number>/laporan", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def new(number: str) -> Response:
    task = load_own_assignment(number)
    report = open_report(task)
    if is_saved_only():
        return keep_parts(task, typed_now(SHORT), draft="laporan")
    form = short_form(report, hub_today(), current_hub().zone)
    if form.validate_on_submit():
        try:
            return _send(task, form)
        except RuleBroken as problem:
            form.carry(problem)
    context = {"task": task, "case": task.case, "form": form, "mended": report.mended, "most": MOST_PHOTOS}
    context["scans"] = scans_of_task(task)
    parts = outline(report, form)
    saved = saved_version(report, SHORT).saved_at
    return allow_place(respond("task/report.html", status=form_status(), parts=parts, saved_at=saved, **context))


@blueprint.route("/penugasan/<task:number>/pemeriksaan", methods=["GET", "POST"])
@requires(Permission.REVIEW_VISIT)
def review(number: str) -> Response:
    task = load_assignment(number)
    load_case(task.case.number)
    versions = newest_with_versions(task)
    if not versions:
        raise RuleBroken("Belum ada laporan pada tugas ini.")
    form = open_form(ReviewForm, data={"version": task.version})
    form.target.choices = offer(list(zip(map(str, ANSWERS), ANSWER_LABELS, strict=True)))
    if form.validate_on_submit():
        try:
            answer = {"target": form.target.data, "reason": form.reason.data or "", "due_on": form.due_on.data}
            version = form.expected_version()
            review_visit(task, versions[0], **answer, version=version, actor=viewer(), now=clock.now())
            said = f"{AssignmentState(form.target.data).label}: laporan {task.number}."
            return done(case_url(task.case), said, draft="periksa")
        except RuleBroken as problem:
            form.carry(problem)
    zone = current_hub().zone
    changes = [(one, changed_facts(older, one, zone)) for one, older in pairwise(versions)]
    seen = {"visit": versions[0], "changes": changes, "older": versions[1:], "photos": photos_with(versions)}
    seen["scans"] = scans_of_task(task)
    return respond("assignment/review.html", status=form_status(), task=task, form=form, **seen)


def _send(task: Assignment, form: VisitForm) -> Response:
    now = clock.now()
    entry = form.entry(now)
    report_visit(
        task,
        entry,
        photos_sent(MOST_PHOTOS),
        uploads=current_app.config["SETTINGS"].uploads,
        key=form.submission_key(),
        actor=viewer(),
        now=now,
    )
    page = "visit_photo.index" if entry.photos_waiting else "task.show"
    is_tried_again = task.state == AssignmentState.DIKERJAKAN and entry.return_on is not None
    said = f"Tercatat: coba lagi {show_date(entry.return_on)}." if is_tried_again else "Laporan terkirim. Terima kasih."
    return done(url_for(page, number=task.number), said, draft="laporan")
