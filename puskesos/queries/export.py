"""Rows of an exported list, read by key in pieces; and the exports that the worker writes.

The same scope and filter as the list. People known only through restricted cases that the viewer may not open, and
restricted cases themselves, are in no file that leaves the house.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.job import Job
from puskesos.models.person import Household, Membership, Person
from puskesos.models.user import User
from puskesos.queries import book as books
from puskesos.queries import case as cases
from puskesos.queries import person as people
from puskesos.queries.case import CaseFilter
from puskesos.queries.hub import find_hub
from puskesos.queries.person import PersonFilter
from puskesos.rules.book import BookFilter
from puskesos.rules.export import KEPT_FOR, MOST_AN_HOUR, ExportList, FileFormat
from puskesos.rules.export_columns import BOOKS
from puskesos.rules.job import UNFINISHED, JobKind, JobState
from puskesos.rules.person import MembershipStatus
from puskesos.rules.viewer import Viewer

CHUNK = 1000
_PERSON = (
    *(Person.id, Person.search_words, Person.name, Person.alias, Person.sex, Person.nik, Person.birth_place),
    *(Person.birth_date, Person.birth_year_estimate, Person.rt, Person.rw, Person.address, Person.phone),
    *(Person.occupation, Person.household_role, Person.status, Person.dtsen_status, Person.decile),
)
_CASE = (
    *(Case.id, Case.number, Case.registered_on, Case.priority, Case.state, Case.state_since, Case.due_on),
    *(Case.closed_at, Person.name.alias("client_name"), Service.name.alias("service_name")),
)
_CHOSEN = (  # what only a chosen set of columns may want
    *(Person.nik, Person.sex, Person.birth_date, Person.birth_year_estimate, Person.rt, Person.rw, Person.occupation),
    *(Person.decile, Case.kind, Case.channel, Case.area, Case.pillar, Case.result, User.name.alias("officer")),
)


@dataclass(frozen=True)
class Wanted:
    """What is exported: the list with its filter; `ids` are the people of a search result, in its order, `columns`
    those of a set that the hub chose."""

    list: ExportList
    people: PersonFilter = field(default_factory=PersonFilter)
    cases: CaseFilter = field(default_factory=CaseFilter)
    ids: tuple[int, ...] = ()
    book: BookFilter = field(default_factory=BookFilter)
    columns: tuple[str, ...] = ()

    @property
    def is_book(self) -> bool:
        return self.list in BOOKS

    @property
    def village(self) -> int | None:
        """The one village it is narrowed to."""
        if self.list == ExportList.KASUS:
            return self.cases.village
        if self.is_book:
            return self.book.village
        return None if self.ids else self.people.village


@dataclass(frozen=True)
class Asked:
    """What the worker is to write, and under which name it lies when it is there."""

    wanted: Wanted
    format: FileFormat
    full_numbers: bool
    names: bool
    file: str = ""
    rows: int = 0


def count_rows(viewer: Viewer, wanted: Wanted, today: date) -> int:
    """How many rows the file will have."""
    if wanted.is_book:
        return books.count_book(viewer, wanted.list, wanted.book, find_hub(viewer.hub_id).zone, leaves=True)
    if wanted.list == ExportList.KASUS:
        return Case.select().join(Person).where(*_case_conditions(viewer, wanted.cases, today)).count()
    return Person.select().where(*_person_conditions(viewer, wanted)).count()


def count_restricted(viewer: Viewer, wanted: Wanted, today: date) -> int:
    """How many restricted cases of the list, or rows about them, are left out."""
    if wanted.is_book:
        return books.count_restricted_in(viewer, wanted.list, wanted.book, find_hub(viewer.hub_id).zone)
    conditions = (cases.scope(viewer), *cases.conditions_of(viewer, wanted.cases, today), Case.restricted)
    return Case.select().join(Person).where(*conditions).count() if wanted.list == ExportList.KASUS else 0


def read_rows(viewer: Viewer, wanted: Wanted, today: date, *, programs: bool = True) -> Iterator[dict[str, Any]]:
    """The rows in the order of the list, values by field; `programs` holds codes, read only when asked for."""
    if wanted.is_book:
        zone = find_hub(viewer.hub_id).zone
        yield from books.read_book(viewer, wanted.list, wanted.book, zone, leaves=True, piece=CHUNK)
        return
    if wanted.list == ExportList.KASUS:
        yield from _read_cases(viewer, wanted, today)
        return
    for chunk in _read_people(viewer, wanted):
        active = _programs_of([row["id"] for row in chunk]) if programs else {}
        yield from (row | {"programs": active.get(row["id"], [])} for row in chunk)


def find_export(viewer: Viewer, job_id: int) -> Job | None:
    """An export that this very person asked for."""
    mine = (Job.id == job_id) & (Job.kind == str(JobKind.EKSPOR_WARGA)) & (Job.created_by == viewer.id)
    return Job.get_or_none(mine, Job.hub == viewer.hub_id)


def recent_exports(viewer: Viewer, now: datetime) -> list[Job]:
    """This person's long exports that are being written or can still be fetched, newest first."""
    mine = (Job.hub == viewer.hub_id) & (Job.kind == str(JobKind.EKSPOR_WARGA)) & (Job.created_by == viewer.id)
    alive = Job.state.in_(UNFINISHED) | ((Job.state == str(JobState.SELESAI)) & (Job.ended_at > now - KEPT_FOR))
    return list(Job.select().where(mine, alive).order_by(Job.id.desc()).limit(MOST_AN_HOUR))


def has_unfinished_export(viewer: Viewer) -> bool:
    """Whether the worker still has to write one for this person."""
    mine = (Job.hub == viewer.hub_id) & (Job.kind == str(JobKind.EKSPOR_WARGA)) & (Job.created_by == viewer.id)
    return Job.select().where(mine, Job.state.in_(UNFINISHED)).exists()


def village_name(viewer: Viewer, wanted: Wanted) -> str:
    """The one village it is narrowed to; empty for all of them."""
    if not wanted.village:
        return ""
    mine = (Village.id == wanted.village) & (Village.hub == viewer.hub_id)
    return Village.select(Village.name).where(mine).scalar() or "desa lain"


def may_be_fetched(job: Job, now: datetime) -> bool:
    """Whether the file of an export is there and not yet too old."""
    return job.state == JobState.SELESAI and job.ended_at is not None and now - job.ended_at < KEPT_FOR


def asked_of(job: Job) -> Asked:
    """What was asked, from the job's note. Raises ValueError when the note is a sentence (the job failed)."""
    told = json.loads(job.note)
    wanted = told.pop("wanted")
    wanted = Wanted(
        list=ExportList(wanted["list"]),
        people=PersonFilter(**wanted["people"]),
        cases=CaseFilter(**wanted["cases"]),
        ids=tuple(wanted["ids"]),
        book=BookFilter(**wanted.get("book", {})),
        columns=tuple(wanted.get("columns", ())),
    )
    return Asked(wanted, FileFormat(told.pop("format")), **told)


def note_of(asked: Asked) -> str:
    """What was asked as a job's note, to be read by `asked_of`."""
    return json.dumps(asdict(asked), ensure_ascii=False)


def _person_conditions(viewer: Viewer, wanted: Wanted) -> list[Expression]:
    narrowed = [Person.id.in_(wanted.ids)] if wanted.ids else people.conditions_of(wanted.people)
    return [people.scope(viewer), *narrowed]


def _case_conditions(viewer: Viewer, wanted: CaseFilter, today: date) -> list[Expression]:
    return [cases.scope(viewer), *cases.conditions_of(viewer, wanted, today), ~Case.restricted]


def _read_people(viewer: Viewer, wanted: Wanted) -> Iterator[list[dict[str, Any]]]:
    query = Person.select(*_PERSON, Household.kk, Village.name.alias("village_name")).join(Village).switch(Person)
    query = query.join(Household, JOIN.LEFT_OUTER).where(*_person_conditions(viewer, wanted))
    if wanted.ids:
        found = {row["id"]: row for row in query.dicts()}
        yield [found[one] for one in wanted.ids if one in found]
        return
    query = query.order_by(Person.search_words, Person.id)
    rows = _piece(query)
    while rows:
        yield rows
        last = rows[-1]
        behind = (Person.search_words > last["search_words"]) | (Person.id > last["id"])
        rows = _piece(query.where(Person.search_words >= last["search_words"], behind)) if len(rows) == CHUNK else []


def _read_cases(viewer: Viewer, wanted: Wanted, today: date) -> Iterator[dict[str, Any]]:
    chosen = _CHOSEN if wanted.columns else ()
    query = cases.with_places(Case.select(*_CASE, *chosen, Village.name.alias("village_name")))
    if chosen:
        query = query.switch(Case).join(User, on=(Case.created_by == User.id))
    query = query.where(*_case_conditions(viewer, wanted.cases, today)).order_by(Case.due_on, Case.id)
    rows = _piece(query)
    while rows:
        yield from rows
        last = rows[-1]
        behind = (Case.due_on > last["due_on"]) | (Case.id > last["id"])
        rows = _piece(query.where(Case.due_on >= last["due_on"], behind)) if len(rows) == CHUNK else []


def _piece(query: ModelSelect) -> list[dict[str, Any]]:
    return list(query.limit(CHUNK).dicts())


def _programs_of(person_ids: Collection[int]) -> dict[int, list[str]]:
    """Codes of the programs these people receive now, oldest first."""
    rows = Membership.select(Membership.person, Membership.program).where(
        Membership.person.in_(list(person_ids)), Membership.status == str(MembershipStatus.AKTIF)
    )
    active: dict[int, list[str]] = defaultdict(list)
    for person, program in rows.order_by(Membership.id).tuples():
        active[person].append(program)
    return active
