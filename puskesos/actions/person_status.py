"""Died or moved away: the person stays in the registry, and open cases learn of it in their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from puskesos.actions.case_path import write_event
from puskesos.actions.person_change import correct
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.person import PersonStatus
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class StatusEntry:
    """What is known: the status, since which day, and from whom or where to."""

    status: str
    on: date | None = None
    note: str = ""


def set_person_status(
    person: Person, entry: StatusEntry, *, version: int, actor: Viewer, now: datetime, today: date
) -> bool:
    """Record that a person died, moved away, or lives here after all; returns whether anything changed.

    Open cases stay open and get a line of history. Raises RuleBroken for an impossible day or a missing reason.
    """
    status = PersonStatus(entry.status)
    lives = status == PersonStatus.HIDUP
    _check(person, entry, lives, today)
    values = {"status": str(status), "status_on": None if lives else entry.on, "status_note": entry.note}
    with database.atomic():
        if not correct(person, values, actor=actor, now=now, reason=entry.note, version=version):
            return False
        since = f" sejak {entry.on:%d-%m-%Y}" if entry.on and not lives else ""
        for case in Case.select().where(Case.client == person.id, Case.state.in_([str(one) for one in OPEN_STATES])):
            write_event(case, "warga", f"Klien dicatat {status.label.lower()}{since}.", actor=actor, now=now)
        audit.record(
            "person_status_changed",
            actor=actor,
            now=now,
            object_type="person",
            object_id=person.id,
            status=status,
        )
    return True


def _check(person: Person, entry: StatusEntry, lives: bool, today: date) -> None:
    if lives:
        if person.status != PersonStatus.HIDUP and not entry.note:
            raise RuleBroken("Tulis mengapa keadaan ini diperbaiki.", "note")
        return
    if entry.on is None:
        raise RuleBroken("Isi tanggal. Bila tidak pasti, pakai perkiraan dan tulis di keterangan.", "on")
    if entry.on > today:
        raise RuleBroken("Tanggal tidak boleh di masa depan.", "on")
    if person.birth_date and entry.on < person.birth_date:
        raise RuleBroken("Tanggal ini sebelum tanggal lahir.", "on")
