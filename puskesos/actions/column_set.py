"""Keeping columns of a list under a name, for oneself or for the hub. Whose role may not have a column never gets it,
whatever a set says (rules/export.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import IntegrityError

from puskesos.actions.newest import write_newest
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.book import ColumnSet
from puskesos.rules.export_columns import COLUMNS, SETTABLE, ExportList
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

MOST_SETS = 30
NONE_CHOSEN = "Beri nomor urut pada paling sedikit satu kolom."
TAKEN = "Sudah ada susunan bernama “{}” untuk daftar ini. Pilih nama lain."
TOO_MANY = f"Susunan kolom paling banyak {MOST_SETS} untuk satu daftar. Hapus satu dulu."


@dataclass(frozen=True)
class ColumnSetEntry:
    """The name, the fields in order, and whether everybody in the hub is offered it."""

    name: str
    fields: Sequence[str]
    shared: bool


def save_set(
    kind: ExportList, entry: ColumnSetEntry, *, known: ColumnSet | None, version: int, actor: Viewer, now: datetime
) -> None:
    """Keep a new set, or what `known` is from now on. Raises RuleBroken, NotAllowed, Conflict for a stale page."""
    offered = {one.field for one in COLUMNS[kind]}
    if not actor.can(Permission.EXPORT_PEOPLE) or kind not in SETTABLE or not set(entry.fields) <= offered:
        raise NotAllowed
    if known is not None and not may_change(known, actor):
        raise NotAllowed
    if not entry.fields:
        raise RuleBroken(NONE_CHOSEN)
    try:
        with database.atomic():
            _write(kind, entry, known, version, actor, now)
    except IntegrityError:
        raise RuleBroken(TAKEN.format(entry.name), "name") from None


def remove_set(known: ColumnSet, *, actor: Viewer, now: datetime) -> None:
    """It is offered no more; the audit trail keeps that it was."""
    if not may_change(known, actor):
        raise NotAllowed
    with database.atomic():
        if ColumnSet.delete().where(ColumnSet.id == known.id).execute():
            about = {"object_type": "column_set", "object_id": known.id}
            audit.record("column_set_removed", actor=actor, now=now, list=known.list, **about)


def may_change(known: ColumnSet, actor: Viewer) -> bool:
    """Who made a set and the koordinator change it."""
    return known.created_by_id == actor.id or actor.can(Permission.EXPORT_NAMES)


def _write(
    kind: ExportList, entry: ColumnSetEntry, known: ColumnSet | None, version: int, actor: Viewer, now: datetime
) -> None:
    values = {"name": entry.name, "fields": ",".join(entry.fields), "shared": entry.shared}
    if known is None:
        mine = (ColumnSet.hub == actor.hub_id) & (ColumnSet.list == str(kind))
        if ColumnSet.select().where(mine).count() >= MOST_SETS:
            raise RuleBroken(TOO_MANY)
        set_id = ColumnSet.create(hub=actor.hub_id, list=str(kind), created_by=actor.id, created_at=now, **values).id
    else:
        set_id = known.id
        write_newest(known, version, **values)
    told = {"list": str(kind), "columns": list(entry.fields), "shared": entry.shared}
    audit.record("column_set_saved", actor=actor, now=now, object_type="column_set", object_id=set_id, **told)
