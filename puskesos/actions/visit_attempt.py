"""A visit that met nobody: the task stays with its volunteer, who goes again on the day they name."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.assignment import change_assignment, move_assignment
from puskesos.actions.case_path import write_event
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.dates import show_date
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import is_asked_later


def note_attempt(assignment: Assignment, again_on: date, attempts: int, *, actor: Viewer, now: datetime) -> None:
    """Leave the task in the field until `again_on`, in the caller's transaction; `attempts` counts this one too.

    A day beyond the due date asks the koordinator for more time, as a plan does.
    """
    text = f"Tidak ada di tempat (kunjungan ke-{attempts}). Dicoba lagi {show_date(again_on)}."
    if assignment.state == AssignmentState.DIKERJAKAN:
        case = Case.get(Case.id == assignment.case_id)
        write_event(case, "penugasan", f"{assignment.number}: {text}", actor=actor, now=now)
    else:
        how = {"actor": actor, "now": now, "text": text, "reason": assignment.reason}
        move_assignment(assignment, AssignmentState.DIKERJAKAN, **how)
    why = f"tidak ada di tempat pada kunjungan ke-{attempts}" if is_asked_later(assignment.due_on, again_on) else ""
    change_assignment(assignment, planned_on=again_on, postponed_because=why)
