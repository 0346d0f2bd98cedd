"""Questions of a volunteer about a task, and their answers: one thread per task, only ever added to."""

from __future__ import annotations

from datetime import datetime

from puskesos.actions.case_path import write_event
from puskesos.actions.submission import run_once
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment, AssignmentMessage
from puskesos.models.case import Case
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def ask(assignment: Assignment, text: str, *, key: str, actor: Viewer, now: datetime) -> str:
    """The volunteer asks; the task waits for an answer since its first unanswered question. Returns its number."""
    if assignment.volunteer_id != actor.id:
        raise RuleBroken("Tugas ini bukan milik akun ini.")

    def effect() -> str:
        _refuse_when_over(assignment)
        is_first = (Assignment.id == assignment.id) & Assignment.asked_at.is_null()
        Assignment.update(asked_at=now).where(is_first).execute()
        return _add(assignment, text, "Bertanya kepada petugas.", "task_asked", actor, now)

    fields = {"assignment": assignment.number, "text": text}
    return run_once(key, effect, actor=actor, action="task_asked", fields=fields, now=now)


def answer(assignment: Assignment, text: str, *, key: str, actor: Viewer, now: datetime) -> str:
    """Koordinator or back office answers what the volunteer asked, or writes unasked. Returns the task's number."""
    if not actor.can(Permission.ANSWER_VOLUNTEER):
        raise NotAllowed

    def effect() -> str:
        _refuse_when_over(assignment)
        Assignment.update(asked_at=None).where(Assignment.id == assignment.id).execute()
        return _add(assignment, text, "Menjawab relawan.", "task_answered", actor, now)

    fields = {"assignment": assignment.number, "text": text}
    return run_once(key, effect, actor=actor, action="task_answered", fields=fields, now=now)


def add_message(assignment: Assignment, text: str, *, actor: Viewer, now: datetime) -> None:
    """One line of the thread, in the caller's transaction."""
    AssignmentMessage.create(
        assignment=assignment,
        at=now,
        author=actor.id,
        author_name=actor.name,
        author_role=actor.main_role.label,
        text=text,
    )


def _refuse_when_over(assignment: Assignment) -> None:
    state = Assignment.select(Assignment.state).where(Assignment.id == assignment.id).scalar()
    if state not in OPEN_ASSIGNMENT_STATES:
        raise RuleBroken("Tugas ini sudah selesai; pertanyaan baru ditulis sebagai catatan kasus.", "text")


def _add(assignment: Assignment, text: str, said: str, event: str, actor: Viewer, now: datetime) -> str:
    add_message(assignment, text, actor=actor, now=now)
    case = Case.get(Case.id == assignment.case_id)
    write_event(case, "penugasan", f"{assignment.number}: {said}", actor=actor, now=now)
    audit.record(event, actor=actor, now=now, object_type="assignment", object_id=assignment.number)
    return assignment.number
