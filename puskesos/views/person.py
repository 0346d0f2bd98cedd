"""Warga: the list, entering somebody without a case, the page of one person, and correcting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.household import enter_member
from puskesos.actions.person import change_person, enter_person, identify_person, reveal_number
from puskesos.actions.person_status import set_person_status
from puskesos.errors import RuleBroken
from puskesos.forms.case import RevealForm
from puskesos.forms.choices import offer, village_choices
from puskesos.forms.household import StatusForm
from puskesos.forms.person_details import NewPersonForm, PersonDetailFields, PersonEditForm
from puskesos.forms.search import SearchForm
from puskesos.models.person import Household
from puskesos.queries.hub import list_villages, names_of_programs
from puskesos.queries.looks import looks_of
from puskesos.queries.merging import can_undo, find_kept
from puskesos.queries.person import (
    COUNTED,
    PAGE,
    PersonFilter,
    count_people,
    find_resident,
    list_people,
    load_person_page,
    people_by_ids,
)
from puskesos.queries.search import find_people
from puskesos.rules.intake import IdentityKnown
from puskesos.rules.permissions import Permission
from puskesos.rules.person import PersonStatus
from puskesos.security.guard import requires, viewer
from puskesos.security.looks import saw
from puskesos.views.answer import (
    current_hub,
    done,
    form_status,
    hub_today,
    load_household,
    load_person,
    open_form,
    person_url,
    respond,
)
from puskesos.views.case_shown import advice_on
from puskesos.views.person_shown import person_history
from puskesos.views.track_shown import card_window
from puskesos.views.welfare_shown import person_welfare

blueprint = Blueprint("person", __name__, url_prefix="/warga")
MOST_FOUND = 30
FILTERED = ("desa", "keadaan", "tanpa-nik")  # an empty one says "all" and must stay


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.SEE_PEOPLE)
def index() -> Response:
    wanted, search = read_filter(request.args), SearchForm()
    text = search.q.data or "" if request.method == "POST" else ""
    if text:
        found = people_by_ids(viewer(), [one.person.id for one in find_people(viewer(), text, limit=MOST_FOUND)])
        export = url_for("export.people", warga=".".join(str(row.id) for row in found))
        return _list(wanted, search, found, said=f"{len(found)} warga ditemukan", older=None, export=export)
    rows = list_people(viewer(), wanted, after=_number(request.args.get("setelah", "")))
    kept = {name: request.args[name] for name in FILTERED if name in request.args}
    older = url_for("person.index", **(kept | {"setelah": rows[PAGE - 1].id})) if len(rows) > PAGE else None
    total = count_people(viewer(), wanted)
    said = f"{total} warga" if total <= COUNTED else "Lebih dari 1.000 warga"
    return _list(wanted, search, rows[:PAGE], said=said, older=older, export=url_for("export.people", **kept))


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def new() -> Response:
    form = _prepared(open_form(NewPersonForm, data=_known_family(request.args.get("keluarga", ""))))
    family = _family(form.household.data)
    if form.validate_on_submit():
        try:
            who, role = (form.identity(), form.particulars()), form.household_role.data or ""
            once = {"role": role, "key": form.submission_key(), "actor": viewer(), "now": clock.now()}
            made = enter_member(family, *who, **once) if family else enter_person(*who, kk=form.kk.data or None, **once)
            return done(person_url(made), "Warga baru tersimpan.", draft="warga")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("person/new.html", status=form_status(), form=form, family=family)


@blueprint.get("/<id:person_id>")
@requires(Permission.SEE_PEOPLE)
def show(person_id: int) -> Response:
    person = find_resident(viewer(), person_id)
    if person is None:
        return _lead_on(person_id)
    page = load_person_page(viewer(), person)
    villages = {str(village.id): village.name for village in list_villages(viewer().hub_id)}
    saw("person", person.id, actor=viewer(), now=clock.now())
    return respond(
        "person/show.html",
        page=page,
        person=person,
        today=hub_today(),
        history=person_history(page, villages, current_hub().zone),
        undoable=[one for one in page.merges if one.kept_id == person.id and can_undo(viewer(), one, clock.now())],
        advice=advice_on(person, person.hub_id),
        programs=names_of_programs(viewer().hub_id),
        looks=looks_of(person) if viewer().can(Permission.GIVE_COPY) else [],
        card_window=card_window(person, current_hub(), hub_today()),
        welfare=person_welfare(viewer(), person),
    )


@blueprint.route("/<id:person_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def edit(person_id: int) -> Response:
    person = load_person(person_id)
    form = _prepared(open_form(PersonEditForm, data=PersonEditForm.known(person, hub_today())))
    form.keep(person)
    if form.validate_on_submit():
        try:
            changed = _save(person, form)
            said = f"Diperbaiki: {', '.join(changed)}." if changed else "Tidak ada yang berubah."
            return done(person_url(person.id), said, draft="warga")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("person/edit.html", status=form_status(), person=person, form=form)


@blueprint.route("/<id:person_id>/keadaan", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def change_status(person_id: int) -> Response:
    person = load_person(person_id)
    form = open_form(StatusForm, data=_known_status(person))
    if form.validate_on_submit():
        try:
            changes = {"version": form.expected_version(), "actor": viewer(), "now": clock.now(), "today": hub_today()}
            changed = set_person_status(person, form.entry(), **changes)
            said = "Keadaan tersimpan." if changed else "Tidak ada yang berubah."
            return done(person_url(person.id), said, draft="keadaan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("person/status.html", status=form_status(), person=person, form=form)


@blueprint.route("/<id:person_id>/nomor", methods=["GET", "POST"])
@requires(Permission.REVEAL_NUMBER)
def reveal(person_id: int) -> Response:
    person = load_person(person_id)
    form = open_form(RevealForm, data={"number": "kk" if request.args.get("kk") else "nik"})
    shown = None
    if form.validate_on_submit():
        try:
            shown = reveal_number(person, form.number.data, form.reason.data, actor=viewer(), now=clock.now())
        except RuleBroken as problem:
            form.carry(problem)
    status = 200 if shown is not None else form_status()
    return respond("person/reveal.html", "person/_number.html", status=status, person=person, form=form, shown=shown)


def _lead_on(person_id: int) -> Response:
    """From the address of an entry that was merged to the person it belongs to."""
    kept_id = find_kept(viewer(), person_id) or abort(404)
    return done(person_url(kept_id), "Data ini sudah digabung dengan warga di bawah ini.")


def _save(person: Any, form: PersonEditForm) -> list[str]:
    identity = form.identity()
    becomes_known = person.identity == IdentityKnown.TIDAK and identity.identity != IdentityKnown.TIDAK
    return (identify_person if becomes_known else change_person)(
        person,
        identity,
        more=form.particulars(),
        reason=form.reason.data or "",
        version=form.expected_version(),
        actor=viewer(),
        now=clock.now(),
    )


def _prepared(form: Any) -> Any:
    kept: PersonDetailFields = form
    kept.village.choices = offer(village_choices(list_villages(viewer().hub_id)))
    kept.today, kept.regency_code = hub_today(), current_hub().code[:5]
    return form


def _known_status(person: Any) -> dict[str, object]:
    """The status as recorded, or the one that a button of the person's page proposes."""
    proposed = request.args.get("menjadi", "")
    if proposed in set(PersonStatus) - {person.status}:
        return {"status": proposed, "on": hub_today(), "version": person.version}
    return {"status": person.status, "on": person.status_on, "note": person.status_note, "version": person.version}


def _family(text: str | None) -> Household | None:
    """The family that a new person is entered into: none, or one of the viewer's hub, else 404."""
    number = _number(text or "")
    return load_household(number) if number else None


def _known_family(text: str) -> dict[str, object]:
    """What a fresh form takes over from the family: itself and where it lives."""
    family = _family(text)
    if family is None:
        return {}
    home = {name: getattr(family, name) for name in ("address", "rt", "rw")}
    return home | {"household": str(family.id), "village": str(family.village_id or "")}


def _list(wanted: PersonFilter, search: SearchForm, rows: list[Any], **more: object) -> Response:
    return respond(
        "person/index.html",
        "person/_rows.html",
        wanted=wanted,
        search=search,
        rows=rows,
        villages=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        statuses=[*PersonStatus.choices(), ("", "Semua")],
        today=hub_today(),
        **more,
    )


def read_filter(given: Mapping[str, str]) -> PersonFilter:
    """The filter that the list's address tells."""
    status = given.get("keadaan", str(PersonStatus.HIDUP))
    return PersonFilter(
        village=_number(given.get("desa", "")),
        status=status if status in {"", *PersonStatus} else str(PersonStatus.HIDUP),
        without_nik=given.get("tanpa-nik") == "1",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
