"""The statements behind the board's columns, prepared per shape of the filter."""

from __future__ import annotations

from typing import Any

from peewee import Case as When
from peewee import Expression, ModelSelect, Value, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseDocument, CaseEvent, CaseProposal
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.case import with_places
from puskesos.queries.case_door import openable
from puskesos.queries.prepared import prepared, slot, viewer_of
from puskesos.rules.assignment_path import COLUMN_BY_STATE, BoardColumn
from puskesos.rules.papers import MISSING
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.roles import Role

MOST_CASES = 155  # cases of a whole board with the one card more that each column looks ahead
Shape = tuple[bool, ...]
PLACES = tuple(f"case{place}" for place in range(MOST_CASES))


def _card(opens: Expression) -> tuple[Any, ...]:
    return (
        Case.id.alias("case_id"),
        Case.number,
        Case.restricted,
        Case.priority,
        Person.name.alias("client_name"),
        Person.rt,
        Person.rw,
        Person.birth_date,
        Person.birth_year_estimate,
        Village.name.alias("village_name"),
        Service.name.alias("service_name"),
        Case.version.alias("case_version"),
        opens.alias("may_open"),
    )


def _case_conditions(shape: Shape, opens: Expression) -> list[Expression]:
    """What the filter asks of the case. A service would tell what a restricted case is about, a priority what a closed
    one is: neither finds it."""
    _, _, by_service, by_priority, _, restricted = shape
    conditions = [Case.service == slot("service"), ~Case.restricted] if by_service else []
    conditions += [Case.priority == slot("priority")] if by_priority else []
    conditions += [Case.restricted == Value(True)] if restricted else []
    return [*conditions, opens] if by_priority or restricted else conditions


@prepared
def assigned_cards(
    columns: tuple[BoardColumn, ...], shape: Shape, roles: frozenset[Role], has_area: bool
) -> list[ModelSelect]:
    """Cards of columns of tasks: `shape` is BoardFilter.shape, the rest shape_of the viewer."""
    opens = openable(viewer_of(roles, has_area))
    return [_tasks_of(column, shape, opens) for column in columns]


def _tasks_of(column: BoardColumn, shape: Shape, opens: Expression) -> ModelSelect:
    by_village, by_volunteer, _, _, late, _ = shape
    states = [str(state) for state, its in COLUMN_BY_STATE.items() if its == column]
    conditions = [Assignment.hub == slot("hub"), Assignment.state.in_(states)]
    conditions += [Assignment.state_since >= slot("since")] if column == BoardColumn.SELESAI else []
    conditions += [Assignment.village == slot("village")] if by_village else []
    conditions += [Assignment.volunteer == slot("volunteer")] if by_volunteer else []
    if late:  # what is finished is never late
        conditions.append(_never() if column == BoardColumn.SELESAI else Assignment.due_on < slot("today"))
    return (
        with_places(
            Assignment.select(
                *_card(opens),
                Assignment.id.alias("place"),
                Assignment.due_on,
                Assignment.state_since,
                Assignment.number.alias("task"),
                Assignment.state.alias("task_state"),
                Assignment.kind,
                Assignment.version.alias("task_version"),
                User.id.alias("volunteer_id"),
                User.name.alias("volunteer_name"),
                _asked().alias("asks"),
                fn.COUNT(Assignment.id).over().alias("total"),
                fn.MIN(Assignment.state_since).over().alias("oldest"),
            ).join(Case)
        )
        .switch(Assignment)
        .join(User, on=(Assignment.volunteer == User.id))
        .where(*conditions, *_case_conditions(shape, opens))
        .order_by(Assignment.due_on, Assignment.id)
        .limit(slot(f"limit_{column}"))
        .offset(slot("offset"))
    )


def _asked() -> Expression:
    """What the volunteer waits for, in a word: an answer, or more time."""
    later = Assignment.planned_on > Assignment.due_on
    return When(None, ((Assignment.asked_at.is_null(False), "bertanya"), (later, "minta ditunda")), "")


@prepared
def waiting_cards(shape: Shape, roles: frozenset[Role], has_area: bool) -> ModelSelect:
    """Cards of the cases that await a volunteer, in the columns of assigned_cards and why a visit was proposed."""
    opens = openable(viewer_of(roles, has_area))
    by_village, by_volunteer, _, _, late, _ = shape
    conditions = [Case.hub == slot("hub"), Case.awaits_assignment == Value(True)]
    conditions += [Case.village == slot("village")] if by_village else []
    conditions += [_never()] if by_volunteer else []
    conditions += [Case.due_on < slot("today")] if late else []
    nothing = ("task", "task_state", "kind", "task_version", "volunteer_id", "volunteer_name", "asks")
    return (
        with_places(
            Case.select(
                *_card(opens),
                Case.id.alias("place"),
                Case.due_on,
                Case.state_since,
                *(Value(None).alias(name) for name in nothing),
                _proposed().alias("why"),
                fn.COUNT(Case.id).over().alias("total"),
                fn.MIN(Case.state_since).over().alias("oldest"),
            )
        )
        .where(*conditions, *_case_conditions(shape, opens))
        .order_by(Case.due_on, Case.id)
        .limit(slot("limit_belum"))
        .offset(slot("offset"))
    )


def _proposed() -> ModelSelect:
    about = (CaseProposal.case == Case.id) & (CaseProposal.kind == Value(str(ProposalKind.KUNJUNGAN)))
    stands = CaseProposal.select(CaseProposal.summary).where(about, CaseProposal.settled_at.is_null())
    return stands.order_by(CaseProposal.id.desc()).limit(1)


@prepared
def lacking_papers() -> ModelSelect:
    """How many papers each of these cases lacks."""
    return (
        CaseDocument.select(CaseDocument.case, fn.COUNT(CaseDocument.id).alias("lacking"))
        .where(
            CaseDocument.case.in_([slot(place) for place in PLACES]),
            CaseDocument.state.in_(sorted(str(state) for state in MISSING)),
        )
        .group_by(CaseDocument.case)
    )


@prepared
def newest_event() -> ModelSelect:
    """The id of the newest line of any case's history."""
    return CaseEvent.select(fn.MAX(CaseEvent.id).alias("newest"))


def _never() -> Expression:
    return Value(1) == Value(0)
