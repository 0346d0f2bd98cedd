"""Help before the decision in an emergency (domain 1.3: "penetapan menyusul"), and the decision that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from puskesos.actions.case_path import change_case, move_case, write_event
from puskesos.actions.referral import ReferralEntry, check_referral, write_referral
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case, Decision
from puskesos.models.referral import Agency, Referral
from puskesos.queries.case_acts import must_refer
from puskesos.queries.hub import find_hub
from puskesos.rules.case_path import CaseAct, CaseState, DecisionChoice, find_act
from puskesos.rules.dates import show_date
from puskesos.rules.intake import Priority
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

LONGEST_BEFORE = timedelta(days=7)
CHOICE_IN = {CaseState.DILAYANI: DecisionChoice.LAYANI, CaseState.DIRUJUK: DecisionChoice.RUJUK}


@dataclass(frozen=True)
class HelpEntry:
    """What is done at once and by whom; with a referral the case goes to that office straight away.

    `helped_at`: when that was, if before it is written down (a night, a power cut).
    """

    text: str
    officer: str
    referral: ReferralEntry | None = None
    helped_at: datetime | None = None


@dataclass(frozen=True)
class AfterEntry:
    """The koordinator's decision on help that is under way."""

    text: str
    officer: str = ""
    target_on: date | None = None


def help_first(case: Case, entry: HelpEntry, *, version: int, actor: Viewer, now: datetime, secret: str = "") -> None:
    """Serve or refer an emergency at once, or refer violence; its decision is then waited for.

    Raises RuleBroken when the case is neither, or has its decision before it.
    """
    if case.priority != Priority.DARURAT:
        _check_violence(case, entry)
    if find_act(case.state, CaseAct.SEGERA) is None:
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    if entry.referral:
        check_referral(entry.referral)
    target = CaseState.DIRUJUK if entry.referral else CaseState.DILAYANI
    with database.atomic():
        if entry.referral:
            write_referral(case, entry.referral, secret=secret, actor=actor, now=now)
        told = f"Penetapan menyusul. {_when(case, entry, now)}Petugas: {entry.officer}. {entry.text}"
        move_case(case, target, actor=actor, now=now, version=version, text=told, decision_pending=True)
        audit.record("helped_first", actor=actor, now=now, object_type="case", object_id=case.number, way=target)


def decide_afterwards(case: Case, entry: AfterEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """The koordinator decides what was begun in the emergency; the case stays where it is."""
    if not actor.has_role(Role.KOORDINATOR):
        raise NotAllowed
    if not case.decision_pending:
        raise RuleBroken("Kasus ini tidak menunggu penetapan susulan. Muat ulang halaman.")
    choice = CHOICE_IN[CaseState(case.state)]
    if choice == DecisionChoice.LAYANI:
        _check_service(entry)
    with database.atomic():
        Decision.create(
            case=case,
            choice=str(choice),
            text=entry.text,
            created_by=actor.id,
            created_at=now,
            **(_letter(case) if choice == DecisionChoice.RUJUK else _service(entry)),
        )
        due = {"due_on": entry.target_on} if choice == DecisionChoice.LAYANI else {}
        change_case(case, version=version, decision_pending=False, **due)
        write_event(case, "penetapan", f"Penetapan susulan: {choice.label}. {entry.text}", actor=actor, now=now)
        audit.record("decided", actor=actor, now=now, object_type="case", object_id=case.number, choice=choice)


def _when(case: Case, entry: HelpEntry, now: datetime) -> str:
    """When help was given, as the line of the history says it; help before the case was known is no slip of the pen."""
    if entry.helped_at is None:
        return ""
    if entry.helped_at > now:
        raise RuleBroken("Waktu tindakan tidak boleh di masa depan.", "helped_on")
    if now - entry.helped_at > LONGEST_BEFORE:
        raise RuleBroken("Waktu tindakan paling lama 7 hari yang lalu.", "helped_on")
    at = entry.helped_at.astimezone(ZoneInfo(find_hub(case.hub_id).zone))
    return f"Ditolong {show_date(at.date())} pukul {at:%H.%M}. "


def _check_violence(case: Case, entry: HelpEntry) -> None:
    """Violence goes to an office at once, however urgent the case is called (domain.md 8.3)."""
    if not must_refer(case):
        raise RuleBroken("Hanya kasus darurat dapat ditangani sebelum penetapan. Perbaiki prioritas bila ini darurat.")
    if entry.referral is None:
        raise RuleBroken("Kasus kekerasan dirujuk ke instansi. Pilih Rujuk ke instansi.", "choice")


def _check_service(entry: AfterEntry) -> None:
    if not entry.officer:
        raise RuleBroken("Isi petugas yang melayani.", "officer")
    if entry.target_on is None:
        raise RuleBroken("Isi target selesai.", "target_on")


def _service(entry: AfterEntry) -> dict[str, object]:
    return {"officer": entry.officer, "target_on": entry.target_on}


def _letter(case: Case) -> dict[str, object]:
    """What the decision keeps of the newest letter of this case."""
    rows = Referral.select(Referral, Agency).join(Agency).where(Referral.case == case).order_by(Referral.id.desc())
    row = rows.first()
    return {"agency": row.agency_name, "letter_number": row.letter_number, "letter_on": row.letter_on} if row else {}
