"""What the last check of the registry found, as far as it still holds and the viewer may know of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, ModelAlias, ModelSelect, fn

from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.job import Job, RegistryFinding
from puskesos.models.matching import NotSame
from puskesos.models.person import Household, Person
from puskesos.queries.closed_doors import known_openly
from puskesos.queries.matching import known_of
from puskesos.queries.person import ROW, scope
from puskesos.queries.prepared import prepared, shape_of, slot, values_of, viewer_of
from puskesos.queries.registry_check import CHECKS, LIKELY_DOUBLE, condition, in_registry, open_cases
from puskesos.rules.job import JobKind, JobState
from puskesos.rules.matching import Match, match_score
from puskesos.rules.permissions import Permission
from puskesos.rules.person import PersonStatus
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

PAGE, LAST_JOBS = 50, 8


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one person, with what speaks for it now."""

    id: int
    person: Any
    other: Any
    match: Match


@dataclass(frozen=True)
class LastCheck:
    """The check that was asked for last, and what is known of the last finished one; `counts` by check, whole hub."""

    job: Job | None
    ended_at: datetime | None = None
    seconds: int = 0
    people: int = 0
    counts: dict[str, int] | None = None


def last_check(viewer: Viewer) -> LastCheck:
    """How the checks of the viewer's hub stand."""
    mine = (Job.hub == viewer.hub_id) & (Job.kind == str(JobKind.PERIKSA_WARGA))
    jobs = list(Job.select().where(mine).order_by(Job.id.desc()).limit(LAST_JOBS))
    done = next((job for job in jobs if job.state == JobState.SELESAI), None)
    newest = jobs[0] if jobs else None
    if done is None:
        return LastCheck(newest)
    told = json.loads(done.note or "{}")
    seconds = round((done.ended_at - done.started_at).total_seconds())
    return LastCheck(newest, done.ended_at, seconds, told.get("people", 0), told.get("counts", {}))


def count_findings(viewer: Viewer, village: int | None = None) -> dict[str, int]:
    """How many findings stand for each check that has any, in the order of CHECKS."""
    if not viewer.can(Permission.CLEAN_REGISTRY):
        return {}
    counts = dict(_counted(bool(village), *shape_of(viewer), **values_of(viewer), village=village))
    return {check: counts[check] for check in CHECKS if check in counts}


@prepared
def _counted(by_village: bool, roles: frozenset[Role], has_area: bool) -> ModelSelect:
    number = fn.COUNT(RegistryFinding.id).alias("number")
    counted = RegistryFinding.select(RegistryFinding.check_name, number).where(_mine(viewer_of(roles, has_area)))
    if by_village:
        theirs = Person.village == slot("village")
        counted = counted.join(Person, on=(RegistryFinding.person == Person.id)).where(theirs)
    return counted.group_by(RegistryFinding.check_name)


def list_wrong(viewer: Viewer, check: str, today: date, *, village: int | None = None, after: int = 0) -> list[Any]:
    """Up to PAGE + 1 rows of a check on single people that still hold; `finding` is the key to go on after."""
    columns = [RegistryFinding.id.alias("finding"), *ROW, Person.version, Person.household]
    if check == "deceased_open_case":
        columns.append(open_cases(viewer, fn.MIN(Case.number)).alias("case_number"))
    query = _findings(viewer, check, village, after, columns)
    return list(query.where(condition(check, viewer.hub_id, today, viewer)).namedtuples())


def list_pairs(
    viewer: Viewer, check: str, *, village: int | None = None, after: int = 0
) -> tuple[list[Pair], int | None]:
    """A page of pairs that still hold, and the finding to go on after (None at the end)."""
    other = ModelAlias(Person)
    query = _findings(viewer, check, village, after, [RegistryFinding.id, Person.id, other.id])
    query = query.join_from(RegistryFinding, other, on=(RegistryFinding.other == other.id))
    query = query.where(in_registry(viewer.hub_id, other))
    rows = list(
        (query.where(_still_open(other)) if check == LIKELY_DOUBLE else query.where(Person.nik == other.nik)).tuples()
    )
    people = _people(viewer, {one for _, *pair in rows[:PAGE] for one in pair})
    pairs = [
        Pair(finding, people[one], people[two], match_score(known_of(people[one]), known_of(people[two])))
        for finding, one, two in rows[:PAGE]
        if one in people and two in people
    ]
    return [pair for pair in pairs if pair.match.level != "bukan"], rows[PAGE - 1][0] if len(rows) > PAGE else None


def living_members(viewer: Viewer, households: list[int]) -> dict[int, list[Any]]:
    """Who lives in these families, by family, as far as the viewer may know of them."""
    columns = (Person.id, Person.name, Person.household, Person.household_role, Person.sex, Person.version)
    rows = Person.select(*columns, Person.birth_date, Person.birth_year_estimate).where(
        scope(viewer), Person.household.in_(households), Person.status == str(PersonStatus.HIDUP)
    )
    members: dict[int, list[Any]] = {}
    for row in rows.order_by(Person.household, Person.id).namedtuples():
        members.setdefault(row.household, []).append(row)
    return members


def _mine(viewer: Viewer) -> Any:
    """Findings of the viewer's hub about people whom the viewer may know of."""
    mine = RegistryFinding.hub == viewer.hub_id
    if viewer.has_role(Role.KOORDINATOR):
        return mine
    other = RegistryFinding.other.is_null() | known_openly(viewer, RegistryFinding.other)
    return mine & known_openly(viewer, RegistryFinding.person) & other


def _findings(viewer: Viewer, check: str, village: int | None, after: int, columns: list[Any]) -> ModelSelect:
    here = (RegistryFinding.check_name == check) & (RegistryFinding.id > after)
    query = RegistryFinding.select(*columns).join(Person, on=(RegistryFinding.person == Person.id)).join(Village)
    query = query.where(_mine(viewer), here, scope(viewer))
    query = query.where(Person.village == village) if village else query
    return query.order_by(RegistryFinding.id).limit(PAGE + 1)


def _still_open(other: Any) -> Any:
    """The pair has not been told apart; `person` of a finding is the higher id."""
    told = NotSame.select().where(NotSame.person_low == other.id, NotSame.person_high == Person.id)
    return ~fn.EXISTS(told)


def _people(viewer: Viewer, ids: set[int]) -> dict[int, Any]:
    shown = (*ROW, Person.village, Person.phone_normal, Person.version, Household.kk)
    people = Person.select(*shown).join(Village).switch(Person).join(Household, JOIN.LEFT_OUTER)
    return {row.id: row for row in people.where(scope(viewer), Person.id.in_(sorted(ids))).namedtuples()}
