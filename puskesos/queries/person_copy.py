"""Everything the hub holds of one person, gathered for the copy that the person may have (UU 27/2022 Pasal 32)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from peewee import Model, ModelSelect

from puskesos.models.assignment import Photo, Visit
from puskesos.models.case import Case, CaseDocument, CaseEvent, DataCheck, Decision, Recommendation
from puskesos.models.hub import Service, Village
from puskesos.models.person import Membership, Person, PersonChange
from puskesos.models.user import User
from puskesos.queries.hub import names_of_users
from puskesos.queries.looks import LOOKS, WORK, Look, looks_of, merged_into
from puskesos.queries.person import memberships_of
from puskesos.rules.intake import Relation
from puskesos.rules.phone import normalise_phone
from puskesos.rules.roles import main_role, parse_roles
from puskesos.rules.visit_facts import newest_versions

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class CaseCopy:
    """One case with all that belongs to it, each list in the order in which it happened."""

    case: Case
    papers: list[CaseDocument]
    checks: list[DataCheck]
    visits: list[Visit]
    photos: int
    recommendations: list[Recommendation]
    decisions: list[Decision]
    events: list[CaseEvent]


@dataclass(frozen=True)
class PersonRows:
    """A person's rows; `others` are third parties whose names may stand in texts, `officers` names of users by id.

    `merged_names`: what the person was called in entries that were merged into this one.
    """

    person: Person
    merged_names: list[str]
    members: list[Person]
    others: list[Person]
    memberships: list[Membership]
    changes: list[PersonChange]
    cases: list[CaseCopy]
    looks: list[Look]
    officers: dict[int, str]
    roles: dict[int, str]
    villages: dict[str, str]

    @property
    def reporters(self) -> list[str]:
        """Names of those who reported for this person."""
        return [one.case.reporter_name for one in self.cases if one.case.reporter_relation != Relation.DIRI]


def gather_person(person: Person) -> PersonRows:
    """Read the rows of a person that `find_resident` returned: restricted cases too, so only for the koordinator."""
    changes = list(PersonChange.select().where(PersonChange.person == person).order_by(PersonChange.id))
    cases = _cases(person)
    others = _others(person, changes, cases)
    merged = merged_into(person)
    called = Person.select(Person.name, Person.alias).where(Person.id.in_(merged)).tuples()
    users = list(User.select(User.id, User.roles).where(User.hub == person.hub_id).tuples())
    villages = Village.select(Village.id, Village.name).where(Village.hub == person.hub_id).tuples()
    return PersonRows(
        person=person,
        merged_names=[name for names in called for name in names if name],
        members=[one for one in others if person.household_id and one.household_id == person.household_id],
        others=others,
        memberships=memberships_of(person.id),
        changes=changes,
        cases=cases,
        looks=looks_of(person, (*LOOKS, *WORK), merged=merged, limit=None),
        officers=names_of_users(person.hub_id),
        roles={user_id: main_role(parse_roles(roles)).label for user_id, roles in users},
        villages={str(village_id): name for village_id, name in villages},
    )


def has_restricted_case(person: Person) -> bool:
    """Whether the copy holds something that must reach nobody but the person."""
    return Case.select().where(Case.client == person.id, Case.restricted).exists()


def _cases(person: Person) -> list[CaseCopy]:
    cases = Case.select(Case, Service, Village).join(Service).switch(Case).join(Village).where(Case.client == person)
    papers = _by_case(person, CaseDocument.select().order_by(CaseDocument.position))
    checks, visits = _of_cases(person, DataCheck), _of_cases(person, Visit)  # of a mended report its newest version
    advice, decisions = _of_cases(person, Recommendation), _of_cases(person, Decision)
    events, photos = _of_cases(person, CaseEvent), _of_cases(person, Photo)
    return [
        CaseCopy(
            case,
            papers[case.id],
            checks[case.id],
            newest_versions(visits[case.id]),
            len(photos[case.id]),
            advice[case.id],
            decisions[case.id],
            events[case.id],
        )
        for case in cases.order_by(Case.id)
    ]


def _of_cases(person: Person, model: type[Row]) -> dict[int, list[Row]]:
    return _by_case(person, model.select().order_by(model.id))


def _by_case(person: Person, query: ModelSelect) -> dict[int, list[Any]]:
    cases = Case.select(Case.id).where(Case.client == person.id)
    sorted_out: dict[int, list[Any]] = defaultdict(list)
    for row in query.where(query.model.case.in_(cases)):
        sorted_out[row.case_id].append(row)
    return sorted_out


def _others(person: Person, changes: list[PersonChange], cases: list[CaseCopy]) -> list[Person]:
    """People of the families the person belongs or belonged to, and residents with the phone of a reporter."""
    moves = {text for one in changes if one.field == "household_id" for text in (one.old, one.new) if text.isdigit()}
    families = {int(text) for text in moves} | ({person.household_id} if person.household_id else set())
    phones = {phone for one in cases if (phone := normalise_phone(one.case.reporter_phone))}
    close = Person.household.in_(sorted(families)) | Person.phone_normal.in_(sorted(phones))
    query = Person.select().where(Person.hub == person.hub_id, close, Person.id != person.id)
    return list(query.order_by(Person.birth_date, Person.id).limit(500))
