"""Volunteers and their work: the list with load and absence, the open tasks of one, and who has what since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.absence import absences_between
from puskesos.queries.assignment import OPEN, list_volunteers
from puskesos.queries.case import with_places
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.absence import absence_words
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.names import initials
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

AHEAD = timedelta(days=31)  # so far ahead an absence is worth a word in the list


@dataclass(frozen=True)
class VolunteerRow:
    """One line of the list; `away` is ready words or empty, `untold` counts new tasks nobody told of by WhatsApp."""

    id: int
    name: str
    villages: str
    open: int
    late: int
    away: str
    untold: int


def list_volunteer_rows(hub_id: int, today: date, text: str = "") -> list[VolunteerRow]:
    """The active volunteers whose name or village holds every word, by name."""
    names, untold = villages_of_volunteers(hub_id), _count_untold(hub_id)
    away = absences_between(hub_id, today, today + AHEAD)
    rows = [
        VolunteerRow(
            id=one.id,
            name=one.name,
            villages=", ".join(names.get(one.id, ())),
            open=one.open,
            late=one.late,
            away=absence_words(*away[one.id][0], today) if one.id in away else "",
            untold=untold.get(one.id, 0),
        )
        for one in list_volunteers(hub_id, today)
    ]
    words = text.casefold().split()
    found = [row for row in rows if all(word in f"{row.name} {row.villages}".casefold() for word in words)]
    return sorted(found, key=lambda row: row.name.casefold())


def find_volunteer_user(hub_id: int, user_id: int) -> User | None:
    """A volunteer of this hub, active or not: a leaving one may still have work to hand over."""
    user = User.get_or_none(User.id == user_id, User.hub == hub_id)
    return user if user is not None and Role.PSM in parse_roles(user.roles) else None


def open_tasks_of(user_id: int, viewer: Viewer) -> list[Assignment]:
    """The open tasks of a volunteer by due date, with case, client, village and service; restricted by initials."""
    return _shown(_tasks(viewer).where(Assignment.volunteer == user_id, Assignment.state.in_(OPEN)))


def untold_tasks_of(user_id: int, viewer: Viewer, most: int) -> list[Assignment]:
    """New tasks of a volunteer that nobody told of yet, the oldest first."""
    return _shown(_tasks(viewer).where(Assignment.volunteer == user_id, *_untold()).limit(most))


def named_tasks(viewer: Viewer, numbers: Sequence[str]) -> list[Assignment]:
    """The tasks of these numbers, open or not."""
    return _shown(_tasks(viewer).where(Assignment.number.in_(list(numbers))))


def work_to_print(hub_id: int, volunteer_id: int | None) -> list[Any]:
    """Every open task of the hub (of one volunteer) by volunteer and due date, as printed: no names of clients."""
    of_whom = [] if volunteer_id is None else [Assignment.volunteer == volunteer_id]
    return list(
        Assignment.select(
            Assignment.volunteer,
            User.name.alias("volunteer_name"),
            Assignment.number,
            Case.number.alias("case_number"),
            Case.restricted,
            Village.name.alias("village_name"),
            Service.name.alias("service_name"),
            Assignment.kind,
            Assignment.state,
            Assignment.created_at,
            Assignment.due_on,
        )
        .join(User, on=(Assignment.volunteer == User.id))
        .switch(Assignment)
        .join(Case)
        .join(Village, JOIN.INNER, on=(Case.village == Village.id))
        .switch(Case)
        .join(Service, JOIN.INNER, on=(Case.service == Service.id))
        .where(Assignment.hub == hub_id, Assignment.state.in_(OPEN), *of_whom)
        .order_by(User.name, User.id, Assignment.due_on, Assignment.id)
        .namedtuples()
    )


def _tasks(viewer: Viewer) -> ModelSelect:
    query = with_places(Assignment.select(Assignment, Case, Person, Village, Service).join(Case))
    return query.where(Assignment.hub == viewer.hub_id).order_by(Assignment.due_on, Assignment.id)


def _shown(query: ModelSelect) -> list[Assignment]:
    tasks = list(query)
    for task in tasks:
        if task.case.restricted:
            task.case.client.name = initials(task.case.client.name)
    return tasks


def _untold() -> tuple[Any, ...]:
    return Assignment.state == str(AssignmentState.DITUGASKAN), Assignment.handed_off_at.is_null()


def _count_untold(hub_id: int) -> dict[int, int]:
    query = Assignment.select(Assignment.volunteer, fn.COUNT(Assignment.id)).where(Assignment.hub == hub_id, *_untold())
    return dict(query.group_by(Assignment.volunteer).tuples())
