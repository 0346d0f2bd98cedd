"""The decision, and the steps that need only a reason: return, complete, cancel, reopen (domain 1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from puskesos import clock
from puskesos.actions.case_closing import FORGOTTEN, settle_first
from puskesos.actions.case_path import move_case
from puskesos.actions.case_work import AdviceEntry, has_open_assignment, recommend
from puskesos.actions.referral import ReferralEntry, check_referral, write_referral
from puskesos.actions.track_ending import stop_tracks
from puskesos.database import database
from puskesos.errors import RuleBroken, refuse_any
from puskesos.models.case import Case, Decision
from puskesos.models.hub import Service
from puskesos.queries.hub import days_off, find_hub
from puskesos.rules.case_path import CaseAct, CaseState, DecisionChoice, find_act, find_transition
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.outcome import decision_problems
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

KEPT = ("officer", "target_on", "rejection_reason", "told_client")  # of an entry, as the decision stores them
TARGETS = {
    DecisionChoice.LAYANI: CaseState.DILAYANI,
    DecisionChoice.RUJUK: CaseState.DIRUJUK,
    DecisionChoice.TOLAK: CaseState.DITOLAK,
}
BY_REASON = frozenset(
    {
        CaseAct.KELENGKAPAN,
        CaseAct.PENGEMBALIAN,
        CaseAct.PEMBUKAAN,
        CaseAct.PEMBATALAN,
    }
)


@dataclass(frozen=True)
class DecisionEntry:
    """A decision with what its choice requires; dates are days in the hub's zone."""

    choice: str
    text: str
    officer: str = ""
    target_on: date | None = None
    referral: ReferralEntry | None = None
    rejection_reason: str = ""
    told_client: str = ""


def decide_case(
    case: Case,
    entry: DecisionEntry,
    *,
    version: int,
    actor: Viewer,
    now: datetime,
    secret: str = "",
    act: CaseAct = CaseAct.PENETAPAN,
) -> None:
    """Decide the case by `act`: the decision, or a refusal before there is one; `secret` makes a letter's keys.

    From `penanganan` a recommendation is recorded first, and a referral is written, all in one transaction.
    """
    choice = DecisionChoice(entry.choice)
    _check_entry(entry, choice)
    _check_turn(case, TARGETS[choice], act)
    with database.atomic():
        if case.state == CaseState.PENANGANAN:
            advice = AdviceEntry(entry.choice, entry.text, rejection_reason=entry.rejection_reason)
            recommend(case, advice, version=version, actor=actor, now=now)
            version = case.version
        Decision.create(
            case=case,
            created_by=actor.id,
            created_at=now,
            **{name: getattr(entry, name) for name in ("choice", "text", *KEPT)},
            **_letter(case, entry, secret, actor, now),
        )
        audit.record("decided", actor=actor, now=now, object_type="case", object_id=case.number, choice=entry.choice)
        fields: dict[str, object] = {"due_on": entry.target_on} if entry.target_on else {}
        if choice == DecisionChoice.TOLAK:
            version = _settle(case, entry, version, actor, now)
            fields = {"result_text": entry.text, "closed_at": now}
        told = f"Penetapan: {choice.label}. {_summary(entry, choice)}"
        fields |= {"decision_pending": False}
        move_case(case, TARGETS[choice], actor=actor, now=now, version=version, text=told, **fields)


def step_case(
    case: Case, act: CaseAct, *, reason: str, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """A step that needs only a reason: papers complete, back to the back office, cancel, reopen.

    It goes where this act leads from here by the table, so that no act does the work of another. A reopened case gets
    its service's target days anew, counted from `today`.
    """
    step = find_act(case.state, act) if act in BY_REASON else None
    if step is None:
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    if act == CaseAct.PEMBATALAN and has_open_assignment(case):
        raise RuleBroken("Masih ada penugasan terbuka. Batalkan penugasan dahulu.")
    fields: dict[str, object] = {}
    if act == CaseAct.PEMBATALAN:
        fields = {"closed_at": now, "result_text": reason}
    elif act == CaseAct.PEMBUKAAN:
        days = Service.select(Service.target_days).where(Service.id == case.service_id).scalar()
        fields = FORGOTTEN | {"due_on": add_working_days(today, days, days_off(case.hub_id))}
    elif act == CaseAct.KELENGKAPAN:
        fields = {"awaits_assignment": True}
    with database.atomic():
        move_case(case, step.target, actor=actor, now=now, version=version, text=reason, **fields)
        if act == CaseAct.PEMBATALAN:
            stop_tracks(case, f"Kasus dibatalkan: {reason}", actor=actor, now=now, today=today)


def _check_turn(case: Case, target: CaseState, act: CaseAct) -> None:
    """A decision goes only where the table has it taken by this act, and no refusal ends a case around its volunteer.

    The koordinator's own recommendation goes with the decision.
    """
    advised = case.state == CaseState.PENANGANAN and act == CaseAct.PENETAPAN
    step = find_transition(CaseState.MENUNGGU_PENETAPAN if advised else case.state, target)
    if step is None or step.act != act:
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    if target == CaseState.DITOLAK and has_open_assignment(case):
        raise RuleBroken("Masih ada penugasan terbuka. Setujui atau batalkan dahulu.")


def _check_entry(entry: DecisionEntry, choice: DecisionChoice) -> None:
    refuse_any(decision_problems(choice, **{name: getattr(entry, name) for name in KEPT}))
    if choice == DecisionChoice.RUJUK:
        if entry.referral is None:
            raise RuleBroken("Pilih instansi tujuan, atau tulis nama instansi lain.", "agency")
        check_referral(entry.referral)


def _letter(case: Case, entry: DecisionEntry, secret: str, actor: Viewer, now: datetime) -> dict[str, object]:
    """Write the referral of a decision to refer; answers what the decision itself keeps of its letter."""
    if entry.choice != DecisionChoice.RUJUK or entry.referral is None:
        return {}
    referral = write_referral(case, entry.referral, secret=secret, actor=actor, now=now)
    kept = {"letter_number": referral.letter_number, "letter_on": referral.letter_on}
    return kept | {"agency": referral.agency.name}


def _settle(case: Case, entry: DecisionEntry, version: int, actor: Viewer, now: datetime) -> int:
    """A case that cannot be served is closed: no office or volunteer may be at work on it, and its ways end."""
    today = clock.today(find_hub(case.hub_id).zone, now)
    version = settle_first(case, version=version, result="", text=entry.text, told_on=today, actor=actor, now=now)
    if has_open_assignment(case):
        raise RuleBroken("Masih ada penugasan terbuka. Setujui atau batalkan dahulu.")
    stop_tracks(case, f"Kasus tidak dapat dilayani: {entry.text}", actor=actor, now=now, today=today)
    return version


def _summary(entry: DecisionEntry, choice: DecisionChoice) -> str:
    if choice == DecisionChoice.LAYANI:
        return f"Petugas: {entry.officer}. {entry.text}"
    return entry.text
