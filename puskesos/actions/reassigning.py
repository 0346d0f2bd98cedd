"""Work that goes from one volunteer to another, and several cases handed out at once: each all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.assignment import find_volunteer, give_task, move_assignment
from puskesos.actions.case_path import write_event
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.rules.assignment_path import AssignmentState, find_assignment_transition
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Transfer:
    """One task, as it was seen, and to whom it goes, until when."""

    task_id: int
    version: int
    volunteer_id: int
    due_on: date


@dataclass(frozen=True)
class Handout:
    """One case, as it was seen, and to whom it goes, until when."""

    case_id: int
    version: int
    volunteer_id: int
    due_on: date


def transfer_tasks(
    transfers: Sequence[Transfer], reason: str, *, key: str, actor: Viewer, now: datetime, today: date
) -> int:
    """Take the tasks from whoever has them and give each to another volunteer; returns how many went.

    The old task ends as cancelled with the reason, the new one goes on with it; the history tells both.
    Raises Conflict when one moved meanwhile, RuleBroken when one cannot go: then none does.
    """
    _check(actor, len(transfers))

    def effect() -> str:
        for one in transfers:
            _transfer(one, reason, actor, now, today)
        return str(len(transfers))

    fields = {"reason": reason, "transfers": [asdict(one) for one in transfers]}
    return int(run_once(key, effect, actor=actor, action="assigned", fields=fields, now=now))


def hand_out(
    handouts: Sequence[Handout], kind: str, instruction: str, *, key: str, actor: Viewer, now: datetime, today: date
) -> int:
    """Give several cases out with the same request; returns how many. All of them or none."""
    _check(actor, len(handouts))

    def effect() -> str:
        for one in handouts:
            case = Case.get_or_none(Case.id == one.case_id, Case.hub == actor.hub_id)
            if case is None or case.version != one.version:
                raise Conflict
            give_task(case, one.volunteer_id, kind, instruction, one.due_on, actor, now, today)
        return str(len(handouts))

    fields = {"kind": kind, "instruction": instruction, "handouts": [asdict(one) for one in handouts]}
    return int(run_once(key, effect, actor=actor, action="assigned", fields=fields, now=now))


def note_handoff(task: Assignment, *, actor: Viewer, now: datetime) -> None:
    """The koordinator told the volunteer by WhatsApp, from the own phone; each telling is a line of history."""
    if not actor.can(Permission.DISPATCH):
        raise NotAllowed
    with database.atomic():
        Assignment.update(handed_off_at=now).where(Assignment.id == task.id).execute()
        case = Case.get(Case.id == task.case_id)
        write_event(case, "penugasan", f"{task.number}: dikabarkan lewat WhatsApp.", actor=actor, now=now)
        about = {"object_type": "assignment", "object_id": task.number}
        audit.record("handed_off", actor=actor, now=now, channel="wa", **about)


def _transfer(one: Transfer, reason: str, actor: Viewer, now: datetime, today: date) -> None:
    task = Assignment.get_or_none(Assignment.id == one.task_id, Assignment.hub == actor.hub_id)
    if task is None or task.version != one.version:
        raise Conflict
    if find_assignment_transition(task.state, AssignmentState.BATAL) is None:
        label = AssignmentState(task.state).label
        raise RuleBroken(f"{task.number} berstatus “{label}” dan tidak dapat dialihkan. Periksa laporannya dahulu.")
    if task.volunteer_id == one.volunteer_id:
        raise RuleBroken(f"{task.number} sudah pada relawan ini. Pilih relawan lain.", "volunteer")
    name = find_volunteer(one.volunteer_id, actor).name
    said = f"Dialihkan kepada {name}: {reason}"
    move_assignment(task, AssignmentState.BATAL, actor=actor, now=now, text=said, reason=reason)
    case = Case.get(Case.id == task.case_id)
    wanted = (one.volunteer_id, task.kind, task.instruction, one.due_on)
    give_task(case, *wanted, actor, now, today, takes_over=task)


def _check(actor: Viewer, count: int) -> None:
    if not actor.can(Permission.ASSIGN):
        raise NotAllowed
    if not count:
        raise RuleBroken("Pilih paling sedikit satu.")
    if count > MOST_AT_ONCE:
        raise RuleBroken(f"Sekaligus paling banyak {MOST_AT_ONCE}.")
