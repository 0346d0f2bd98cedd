"""Kegiatan saya: what a volunteer did outside cases, one tap each, and the own month with its paper."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.activity import cancel_activity, change_activity, note_activity
from puskesos.errors import RuleBroken
from puskesos.forms.activity import ActivityForm, ActivityTapForm
from puskesos.models.activity import Activity
from puskesos.queries.activity import find_own_activity
from puskesos.queries.hub import list_villages
from puskesos.queries.user import find_user
from puskesos.rules.activity import ActivityKind, Month, why_closed
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.activity_shown import asked_month, month_file, month_page, months_back, shown_month
from puskesos.views.answer import done, drop_draft, form_status, hub_today, open_form, respond

blueprint = Blueprint("activity", __name__, url_prefix="/kegiatan")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.NOTE_ACTIVITY)
def index() -> Response:
    form, month = ActivityTapForm(), asked_month()
    if form.validate_on_submit():
        try:
            return _note(form)
        except RuleBroken as problem:
            form.carry(problem)
    shown = shown_month(viewer().id, month)
    return respond("activity/index.html", status=form_status(), form=form, kinds=ActivityKind, **shown)


@blueprint.route("/<id:activity_id>", methods=["GET", "POST"])
@requires(Permission.NOTE_ACTIVITY)
def edit(activity_id: int) -> Response:
    activity, today = _load(activity_id), hub_today()
    form = _offered(open_form(ActivityForm, data=ActivityForm.known(activity)), activity)
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            facts = {"version": version, "actor": viewer(), "now": clock.now(), "today": today}
            changed = change_activity(activity, form.entry(), **facts)
            said = "Kegiatan disimpan." if changed else "Tidak ada yang berubah."
            return done(months_back("activity.index", Month.of(form.day.data)), said, draft="kegiatan")
        except RuleBroken as problem:
            form.carry(problem)
    closed = why_closed(activity.day, cancelled=activity.cancelled_at is not None, today=today)
    shown = {"activity": activity, "closed": closed, "kind": ActivityKind(activity.kind)}
    return respond("activity/edit.html", status=form_status(), form=form, month=Month.of(activity.day), **shown)


@blueprint.post("/<id:activity_id>/pembatalan")
@requires(Permission.NOTE_ACTIVITY)
def cancel(activity_id: int) -> Response:
    activity, form = _load(activity_id), ActivityForm()
    facts = {"version": form.expected_version(), "actor": viewer(), "now": clock.now(), "today": hub_today()}
    cancel_activity(activity, **facts)
    said = f"{ActivityKind(activity.kind).label} dibatalkan dan tidak dihitung lagi."
    drop_draft(url_for("activity.edit", activity_id=activity.id), "kegiatan")
    return done(months_back("activity.index", Month.of(activity.day)), said)


@blueprint.get("/cetak")
@requires(Permission.NOTE_ACTIVITY)
def page() -> Response:
    user, month = find_user(viewer().hub_id, viewer().id), asked_month()
    back = (months_back("activity.index", month), "Kembali ke kegiatan")
    return month_page(user, month, back=back, pdf=months_back("activity.file", month))


@blueprint.get("/cetak.pdf")
@requires(Permission.NOTE_ACTIVITY)
def file() -> Response:
    user, month = find_user(viewer().hub_id, viewer().id), asked_month()
    return month_file(user, month, instead=months_back("activity.page", month))


def _load(activity_id: int) -> Activity:
    return find_own_activity(viewer(), activity_id) or abort(404)


def _note(form: ActivityTapForm) -> Response:
    kind, today = form.kind.data or "", hub_today()
    made = note_activity(kind, key=form.submission_key(), actor=viewer(), now=clock.now(), today=today)
    said = f"{ActivityKind(kind).label} hari ini tercatat. Lengkapi bila perlu."
    return done(url_for("activity.edit", activity_id=made), said)


def _offered(form: ActivityForm, activity: Activity) -> ActivityForm:
    """The volunteer's villages, and the one that the activity names already."""
    may_choose = {activity.village_id, *viewer().village_ids}
    form.offer([village for village in list_villages(viewer().hub_id) if village.id in may_choose], hub_today())
    return form
