"""Reading for merges: the pair side by side, what would move, merges of a person, what stands in an undo's way."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Expression, fn

from puskesos.models.case import Case
from puskesos.models.hub import Hub, Village
from puskesos.models.matching import NotSame
from puskesos.models.merging import PersonMerge, read_row, row_of
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.queries.case import openable
from puskesos.queries.matching import LikelyPeople, find_likely
from puskesos.queries.person import scope
from puskesos.rules.matching import Known
from puskesos.rules.merging import (
    FIELDS,
    NEEDS_KOORDINATOR,
    TOO_LATE,
    MergeField,
    given_back,
    may_still_undo,
    needs_koordinator,
    undo_first,
)
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class Moves:
    """What a merge brings to the kept entry; `told_apart` names who once said that these are two people."""

    cases: int
    memberships: int
    changes: int
    told_apart: str = ""


@dataclass(frozen=True)
class UndoPlan:
    """What taking a merge back does: fields that return, corrected ones that stay, and rows that go back.

    `same_nik` are people whom the viewer may know and who will share a NIK with one of the two.
    """

    gone: Person
    back: list[MergeField]
    corrected: list[MergeField]
    cases: int
    memberships: int
    same_nik: list[Any]


def find_pair(viewer: Viewer, person_id: int, other_id: int) -> tuple[Person, Person] | None:
    """The two entries with family and village, the older one first; None unless the viewer may know both."""
    query = Person.select(Person, Household, Village).join(Household, JOIN.LEFT_OUTER).switch(Person).join(Village)
    rows = list(query.where(scope(viewer), Person.id.in_([person_id, other_id])).order_by(Person.id))
    if len(rows) != 2:
        return None
    return rows[0], rows[1]


def find_kept(viewer: Viewer, gone_id: int) -> int | None:
    """The person that a merged entry belongs to now, one step on; None for everybody else."""
    if not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return None
    return Person.select(Person.merged_into).where(Person.hub == viewer.hub_id, Person.id == gone_id).scalar()


def find_likely_of(viewer: Viewer, person: Person, today: date) -> LikelyPeople:
    """Who else in the registry may be this person, whose family is joined."""
    known = Known(
        name=person.name,
        alias=person.alias,
        sex=person.sex,
        nik=person.nik or "",
        kk=(person.household.kk or "") if person.household_id else "",
        birth_date=person.birth_date,
        birth_year=person.birth_year_estimate,
        village=person.village_id,
        rt=person.rt,
        rw=person.rw,
        phone=person.phone_normal or "",
    )
    return find_likely(viewer, known, today, person_id=person.id)


def may_merge(viewer: Viewer, kept: Person, gone: Person) -> bool:
    """Whether this merge is open to the viewer; the answer tells nobody why not."""
    if viewer.has_role(Role.KOORDINATOR):
        return True
    return not needs_koordinator(row_of(kept), row_of(gone), restricted=has_restricted([kept.id, gone.id]))


def has_restricted(person_ids: Collection[int], *also: Expression) -> bool:
    """Whether any of these people is the client of a restricted case, one that meets `also`."""
    return Case.select().where(Case.client.in_(list(person_ids)), Case.restricted, *also).exists()


def entered_at(kept: Person, gone: Person) -> dict[str, tuple[datetime, datetime]]:
    """When each field was last typed: its newest correction, else when the entry was made."""
    newest = fn.MAX(PersonChange.at)
    rows = PersonChange.select(PersonChange.person, PersonChange.field, newest)
    told = rows.where(PersonChange.person.in_([kept.id, gone.id])).group_by(PersonChange.person, PersonChange.field)
    corrected = {(person, field): _moment(at) for person, field, at in told.tuples()}

    def last(person: Person, field: MergeField) -> datetime:
        typed = [corrected.get((person.id, column)) for column in field.columns]
        return max(at for at in [person.created_at, *typed] if at)

    return {field.name: (last(kept, field), last(gone, field)) for field in FIELDS}


def count_moves(viewer: Viewer, kept: Person, gone: Person) -> Moves:
    """What the viewer may know of that hangs on the entry that goes, in one query."""
    pair = NotSame.select(NotSame.actor_name).where(NotSame.person_low == kept.id, NotSame.person_high == gone.id)
    counted = (
        Case.select(fn.COUNT(Case.id)).where(Case.client == gone.id, openable(viewer)),
        Membership.select(fn.COUNT(Membership.id)).where(Membership.person == gone.id),
        PersonChange.select(fn.COUNT(PersonChange.id)).where(PersonChange.person == gone.id),
        pair.limit(1),
    )
    *counts, told_apart = Person.select(*counted).where(Person.id == gone.id).tuples().get()
    return Moves(*counts, told_apart=told_apart or "")


def find_merge(viewer: Viewer, kept_id: int, merge_id: int) -> PersonMerge | None:
    """One merge into a person whom the viewer may see."""
    query = PersonMerge.select(PersonMerge).join(Person, on=(PersonMerge.kept == Person.id))
    return query.where(scope(viewer), PersonMerge.id == merge_id, PersonMerge.kept == kept_id).get_or_none()


def blocking_merge(merge: PersonMerge) -> PersonMerge | None:
    """A later merge that still stands and has to be taken back first: into the kept person, or of that person."""
    later = (PersonMerge.kept == merge.kept_id) | (PersonMerge.gone == merge.kept_id)
    standing = PersonMerge.undone_at.is_null() & (PersonMerge.id > merge.id)
    return PersonMerge.select().where(later, standing).order_by(PersonMerge.id.desc()).first()


def can_undo(viewer: Viewer, merge: PersonMerge, now: datetime) -> bool:
    """Whether a merge stands, is young enough to be taken back, and the viewer may."""
    return merge.undone_at is None and may_still_undo(merge.at, now) and may_undo(viewer, merge)


def why_not_undo(viewer: Viewer, merge: PersonMerge, now: datetime) -> str:
    """What keeps the viewer from taking this merge back, as a sentence; empty when nothing does."""
    if not may_still_undo(merge.at, now):
        return TOO_LATE
    if later := blocking_merge(merge):
        return undo_first(later.actor_name, later.at.astimezone(ZoneInfo(Hub.get_by_id(later.hub_id).zone)).date())
    return "" if may_undo(viewer, merge) else NEEDS_KOORDINATOR


def may_undo(viewer: Viewer, merge: PersonMerge) -> bool:
    """Whether taking back is open to the viewer, by the same rule as merging."""
    before = read_row(merge.kept_before), read_row(merge.gone_before)
    restricted = has_restricted([merge.kept_id, merge.gone_id])
    return viewer.has_role(Role.KOORDINATOR) or not needs_koordinator(*before, restricted=restricted)


def plan_undo(viewer: Viewer, merge: PersonMerge) -> UndoPlan:
    """What an undo would do now; of cases only those that the viewer may open are counted."""
    kept, gone = Person.get_by_id(merge.kept_id), Person.get_by_id(merge.gone_id)
    back, corrected = given_back(read_row(merge.kept_before), read_row(merge.kept_after), row_of(kept))
    moved = json.loads(merge.moved)
    return UndoPlan(
        gone=gone,
        back=back,
        corrected=corrected,
        cases=_still_with(Case, Case.client, moved["case"], kept.id, openable(viewer)),
        memberships=_still_with(Membership, Membership.person, moved["membership"], kept.id),
        same_nik=_sharing(viewer, merge, kept, back),
    )


def _sharing(viewer: Viewer, merge: PersonMerge, kept: Person, back: list[MergeField]) -> list[Any]:
    """Who will have the NIK of either entry, too, by id: others who are registered, or the kept entry itself."""
    theirs = read_row(merge.gone_before)["nik"]
    ours = read_row(merge.kept_before)["nik"] if "nik" in {field.name for field in back} else kept.nik
    if not (theirs or ours):
        return []
    wanted = (Person.id != kept.id) & Person.nik.in_([nik for nik in (ours, theirs) if nik])
    if ours and ours == theirs:
        wanted |= Person.id == kept.id
    people = list(Person.select(Person.id, Person.name, Person.nik).where(scope(viewer), wanted).limit(5))
    for one in people:
        one.nik = ours if one.id == kept.id else one.nik
    return sorted(people, key=lambda one: one.id)


def _still_with(model: Any, column: Any, ids: list[int], person_id: int, *also: Expression) -> int:
    return int(model.select().where(model.id.in_(ids), column == person_id, *also).count()) if ids else 0


def _moment(value: Any) -> datetime:
    """An aggregate loses its field's conversion on one engine."""
    return value if isinstance(value, datetime) and value.tzinfo else PersonChange.at.python_value(value)
