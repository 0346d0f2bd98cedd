"""What happened since a moment and what is due next, for a handover; and the handovers that were given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, ModelSelect, Value

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseDocument, CaseEvent
from puskesos.models.handover import Handover, HandoverRead
from puskesos.models.person import Person
from puskesos.models.referral import Agency, Referral
from puskesos.models.user import LoginSession, User
from puskesos.queries.case import openable, scope
from puskesos.queries.prepared import prepared, shape_of, slot, values_of, viewer_of
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.handover import SHOWN_FOR, Line, Part
from puskesos.rules.intake import Priority
from puskesos.rules.names import initials
from puskesos.rules.papers import PaperState
from puskesos.rules.referral import UNANSWERED_STATES
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

LISTED = 30
READ_AHEAD = 400  # entries of one worker since the last shift; beyond them nobody reads
MOST_ROWS = 200


@dataclass(frozen=True)
class CaseName:
    """How a case is called for this viewer."""

    name: str
    may_open: bool


def entries_since(viewer: Viewer, since: datetime) -> list[Any]:
    """What the viewer wrote in cases since then, newest first: number and state of the case, kind, states, text."""
    rows = (
        CaseEvent.select(
            Case.number, Case.state, CaseEvent.kind, CaseEvent.from_state, CaseEvent.to_state, CaseEvent.at
        )
        .join(Case)
        .where(CaseEvent.actor == viewer.id, CaseEvent.at >= since, scope(viewer))
    )
    return list(rows.order_by(CaseEvent.at.desc(), CaseEvent.id.desc()).limit(READ_AHEAD).namedtuples())


def never_unseen(viewer: Viewer) -> list[Any]:
    """Open emergencies and cases helped before their decision, whoever worked on them, the oldest first.

    Each with number, state, state_since, priority and decision_pending.
    """
    facts = (Case.number, Case.state, Case.state_since, Case.priority, Case.decision_pending)
    is_meant = (Case.priority == str(Priority.DARURAT)) | (Case.decision_pending == Value(True))
    rows = Case.select(*facts).where(scope(viewer), Case.state.in_(_words(OPEN_STATES - {CaseState.DRAF})), is_meant)
    return list(rows.order_by(Case.state_since, Case.id).limit(MOST_ROWS).namedtuples())


def papers_promised(viewer: Viewer, first: date, last: date) -> list[Any]:
    """Papers promised for these days and not brought: number, name, promised_on."""
    rows = CaseDocument.select(Case.number, CaseDocument.name, CaseDocument.promised_on).join(Case)
    waiting = CaseDocument.state == str(PaperState.MENYUSUL)
    days = CaseDocument.promised_on.between(first, last)
    rows = rows.where(days, waiting, scope(viewer), Case.state.in_(_words(OPEN_STATES)))
    return list(rows.order_by(CaseDocument.promised_on, CaseDocument.id).limit(MOST_ROWS).namedtuples())


def visits_due(viewer: Viewer, last: date) -> list[Any]:
    """Visits due until `last` and not reported: number, volunteer, due_on."""
    rows = Assignment.select(Case.number, User.name.alias("volunteer"), Assignment.due_on).join(Case)
    rows = rows.switch(Assignment).join(User, on=(Assignment.volunteer == User.id))
    rows = rows.where(
        Assignment.hub == viewer.hub_id,
        Assignment.state.in_(_words(OPEN_ASSIGNMENT_STATES)),
        Assignment.state != "dilaporkan",
        Assignment.due_on <= last,
        scope(viewer),
    )
    return list(rows.order_by(Assignment.due_on, Assignment.id).limit(MOST_ROWS).namedtuples())


def referrals_unanswered(viewer: Viewer, today: date) -> list[Any]:
    """Referrals whose answer is overdue: number, agency, answer_due_on."""
    rows = Referral.select(Case.number, Agency.name.alias("agency"), Referral.answer_due_on).join(Case)
    rows = rows.switch(Referral).join(Agency)
    rows = rows.where(
        Referral.hub == viewer.hub_id,
        Referral.state.in_(_words(UNANSWERED_STATES)),
        Referral.answer_due_on < today,
        scope(viewer),
    )
    return list(rows.order_by(Referral.answer_due_on, Referral.id).limit(MOST_ROWS).namedtuples())


def names_of_cases(viewer: Viewer, numbers: Iterable[str]) -> dict[str, CaseName]:
    """How these cases are called: of restricted ones initials only, and whether the viewer may open them."""
    rows = (
        Case.select(Case.number, Case.restricted, Person.name.alias("client_name"), openable(viewer).alias("may_open"))
        .join(Person)
        .where(Case.number.in_(list(numbers)), scope(viewer))
    )
    return {
        row.number: CaseName(
            f"{initials(row.client_name)} (Terbatas)" if row.restricted else row.client_name, bool(row.may_open)
        )
        for row in rows.namedtuples()
    }


def last_handover(viewer: Viewer) -> Handover | None:
    """The viewer's newest handover."""
    return Handover.select().where(Handover.user == viewer.id).order_by(Handover.id.desc()).first()


def last_sign_in_before(viewer: Viewer, moment: datetime) -> datetime | None:
    """When the viewer last signed in before `moment`."""
    earlier = LoginSession.select(LoginSession.created_at).where(
        LoginSession.user == viewer.id, LoginSession.created_at < moment
    )
    row = earlier.order_by(LoginSession.created_at.desc()).first()
    return row.created_at if row else None


def find_handover(viewer: Viewer, handover_id: int) -> Handover | None:
    """A handover of the viewer's hub, with who gave it."""
    query = Handover.select(Handover, User).join(User)
    return query.where(Handover.id == handover_id, Handover.hub == viewer.hub_id).get_or_none()


def list_handovers(viewer: Viewer) -> list[Any]:
    """The last handovers of the hub, newest first, with `read_at` of this viewer."""
    return list(_with_reader(viewer).order_by(Handover.id.desc()).limit(LISTED).namedtuples())


def unread_handovers(viewer: Viewer, now: datetime) -> list[Any]:
    """What others handed over lately and this viewer has not read, newest first."""
    since = Handover.created_at.db_value(now - SHOWN_FOR)
    return _unread(*shape_of(viewer), **values_of(viewer), since=since)


@prepared
def _unread(roles: frozenset[Role], has_area: bool) -> ModelSelect:
    viewer = viewer_of(roles, has_area)
    fresh = Handover.created_at > slot("since")
    rows = _with_reader(viewer).where(Handover.user != viewer.id, fresh, HandoverRead.read_at.is_null())
    return rows.order_by(Handover.id.desc()).limit(5)


def readers_of(handover: Handover) -> list[Any]:
    """Who has read it (id, name, read_at), in order."""
    rows = (
        HandoverRead.select(User.id, User.name, HandoverRead.read_at)
        .join(User)
        .where(HandoverRead.handover == handover)
    )
    return list(rows.order_by(HandoverRead.read_at).namedtuples())


def parts_of(handover: Handover) -> list[Part]:
    """The parts as they were saved."""
    return [
        Part(each["title"], tuple(Line(number, text) for number, text in each["lines"]), each["more"])
        for each in json.loads(handover.content)
    ]


def window(today: date) -> tuple[date, date]:
    """The days whose promises and visits the next shift meets: what is overdue by two weeks until tomorrow."""
    return today - timedelta(days=14), today + timedelta(days=1)


def _with_reader(viewer: Viewer) -> Any:
    mine = (HandoverRead.handover == Handover.id) & (HandoverRead.user == viewer.id)
    return (
        Handover.select(Handover.id, Handover.created_at, Handover.user, User.name.alias("giver"), HandoverRead.read_at)
        .join(User)
        .switch(Handover)
        .join(HandoverRead, JOIN.LEFT_OUTER, on=mine)
        .where(Handover.hub == viewer.hub_id)
    )


def _words(states: Iterable[object]) -> list[str]:
    return [str(state) for state in states]
