"""Where the rows of a register come from: a query for each table, by scope, period and village."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Expression, Field, ModelSelect, Value
from peewee import Case as Choose

from puskesos.models.assignment import Assignment
from puskesos.models.book import GuestVisit
from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.letter import Letter
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.case import scope, with_places
from puskesos.rules.book import NO_CASE, BookFilter
from puskesos.rules.export_columns import ExportList
from puskesos.rules.intake import Channel, Relation
from puskesos.rules.viewer import Viewer

Key = tuple[date, int, int]  # day, source, id


@dataclass(frozen=True)
class Source:
    """Rows of one table in a register, in the order of `day` and id; without `day` in the order of ids."""

    query: ModelSelect
    id: Field
    day: Field | None = None

    def page(self, place: int, after: Key | None, limit: int) -> list[dict[str, Any]]:
        query = self.query.order_by(*([self.day] if self.day else []), self.id).limit(limit)
        if after:
            query = query.where(self._behind(place, after))
        return [row | {"source": place} for row in query.dicts()]

    def _behind(self, place: int, after: Key) -> Expression:
        day, source, row_id = after
        if self.day is None:
            return self.id > row_id
        if place != source:
            return self.day >= day if place > source else self.day > day
        return (self.day > day) | ((self.day == day) & (self.id > row_id))


def sources_of(viewer: Viewer, book: ExportList, wanted: BookFilter, zone: str, *, leaves: bool) -> list[Source]:
    if book == ExportList.REGISTER:
        return [_cases(viewer, wanted, leaves)]
    if book == ExportList.TAMU:
        return [_callers(viewer, wanted, leaves), _guests(viewer, wanted, leaves)]
    if book == ExportList.SURAT:
        return [_letters(viewer, wanted, leaves)]
    return [_tasks(viewer, wanted, zone, leaves)]


def _cases(viewer: Viewer, wanted: BookFilter, leaves: bool) -> Source:
    columns = (
        *(Case.id, Case.registered_on.alias("day"), Case.registered_on, Case.number, Case.restricted, Case.state),
        *(Case.result, Case.closed_at, Case.story, Case.kind, Case.channel, Case.area, Case.pillar),
        *(Person.name.alias("client_name"), Person.nik, Person.occupation, Person.sex, Person.birth_date),
        *(Person.birth_year_estimate, Person.rt, Person.rw, Person.decile, User.name.alias("officer")),
        *(Village.name.alias("village_name"), Service.name.alias("service_name")),
    )
    return Source(_of_cases(columns, viewer, wanted, leaves), Case.id, Case.registered_on)


def _callers(viewer: Viewer, wanted: BookFilter, leaves: bool) -> Source:
    """Who came to the counter with what became a case; the NIK only where they came for themselves."""
    own = Choose(None, ((Case.reporter_relation == str(Relation.DIRI), Person.nik),), None)
    columns = (
        *(Case.id, Case.registered_on.alias("day"), Case.restricted, Case.reporter_name.alias("visitor")),
        *(own.alias("nik"), Case.kind.alias("purpose"), Case.number.alias("case_number"), Value(1).alias("people")),
        *(User.name.alias("officer"), Village.name.alias("village_name"), Service.name.alias("service_name")),
    )
    query = _of_cases(columns, viewer, wanted, leaves).where(Case.channel == str(Channel.DATANG))
    return Source(query, Case.id, Case.registered_on)


def _of_cases(columns: tuple[Any, ...], viewer: Viewer, wanted: BookFilter, leaves: bool) -> ModelSelect:
    query = with_places(Case.select(*columns)).switch(Case).join(User, on=(Case.created_by == User.id))
    query = query.where(scope(viewer), Case.registered_on.between(wanted.period.first, wanted.period.last))
    return query.where(*_narrowed(wanted, leaves))


def _guests(viewer: Viewer, wanted: BookFilter, leaves: bool) -> Source:
    columns = (
        *(GuestVisit.id, GuestVisit.day, GuestVisit.name.alias("visitor"), GuestVisit.purpose, GuestVisit.people),
        *(GuestVisit.cancelled_at, GuestVisit.id.alias("guest_id"), User.name.alias("officer")),
        *(Village.name.alias("village_name"), Value(NO_CASE).alias("service_name")),
    )
    query = GuestVisit.select(*columns).join(User, on=(GuestVisit.created_by == User.id)).switch(GuestVisit)
    query = query.join(Village, JOIN.LEFT_OUTER)
    within = GuestVisit.day.between(wanted.period.first, wanted.period.last)
    query = query.where(GuestVisit.hub == viewer.hub_id, within)
    if wanted.village:
        query = query.where(GuestVisit.village == wanted.village)
    if leaves:
        query = query.where(GuestVisit.cancelled_at.is_null())
    return Source(query, GuestVisit.id, GuestVisit.day)


def _letters(viewer: Viewer, wanted: BookFilter, leaves: bool) -> Source:
    columns = (
        *(Letter.id, Letter.dated_on.alias("day"), Letter.number, Letter.kind.alias("letter_kind"), Letter.subject),
        *(Letter.addressee, Letter.state.alias("letter_state"), Letter.void_reason, Case.restricted),
        *(Case.number.alias("case_number"), Village.name.alias("village_name")),
    )
    query = Letter.select(*columns).join(Case, JOIN.LEFT_OUTER, on=(Letter.case == Case.id))
    query = query.join(Village, JOIN.LEFT_OUTER, on=(Case.village == Village.id))
    within = Letter.dated_on.between(wanted.period.first, wanted.period.last)
    query = query.where(Letter.hub == viewer.hub_id, Letter.number.is_null(False), within)
    if wanted.village:
        query = query.where(Case.village == wanted.village)
    if leaves:
        query = query.where(Letter.case.is_null() | ~Case.restricted)
    return Source(query, Letter.id, Letter.dated_on)


def _tasks(viewer: Viewer, wanted: BookFilter, zone: str, leaves: bool) -> Source:
    columns = (
        *(Assignment.id, Assignment.created_at.alias("day"), Assignment.number, User.name.alias("volunteer")),
        *(Case.number.alias("case_number"), Case.restricted, Village.name.alias("village_name")),
        *(Assignment.kind.alias("task_kind"), Assignment.due_on, Assignment.state.alias("task_state")),
        Assignment.state_since,
    )
    query = Assignment.select(*columns).join(User, on=(Assignment.volunteer == User.id)).switch(Assignment)
    query = query.join(Case).join(Village)
    since, until = _moments(wanted, zone)
    query = query.where(Assignment.hub == viewer.hub_id, scope(viewer))
    query = query.where(Assignment.created_at >= since, Assignment.created_at < until, *_narrowed(wanted, leaves))
    return Source(query, Assignment.id)


def _moments(wanted: BookFilter, zone: str) -> tuple[datetime, datetime]:
    """The first moment of the period in the hub's zone, and the first one after it."""
    days = (wanted.period.first, wanted.period.last + timedelta(days=1))
    since, until = (datetime.combine(day, time.min, ZoneInfo(zone)) for day in days)
    return since, until


def _narrowed(wanted: BookFilter, leaves: bool) -> list[Expression]:
    conditions = [Case.village == wanted.village] if wanted.village else []
    return [*conditions, ~Case.restricted] if leaves else conditions
