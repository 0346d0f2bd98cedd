"""What waits for whom: the counts in the menu and the lists on Beranda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from peewee import ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.queries.case import scope, with_places, with_safe_name
from puskesos.queries.clock import is_paused
from puskesos.queries.field_report import counted_reports
from puskesos.queries.kept import kept
from puskesos.queries.needs_action import count_needs
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.scan import counted_tray
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.needs_action import Cutoffs
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import Role
from puskesos.rules.track_needs import TrackCutoffs
from puskesos.rules.viewer import Viewer

KOORDINATOR_STATES = (CaseState.DILAYANI, CaseState.DIRUJUK)
BACK_OFFICE_STATES = (CaseState.TERDAFTAR, CaseState.KUNJUNGAN, CaseState.PENANGANAN)
LONGEST = 25
BOARD = "unassigned"  # the count that only the koordinator is told


def waiting_counts(
    viewer: Viewer, cutoffs: Callable[[], tuple[Cutoffs, TrackCutoffs]], *, now: datetime, own: int | None = None
) -> dict[str, int]:
    """The numbers in the menu: `own` on Beranda (unless known already), `unassigned` on the board, `ways` on Jalur,
    `reports` from the field with the urgent ones as `alarms`, `scans` to be placed, `drafts` of letters; for
    volunteers `new`."""
    return kept(("counts", viewer, own), now, lambda: _waiting(viewer, cutoffs, own))


def _waiting(viewer: Viewer, cutoffs: Callable[[], tuple[Cutoffs, TrackCutoffs]], own: int | None) -> dict[str, int]:
    if viewer.is_volunteer:
        return {"new": _new_tasks(viewer=viewer.id)[0].new}
    if not viewer.has_role(Role.KOORDINATOR, Role.BO):
        return _desk(hub=viewer.hub_id, viewer=viewer.id)[0]._asdict() if viewer.can(Permission.RECEIVE_REPORTS) else {}
    counts = count_needs(viewer, *cutoffs(), own=own)
    return counts if viewer.has_role(Role.KOORDINATOR) else {name: n for name, n in counts.items() if name != BOARD}


@prepared
def _desk() -> ModelSelect:
    """What waits for the front office alone."""
    counts = (*counted_reports(), counted_tray(everybodys=False))
    return Hub.select(*counts).where(Hub.id == slot("hub"))


@prepared
def _new_tasks() -> ModelSelect:
    return Assignment.select(fn.COUNT(Assignment.id).alias("new")).where(
        Assignment.volunteer == slot("viewer"), Assignment.state == str(AssignmentState.DITUGASKAN)
    )


def cases_in(viewer: Viewer, states: tuple[CaseState, ...], *, area: str = "") -> list[Any]:
    """The most urgent cases standing in `states`, by due date; restricted names as initials."""
    if not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return []
    return [with_safe_name(row) for row in _standing(states, bool(area), hub=viewer.hub_id, area=area)]


@prepared
def _standing(states: tuple[CaseState, ...], by_area: bool) -> ModelSelect:
    query = _rows().where(Case.hub == slot("hub"), Case.state.in_([str(state) for state in states]))
    if by_area:
        query = query.where(Case.area == slot("area"))
    return query.order_by(Case.due_on, Case.id).limit(LONGEST)


def cases_of_day(viewer: Viewer, today: date) -> list[Any]:
    """Cases registered today, newest first."""
    query = _rows().where(scope(viewer), Case.registered_on == today)
    return [with_safe_name(row) for row in query.order_by(Case.id.desc()).limit(LONGEST).namedtuples()]


def _rows() -> Any:
    return with_places(
        Case.select(
            Case.id,
            Case.number,
            Case.state,
            Case.state_since,
            Case.due_on,
            Case.priority,
            Case.restricted,
            is_paused().alias("paused"),
            Person.name.alias("client_name"),
            Village.name.alias("village_name"),
            Service.name.alias("service_name"),
        )
    )
