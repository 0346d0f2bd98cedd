"""Reading the threads under tasks, oldest line first."""

from __future__ import annotations

from typing import Any

from peewee import ModelSelect, fn

from puskesos.models.assignment import Assignment, AssignmentMessage
from puskesos.models.case import Case
from puskesos.queries.prepared import prepared, prepared_models, slot
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.viewer import Viewer

OPEN = sorted(str(state) for state in OPEN_ASSIGNMENT_STATES)


def messages_of(assignment: Assignment) -> list[AssignmentMessage]:
    """The thread of a task."""
    return list(_messages().where(AssignmentMessage.assignment == assignment.id))


def messages_of_case(case: Case) -> dict[int, list[AssignmentMessage]]:
    """The threads of a case by task."""
    threads: dict[int, list[AssignmentMessage]] = {}
    for message in _messages_of_case(case=case.id):
        threads.setdefault(message.assignment_id, []).append(message)
    return threads


@prepared_models
def _messages_of_case() -> ModelSelect:
    return _messages().join(Assignment).where(Assignment.case == slot("case"))


def last_words(viewer: Viewer) -> dict[int, Any]:
    """By the volunteer's own open task, the last line of its thread: author (id), author_name, text."""
    return {row.assignment: row for row in _last_words(volunteer=viewer.id)}


@prepared
def _last_words() -> ModelSelect:
    mine = (Assignment.volunteer == slot("volunteer")) & Assignment.state.in_(OPEN)
    newest = AssignmentMessage.select(fn.MAX(AssignmentMessage.id)).join(Assignment).where(mine)
    newest = newest.group_by(AssignmentMessage.assignment)
    return AssignmentMessage.select(
        AssignmentMessage.assignment,
        AssignmentMessage.author,
        AssignmentMessage.author_name,
        AssignmentMessage.text,
    ).where(AssignmentMessage.id.in_(newest))


def _messages() -> ModelSelect:
    return AssignmentMessage.select().order_by(AssignmentMessage.id)
