"""Reading a case's clock: whether it stands still, as a condition for lists, and for one case since when and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from peewee import Expression, ModelSelect, fn

from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.hub import find_hub
from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.clock_pause import Pause, Wait, pause_of, waits_for_office
from puskesos.rules.intake import Priority
from puskesos.rules.referral import ANSWERED_STATES, UNANSWERED_STATES
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.track import AWAITED

UNANSWERED = sorted(str(state) for state in UNANSWERED_STATES)
ANSWERED = sorted(str(state) for state in ANSWERED_STATES)
DECIDED = [str(CaseState.DILAYANI), str(CaseState.DIRUJUK)]
RUNNING = sorted(str(state) for state in OPEN_STATES - {CaseState.PERLU_PERBAIKAN, CaseState.DRAF})


def is_paused() -> Expression:
    """The condition on Case that its time stands still: for the family's papers, or for an answer from outside."""
    return (Case.state == str(CaseState.PERLU_PERBAIKAN)) | _waits_outside()


def runs() -> Expression:
    """The condition on Case that it is open and its time runs."""
    return Case.state.in_(RUNNING) & ~_waits_outside()


def _waits_outside() -> Expression:
    """An office owes an answer to a referred case, or Kemensos/BPJS one on a guided way of a decided case.

    As rules.clock_pause.waits_for_office has it, an emergency's time never stands for an office.
    """
    calm = Case.priority != str(Priority.DARURAT)
    for_office = (Case.state == str(CaseState.DIRUJUK)) & calm & fn.EXISTS(letters_out())
    return for_office | (Case.state.in_(DECIDED) & fn.EXISTS(ways_out()))


def letters_out() -> ModelSelect:
    """The unanswered letters of the case that the query is about."""
    return Referral.select(Referral.id).where(Referral.case == Case.id, Referral.state.in_(UNANSWERED))


def ways_out() -> ModelSelect:
    """The people of the case that the query is about who wait for Kemensos or BPJS."""
    people = TrackMember.select(TrackMember.id).join(Track)
    return people.where(Track.case == Case.id, TrackMember.step.in_(sorted(str(step) for step in AWAITED)))


def pause_now(case: Case, referrals: Iterable[Referral] | None = None, *, has_ways: bool = True) -> Pause | None:
    """The pause the case is in; `referrals` are its letters where they are known; without ways none is looked for."""
    zone = find_hub(case.hub_id).zone
    waits: list[Wait] = []
    if waits_for_office(case.state, case.priority):
        rows = Referral.select().where(Referral.case == case) if referrals is None else referrals
        waits = [_letter(row, zone) for row in rows if row.state != ReferralState.DRAF]
    if has_ways and case.state in DECIDED:
        waits += _ways(case)
    return pause_of(case.state, case.priority, case.state_since, waits, zone)


def _letter(referral: Referral, zone: str) -> Wait:
    """A letter is out from its sending, but never before it was entered here or corrected: no day may count twice."""
    sent = datetime.combine(referral.sent_on or referral.letter_on, time(), ZoneInfo(zone))
    until = None if referral.state in UNANSWERED_STATES else referral.state_since
    return Wait(max(referral.created_at, sent, referral.waits_since or sent), until)


def _ways(case: Case) -> list[Wait]:
    """When Kemensos or BPJS owed somebody an answer, as the log noted it; passing from one to the other is one wait."""
    lines = TrackEvent.select(TrackEvent.member, TrackEvent.at, TrackEvent.to_step).join(TrackMember).join(Track)
    rows = lines.where(Track.case == case, TrackEvent.to_step != "").order_by(TrackEvent.member, TrackEvent.id).tuples()
    waits = []
    for _, steps in groupby(rows, key=itemgetter(0)):
        since, whom = None, ""
        for _, at, step in steps:
            if step in AWAITED:
                since, whom = since or at, AWAITED[step]
            elif since:
                waits.append(Wait(since, at, whom))
                since = None
        waits += [Wait(since, None, whom)] if since else []
    return waits
