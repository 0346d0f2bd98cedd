"""Menggabungkan dan memisah keluarga: choosing the other family, confirming, parting one, and taking either back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.household_merging import merge_households, split_household, undo_household_merge
from puskesos.errors import RuleBroken
from puskesos.forms.choices import offer, village_choices
from puskesos.forms.household_merging import FamilyForm, SplitForm, people_choices
from puskesos.forms.merging import FindForm, UndoForm
from puskesos.models.person import Household
from puskesos.queries.household import head_of, members_of
from puskesos.queries.household_merging import find_change, find_families, going_back, seen_in, why_not_undo_move
from puskesos.queries.hub import list_villages
from puskesos.queries.matching import was_sent
from puskesos.queries.person import people_by_ids
from puskesos.rules.merging import FamilyChange
from puskesos.rules.nik import mask_number
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, load_household, open_form, respond

SAID = {FamilyChange.GABUNG: "penggabungan", FamilyChange.PISAH: "pemisahan"}
blueprint = Blueprint("household_merging", __name__, url_prefix="/keluarga/<id:household_id>")


@blueprint.route("/gabung", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def choose(household_id: int) -> Response:
    household = load_household(household_id)
    form = open_form(FindForm)
    text = form.q.data or "" if form.validate_on_submit() else ""
    found = find_families(viewer(), text, without=household.id) if text else []
    return respond("household/choose.html", household=household, form=form, found=found, asked=bool(text))


@blueprint.route("/gabung/<id:other_id>", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def merge(household_id: int, other_id: int) -> Response:
    both = load_household(household_id), load_household(other_id)
    if household_id == other_id:
        abort(404)
    families = [(one, members_of(viewer(), one.id)) for one in both]
    form = _family_form(families)
    if form.validate_on_submit():
        kept, other = both if form.card.data == str(both[0].id) else both[::-1]
        try:
            key, now = form.submission_key(), clock.now()
            made = merge_households(kept, other, form.entry(), key=key, actor=viewer(), now=now)
            return done(household_url(made), "Kedua keluarga sudah menjadi satu.")
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"household": both[0], "families": families, "today": hub_today()}
    return respond("household/merge.html", status=form_status(), form=form, **shown)


@blueprint.route("/pisah", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def split(household_id: int) -> Response:
    household = load_household(household_id)
    members = members_of(viewer(), household.id)
    form = _split_form(household, members)
    if form.validate_on_submit():
        try:
            key, now = form.submission_key(), clock.now()
            made = split_household(household, form.entry(), key=key, actor=viewer(), now=now)
            return done(household_url(made), "Keluarga baru tersimpan.", draft="pisah-keluarga")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("household/split.html", status=form_status(), household=household, form=form, members=members)


@blueprint.route("/perubahan/<id:change_id>/pembatalan", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def undo(household_id: int, change_id: int) -> Response:
    household = load_household(household_id)
    change = find_change(viewer(), household.id, change_id) or abort(404)
    form = UndoForm()
    if change.undone_at is not None:
        return done(household_url(change.kept_id), "Perubahan ini sudah dibatalkan.")
    if form.validate_on_submit():
        try:
            undo_household_merge(change, actor=viewer(), now=clock.now())
            return done(household_url(change.kept_id), "Dibatalkan. Anggota kembali ke keluarga semula.")
        except RuleBroken as problem:
            form.carry(problem)
    if why_not := why_not_undo_move(viewer(), change, clock.now()):
        shown = {"said": f"{SAID[change.kind]} keluarga", "why_not": why_not, "back": household_url(household.id)}
        return respond("merging/no_undo.html", status=form_status(), **shown)
    back, stay = going_back(viewer(), change)
    shown = {"household": household, "change": change, "back": back, "stay": stay}
    return respond("household/undo.html", status=form_status(), form=form, **shown)


def household_url(household_id: int) -> str:
    """The page of a family."""
    return url_for("household.show", household_id=household_id)


def _family_form(families: list[tuple[Household, list[Any]]]) -> FamilyForm:
    """The card of the family with more members proposed, and its head."""
    ranked = sorted(families, key=lambda family: -len(family[1]))
    heads = [head for _, members in ranked if (head := head_of(members))]
    known = {"card": str(ranked[0][0].id), "head": str(heads[0].id) if heads else ""}
    form = open_form(FamilyForm, data=known | {"seen": seen_in(viewer(), *(one.id for one, _ in families))})
    form.card.choices = offer([(str(one.id), _card(one, members)) for one, members in families])
    form.head.choices = people_choices([member for _, members in families for member in members])
    return form


def _split_form(household: Household, members: list[Any]) -> SplitForm:
    """The new family's address is the old one's until somebody says otherwise."""
    known = {name: getattr(household, name) for name in ("address", "rt", "rw")}
    known |= {"village": str(household.village_id or ""), "seen": seen_in(viewer(), household.id)}
    form = open_form(SplitForm, data=known)
    if form.is_submitted() and was_sent(form.submission_key()):  # a second tap: who left is no member any more
        members = [*members, *people_by_ids(viewer(), form.chosen())]
    form.members.offer([(str(one.id), one.name) for one in members])
    form.head.choices = people_choices(members)
    form.village.choices = offer(village_choices(list_villages(viewer().hub_id)))
    return form


def _card(household: Household, members: list[Any]) -> str:
    head = head_of(members)
    who = head.name if head else members[0].name if members else "tanpa anggota"
    place = household.address or (household.village.name if household.village_id else "")
    number = f"KK {mask_number(household.kk)}" if household.kk else "Nomor KK belum diisi"
    return " · ".join(part for part in (number, f"keluarga {who}", place) if part)
