"""Steps of a guided way: on, one step back, mending what was recorded, the decile, and one person's facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, request

from puskesos import clock
from puskesos.actions.track import change_member
from puskesos.actions.track_step import mend_step, move_people, note_decile, step_back, step_facts
from puskesos.errors import RuleBroken
from puskesos.forms.track import BackForm, DecileForm, MemberForm, MendForm, StepForm
from puskesos.models.case import Case
from puskesos.models.track import Track, TrackMember
from puskesos.queries.track import people_at_hand
from puskesos.rules.permissions import Permission
from puskesos.rules.track import TrackStep, find_track_step, first_step
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, load_case, open_form, respond, send_to
from puskesos.views.track_shown import load_track, track_url

blueprint = Blueprint("track_step", __name__, url_prefix="/kasus/<case:number>/jalur/<id:track_id>")


@blueprint.route("/langkah", methods=["GET", "POST"])
@requires(Permission.HANDLE_TRACK)
def move(number: str, track_id: int) -> Response:
    case, track = _load(number, track_id)
    first = {"version": track.version, "on": hub_today(), "source": _asked("dari"), "target": _asked("ke")}
    form = open_form(StepForm, data=first)
    step = find_track_step(track.kind, form.source.data or "", form.target.data or "")
    members = _on(track, form.source.data)
    if step is None or not members:
        return send_to(track_url(case, track.id))
    form.asks(step.target)
    form.offer(members)
    if form.validate_on_submit():
        try:
            move_people(track, form.ids(), step.target, form.facts(), version=form.expected_version(), **_act())
            return done(track_url(case, track.id), f"{step.target.label}: tercatat.", draft="langkah")
        except RuleBroken as problem:
            form.carry(problem)
    words = {"title": step.target.label, "button": step.label}
    return respond("track/step.html", status=form_status(), case=case, track=track, form=form, **words)


@blueprint.route("/pengembalian", methods=["GET", "POST"])
@requires(Permission.HANDLE_TRACK)
def back(number: str, track_id: int) -> Response:
    case, track = _load(number, track_id)
    form = open_form(BackForm, data={"version": track.version, "source": _asked("dari")})
    members = _on(track, form.source.data)
    if not members or members[0].step == first_step(track.kind):
        return send_to(track_url(case, track.id))
    form.offer(members)
    if form.validate_on_submit():
        try:
            step_back(track, form.ids(), form.text.data or "", version=form.expected_version(), **_act())
            return done(track_url(case, track.id), "Kembali satu langkah.", draft="langkah")
        except RuleBroken as problem:
            form.carry(problem)
    label = TrackStep(members[0].step).label
    words = {"title": f"Batalkan langkah “{label}”", "button": "Kembali satu langkah"}
    return respond("track/step.html", status=form_status(), case=case, track=track, form=form, **words)


@blueprint.route("/perbaikan", methods=["GET", "POST"])
@requires(Permission.HANDLE_TRACK)
def mend(number: str, track_id: int) -> Response:
    case, track = _load(number, track_id)
    members = _on(track, request.values.get("source") or _asked("dari"))
    if not members:
        return send_to(track_url(case, track.id))
    step, first = TrackStep(members[0].step), vars(step_facts(members[0]))
    form = open_form(MendForm, data={"version": track.version, "source": str(step), **first})
    form.asks(step)
    form.offer(members)
    if form.validate_on_submit():
        try:
            reason, version = form.reason.data or "", form.expected_version()
            mend_step(track, form.ids(), form.facts(), reason, version=version, **_act())
            return done(track_url(case, track.id), "Isian langkah diperbaiki.", draft="langkah")
        except RuleBroken as problem:
            form.carry(problem)
    words = {"title": f"Perbaiki isian “{step.label}”", "button": "Simpan perbaikan"}
    return respond("track/step.html", status=form_status(), case=case, track=track, form=form, **words)


@blueprint.route("/perbaikan-desil", methods=["GET", "POST"])
@requires(Permission.HANDLE_TRACK)
def decile(number: str, track_id: int) -> Response:
    case, track = _load(number, track_id)
    members = [one for one in people_at_hand(viewer(), track) if one.active_on and not one.decile_fixed_on]
    members = [one for one in members if one.step == members[0].step]
    if not members:
        return send_to(track_url(case, track.id))
    form = open_form(DecileForm, data={"version": track.version, "on": hub_today()})
    form.offer(members)
    if form.validate_on_submit():
        try:
            note_decile(track, form.ids(), form.on.data, version=form.expected_version(), **_act())
            return done(track_url(case, track.id), "Perbaikan desil dicatat.", draft="langkah")
        except RuleBroken as problem:
            form.carry(problem)
    words = {"title": "Desil sudah diperbaiki", "button": "Simpan"}
    return respond("track/step.html", status=form_status(), case=case, track=track, form=form, **words)


@blueprint.route("/orang/<id:member_id>", methods=["GET", "POST"])
@requires(Permission.HANDLE_TRACK)
def member(number: str, track_id: int, member_id: int) -> Response:
    case, track = _load(number, track_id)
    one = next((row for row in people_at_hand(viewer(), track) if row.id == member_id), None) or abort(404)
    names = ("deactivated_on", "deactivation_number", "care_place")
    form = open_form(MemberForm, data={"version": track.version} | {name: getattr(one, name) for name in names})
    if form.validate_on_submit():
        try:
            changed = change_member(track, one, form.entry(one.person_id), version=form.expected_version(), **_act())
            said = f"Diperbaiki: {', '.join(changed)}." if changed else "Tidak ada yang berubah."
            return done(track_url(case, track.id), said, draft="orang")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("track/member.html", status=form_status(), case=case, track=track, member=one, form=form)


def _load(number: str, track_id: int) -> tuple[Case, Track]:
    case = load_case(number)
    return case, load_track(case, track_id)


def _on(track: Track, step: str | None) -> Sequence[TrackMember]:
    """Who stands on this step."""
    return [one for one in people_at_hand(viewer(), track) if one.step == step]


def _asked(name: str) -> str:
    return request.args.get(name, "")[:40]


def _act() -> dict[str, Any]:
    return {"actor": viewer(), "now": clock.now(), "today": hub_today()}
