"""The day a volunteer means to go: planned within the due date, or asked for beyond it and answered."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.assignment import change_assignment
from puskesos.actions.assignment_message import add_message
from puskesos.actions.case_path import write_event
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.dates import show_date
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import PLANNED_IN, is_asked_later, plan_problem
from puskesos.security import audit

ANSWERED = "Permintaan ini sudah dijawab atau ditarik. Muat ulang halaman."


def plan_visit(
    assignment: Assignment, day: date, reason: str, *, version: int, actor: Viewer, now: datetime, today: date
) -> bool:
    """The volunteer plans the day to go; returns whether the koordinator is asked for more time by it.

    The same plan again changes nothing. Raises Conflict when the task moved since its `version`.
    """
    if assignment.volunteer_id != actor.id:
        raise RuleBroken("Tugas ini bukan milik akun ini.")
    is_later = is_asked_later(assignment.due_on, day)
    if (assignment.planned_on, assignment.postponed_because) == (day, reason if is_later else ""):
        return is_later
    if assignment.state not in PLANNED_IN:
        state = AssignmentState(assignment.state).label
        raise RuleBroken(f"Tugas ini berstatus “{state}”; harinya tidak dapat direncanakan.", "planned_on")
    if problem := plan_problem(day, reason, assignment.due_on, today):
        raise RuleBroken(*problem)
    with database.atomic():
        change_assignment(assignment, version=version, planned_on=day, postponed_because=reason if is_later else "")
        asked = f"Minta ditunda sampai {show_date(day)}: {reason}"
        _tell(assignment, asked if is_later else f"Rencana berkunjung {show_date(day)}.", actor, now)
        about = {"object_type": "assignment", "object_id": assignment.number}
        audit.record("visit_planned", actor=actor, now=now, **about, day=day, later=is_later)
    return is_later


def answer_postponement(
    assignment: Assignment, *, grant: bool, reason: str, version: int, actor: Viewer, now: datetime
) -> None:
    """The koordinator moves the due date to the planned day, or keeps it and tells the volunteer why.

    Raises RuleBroken when nothing is asked any more, Conflict when the task moved since its `version`.
    """
    if not actor.can(Permission.ASSIGN):
        raise NotAllowed
    day = assignment.planned_on
    if day is None or not is_asked_later(assignment.due_on, day):
        raise RuleBroken(ANSWERED)
    if not grant and not reason:
        raise RuleBroken("Tulis mengapa tidak dapat ditunda, supaya relawan tahu.", "reason")
    with database.atomic():
        fields = {"due_on": day} if grant else {"planned_on": None}
        change_assignment(assignment, version=version, postponed_because="", **fields)
        granted = f"Penundaan disetujui: batas waktu menjadi {show_date(day)}."
        refused = f"Penundaan sampai {show_date(day)} tidak disetujui: {reason}"
        if not grant:
            add_message(assignment, refused, actor=actor, now=now)
        _tell(assignment, granted if grant else refused, actor, now)
        about = {"object_type": "assignment", "object_id": assignment.number}
        audit.record("postponement_answered", actor=actor, now=now, **about, day=day, granted=grant)


def _tell(assignment: Assignment, text: str, actor: Viewer, now: datetime) -> None:
    case = Case.get(Case.id == assignment.case_id)
    write_event(case, "penugasan", f"{assignment.number}: {text}", actor=actor, now=now)
