"""What every change of a referral writes: the row with its version, a line of its log, a line of the case's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from puskesos.actions.case_clock import answered
from puskesos.actions.case_path import change_case
from puskesos.actions.newest import change_newest
from puskesos.database import locked
from puskesos.models.case import Case, CaseEvent
from puskesos.models.referral import Referral, ReferralEvent
from puskesos.rules.referral import ReferralEventKind
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class Office:
    """Who answered through the code on the letter: a name somebody typed, and the office the letter went to."""

    name: str
    agency: str


@dataclass(frozen=True)
class Heard:
    """What happened outside: the day, how it was sent or learnt, with whom, and the words."""

    on: date
    channel: str = ""
    contact: str = ""
    text: str = ""


def hold(referral: Referral) -> None:
    """Hold the letter's case and then the letter, as closing does, and bring the letter's state up to date.

    Until the caller's transaction ends nobody else changes either of them.
    """
    locked(Case.select(Case.id).where(Case.id == referral.case_id)).get()
    facts = Referral.select(Referral.state, Referral.version, Referral.sent_on).where(Referral.id == referral.id)
    referral.state, referral.version, referral.sent_on = locked(facts).tuples().get()


def change_referral(referral: Referral, *, version: int, **fields: Any) -> None:
    """Write `fields` and raise the version. Raises Conflict when `version` is not the newest."""
    change_newest(referral, version, **fields)


def write_log(
    referral: Referral,
    kind: ReferralEventKind,
    heard: Heard,
    *,
    by: Viewer | Office,
    now: datetime,
    told: str,
    source: str = "",
    target: str = "",
) -> None:
    """One line in the log and one in the case's history, which reads "Rujukan R-… ke …: " and `told`."""
    is_ours = isinstance(by, Viewer)
    actor = by.id if is_ours else None
    ReferralEvent.create(
        referral=referral,
        at=now,
        on=heard.on,
        kind=kind,
        from_state=source,
        to_state=target,
        channel=heard.channel,
        contact=heard.contact,
        text=heard.text,
        actor=actor,
        actor_name=by.name,
    )
    _tell_case(referral.case_id, "rujukan", f"Rujukan {referral.number} ke {referral.agency.name}: {told}", by, now)


def end_waiting(referral: Referral, before: str, *, by: Viewer | Office, now: datetime) -> None:
    """Let the case's clock go on when this letter, until now in the state `before`, was the last one awaited."""
    case, fields, said = answered(referral, before, now)
    if case is not None:
        change_case(case, **fields)
        _tell_case(case.id, "waktu", said, by, now)


def _tell_case(case_id: int, kind: str, text: str, by: Viewer | Office, now: datetime) -> None:
    is_ours = isinstance(by, Viewer)
    CaseEvent.create(
        case=case_id,
        at=now,
        actor=by.id if is_ours else None,
        actor_name=by.name,
        actor_role=by.main_role.label if is_ours else by.agency,
        kind=kind,
        text=text,
    )
