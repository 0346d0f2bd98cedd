"""Visitors and sets of columns for tests."""

from __future__ import annotations

import uuid
from typing import Any

from puskesos import clock
from puskesos.actions.column_set import ColumnSetEntry, save_set
from puskesos.actions.guest import GuestEntry, note_guest
from puskesos.models import ColumnSet, GuestVisit, User
from puskesos.rules.export_columns import ExportList
from tests.cast import TODAY, ZONE, Cast, viewer_of


def make_guest(cast: Cast, *, by: User | None = None, **typed: Any) -> GuestVisit:
    """A visitor of today from Pantai Bahagia unless `typed` (fields of GuestEntry) says otherwise."""
    usual = {"day": TODAY, "name": "Haji Ahmad", "village_id": cast.bahagia.id, "purpose": "Bertanya BLT", "people": 2}
    entry, today = GuestEntry(**usual | typed), clock.today(ZONE)
    made = note_guest(entry, key=str(uuid.uuid4()), actor=viewer_of(by or cast.sari), now=clock.now(), today=today)
    return GuestVisit.get_by_id(made)


def make_set(
    cast: Cast,
    name: str = "Rekap Dinsos",
    fields: tuple[str, ...] = ("number", "nik", "client_name", "age"),
    *,
    kind: ExportList = ExportList.KASUS,
    by: User | None = None,
    shared: bool = True,
) -> ColumnSet:
    """A set of Ratna's that everybody in the hub is offered."""
    entry = ColumnSetEntry(name, fields, shared)
    save_set(kind, entry, known=None, version=0, actor=viewer_of(by or cast.ratna), now=clock.now())
    return ColumnSet.get(ColumnSet.name == name)
