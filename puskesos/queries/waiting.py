"""What waits for whom: the counts in the menu and the lists on Beranda."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import SQL, ModelSelect, Value, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.queries.case import scope, with_places, with_safe_name
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

KOORDINATOR_STATES = (CaseState.MENUNGGU_PENETAPAN, CaseState.DILAYANI, CaseState.DIRUJUK)
BACK_OFFICE_STATES = (CaseState.TERDAFTAR, CaseState.KUNJUNGAN, CaseState.PENANGANAN)
LONGEST = 25


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """The numbers in the menu: `own` on Beranda and `unassigned` on the board; for volunteers `new`."""
    if viewer.is_volunteer:
        return {"new": _new_tasks(viewer=viewer.id)[0].new}
    if not viewer.has_role(Role.KOORDINATOR):
        return {}
    return _koordinator_counts(hub=viewer.hub_id)[0]._asdict()


@prepared
def _new_tasks() -> ModelSelect:
    return Assignment.select(fn.COUNT(Assignment.id).alias("new")).where(
        Assignment.volunteer == slot("viewer"), Assignment.state == str(AssignmentState.DITUGASKAN)
    )


@prepared
def _koordinator_counts() -> ModelSelect:
    in_hub = Case.hub == slot("hub")
    unassigned = Case.select(fn.COUNT(Case.id)).where(in_hub, Case.awaits_assignment == Value(True))
    decide = Case.select(fn.COUNT(Case.id)).where(in_hub, Case.state == str(CaseState.MENUNGGU_PENETAPAN))
    return Hub.select(unassigned.alias("unassigned"), decide.alias("own")).where(Hub.id == slot("hub"))


def cases_in(viewer: Viewer, states: tuple[CaseState, ...], *, area: str = "") -> list[Any]:
    """The most urgent cases standing in `states`, by due date; restricted names as initials."""
    query = _rows().where(scope(viewer), Case.state.in_([str(state) for state in states]))
    if area:
        query = query.where(Case.area == area)
    return [with_safe_name(row) for row in query.order_by(Case.due_on, Case.id).limit(LONGEST).namedtuples()]


def cases_of_day(viewer: Viewer, today: date) -> list[Any]:
    """Cases registered today, newest first."""
    query = _rows().where(scope(viewer), Case.registered_on == today)
    return [with_safe_name(row) for row in query.order_by(Case.id.desc()).limit(LONGEST).namedtuples()]


def reports_to_review(viewer: Viewer) -> list[Any]:
    """Visit reports that nobody has reviewed yet, oldest first."""
    query = (
        _rows(Assignment.number.alias("task"), Assignment.state_since.alias("reported_at"))
        .switch(Case)
        .join(Assignment, on=(Assignment.case == Case.id))
        .where(scope(viewer), Assignment.hub == viewer.hub_id, Assignment.state == str(AssignmentState.DILAPORKAN))
    )
    return [with_safe_name(row) for row in query.order_by(SQL("reported_at")).limit(LONGEST).namedtuples()]


def _rows(*more: Any) -> Any:
    return with_places(
        Case.select(
            Case.number,
            Case.state,
            Case.state_since,
            Case.due_on,
            Case.priority,
            Case.restricted,
            Person.name.alias("client_name"),
            Village.name.alias("village_name"),
            Service.name.alias("service_name"),
            *more,
        )
    )
