"""Moving a card of the board: the step of the path behind it, never on a card that moved meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.assignment import cancel_assignment
from puskesos.actions.visit import review_visit
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.queries.assignment import latest_visit
from puskesos.queries.board import last_move
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.board import moves_of
from puskesos.rules.viewer import Viewer


def move_card(
    task: Assignment,
    target: AssignmentState,
    *,
    version: int,
    actor: Viewer,
    now: datetime,
    reason: str = "",
    due_on: date | None = None,
) -> None:
    """Take the task to `target`: back from the volunteer, or its report approved, returned or asked for once more.

    A repeated move changes nothing. Raises Conflict when the card moved since its `version`, NotAllowed when the actor
    may not take this step, RuleBroken without the reason that it needs.
    """
    if version != task.version:
        if _was_mine(task, target, version, reason, actor):
            return
        raise Conflict
    move = next((one for one in moves_of(task.state, actor.roles) if one.target == target), None)
    if move is None:
        raise NotAllowed
    if move.needs_reason and not reason:
        raise RuleBroken("Tulis alasannya, supaya relawan tahu.", "reason")
    if target == AssignmentState.BATAL:
        cancel_assignment(task, reason=reason, actor=actor, now=now)
        return
    visit = latest_visit(task)
    if visit is None:
        raise RuleBroken("Belum ada laporan pada tugas ini.")
    how = {"reason": reason, "due_on": due_on, "version": version}
    review_visit(task, visit, target=str(target), actor=actor, now=now, **how)


def _was_mine(task: Assignment, target: AssignmentState, version: int, reason: str, actor: Viewer) -> bool:
    """Whether this very step was the last one and the actor's: sent twice, or the answer was lost."""
    if (task.state, task.version, task.reason) != (target, version + 1, reason):
        return False
    moved = last_move(task)
    return moved is not None and moved.actor_id == actor.id
