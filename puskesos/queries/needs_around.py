"""What the rows about cases that need action are told with, and what their next step goes by: volunteers' tasks,
offices' letters, guided ways, missing papers, the last that was heard. One read per table for a page of rows, and only
of the tables that the rows ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import JOIN, ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseDocument, CaseEvent, CaseProposal, DataCheck
from puskesos.models.referral import Agency, Referral
from puskesos.models.track import Track, TrackMember
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.case_path import CaseState
from puskesos.rules.data_check import counts_as_check
from puskesos.rules.needs_action import BITS, Need
from puskesos.rules.papers import MISSING, PaperOwner
from puskesos.rules.proposal import Proposal, ProposalKind
from puskesos.rules.track import RUNNING_STEPS, place_of
from puskesos.rules.visit_day import asks_staff

FEWEST = 26  # places for cases in a prepared read; so many rows make a page and one more
SERVED = frozenset({CaseState.DILAYANI, CaseState.DIRUJUK})
OPEN_TASKS = sorted(str(state) for state in OPEN_ASSIGNMENT_STATES)


@dataclass(frozen=True)
class Office:
    """Where a letter goes; of a restricted case only that it is one."""

    name: str


@dataclass(frozen=True)
class Letter:
    """One letter of a listed case."""

    number: str
    state: str
    state_since: datetime
    answer_due_on: date
    told_family_on: date | None
    agency: Office


@dataclass(frozen=True)
class Listed:
    """A case of a list as its next step sees it: like CasePage, but from what one page of rows has read."""

    case: Any
    is_checked: bool
    open_assignment: Any
    names: Mapping[int, str]
    referrals: list[Letter]
    ways: list[tuple[int, str, str]]
    proposal: Proposal | None


@dataclass(frozen=True)
class Around:
    """By case: its open task (one that asks the staff first), its newest data check and open proposal, its letters, its
    running ways (track, kind, step), its missing papers, when it was last heard of."""

    tasks: dict[int, Any] = field(default_factory=dict)
    facts: dict[int, Any] = field(default_factory=dict)
    letters: dict[int, list[Letter]] = field(default_factory=dict)
    ways: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)
    papers: dict[int, list[Any]] = field(default_factory=dict)
    heard: dict[int, Any] = field(default_factory=dict)

    def listed(self, row: Any, names: Mapping[int, str]) -> Listed:
        """One row with what belongs to it."""
        facts = self.facts.get(row.id)
        return Listed(
            case=row,
            is_checked=bool(facts and facts.check_status and counts_as_check(facts.check_status)),
            open_assignment=self.tasks.get(row.id),
            names=names,
            referrals=self.letters.get(row.id, []),
            ways=self.ways.get(row.id, []),
            proposal=_proposal(facts, names) if facts and facts.proposal_id else None,
        )


def around(rows: Sequence[Any]) -> Around:
    """What belongs to these rows; each table is read only when a row asks for it."""

    def having(*needs: Need) -> list[int]:
        mask = sum(BITS[need] for need in needs)
        return [row.id for row in rows if row.bits & mask]

    ids = [row.id for row in rows]
    served = [row.id for row in rows if row.state in SERVED]
    hidden = {row.id for row in rows if row.restricted}
    return Around(
        tasks={row.case: row for row in sorted(_read(_tasks, ids), key=asks_staff)},
        facts={row.id: row for row in _read(_facts, ids)},
        letters=_by_case((row.case, _letter(row, hidden)) for row in _read(_letters, served)),
        ways=_ways_by_case(_read(_ways, [row.id for row in rows if row.state == CaseState.DILAYANI])),
        papers=_by_case((row.case, row) for row in _read(_papers, having(Need.BERKAS))),
        heard={row.case: row.at for row in _read(_heard, having(Need.SENYAP))},
    )


def _read(query: Callable[..., list[Any]], cases: list[int]) -> list[Any]:
    """The rows of a prepared query for these cases; none without a case."""
    if not cases:
        return []
    size = max(FEWEST, len(cases))
    padded = [*cases, *[0] * (size - len(cases))]
    return query(size, **{f"case_{place}": case for place, case in enumerate(padded)})


def _slots(size: int) -> list[Any]:
    return [slot(f"case_{place}") for place in range(size)]


@prepared
def _tasks(size: int) -> ModelSelect:
    """The tasks at work, the newest of a case last."""
    query = Assignment.select(
        Assignment.case,
        Assignment.number,
        Assignment.state,
        Assignment.state_since,
        Assignment.volunteer.alias("volunteer_id"),
        Assignment.due_on,
        Assignment.planned_on,
        Assignment.postponed_because,
        Assignment.asked_at,
    )
    return query.where(Assignment.case.in_(_slots(size)), Assignment.state.in_(OPEN_TASKS)).order_by(Assignment.id)


@prepared
def _facts(size: int) -> ModelSelect:
    """The newest data check and the open proposal, as CasePage has them."""
    checks, asked = (model.select(fn.MAX(model.id)).where(model.case == Case.id) for model in (DataCheck, CaseProposal))
    is_open = CaseProposal.id == asked.where(CaseProposal.settled_at.is_null())
    query = Case.select(
        Case.id,
        DataCheck.status.alias("check_status"),
        CaseProposal.id.alias("proposal_id"),
        CaseProposal.kind,
        CaseProposal.summary,
        CaseProposal.created_by.alias("created_by_id"),
        CaseProposal.created_at,
    )
    query = query.join(DataCheck, JOIN.LEFT_OUTER, on=(DataCheck.id == checks)).switch(Case)
    return query.join(CaseProposal, JOIN.LEFT_OUTER, on=is_open).where(Case.id.in_(_slots(size)))


@prepared
def _letters(size: int) -> ModelSelect:
    """The letters with their office, newest first."""
    query = Referral.select(
        Referral.case,
        Referral.number,
        Referral.state,
        Referral.state_since,
        Referral.answer_due_on,
        Referral.told_family_on,
        Agency.name.alias("office"),
    ).join(Agency)
    return query.where(Referral.case.in_(_slots(size))).order_by(Referral.id.desc())


@prepared
def _ways(size: int) -> ModelSelect:
    """Who is on a guided way still, the newest way first."""
    query = TrackMember.select(Track.case, TrackMember.track, Track.kind, TrackMember.step).join(Track)
    running = TrackMember.step.in_([str(step) for step in RUNNING_STEPS])
    return query.where(Track.case.in_(_slots(size)), running).order_by(TrackMember.track.desc(), TrackMember.id)


@prepared
def _papers(size: int) -> ModelSelect:
    states = CaseDocument.state.in_(sorted(str(state) for state in MISSING))
    missing = states & (CaseDocument.owner == str(PaperOwner.KELUARGA))
    query = CaseDocument.select(CaseDocument.case, CaseDocument.name, CaseDocument.state, CaseDocument.promised_on)
    return query.where(CaseDocument.case.in_(_slots(size)), missing).order_by(CaseDocument.position)


@prepared
def _heard(size: int) -> ModelSelect:
    last = CaseEvent.select(fn.MAX(CaseEvent.id)).where(CaseEvent.case.in_(_slots(size))).group_by(CaseEvent.case)
    return CaseEvent.select(CaseEvent.case, CaseEvent.at).where(CaseEvent.id.in_(last))


def _proposal(row: Any, names: Mapping[int, str]) -> Proposal:
    """The proposal without the form that it fills in."""
    who = names.get(row.created_by_id, "")
    return Proposal(row.proposal_id, ProposalKind(row.kind), who, row.summary, {}, row.created_at)


def _letter(row: Any, hidden: set[int]) -> Letter:
    """Of a restricted case the office stays unnamed: it tells what the case is about."""
    office = Office("instansi" if row.case in hidden else row.office)
    return Letter(row.number, row.state, row.state_since, row.answer_due_on, row.told_family_on, office)


def _ways_by_case(rows: Iterable[Any]) -> dict[int, list[tuple[int, str, str]]]:
    """By case, in the order of its page: the newest way first, who is furthest last."""
    ordered = sorted(rows, key=lambda row: (-row.track, place_of(row.kind, row.step)))
    return _by_case((row.case, (row.track, row.kind, row.step)) for row in ordered)


def _by_case(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for case, row in rows:
        grouped.setdefault(case, []).append(row)
    return grouped
