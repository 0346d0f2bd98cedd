"""Reading the assignment board: cases that await a volunteer, then assignments by the column of their state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Expression, ModelSelect, Value, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.assignment import CARD
from puskesos.queries.case import with_safe_name
from puskesos.rules.assignment_path import COLUMN_BY_STATE, AssignmentState, BoardColumn
from puskesos.rules.viewer import Viewer

COLUMN_PAGE = 30


@dataclass(frozen=True)
class BoardFilter:
    """What the board is narrowed to."""

    village: int | None = None
    volunteer: int | None = None


def board_column(viewer: Viewer, column: BoardColumn, wanted: BoardFilter, since: datetime, offset: int = 0) -> list[Any]:
    """Up to COLUMN_PAGE + 1 cards of a column by due date, from `offset`; finished ones only when finished after `since`."""
    query = _unassigned(viewer, wanted) if column == BoardColumn.BELUM else _assigned(viewer, column, wanted, since)
    return [with_safe_name(row) for row in query.limit(COLUMN_PAGE + 1).offset(offset).namedtuples()]


def board_counts(viewer: Viewer, wanted: BoardFilter, since: datetime) -> dict[BoardColumn, int]:
    """How many cards each column holds."""
    states = Assignment.select(Assignment.state, fn.COUNT(Assignment.id)).where(
        Assignment.hub == viewer.hub_id, *_board_conditions(wanted), _recent(since)
    )
    counts = dict.fromkeys(BoardColumn, 0)
    for state, count in states.group_by(Assignment.state).tuples():
        if COLUMN_BY_STATE[AssignmentState(state)] != BoardColumn.BELUM:
            counts[COLUMN_BY_STATE[AssignmentState(state)]] += count
    counts[BoardColumn.BELUM] = 0 if wanted.volunteer else _unassigned(viewer, wanted).count()
    return counts


def _assigned(viewer: Viewer, column: BoardColumn, wanted: BoardFilter, since: datetime) -> ModelSelect:
    states = [str(state) for state, its in COLUMN_BY_STATE.items() if its == column]
    return (
        Assignment.select(
            *CARD,
            Assignment.number.alias("task"),
            Assignment.state.alias("task_state"),
            Assignment.kind,
            User.name.alias("volunteer_name"),
        )
        .join(Case)
        .join(Person)
        .switch(Case)
        .join(Village)
        .switch(Case)
        .join(Service)
        .switch(Assignment)
        .join(User, on=(Assignment.volunteer == User.id))
        .where(
            Assignment.hub == viewer.hub_id, Assignment.state.in_(states), *_board_conditions(wanted), _recent(since)
        )
        .order_by(Assignment.due_on, Assignment.id)
    )


def _unassigned(viewer: Viewer, wanted: BoardFilter) -> ModelSelect:
    query = (
        Case.select(
            Case.number,
            Case.restricted,
            Case.priority,
            Person.name.alias("client_name"),
            Person.rt,
            Person.rw,
            Village.name.alias("village_name"),
            Service.name.alias("service_name"),
            Case.due_on,
            Case.state_since,
            Value(None).alias("task"),
            Value(None).alias("task_state"),
            Value(None).alias("kind"),
            Value(None).alias("volunteer_name"),
        )
        .join(Person)
        .switch(Case)
        .join(Village)
        .switch(Case)
        .join(Service)
        .where(Case.hub == viewer.hub_id, Case.awaits_assignment)
        .order_by(Case.due_on, Case.id)
    )
    if wanted.village:
        query = query.where(Case.village == wanted.village)
    return query.where(Value(1) == Value(0)) if wanted.volunteer else query


def _board_conditions(wanted: BoardFilter) -> list[Expression]:
    conditions: list[Expression] = []
    if wanted.village:
        conditions.append(Assignment.village == wanted.village)
    if wanted.volunteer:
        conditions.append(Assignment.volunteer == wanted.volunteer)
    return conditions


def _recent(since: datetime) -> Expression:
    return (Assignment.state != str(AssignmentState.DISETUJUI)) | (Assignment.state_since >= since)
