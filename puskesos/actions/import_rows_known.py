"""What officers wrote about known people after a list was made: those columns and memberships stay as they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from puskesos.models.person import Person
from puskesos.queries.import_matching import memberships_of, written_by_hand

ALL = [field.column_name for field in Person._meta.sorted_fields]


@dataclass
class Kept:
    """`columns` person → column → why it stays; `memberships` of each person, and which of them stay and why."""

    columns: dict[int, dict[str, str]] = field(default_factory=dict)
    memberships: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    changed_memberships: dict[int, str] = field(default_factory=dict)


def find_kept(people: list[dict[str, Any]], since: datetime, moments: Collection[datetime], zone: ZoneInfo) -> Kept:
    """What was written after `since`; what carries one of `moments` was written by an import and does not count."""
    ids = [one["id"] for one in people]
    kept = Kept(memberships=memberships_of(ids))
    recent = [one["id"] for one in people if one["changed_at"] > since]
    by_hand = written_by_hand(recent, since) if recent else {}
    for one in people:
        if one["changed_at"] <= since:
            continue
        entered = one["created_at"]
        stays = dict.fromkeys(ALL, f"diisi petugas {_day(entered, zone)}") if _by_hand(entered, since, moments) else {}
        changes = by_hand.get(one["id"], {}).items()
        kept.columns[one["id"]] = stays | {name: f"diubah petugas {_day(at, zone)}" for name, at in changes}
    for rows in kept.memberships.values():
        for row in rows:
            if _by_hand(row["changed_at"], since, moments):
                kept.changed_memberships[row["id"]] = f"diubah petugas {_day(row['changed_at'], zone)}"
    return kept


def _by_hand(moment: datetime, since: datetime, moments: Collection[datetime]) -> bool:
    return moment > since and moment not in moments


def _day(moment: datetime, zone: ZoneInfo) -> str:
    day = moment.astimezone(zone)
    return f"{day.day}-{day.month}-{day.year}"
