"""Reading the registry: one scope, the list paged by name, and what the page of one person shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.merging import PersonMerge
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.queries.case import openable
from puskesos.queries.case import scope as case_scope
from puskesos.queries.closed_doors import known_openly, sees_all, unnamed
from puskesos.queries.household import members_of
from puskesos.rules.nik import mask_number
from puskesos.rules.person import MembershipStatus, PersonStatus
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

PAGE = 50
COUNTED = 1000
CHANGES = 100
ROW = (
    Person.id,
    Person.name,
    Person.alias,
    Person.sex,
    Person.nik,
    Person.nik_reason,
    Person.birth_date,
    Person.birth_year_estimate,
    Person.rt,
    Person.rw,
    Person.status,
    Person.identity,
    Village.name.alias("village_name"),
)


@dataclass(frozen=True)
class PersonFilter:
    """What the list is narrowed to; empty means all."""

    village: int | None = None
    status: str = str(PersonStatus.HIDUP)
    without_nik: bool = False


@dataclass(frozen=True)
class PersonPage:
    """One person with everything around; `households` gives masked card numbers of families in the history."""

    person: Person
    members: list[Any]
    memberships: list[Membership]
    cases: list[Any]
    changes: list[PersonChange]
    households: dict[str, str]
    merges: list[PersonMerge]


def scope(viewer: Viewer) -> Expression:
    """The condition on Person of every read: the hub's people for its staff, nobody for all others.

    An entry that was merged into another is no person of its own; who stands behind closed doors is not there.
    """
    if viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return (Person.hub == viewer.hub_id) & Person.merged_into.is_null() & known_openly(viewer)
    return Person.id == 0


def find_resident(viewer: Viewer, person_id: int) -> Person | None:
    """One person with household and village joined, or None outside the viewer's scope."""
    query = Person.select(Person, Household, Village).join(Household, JOIN.LEFT_OUTER).switch(Person).join(Village)
    return query.where(scope(viewer), Person.id == person_id).get_or_none()


def list_people(viewer: Viewer, wanted: PersonFilter, after: int | None = None) -> list[Any]:
    """Up to PAGE + 1 rows by name; `after` is the id of the last person seen, so that no name stands in an address."""
    query = _rows().where(scope(viewer), *conditions_of(wanted)).order_by(Person.search_words, Person.id)
    last = Person.get_or_none(scope(viewer), Person.id == after) if after else None
    if last is not None:
        behind = (Person.search_words > last.search_words) | (Person.id > last.id)
        query = query.where(Person.search_words >= last.search_words, behind)
    return list(query.limit(PAGE + 1).namedtuples())


def people_by_ids(viewer: Viewer, ids: Sequence[int]) -> list[Any]:
    """Rows of these people in the order of `ids`."""
    rows = {row.id: row for row in _rows().where(scope(viewer), Person.id.in_(list(ids))).namedtuples()}
    return [rows[one] for one in ids if one in rows]


def count_people(viewer: Viewer, wanted: PersonFilter) -> int:
    """How many people the filter leaves, counted up to COUNTED + 1."""
    return Person.select(Person.id).where(scope(viewer), *conditions_of(wanted)).limit(COUNTED + 1).count()


def load_person_page(viewer: Viewer, person: Person) -> PersonPage:
    """Gather a person that `find_resident` returned; restricted cases only for who may open them."""
    changes = list(
        PersonChange.select().where(PersonChange.person == person).order_by(PersonChange.id.desc()).limit(CHANGES)
    )
    return PersonPage(
        person=person,
        members=members_of(viewer, person.household_id) if person.household_id else [],
        memberships=memberships_of(person.id),
        cases=cases_of(viewer, person.id),
        changes=changes,
        households=_cards(changes),
        merges=merges_of(viewer, person.id),
    )


def merges_of(viewer: Viewer, person_id: int) -> list[PersonMerge]:
    """The merges into a person, and those of this entry that were taken back, newest first, with `gone_name`.

    One that was taken back names another person, who may stand behind closed doors. One that stands is told without
    name and reason when a restricted case came with it that the viewer may not open.
    """
    query = PersonMerge.select(PersonMerge, Person.name.alias("gone_name"))
    query = query.join(Person, on=(PersonMerge.gone == Person.id))
    mine = (PersonMerge.kept == person_id) | (PersonMerge.gone == person_id)
    rows = list(query.where(mine).order_by(PersonMerge.id.desc()).objects())
    closed = unnamed(viewer, [one for row in rows if row.undone_at for one in (row.kept_id, row.gone_id)])
    shut = _shut(viewer, [case for row in rows if not row.undone_at for case in json.loads(row.moved)["case"]])
    for row in rows:
        if not row.undone_at and shut & set(json.loads(row.moved)["case"]):
            row.gone_name = row.reason = ""
    return [row for row in rows if not (row.undone_at and closed & {row.kept_id, row.gone_id})]


def _shut(viewer: Viewer, case_ids: Sequence[int]) -> set[int]:
    """Those of these cases that the viewer may not open."""
    if not case_ids or sees_all(viewer):
        return set()
    return {one for (one,) in Case.select(Case.id).where(Case.id.in_(case_ids), ~openable(viewer)).tuples()}


def memberships_of(person_id: int) -> list[Membership]:
    """Programs of a person: the running ones first, then the newest."""
    rows = Membership.select().where(Membership.person == person_id).order_by(Membership.id.desc())
    return sorted(rows, key=lambda row: row.status == MembershipStatus.BERHENTI)


def find_membership(person: Person, membership_id: int) -> Membership | None:
    """One membership of this person."""
    return Membership.get_or_none(Membership.id == membership_id, Membership.person == person.id)


def cases_of(viewer: Viewer, person_id: int) -> list[Any]:
    """Cases of a person that the viewer may open, newest first, at most fifty; of others there is no trace."""
    return list(
        Case.select(
            Case.number,
            Case.state,
            Case.registered_on,
            Case.due_on,
            Case.restricted,
            Service.name.alias("service_name"),
        )
        .join(Service)
        .where(case_scope(viewer), openable(viewer), Case.client == person_id)
        .order_by(Case.id.desc())
        .limit(50)
        .namedtuples()
    )


def _rows() -> ModelSelect:
    return Person.select(*ROW).join(Village)


def conditions_of(wanted: PersonFilter) -> list[Expression]:
    """What the filter asks of a person, beside `scope`."""
    conditions: list[Expression] = []
    if wanted.status:
        conditions.append(Person.status == wanted.status)
    if wanted.village:
        conditions.append(Person.village == wanted.village)
    if wanted.without_nik:
        conditions.append(Person.nik.is_null())
    return conditions


def _cards(changes: list[PersonChange]) -> dict[str, str]:
    """Masked card numbers of the families that a history names, by id as text."""
    moves = [change for change in changes if change.field == "household_id"]
    ids = {int(text) for change in moves for text in (change.old, change.new) if text}
    if not ids:
        return {}
    rows = Household.select(Household.id, Household.kk).where(Household.id.in_(sorted(ids)))
    return {str(row.id): mask_number(row.kk) if row.kk else "tanpa nomor KK" for row in rows}
