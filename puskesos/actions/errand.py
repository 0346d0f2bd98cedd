"""A task for a volunteer, written the same way whether it is given for the first time or goes on with another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from puskesos.actions.counter import next_number
from puskesos.errors import RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.rules.assignment_path import AssignmentKind, AssignmentState
from puskesos.rules.numbers import assignment_number
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class Errand:
    """What a volunteer is asked to do, and until when the report is due."""

    volunteer_id: int
    kind: str
    instruction: str
    due_on: date


def write_task(
    case: Case,
    errand: Errand,
    *,
    actor: Viewer,
    now: datetime,
    today: date,
    takes_over: Assignment | None = None,
) -> tuple[str, str]:
    """Write task and audit entry in the caller's transaction; returns its number and the words for the history."""
    volunteer = find_volunteer(errand.volunteer_id, actor)
    if errand.due_on < today:
        raise RuleBroken("Batas waktu tidak boleh sebelum hari ini.", "due_on")
    hub = Hub.get(Hub.id == actor.hub_id)
    number = assignment_number(hub.number_prefix, today, next_number(hub.id, "penugasan", f"{today:%y%m}"))
    Assignment.create(
        hub=hub,
        number=number,
        case=case,
        village=case.village_id,
        volunteer=volunteer,
        kind=errand.kind,
        instruction=errand.instruction,
        due_on=errand.due_on,
        state=str(AssignmentState.DITUGASKAN),
        state_since=now,
        created_by=actor.id,
        created_at=now,
        takes_over=takes_over.id if takes_over else None,
    )
    about = {"object_type": "case", "object_id": case.number}
    audit.record("assigned", actor=actor, now=now, assignment=number, volunteer=volunteer.id, **about)
    onward = f", meneruskan {takes_over.number}" if takes_over else ""
    return number, f"{volunteer.name} ditugaskan: {AssignmentKind(errand.kind).label.lower()}{onward}."


def find_volunteer(volunteer_id: int, actor: Viewer) -> User:
    """The active volunteer of the actor's hub; raises RuleBroken otherwise."""
    volunteer = User.get_or_none(User.id == volunteer_id, User.hub == actor.hub_id, User.active)
    if volunteer is None or Role.PSM not in parse_roles(volunteer.roles):
        raise RuleBroken("Pilih relawan dari daftar.", "volunteer")
    return volunteer
