"""Around a restricted case: saying why, the emergency, its team, and making a case restricted or open again."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.actions.restriction import (
    add_member,
    end_emergencies,
    lift_restriction,
    open_in_emergency,
    remove_member,
    restrict_by_hand,
    say_why,
    take_note,
)
from puskesos.errors import CaseClosedToViewer, RuleBroken
from puskesos.forms.restriction import EmergencyForm, LiftForm, LookForm, MemberForm, RestrictForm
from puskesos.models.case import Case
from puskesos.queries.case_door import may_open
from puskesos.queries.hub import names_of_users
from puskesos.queries.restriction import is_shut_out, looks_at, running_emergencies, team_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, find_case_here, form_status, load_case, open_form, respond, send_to
from puskesos.views.door import check_inside, place_after

blueprint = Blueprint("restriction", __name__, url_prefix="/kasus/<case:number>")


@blueprint.route("/alasan", methods=["GET", "POST"])
@requires(Permission.SEE_CASES)
def look(number: str) -> Response:
    case = find_case_here(number)
    if not case.restricted:
        return send_to(case_url(case))
    check_inside(case)
    form = open_form(LookForm)
    form.lanjut.data = place_after(case)
    if form.validate_on_submit():
        say_why(case, form.sentence(), actor=viewer(), now=clock.now())
        return send_to(place_after(case))
    return respond("restriction/look.html", status=form_status(), case=case, form=form)


@blueprint.route("/darurat", methods=["GET", "POST"])
@requires(Permission.SEE_CASES)
def emergency(number: str) -> Response:
    case = find_case_here(number)
    if may_open(viewer(), case):
        return send_to(case_url(case))
    if is_shut_out(case, viewer().id):
        raise CaseClosedToViewer("")
    form = open_form(EmergencyForm)
    if form.validate_on_submit():
        open_in_emergency(case, form.reason.data, actor=viewer(), now=clock.now())
        return done(case_url(case), f"Kasus {case.number} terbuka selama satu jam. Koordinator diberi tahu.")
    return respond("restriction/emergency.html", status=form_status(), case=case, form=form)


@blueprint.post("/darurat/pengetahuan")
@requires(Permission.RESTRICT)
def know(number: str) -> Response:
    take_note(find_case_here(number), actor=viewer(), now=clock.now())
    return done("/", f"Pembukaan darurat kasus {number} sudah diketahui.")


@blueprint.post("/darurat/pengakhiran")
@requires(Permission.RESTRICT)
def end_emergency(number: str) -> Response:
    end_emergencies(find_case_here(number), actor=viewer(), now=clock.now())
    return done("/", f"Akses darurat kasus {number} sudah diakhiri.")


@blueprint.route("/kerahasiaan", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def restrict(number: str) -> Response:
    case = load_case(number)
    form = open_form(RestrictForm, data={"version": case.version})
    if form.validate_on_submit():
        try:
            what = {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
            restrict_by_hand(case, form.cause.data, form.text.data or "", **what)
            return _restricted(case)
        except RuleBroken as problem:
            form.carry(problem)
    return respond("restriction/restrict.html", status=form_status(), case=case, form=form)


@blueprint.route("/kerahasiaan/pencabutan", methods=["GET", "POST"])
@requires(Permission.RESTRICT)
def lift(number: str) -> Response:
    case = load_case(number)
    form = open_form(LiftForm, data={"version": case.version})
    if form.validate_on_submit():
        try:
            what = {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
            lift_restriction(case, form.reason.data, **what)
            return done(case_url(case), "Kasus ini tidak lagi terbatas.")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("restriction/lift.html", status=form_status(), case=case, form=form)


@blueprint.route("/tim", methods=["GET", "POST"])
@requires(Permission.RESTRICT)
def team(number: str) -> Response:
    case = load_case(number)
    members, staff = team_of(case)
    form = open_form(MemberForm)
    form.offer(staff)
    if form.validate_on_submit():
        try:
            add_member(case, int(form.user.data), actor=viewer(), now=clock.now())
            return done(url_for("restriction.team", number=number), "Petugas masuk tim kasus.")
        except RuleBroken as problem:
            form.carry(problem)
    people = {"members": members, "looks": looks_at(case), "names": names_of_users(case.hub_id)}
    people["emergencies"] = running_emergencies(case, clock.now())
    return respond("restriction/team.html", status=form_status(), case=case, form=form, **people)


@blueprint.post("/tim/<id:user_id>/pengeluaran")
@requires(Permission.RESTRICT)
def shut_out(number: str, user_id: int) -> Response:
    case = load_case(number)
    name = remove_member(case, user_id, actor=viewer(), now=clock.now())
    return done(url_for("restriction.team", number=number), f"{name} tidak lagi dapat membuka kasus {number}.")


def _restricted(case: Case) -> Response:
    """Back to the case; whoever may no longer open it is told why."""
    if may_open(viewer(), case):
        return done(case_url(case), "Kasus ini sekarang terbatas.")
    closed = "Kasus ini sekarang terbatas: hanya petugas yang menangani dan koordinator yang dapat membukanya."
    return done(url_for("case.index"), closed)
