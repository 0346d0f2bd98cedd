"""Work on an open case: notes, contact with the family, data check, recommendation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.case_path import change_case, move_case, write_event
from puskesos.actions.person_change import correct
from puskesos.database import database
from puskesos.errors import RuleBroken, refuse_any
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, DataCheck, Recommendation
from puskesos.models.person import Person
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.case_path import OPEN_STATES, CaseState, RecommendationChoice
from puskesos.rules.data_check import NOT_FOUND_OUT, DataCheckStatus, check_problems, counts_as_check
from puskesos.rules.history import CONTACT
from puskesos.rules.outcome import advice_words
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class DataCheckEntry:
    """What was looked up: status and decile from which channel, on which day, for which period."""

    status: str
    checked_on: date
    channel: str = ""
    decile: int | None = None
    period: str = ""
    note: str = ""


@dataclass(frozen=True)
class AdviceEntry:
    """The back office's advice; to refer with the office and the service wanted there, to refuse with the code why.

    `agency_id` is of the directory, `agency_name` its name or that of an office which is not in it.
    """

    choice: str
    reason: str
    agency_id: int | None = None
    agency_name: str = ""
    wanted: str = ""
    rejection_reason: str = ""


def refuse_when_closed(case: Case) -> None:
    """Raise RuleBroken when the case is closed."""
    if case.state not in OPEN_STATES:
        raise RuleBroken("Kasus ini sudah ditutup. Buka kembali kasus sebelum mengubahnya.")


def add_note(case: Case, text: str, *, actor: Viewer, now: datetime) -> None:
    """A note (catatan) in the history; allowed on closed cases too."""
    with database.atomic():
        write_event(case, "catatan", text, actor=actor, now=now)
        audit.record("note_added", actor=actor, now=now, object_type="case", object_id=case.number)


def note_contact(case: Case, *, actor: Viewer, now: datetime) -> None:
    """The family was reached: an entry of its own kind ("kontak"), so that it can be told whether that was done."""
    refuse_when_closed(case)
    with database.atomic():
        write_event(case, CONTACT, "Keluarga sudah dihubungi.", actor=actor, now=now)
        audit.record("family_contacted", actor=actor, now=now, object_type="case", object_id=case.number)


def check_data(case: Case, entry: DataCheckEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """Record a data check, on the person too; a registered or visited case goes on to `penanganan`.

    "Belum dicek" takes no case on (domain.md 1.3 #4: a result, or why none is possible). Raises RuleBroken when such an
    answer gives no reason, or a decile stands beside anything but "terdaftar".
    """
    refuse_when_closed(case)
    refuse_any(check_problems(entry.status, entry.decile, entry.channel, entry.note))
    with database.atomic():
        DataCheck.create(
            case=case,
            status=entry.status,
            decile=entry.decile,
            period=entry.period,
            checked_on=entry.checked_on,
            channel=entry.channel,
            note=entry.note,
            checked_by=actor.id,
            created_at=now,
        )
        _note_on_person(case, entry, actor, now)
        shown = DataCheckStatus(entry.status).label + (f", desil {entry.decile}" if entry.decile else "")
        shown += f" ({entry.note.rstrip('.')})" if entry.status in NOT_FOUND_OUT else ""
        write_event(case, "cek_data", f"Cek data: {shown}.", actor=actor, now=now)
        audit.record(
            "data_checked",
            actor=actor,
            now=now,
            object_type="case",
            object_id=case.number,
            status=entry.status,
            decile=entry.decile,
        )
        if counts_as_check(entry.status) and ready_for_handling(case):
            move_case(case, CaseState.PENANGANAN, actor=actor, now=now, version=version, follows=True)
        else:
            change_case(case, version=version)


def _note_on_person(case: Case, entry: DataCheckEntry, actor: Viewer, now: datetime) -> None:
    """What was found becomes the person's DTSEN status unless something newer is known; it names no case."""
    person = Person.get_by_id(case.client_id)
    if entry.status not in NOT_FOUND_OUT and (person.decile_on is None or person.decile_on <= entry.checked_on):
        values = {
            "dtsen_status": entry.status,
            "decile": entry.decile,
            "decile_period": entry.period,
            "decile_on": entry.checked_on,
            "decile_channel": entry.channel,
        }
        correct(person, values, actor=actor, now=now)


def ready_for_handling(case: Case) -> bool:
    """Whether a data check takes the case to `penanganan`: registered, or visited with no assignment still open."""
    if case.state == CaseState.TERDAFTAR:
        return True
    return case.state == CaseState.KUNJUNGAN and not has_open_assignment(case)


def has_open_assignment(case: Case) -> bool:
    """Whether a volunteer is still at work on the case."""
    return (
        Assignment.select()
        .where(Assignment.case == case, Assignment.state.in_([str(state) for state in OPEN_ASSIGNMENT_STATES]))
        .exists()
    )


def recommend(case: Case, advice: AdviceEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """The back office's advice; takes the case to `menunggu_penetapan`. A refusal needs its code."""
    if advice.choice == RecommendationChoice.TOLAK and not advice.rejection_reason:
        raise RuleBroken("Pilih alasan tidak dapat dilayani.", "rejection_reason")
    details = (advice.agency_name, advice.wanted, advice.rejection_reason)
    with database.atomic():
        Recommendation.create(case=case, created_by=actor.id, created_at=now, **asdict(advice))
        move_case(
            case,
            CaseState.MENUNGGU_PENETAPAN,
            actor=actor,
            now=now,
            version=version,
            text=f"Rekomendasi: {advice_words(advice.choice, *details)}. {advice.reason}",
        )
        choice = advice.choice
        audit.record("recommended", actor=actor, now=now, object_type="case", object_id=case.number, choice=choice)
