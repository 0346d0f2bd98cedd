"""Reading a case's clock: whether it stands still, as a condition for lists, and for one case since when and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from peewee import Expression, fn

from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.queries.hub import find_hub
from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.clock_pause import LetterOut, Pause, pause_of, waits_for_office
from puskesos.rules.intake import Priority
from puskesos.rules.referral import ANSWERED_STATES, UNANSWERED_STATES
from puskesos.rules.referral_path import ReferralState

UNANSWERED = sorted(str(state) for state in UNANSWERED_STATES)
ANSWERED = sorted(str(state) for state in ANSWERED_STATES)
RUNNING = sorted(str(state) for state in OPEN_STATES - {CaseState.PERLU_PERBAIKAN, CaseState.DRAF})


def is_paused() -> Expression:
    """The condition on Case that its time stands still: for the family's papers, or for an office's answer."""
    return (Case.state == str(CaseState.PERLU_PERBAIKAN)) | _stands_for_an_office()


def runs() -> Expression:
    """The condition on Case that it is open and its time runs."""
    return Case.state.in_(RUNNING) & ~_stands_for_an_office()


def letters_out() -> Expression:
    """The unanswered letters of the case that the query is about."""
    return Referral.select(Referral.id).where(Referral.case == Case.id, Referral.state.in_(UNANSWERED))


def pause_now(case: Case, referrals: Iterable[Referral] | None = None) -> Pause | None:
    """The pause the case is in; `referrals` are its letters where they are known already."""
    zone = find_hub(case.hub_id).zone
    letters: list[LetterOut] = []
    if waits_for_office(case.state, case.priority):
        rows = Referral.select().where(Referral.case == case) if referrals is None else referrals
        letters = [_letter(row, zone) for row in rows if row.state != ReferralState.DRAF]
    return pause_of(case.state, case.priority, case.state_since, letters, zone)


def _stands_for_an_office() -> Expression:
    """As rules.clock_pause.waits_for_office, with a letter that is out; an emergency's time never stands for one."""
    calm = Case.priority != str(Priority.DARURAT)
    return (Case.state == str(CaseState.DIRUJUK)) & calm & fn.EXISTS(letters_out())


def _letter(referral: Referral, zone: str) -> LetterOut:
    """A letter is out from its sending, but never before it was entered here or corrected: no day may count twice."""
    sent = datetime.combine(referral.sent_on or referral.letter_on, time(), ZoneInfo(zone))
    until = None if referral.state in UNANSWERED_STATES else referral.state_since
    return LetterOut(max(referral.created_at, sent, referral.waits_since or sent), until)
