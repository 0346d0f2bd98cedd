"""Volunteers and their work: the list with load and absence, the open tasks of one, and who has what since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from puskesos.models.absence import VolunteerAbsence
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.assignment import OPEN, list_volunteers
from puskesos.queries.case import with_places
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.names import initials
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class VolunteerRow:
    """One line of the list; `away_until` is the last day of an absence that runs or begins within a week."""

    id: int
    name: str
    phone: str
    villages: tuple[str, ...]
    open: int
    late: int
    away: VolunteerAbsence | None


def list_volunteer_rows(hub_id: int, today: date, text: str = "") -> list[VolunteerRow]:
    """The active volunteers whose name or village holds every word, by name."""
    names, away = villages_of_volunteers(hub_id), _next_absences(hub_id, today)
    rows = [
        VolunteerRow(one.id, one.name, one.phone, tuple(names.get(one.id, ())), one.open, one.late, away.get(one.id))
        for one in list_volunteers(hub_id, today)
    ]
    words = text.casefold().split()
    found = [row for row in rows if all(word in f"{row.name} {' '.join(row.villages)}".casefold() for word in words)]
    return sorted(found, key=lambda row: row.name)


def find_volunteer_user(hub_id: int, user_id: int) -> User | None:
    """A volunteer of this hub, active or not: a leaving one still has work to hand over."""
    user = User.get_or_none(User.id == user_id, User.hub == hub_id)
    return user if user is not None and Role.PSM in parse_roles(user.roles) else None


def open_tasks_of(user_id: int, viewer: Viewer) -> list[Assignment]:
    """The open tasks of a volunteer by due date, with case, client, village and service; restricted by initials."""
    query = with_places(Assignment.select(Assignment, Case, Person, Village, Service).join(Case)).where(
        Assignment.hub == viewer.hub_id, Assignment.volunteer == user_id, Assignment.state.in_(OPEN)
    )
    tasks = list(query.order_by(Assignment.due_on, Assignment.id))
    for task in tasks:
        if task.case.restricted:
            task.case.client.name = initials(task.case.client.name)
    return tasks


def assigned_work(hub_id: int) -> list[Any]:
    """Every open task of the hub by volunteer and due date, as it is printed: no names of clients."""
    return list(
        Assignment.select(
            User.name.alias("volunteer"),
            Assignment.number,
            Case.number.alias("case_number"),
            Village.name.alias("village"),
            Assignment.kind,
            Assignment.state,
            Assignment.created_at,
            Assignment.due_on,
        )
        .join(User, on=(Assignment.volunteer == User.id))
        .switch(Assignment)
        .join(Case)
        .join(Village, JOIN.INNER, on=(Case.village == Village.id))
        .where(Assignment.hub == hub_id, Assignment.state.in_(OPEN))
        .order_by(User.name, Assignment.due_on, Assignment.id)
        .namedtuples()
    )


def _next_absences(hub_id: int, today: date) -> dict[int, VolunteerAbsence]:
    ahead = (VolunteerAbsence.hub == hub_id) & (VolunteerAbsence.last_on >= today)
    query = VolunteerAbsence.select().where(ahead, VolunteerAbsence.cancelled_at.is_null())
    return {row.user_id: row for row in query.order_by(VolunteerAbsence.first_on.desc())}
