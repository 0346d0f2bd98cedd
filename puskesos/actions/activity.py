"""A volunteer notes what was done outside cases: once per tap, corrected and cancelled while its month is open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from puskesos.actions.newest import write_newest
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.activity import Activity
from puskesos.rules.activity import ActivityKind, first_open_day, holds_number, why_closed
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class ActivityEntry:
    """What was done, when and where; `village_id` is None for what belongs to no single village."""

    kind: str
    day: date
    village_id: int | None = None
    place: str = ""
    note: str = ""
    obstacle: str = ""


def note_activity(kind: str, *, key: str, actor: Viewer, now: datetime, today: date) -> int:
    """Note that this was done today and return its id; the same `key` notes each kind once.

    Who works in one village was there; of several the volunteer says which.
    """
    if not actor.can(Permission.NOTE_ACTIVITY):
        raise NotAllowed
    if kind not in {str(one) for one in ActivityKind}:
        raise RuleBroken("Pilih jenis kegiatan dari daftar.", "kind")
    village = next(iter(actor.village_ids)) if len(actor.village_ids) == 1 else None

    def effect() -> str:
        entry = _columns(ActivityEntry(kind, today, village))
        made = Activity.create(hub=actor.hub_id, user=actor.id, created_at=now, **entry)
        _record("activity_noted", made, actor, now, kind=kind)
        return str(made.id)

    per_kind = str(uuid5(UUID(key), kind))  # a page that came back from the phone's memory may note another kind
    once = {"actor": actor, "action": "activity_noted", "fields": {"kind": kind}, "now": now}
    return int(run_once(per_kind, effect, **once))


def change_activity(
    activity: Activity, entry: ActivityEntry, *, version: int, actor: Viewer, now: datetime, today: date
) -> list[str]:
    """Correct the own activity and return the names of what changed. Raises RuleBroken, Conflict for a stale page."""
    _check_open(activity, actor, today)
    _check(activity, entry, actor, today)
    changed = {name: value for name, value in _columns(entry).items() if activity.__data__[name] != value}
    if changed:
        with database.atomic():
            _write(activity, version, changed_at=now, **changed)
            _record("activity_changed", activity, actor, now, fields=", ".join(changed))
    return list(changed)


def cancel_activity(activity: Activity, *, version: int, actor: Viewer, now: datetime, today: date) -> None:
    """It was noted by mistake: it stays, marked, and counts no more."""
    _check_open(activity, actor, today)
    with database.atomic():
        _write(activity, version, cancelled_at=now)
        _record("activity_cancelled", activity, actor, now)


def _columns(entry: ActivityEntry) -> dict[str, object]:
    values = asdict(entry)
    return values | {"village": values.pop("village_id"), "kind": str(entry.kind)}


def _check_open(activity: Activity, actor: Viewer, today: date) -> None:
    if activity.user_id != actor.id:
        raise NotAllowed
    if reason := why_closed(activity.day, cancelled=activity.cancelled_at is not None, today=today):
        raise RuleBroken(reason)


def _check(activity: Activity, entry: ActivityEntry, actor: Viewer, today: date) -> None:
    if entry.kind not in {str(one) for one in ActivityKind}:
        raise RuleBroken("Pilih jenis kegiatan dari daftar.", "kind")
    if entry.day > today:
        raise RuleBroken("Tanggal kegiatan tidak boleh di masa depan.", "day")
    if entry.day < first_open_day(today):
        raise RuleBroken("Tanggal kegiatan paling lama bulan lalu.", "day")
    if entry.village_id not in {None, activity.village_id, *actor.village_ids}:
        raise RuleBroken("Pilih desa/kelurahan tugas dari daftar.", "village")
    for name in ("place", "note", "obstacle"):
        if holds_number(getattr(entry, name)):
            raise RuleBroken("Jangan menulis NIK atau nomor KK. Laporan ini dibaca banyak orang.", name)


def _write(activity: Activity, version: int, **values: object) -> None:
    write_newest(activity, version, Activity.cancelled_at.is_null(), **values)


def _record(event: str, activity: Activity, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, now=now, object_type="activity", object_id=activity.id, **detail)
