"""Work that goes from one volunteer to another, and several cases handed out at once: each all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from puskesos.actions.assignment import give_task, move_assignment
from puskesos.actions.case_path import change_case, write_event
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.errand import Errand, find_volunteer, write_task
from puskesos.actions.submission import run_once
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.rules.assignment_path import AssignmentState, find_assignment_transition
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer

MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Transfer:
    """A task by its number, as it was seen, to whom it goes, and until when."""

    number: str
    version: int
    volunteer_id: int
    due_on: date


@dataclass(frozen=True)
class Handout:
    """A case by its number, as it was seen, and what which volunteer is asked to do there."""

    number: str
    version: int
    errand: Errand


def transfer_tasks(
    transfers: Sequence[Transfer], reason: str, *, key: str, actor: Viewer, now: datetime, today: date
) -> int:
    """Take the tasks from whoever has them and give each to another volunteer; returns how many went.

    The old task ends as cancelled with the reason, the new one goes on with it; the history tells both.
    Raises Conflict when one moved meanwhile, RuleBroken when one cannot go: then none does.
    """
    _check(actor, [one.number for one in transfers])

    def effect() -> str:
        for one in sorted(transfers, key=lambda one: one.number):
            _transfer(one, reason, actor, now, today)
        return str(len(transfers))

    seen = sorted((one.number, one.version, one.volunteer_id) for one in transfers)
    fields = {"reason": reason, "transfers": seen}
    return int(run_once(key, effect, actor=actor, action="transferred", fields=fields, now=now))


def hand_out(handouts: Sequence[Handout], *, key: str, actor: Viewer, now: datetime, today: date) -> int:
    """Give several cases out; returns how many. Raises Conflict when one moved meanwhile: then none goes."""
    _check(actor, [one.number for one in handouts])

    def effect() -> str:
        for one in sorted(handouts, key=lambda one: one.number):
            case = Case.get_or_none(Case.number == one.number, Case.hub == actor.hub_id)
            if case is None or case.version != one.version:
                raise Conflict(
                    f"Kasus {one.number} baru saja berubah. Belum ada yang ditugaskan; periksa, lalu ulangi."
                )
            give_task(case, one.errand, actor=actor, now=now, today=today)
        return str(len(handouts))

    fields = {"handouts": sorted((one.number, one.version, one.errand.volunteer_id) for one in handouts)}
    return int(run_once(key, effect, actor=actor, action="handed_out", fields=fields, now=now))


def _transfer(one: Transfer, reason: str, actor: Viewer, now: datetime, today: date) -> None:
    task = Assignment.get_or_none(Assignment.number == one.number, Assignment.hub == actor.hub_id)
    if task is None or task.version != one.version:
        raise Conflict(f"Tugas {one.number} baru saja berubah. Belum ada yang dialihkan; periksa, lalu ulangi.")
    if find_assignment_transition(task.state, AssignmentState.BATAL) is None:
        label = AssignmentState(task.state).label
        raise RuleBroken(f"{task.number} berstatus “{label}” dan tidak dapat dialihkan.")
    if task.volunteer_id == one.volunteer_id:
        raise RuleBroken(f"{task.number} sudah pada relawan ini. Pilih relawan lain.", "volunteer")
    case = Case.get(Case.id == task.case_id)
    refuse_when_closed(case)
    said = f"Dialihkan kepada {find_volunteer(one.volunteer_id, actor).name}: {reason}"
    move_assignment(task, AssignmentState.BATAL, actor=actor, now=now, text=said, reason=reason)
    errand = Errand(one.volunteer_id, task.kind, task.instruction, one.due_on)
    _number, text = write_task(case, errand, actor=actor, now=now, today=today, takes_over=task)
    change_case(case)  # its page is no longer what it was
    write_event(case, "penugasan", text, actor=actor, now=now)


def _check(actor: Viewer, numbers: Sequence[str]) -> None:
    if not actor.can(Permission.ASSIGN):
        raise NotAllowed
    if not numbers:
        raise RuleBroken("Pilih relawan untuk paling sedikit satu.")
    if len(numbers) > MOST_AT_ONCE:
        raise RuleBroken(f"Sekaligus paling banyak {MOST_AT_ONCE}.")
    if len(set(numbers)) < len(numbers):
        raise RuleBroken("Satu nomor terkirim dua kali. Muat ulang halaman ini.")
