"""Reading the assignment board: cases that await a volunteer, then assignments by the column of their state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect, Value, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseProposal
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.assignment import CARD
from puskesos.queries.case import with_places, with_safe_name
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.assignment_path import COLUMN_BY_STATE, BoardColumn
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.viewer import Viewer

COLUMN_PAGE = 30


@dataclass(frozen=True)
class BoardFilter:
    """What the board is narrowed to."""

    village: int | None = None
    volunteer: int | None = None


def board_column(
    viewer: Viewer, column: BoardColumn, wanted: BoardFilter, since: datetime, offset: int = 0
) -> tuple[list[Any], int]:
    """Up to COLUMN_PAGE + 1 cards of a column by due date, from `offset`, and how many it holds in all.

    Finished cards only when finished after `since`.
    """
    narrowed = wanted.village is not None, wanted.volunteer is not None
    query = _unassigned if column == BoardColumn.BELUM else _assigned
    rows = query(
        column,
        *narrowed,
        hub=viewer.hub_id,
        since=Assignment.state_since.db_value(since),
        village=wanted.village,
        volunteer=wanted.volunteer,
        offset=offset,
    )
    return [with_safe_name(row) for row in rows], rows[0].total if rows else 0


@prepared
def _assigned(column: BoardColumn, by_village: bool, by_volunteer: bool) -> ModelSelect:
    states = [str(state) for state, its in COLUMN_BY_STATE.items() if its == column]
    conditions = [Assignment.hub == slot("hub"), Assignment.state.in_(states)]
    conditions += [Assignment.state_since >= slot("since")] if column == BoardColumn.SELESAI else []
    conditions += [Assignment.village == slot("village")] if by_village else []
    conditions += [Assignment.volunteer == slot("volunteer")] if by_volunteer else []
    return (
        with_places(
            Assignment.select(
                *CARD,
                Assignment.number.alias("task"),
                Assignment.state.alias("task_state"),
                Assignment.kind,
                User.name.alias("volunteer_name"),
                fn.COUNT(Assignment.id).over().alias("total"),
            ).join(Case)
        )
        .switch(Assignment)
        .join(User, on=(Assignment.volunteer == User.id))
        .where(*conditions)
        .order_by(Assignment.due_on, Assignment.id)
        .limit(COLUMN_PAGE + 1)
        .offset(slot("offset"))
    )


@prepared
def _unassigned(_column: BoardColumn, by_village: bool, by_volunteer: bool) -> ModelSelect:
    conditions = [Case.hub == slot("hub"), Case.awaits_assignment == Value(True)]
    conditions += [Case.village == slot("village")] if by_village else []
    conditions += [Value(1) == Value(0)] if by_volunteer else []
    nothing = [Value(None).alias(name) for name in ("task", "task_state", "kind", "volunteer_name")]
    asked = (CaseProposal.case == Case.id) & (CaseProposal.kind == Value(str(ProposalKind.KUNJUNGAN)))
    why = CaseProposal.select(CaseProposal.summary).where(asked, CaseProposal.settled_at.is_null())
    why = why.order_by(CaseProposal.id.desc()).limit(1)
    return (
        with_places(
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
                *nothing,
                why.alias("why"),
                fn.COUNT(Case.id).over().alias("total"),
            )
        )
        .where(*conditions)
        .order_by(Case.due_on, Case.id)
        .limit(COLUMN_PAGE + 1)
        .offset(slot("offset"))
    )
