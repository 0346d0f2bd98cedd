"""The book of visitors: who came to the counter without a case, noted once, corrected and cancelled with a trace."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.newest import write_newest
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.book import GuestVisit
from puskesos.queries.hub import list_villages
from puskesos.rules.activity import first_open_day, holds_number
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

CANCELLED = "Kunjungan ini sudah dibatalkan."
PAST = "Bulan kunjungan ini sudah lewat, jadi tidak dapat diubah lagi."


@dataclass(frozen=True)
class GuestEntry:
    """Day, name (empty for who did not say), village (None for elsewhere), purpose and how many people."""

    day: date
    name: str
    village_id: int | None
    purpose: str
    people: int


def note_guest(entry: GuestEntry, *, key: str, actor: Viewer, now: datetime, today: date) -> int:
    """Note the visit and return its id; the same `key` notes it once. Raises RuleBroken, NotAllowed."""
    _check(entry, None, actor, today)

    def effect() -> str:
        made = GuestVisit.create(hub=actor.hub_id, created_by=actor.id, created_at=now, **_columns(entry))
        _record("guest_noted", made, actor, now, people=entry.people)
        return str(made.id)

    return int(run_once(key, effect, actor=actor, action="guest_noted", fields=_columns(entry), now=now))


def change_guest(
    visit: GuestVisit, entry: GuestEntry, *, version: int, actor: Viewer, now: datetime, today: date
) -> list[str]:
    """Correct it and return the names of what changed. Raises RuleBroken, NotAllowed, Conflict for a stale page."""
    _check_open(visit, today)
    _check(entry, visit, actor, today)
    changed = {name: value for name, value in _columns(entry).items() if visit.__data__[name] != value}
    if changed:
        with database.atomic():
            _write(visit, version, changed_at=now, **changed)
            _record("guest_changed", visit, actor, now, fields=", ".join(changed))
    return list(changed)


def cancel_guest(visit: GuestVisit, *, version: int, actor: Viewer, now: datetime, today: date) -> None:
    """It was noted by mistake: it stays in the book, marked, and counts no more."""
    if not actor.can(Permission.KEEP_BOOKS):
        raise NotAllowed
    _check_open(visit, today)
    with database.atomic():
        _write(visit, version, cancelled_at=now, cancelled_by=actor.id)
        _record("guest_cancelled", visit, actor, now)


def why_closed(visit: GuestVisit, today: date) -> str:
    """Why a visit stays as it is, in a sentence; empty while it may be corrected: this month's and last month's."""
    if visit.cancelled_at is not None:
        return CANCELLED
    return PAST if visit.day < first_open_day(today) else ""


def _columns(entry: GuestEntry) -> dict[str, object]:
    values = asdict(entry)
    return values | {"village": values.pop("village_id")}


def _check_open(visit: GuestVisit, today: date) -> None:
    if reason := why_closed(visit, today):
        raise RuleBroken(reason)


def _check(entry: GuestEntry, visit: GuestVisit | None, actor: Viewer, today: date) -> None:
    if not actor.can(Permission.KEEP_BOOKS):
        raise NotAllowed
    if entry.day > today:
        raise RuleBroken("Tanggal tamu tidak boleh di masa depan.", "day")
    if entry.day < first_open_day(today):
        raise RuleBroken("Tanggal tamu paling lama bulan lalu.", "day")
    known = {None, *(village.id for village in list_villages(actor.hub_id)), visit.village_id if visit else None}
    if entry.village_id not in known:
        raise RuleBroken("Pilih asal desa dari daftar.", "village")
    if not 1 <= entry.people <= 200:
        raise RuleBroken("Jumlah orang 1 sampai 200.", "people")
    for name in ("name", "purpose"):
        if holds_number(getattr(entry, name)):
            raise RuleBroken("Jangan menulis NIK atau nomor KK. Buku ini dibaca banyak orang.", name)


def _write(visit: GuestVisit, version: int, **values: object) -> None:
    write_newest(visit, version, GuestVisit.cancelled_at.is_null(), **values)


def _record(event: str, visit: GuestVisit, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, now=now, object_type="guest", object_id=visit.id, **detail)
