"""Telling a volunteer by WhatsApp: the koordinator sends it from the own phone, and notes here that it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from puskesos.actions.case_path import write_event
from puskesos.actions.submission import run_once
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

OPEN = [str(state) for state in OPEN_ASSIGNMENT_STATES]


def note_handoff(numbers: Sequence[str], *, key: str, actor: Viewer, now: datetime) -> int:
    """These tasks were told by WhatsApp; each telling is a line of history. Returns how many are still open to tell of.

    Raises RuleBroken when none is.
    """
    if not actor.can(Permission.DISPATCH):
        raise NotAllowed

    def effect() -> str:
        is_open = (Assignment.hub == actor.hub_id) & Assignment.state.in_(OPEN)
        tasks = list(Assignment.select().where(is_open, Assignment.number.in_(list(numbers))).order_by(Assignment.id))
        if not tasks:
            raise RuleBroken("Tugas ini tidak terbuka lagi; tidak ada yang perlu dikabarkan.")
        for task in tasks:
            _note(task, actor, now)
        return str(len(tasks))

    fields = {"numbers": sorted(numbers)}
    return int(run_once(key, effect, actor=actor, action="handed_off", fields=fields, now=now))


def _note(task: Assignment, actor: Viewer, now: datetime) -> None:
    Assignment.update(handed_off_at=now).where(Assignment.id == task.id).execute()
    case = Case.get(Case.id == task.case_id)
    write_event(case, "penugasan", f"{task.number}: dikabarkan lewat WhatsApp.", actor=actor, now=now)
    about = {"object_type": "assignment", "object_id": task.number}
    audit.record("handed_off", actor=actor, now=now, channel="wa", **about)
