"""What only the koordinator does: decide, return, close, cancel, reopen (domain 1.3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.case_path import move_case
from puskesos.actions.case_work import has_open_assignment, recommend
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.case import Case, Decision
from puskesos.models.hub import Service
from puskesos.rules.case_path import CaseState, DecisionChoice, ResultCode
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

TARGETS = {
    DecisionChoice.LAYANI: CaseState.DILAYANI,
    DecisionChoice.RUJUK: CaseState.DIRUJUK,
    DecisionChoice.TOLAK: CaseState.DITOLAK,
}
ENDED = frozenset({CaseState.SELESAI, CaseState.DITOLAK})
REASON_IS_ENOUGH = {  # from where a reason alone leads back to handling; other ways there need a data check
    CaseState.PENANGANAN: ENDED | {CaseState.MENUNGGU_PENETAPAN},
}


@dataclass(frozen=True)
class DecisionEntry:
    """A decision with the texts its choice requires; dates are days in the hub's zone."""

    choice: str
    text: str
    officer: str = ""
    target_on: date | None = None
    agency: str = ""
    letter_number: str = ""
    letter_on: date | None = None
    rejection_reason: str = ""
    told_client: str = ""


def decide_case(case: Case, entry: DecisionEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """Decide the case. From `penanganan` a recommendation is recorded first, in the same transaction."""
    choice = DecisionChoice(entry.choice)
    _check_entry(entry, choice)
    with database.atomic():
        if case.state == CaseState.PENANGANAN:
            recommend(case, entry.choice, entry.text, version=version, actor=actor, now=now)
            version = case.version
        Decision.create(case=case, created_by=actor.id, created_at=now, **asdict(entry))
        audit.record("decided", actor=actor, now=now, object_type="case", object_id=case.number, choice=entry.choice)
        closing = {"result_text": entry.text, "closed_at": now} if choice == DecisionChoice.TOLAK else {}
        due = {"due_on": entry.target_on} if entry.target_on else {}
        move_case(
            case,
            TARGETS[choice],
            actor=actor,
            now=now,
            version=version,
            text=f"Penetapan: {choice.label}. {_summary(entry, choice)}",
            **closing,
            **due,
        )


def close_case(
    case: Case, *, result: str, text: str, told_family_on: date, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """Close a served or referred case with its result, in words, and the day the family was told."""
    if told_family_on > today:
        raise RuleBroken("Tanggal keluarga diberi tahu tidak boleh di masa depan.", "told_family_on")
    if told_family_on < case.registered_on:
        raise RuleBroken("Tanggal ini sebelum kasus didaftarkan.", "told_family_on")
    if has_open_assignment(case):
        raise RuleBroken("Masih ada penugasan terbuka. Setujui atau batalkan dahulu.")
    with database.atomic():
        move_case(
            case,
            CaseState.SELESAI,
            actor=actor,
            now=now,
            version=version,
            text=f"{ResultCode(result).label}. {text}",
            result=result,
            result_text=text,
            told_family_on=told_family_on,
            closed_at=now,
        )
        audit.record("case_closed", actor=actor, now=now, object_type="case", object_id=case.number, result=result)


def step_case(
    case: Case, target: CaseState, *, reason: str, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """A step that needs only a reason: papers missing or complete, back to the back office, cancel, reopen.

    A reopened case gets its service's target days anew, counted from `today`.
    """
    if case.state not in REASON_IS_ENOUGH.get(target, {case.state}):
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    if target == CaseState.BATAL and has_open_assignment(case):
        raise RuleBroken("Masih ada penugasan terbuka. Batalkan penugasan dahulu.")
    fields: dict[str, object] = {}
    if target == CaseState.BATAL:
        fields = {"closed_at": now, "result_text": reason}
    elif case.state in ENDED:
        days = Service.select(Service.target_days).where(Service.id == case.service_id).scalar()
        fields = {"closed_at": None, "result": "", "result_text": "", "told_family_on": None}
        fields["due_on"] = add_working_days(today, days)
    elif target == CaseState.TERDAFTAR:
        fields = {"awaits_assignment": True}
    with database.atomic():
        move_case(case, target, actor=actor, now=now, version=version, text=reason, **fields)


def _check_entry(entry: DecisionEntry, choice: DecisionChoice) -> None:
    needed = {
        DecisionChoice.LAYANI: {
            "officer": (entry.officer, "Isi petugas yang melayani."),
            "target_on": (entry.target_on, "Isi target selesai."),
        },
        DecisionChoice.RUJUK: {
            "agency": (entry.agency, "Isi instansi tujuan."),
            "letter_number": (entry.letter_number, "Isi nomor surat rujukan."),
            "letter_on": (entry.letter_on, "Isi tanggal surat rujukan."),
        },
        DecisionChoice.TOLAK: {
            "rejection_reason": (entry.rejection_reason, "Pilih alasan tidak dapat dilayani."),
            "told_client": (entry.told_client, "Tulis apa yang disampaikan kepada klien."),
        },
    }[choice]
    for field, (value, message) in needed.items():
        if not value:
            raise RuleBroken(message, field)


def _summary(entry: DecisionEntry, choice: DecisionChoice) -> str:
    if choice == DecisionChoice.RUJUK:
        return f"{entry.agency}, surat {entry.letter_number}. {entry.text}"
    if choice == DecisionChoice.LAYANI:
        return f"Petugas: {entry.officer}. {entry.text}"
    return entry.text
