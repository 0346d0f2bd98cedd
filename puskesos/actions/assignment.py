"""Assignments: the koordinator hands out, the volunteer accepts or declines, the koordinator takes back."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.case_path import change_case, move_case, write_event
from puskesos.actions.case_proposal import settle_proposals
from puskesos.actions.case_work import has_open_assignment, refuse_when_closed
from puskesos.actions.errand import Errand, write_task
from puskesos.actions.newest import change_newest
from puskesos.actions.submission import run_once
from puskesos.actions.visit_draft import forget_parts
from puskesos.database import database, locked
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.user import User
from puskesos.queries.assignment import waiting_for
from puskesos.rules.assignment_path import (
    CLOSED_ASSIGNMENT_STATES,
    AssignmentState,
    find_assignment_transition,
)
from puskesos.rules.case_path import CaseState
from puskesos.rules.intake import Priority
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import FORGETS_PLAN
from puskesos.security import audit

NO_LONGER_ACTIVE = "Relawan tidak aktif lagi."


def assign_volunteer(
    case: Case,
    *,
    volunteer_id: int,
    kind: str,
    instruction: str,
    due_on: date,
    key: str,
    actor: Viewer,
    now: datetime,
    today: date,
    version: int | None = None,
) -> str:
    """Give the case to a volunteer of this hub and return the task's number; the same `key` returns the same one.

    Raises Conflict when the case moved since its `version`: another koordinator may have sent somebody already.
    """
    fields = {
        "case": case.number,
        "volunteer": volunteer_id,
        "kind": kind,
        "instruction": instruction,
        "due_on": due_on,
    }
    errand = Errand(volunteer_id, kind, instruction, due_on)
    return run_once(
        key,
        lambda: give_task(_unmoved(case, version), errand, actor=actor, now=now, today=today),
        actor=actor,
        action="assigned",
        fields=fields,
        now=now,
    )


def give_task(case: Case, errand: Errand, *, actor: Viewer, now: datetime, today: date) -> str:
    """Write the task, take the case to its visit, tell the history, in the caller's transaction; returns its number.

    Raises Conflict when the case moved since it was read.
    """
    refuse_when_closed(case)
    _check_dispatcher(case, actor)
    number, text = write_task(case, errand, actor=actor, now=now, today=today)
    _take_to_visit(case, text, actor, now)
    return number


def _take_to_visit(case: Case, text: str, actor: Viewer, now: datetime) -> None:
    """To `kunjungan`, or on with it; whoever proposed a visit has it now."""
    if case.state != CaseState.KUNJUNGAN:
        return move_case(case, CaseState.KUNJUNGAN, actor=actor, now=now, text=text)
    settle_proposals(case, ProposalKind.KUNJUNGAN, now)
    change_case(case, awaits_assignment=False)
    write_event(case, "penugasan", text, actor=actor, now=now)


def _check_dispatcher(case: Case, actor: Viewer) -> None:
    """In an emergency others than the koordinator send a volunteer too (domain 1.3), but no volunteer another."""
    if not actor.can(Permission.DISPATCH):
        raise NotAllowed
    if not actor.can(Permission.ASSIGN) and case.priority != Priority.DARURAT:
        raise RuleBroken("Relawan ditugaskan oleh koordinator. Petugas lain hanya mengirim relawan pada kasus darurat.")


def _unmoved(case: Case, version: int | None) -> Case:
    if version not in {None, case.version}:
        raise Conflict
    return case


def accept_assignment(assignment: Assignment, *, actor: Viewer, now: datetime) -> None:
    """The volunteer takes the task; accepting again changes nothing."""
    if assignment.state == AssignmentState.DITERIMA:
        return
    with database.atomic():
        move_assignment(assignment, AssignmentState.DITERIMA, actor=actor, now=now, text="Tugas diterima.")


def start_assignment(assignment: Assignment, *, actor: Viewer, now: datetime) -> None:
    """The volunteer sets out; saying so again changes nothing."""
    if assignment.state == AssignmentState.DIKERJAKAN:
        return
    with database.atomic():
        said = {"text": "Berangkat ke lapangan.", "reason": assignment.reason}  # what to look at again stays told
        move_assignment(assignment, AssignmentState.DIKERJAKAN, actor=actor, now=now, **said)


def decline_assignment(assignment: Assignment, *, reason: str, actor: Viewer, now: datetime) -> None:
    """The volunteer cannot take it, or hands it back; the case goes back to the first column of the board."""
    step = find_assignment_transition(assignment.state, AssignmentState.DITOLAK)
    said = f"{step.label if step else 'Tidak bisa'}: {reason}"
    with database.atomic():
        _hold_case(assignment)
        move_assignment(assignment, AssignmentState.DITOLAK, actor=actor, now=now, text=said, reason=reason)
        release_case(assignment)


def cancel_assignment(assignment: Assignment, *, reason: str, actor: Viewer, now: datetime) -> None:
    """The koordinator takes the task back."""
    said = f"Penugasan dibatalkan: {reason}"
    with database.atomic():
        _hold_case(assignment)
        move_assignment(assignment, AssignmentState.BATAL, actor=actor, now=now, text=said, reason=reason)
        release_case(assignment)


def withdraw_tasks(volunteer: User, *, actor: Viewer, now: datetime) -> int:
    """Cancel every task that waits for a volunteer who stops, in the caller's transaction; returns how many.

    Who manages users does this, an admin too; the cases await another volunteer.
    """
    tasks = waiting_for(volunteer.id)
    for task in tasks:
        text = f"Penugasan dibatalkan: {NO_LONGER_ACTIVE}"
        how = {"actor": actor, "now": now, "text": text, "reason": NO_LONGER_ACTIVE, "as_role": Role.KOORDINATOR}
        move_assignment(task, AssignmentState.BATAL, **how)
        release_case(task)
    return len(tasks)


def _hold_case(assignment: Assignment) -> None:
    """Two tasks of one case may be given back at once; the second must see the first, or the case waits for nobody."""
    locked(Case.select(Case.id).where(Case.id == assignment.case_id)).get()


def release_case(assignment: Assignment) -> None:
    """Put the case back among those that await a volunteer when nobody else is at work on it."""
    case = Case.get(Case.id == assignment.case_id)
    if case.state == CaseState.KUNJUNGAN and not has_open_assignment(case):
        change_case(case, awaits_assignment=True)


def move_assignment(
    assignment: Assignment,
    target: AssignmentState,
    *,
    actor: Viewer,
    now: datetime,
    text: str,
    reason: str = "",
    as_role: Role | None = None,
) -> None:
    """Take the assignment to `target` by its transition table, with history and audit, in the caller's transaction.

    `as_role`: in whose place the actor acts, where another permission was checked.
    """
    source = AssignmentState(assignment.state)
    step = find_assignment_transition(source, target)
    if step is None:
        raise Conflict(f"Tugas ini sekarang berstatus “{source.label}”. Periksa keadaan terbaru.")
    if not step.is_open_to({str(role) for role in ({as_role} if as_role else actor.roles)}):
        raise NotAllowed
    fields = {"state": str(target), "state_since": now, "reason": reason} | _ended(target)
    change_assignment(assignment, **fields)
    if target in CLOSED_ASSIGNMENT_STATES:
        forget_parts(assignment)
    case = Case.get(Case.id == assignment.case_id)
    write_event(case, "penugasan", f"{assignment.number}: {text}", actor=actor, now=now)
    audit.record(
        "assignment_moved",
        actor=actor,
        now=now,
        object_type="assignment",
        object_id=assignment.number,
        source=source,
        target=target,
    )


def change_assignment(assignment: Assignment, *, version: int | None = None, **fields: object) -> None:
    """Write `fields` and raise the version. Raises Conflict when `version` (or the row's) is not the newest."""
    change_newest(assignment, assignment.version if version is None else version, **fields)


def _ended(target: AssignmentState) -> dict[str, object]:
    """What a step ends: a plan when the visit was reported, a question when nobody is at work any more."""
    plan = {"planned_on": None, "postponed_because": ""} if target in FORGETS_PLAN else {}
    return plan | ({"asked_at": None} if target in CLOSED_ASSIGNMENT_STATES else {})
