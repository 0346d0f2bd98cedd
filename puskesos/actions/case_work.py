"""Work on an open case: notes, corrections of the story, data check, recommendation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from puskesos.actions.case_path import change_case, move_case, write_event
from puskesos.actions.person import check_village, said_before
from puskesos.actions.person_change import correct
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, DataCheck, Recommendation
from puskesos.models.person import Person
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.case_path import OPEN_STATES, CaseState, RecommendationChoice
from puskesos.rules.data_check import DataCheckStatus
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class DataCheckEntry:
    """What was looked up: status and decile from which channel, on which day, for which period."""

    status: str
    checked_on: date
    channel: str
    decile: int | None = None
    period: str = ""
    note: str = ""


def refuse_when_closed(case: Case) -> None:
    """Raise RuleBroken when the case is closed."""
    if case.state not in OPEN_STATES:
        raise RuleBroken("Kasus ini sudah ditutup. Buka kembali kasus sebelum mengubahnya.")


def add_note(case: Case, text: str, *, actor: Viewer, now: datetime) -> None:
    """A note (catatan) in the history; allowed on closed cases too."""
    with database.atomic():
        write_event(case, "catatan", text, actor=actor, now=now)
        audit.record("note_added", actor=actor, now=now, object_type="case", object_id=case.number)


def change_content(case: Case, fields: dict[str, object], *, version: int, actor: Viewer, now: datetime) -> None:
    """Correct the story, wish, reporter, priority, village or due date; what it said before stays in the history."""
    refuse_when_closed(case)
    changed = {name: value for name, value in fields.items() if _current(case, name) != value}
    if not changed:
        return
    if "village" in changed:
        check_village(int(str(changed["village"])), actor)
    due_on = changed.get("due_on")
    if isinstance(due_on, date) and due_on < case.registered_on:
        raise RuleBroken("Batas waktu tidak boleh sebelum kasus didaftarkan.", "due_on")
    with database.atomic():
        before = "; ".join(f"{LABELS[name]} semula “{said_before(name, _current(case, name))}”" for name in changed)
        change_case(case, version=version, **changed)
        if "village" in changed:
            Assignment.update(village=changed["village"]).where(Assignment.case == case).execute()
        write_event(case, "perbaikan", f"Isian kasus diperbaiki: {before}.", actor=actor, now=now)
        audit.record(
            "case_story_changed",
            actor=actor,
            now=now,
            object_type="case",
            object_id=case.number,
            fields=", ".join(changed),
        )


LABELS = {
    "story": "uraian",
    "wish": "harapan",
    "reporter_name": "pelapor",
    "reporter_relation": "hubungan",
    "reporter_phone": "HP pelapor",
    "priority": "prioritas",
    "due_on": "batas waktu",
    "village": "desa/kelurahan",
}


def check_data(case: Case, entry: DataCheckEntry, *, version: int, actor: Viewer, now: datetime) -> None:
    """Record a data check, on the person too; a registered or visited case goes on to `penanganan`.

    Raises RuleBroken when checking was not possible and no reason is given (domain: entry to penanganan).
    """
    refuse_when_closed(case)
    if entry.status == DataCheckStatus.TIDAK_DAPAT and not entry.note:
        raise RuleBroken("Tulis mengapa data tidak dapat dicek.", "note")
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
        if ready_for_handling(case):
            move_case(case, CaseState.PENANGANAN, actor=actor, now=now, version=version, follows=True)
        else:
            change_case(case, version=version)


def _note_on_person(case: Case, entry: DataCheckEntry, actor: Viewer, now: datetime) -> None:
    """What was found becomes the person's DTSEN status unless something newer is known; it names no case."""
    person = Person.get_by_id(case.client_id)
    found = entry.status not in {DataCheckStatus.TIDAK_DAPAT, DataCheckStatus.BELUM_DICEK}
    if found and (person.decile_on is None or person.decile_on <= entry.checked_on):
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


def recommend(case: Case, choice: str, reason: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The back office's advice; takes the case to `menunggu_penetapan`."""
    with database.atomic():
        Recommendation.create(case=case, choice=choice, reason=reason, created_by=actor.id, created_at=now)
        label = RecommendationChoice(choice).label
        move_case(
            case,
            CaseState.MENUNGGU_PENETAPAN,
            actor=actor,
            now=now,
            version=version,
            text=f"Rekomendasi: {label}. {reason}",
        )
        audit.record("recommended", actor=actor, now=now, object_type="case", object_id=case.number, choice=choice)


def _current(case: Case, name: str) -> object:
    return case.village_id if name == "village" else getattr(case, name)
