"""What the sentences about cases that need action are told with: volunteers' tasks, offices' letters, missing papers,
the last that was heard. Read for the rows on one page, and only from the tables that their reasons ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import CaseDocument, CaseEvent
from puskesos.models.referral import Agency, Referral
from puskesos.queries.clock import ANSWERED, UNANSWERED
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.needs_action import BITS, Need
from puskesos.rules.papers import MISSING, PaperOwner


@dataclass(frozen=True)
class Around:
    """By case: its task, its letters with their office, its missing papers, when it was last heard of."""

    tasks: dict[int, Any] = field(default_factory=dict)
    letters: dict[int, list[Any]] = field(default_factory=dict)
    papers: dict[int, list[Any]] = field(default_factory=dict)
    heard: dict[int, Any] = field(default_factory=dict)


def around(rows: Sequence[Any]) -> Around:
    """What is told of these rows; each table is read only when a row's reasons ask for it."""

    def having(*needs: Need) -> list[int]:
        mask = sum(BITS[need] for need in needs)
        return [row.id for row in rows if row.bits & mask]

    tasks = _tasks_of([row.id for row in rows if row.state == CaseState.KUNJUNGAN])
    letters = _letters_of(having(Need.KABAR, Need.RUJUKAN))
    return Around(tasks, letters, _papers_of(having(Need.BERKAS)), _heard_of(having(Need.SENYAP)))


def _tasks_of(cases: list[int]) -> dict[int, Any]:
    """The newest task of each case that waits for a volunteer or for the review."""
    if not cases:
        return {}
    states = [str(AssignmentState.DITUGASKAN), str(AssignmentState.DILAPORKAN)]
    query = Assignment.select(
        Assignment.case, Assignment.number, Assignment.state, Assignment.state_since, Assignment.volunteer
    )
    rows = query.where(Assignment.case.in_(cases), Assignment.state.in_(states)).order_by(Assignment.id)
    return {row.case: row for row in rows.namedtuples()}


def _letters_of(cases: list[int]) -> dict[int, list[Any]]:
    if not cases:
        return {}
    query = Referral.select(
        Referral.case,
        Referral.number,
        Referral.state,
        Referral.answer_due_on,
        Referral.told_family_on,
        Agency.name.alias("office"),
    ).join(Agency)
    states = Referral.state.in_(UNANSWERED) | (Referral.state.in_(ANSWERED) & Referral.told_family_on.is_null())
    return _by_case(query.where(Referral.case.in_(cases), states).order_by(Referral.answer_due_on).namedtuples())


def _papers_of(cases: list[int]) -> dict[int, list[Any]]:
    if not cases:
        return {}
    states = CaseDocument.state.in_(sorted(str(state) for state in MISSING))
    missing = states & (CaseDocument.owner == str(PaperOwner.KELUARGA))
    query = CaseDocument.select(CaseDocument.case, CaseDocument.name, CaseDocument.state, CaseDocument.promised_on)
    return _by_case(query.where(CaseDocument.case.in_(cases), missing).order_by(CaseDocument.position).namedtuples())


def _heard_of(cases: list[int]) -> dict[int, Any]:
    if not cases:
        return {}
    last = CaseEvent.select(fn.MAX(CaseEvent.id)).where(CaseEvent.case.in_(cases)).group_by(CaseEvent.case)
    return dict(CaseEvent.select(CaseEvent.case, CaseEvent.at).where(CaseEvent.id.in_(last)).tuples())


def _by_case(rows: Any) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.case, []).append(row)
    return grouped
