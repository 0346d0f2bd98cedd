"""Menggabungkan warga: choosing the other entry, comparing both field by field, and taking a merge back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request

from puskesos import clock
from puskesos.actions.merging import merge_people, undo_merge
from puskesos.errors import RuleBroken
from puskesos.forms.merging import FindForm, MergeForm, UndoMergeForm, pick_name
from puskesos.models.merging import PersonMerge
from puskesos.models.person import Person
from puskesos.queries.merging import (
    count_moves,
    entered_at,
    find_kept,
    find_likely_of,
    find_merge,
    find_pair,
    may_merge,
    plan_undo,
    why_not_undo,
)
from puskesos.queries.person import people_by_ids
from puskesos.queries.search import find_people
from puskesos.rules.merging import proposed
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.security.looks import saw
from puskesos.views.answer import current_hub, done, form_status, hub_today, load_person, open_form, person_url, respond
from puskesos.views.merging_shown import Compared, compare_rows

blueprint = Blueprint("merging", __name__, url_prefix="/warga/<id:person_id>")
MERGED = "Kedua data sudah menjadi satu."
FOUND = 20


@blueprint.route("/gabung", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def choose(person_id: int) -> Response:
    person = load_person(person_id)
    form = FindForm()
    sent = form.validate_on_submit()
    text = form.q.data or "" if sent else ""
    likely = find_likely_of(viewer(), person, hub_today()) if sent and not text else None
    found = _find_others(person, text) if text else []
    shown = {"person": person, "form": form, "found": found, "asked": bool(text), "likely": likely}
    return respond("merging/choose.html", "merging/_likely.html", today=hub_today(), **shown)


@blueprint.route("/gabung/<id:other>", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def compare(person_id: int, other: int) -> Response:
    pair = find_pair(viewer(), person_id, other)
    if pair is None:
        return done(person_url(_merged_already(person_id, other) or abort(404)), MERGED)
    kept, gone = pair
    for one in pair:
        saw("person", one.id, actor=viewer(), now=clock.now())
    compared = compare_rows(kept, gone)
    form = _prepared(kept, gone, compared)
    if form.validate_on_submit():
        try:
            key = form.submission_key()
            merged = merge_people(kept, gone, form.entry(), key=key, actor=viewer(), now=clock.now())
            return done(person_url(merged), MERGED)
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"kept": kept, "gone": gone, "compared": compared, "zone": current_hub().zone}
    moves, may = count_moves(viewer(), kept, gone), may_merge(viewer(), kept, gone)
    return respond("merging/compare.html", status=form_status(), form=form, moves=moves, may=may, **shown)


@blueprint.route("/penggabungan/<id:merge_id>/pembatalan", methods=["GET", "POST"])
@requires(Permission.MERGE_PEOPLE)
def undo(person_id: int, merge_id: int) -> Response:
    person = load_person(person_id)
    merge: PersonMerge = find_merge(viewer(), person.id, merge_id) or abort(404)
    form = UndoMergeForm()
    if merge.undone_at is not None:
        return done(person_url(person.id), "Penggabungan ini sudah dibatalkan.")
    if form.validate_on_submit():
        try:
            undo_merge(merge, apart=bool(form.apart.data), actor=viewer(), now=clock.now())
            return done(person_url(person.id), "Penggabungan dibatalkan. Kedua data terpisah lagi.")
        except RuleBroken as problem:
            form.carry(problem)
    if why_not := why_not_undo(viewer(), merge, clock.now()):
        back = person_url(person.id)
        return respond("merging/no_undo.html", status=form_status(), said="penggabungan", why_not=why_not, back=back)
    plan = plan_undo(viewer(), merge)
    return respond("merging/undo.html", status=form_status(), form=form, person=person, merge=merge, plan=plan)


def _find_others(person: Person, text: str) -> list[Any]:
    """Whom the text finds, without this person."""
    ids = {one.person.id for one in find_people(viewer(), text, limit=FOUND)} - {person.id}
    return people_by_ids(viewer(), sorted(ids))


def _merged_already(person_id: int, other: int) -> int | None:
    """The kept id when these two are one already: a second tap on the button, or an old link."""
    low, high = sorted((person_id, other))
    return low if find_kept(viewer(), high) == low else None


def _prepared(kept: Person, gone: Person, compared: Compared) -> MergeForm:
    """The form with the likelier side of each field chosen."""
    known: dict[str, object] = {"kept_version": kept.version, "gone_version": gone.version}
    if request.method == "GET":
        entered, today = entered_at(kept, gone), hub_today()
        for field in compared.fields:
            side = proposed(field, compared.kept, compared.gone, entered[field.name], today)
            known[pick_name(field)] = side
    form = open_form(MergeForm, data=known)
    form.ask(compared.choices)
    return form
