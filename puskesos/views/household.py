"""Keluarga: members and roles, moving somebody, taking a member in, correcting card number and address."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.household import add_member, change_household, move_household
from puskesos.errors import RuleBroken
from puskesos.forms.choices import offer, village_choices
from puskesos.forms.household import HouseholdForm, MemberForm, MoveForm
from puskesos.queries.household import head_of, members_of
from puskesos.queries.household_merging import changes_of
from puskesos.queries.hub import list_villages
from puskesos.queries.person import people_by_ids
from puskesos.queries.search import find_people
from puskesos.rules.permissions import Permission
from puskesos.rules.person import MoveTarget
from puskesos.security.guard import requires, viewer
from puskesos.security.looks import saw
from puskesos.views.answer import (
    done,
    form_status,
    hub_today,
    load_household,
    load_person,
    open_form,
    person_url,
    respond,
)

blueprint = Blueprint("household", __name__)


@blueprint.get("/keluarga/<id:household_id>")
@requires(Permission.SEE_PEOPLE)
def show(household_id: int) -> Response:
    household = load_household(household_id)
    members = members_of(viewer(), household.id)
    saw("household", household.id, actor=viewer(), now=clock.now())
    return respond(
        "household/show.html",
        household=household,
        members=members,
        head=head_of(members),
        today=hub_today(),
        changes=changes_of(viewer(), household.id, clock.now()),
    )


@blueprint.route("/keluarga/<id:household_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def edit(household_id: int) -> Response:
    household = load_household(household_id)
    known = {name: getattr(household, name) for name in ("address", "rt", "rw")}
    form = open_form(HouseholdForm, data=known | {"village": str(household.village_id or "")})
    form.village.choices = offer(village_choices(list_villages(viewer().hub_id)))
    form.kept_kk = household.kk or ""
    if form.validate_on_submit():
        try:
            changed = change_household(household, form.entry(), actor=viewer(), now=clock.now())
            said = "Keluarga diperbaiki." if changed else "Tidak ada yang berubah."
            return done(household_url(household.id), said, draft="keluarga")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("household/edit.html", status=form_status(), household=household, form=form)


@blueprint.route("/keluarga/<id:household_id>/anggota", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def add(household_id: int) -> Response:
    household = load_household(household_id)
    form = open_form(MemberForm)
    only_search = request.method == "GET" or "cari" in request.form
    if not only_search and form.validate_on_submit():
        person = load_person(form.person_id())
        add_member(household, person, form.household_role.data or "", actor=viewer(), now=clock.now())
        return done(household_url(household.id), f"{person.name} dicatat sebagai anggota keluarga ini.")
    ids = [one.person.id for one in find_people(viewer(), form.q.data or "", limit=20)]
    found, status = people_by_ids(viewer(), ids), 200 if only_search else 422
    return respond("household/add.html", status=status, household=household, form=form, found=found, today=hub_today())


@blueprint.route("/warga/<id:person_id>/keluarga", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def move(person_id: int) -> Response:
    person = load_person(person_id)
    start = MoveTarget.TETAP if person.household_id else MoveTarget.KK
    known = {"target": str(start), "household_role": person.household_role, "version": person.version}
    form = open_form(MoveForm, data=known)
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            moved = move_household(person, form.move(), version=version, actor=viewer(), now=clock.now())
            said = "Keluarga tersimpan." if moved else "Tidak ada yang berubah."
            return done(person_url(person.id), said, draft="pindah-keluarga")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("household/move.html", status=form_status(), person=person, form=form)


def household_url(household_id: int) -> str:
    """The page of a family."""
    return url_for("household.show", household_id=household_id)
