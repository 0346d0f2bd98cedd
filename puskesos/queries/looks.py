"""Who looked at a person and who worked on the data: the trail of the person, the cases and the family, in words."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, Expression

from puskesos.models.audit import AuditEntry
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.rules.roles import main_role, parse_roles

NEWEST = 20
LOOKS = {
    "person_seen": "membuka halaman warga",
    "household_seen": "membuka halaman keluarga",
    "case_seen": "membuka kasus",
    "restricted_opened": "membuka kasus terbatas",
    "number_revealed": "membuka {number}",
    "photo_viewed": "melihat foto kunjungan",
    "printed": "mencetak {paper}",
    "copy_given": "membuat salinan data ({format})",
}
WORK = {
    "person_created": "mencatat data warga",
    "person_changed": "memperbaiki data warga",
    "person_identified": "mengisi identitas",
    "person_status_changed": "mencatat keadaan",
    "household_moved": "mengubah keluarga",
    "membership_saved": "mencatat program",
    "told_apart": "menandai bukan orang yang sama",
    "person_merged": "menggabungkan data",
    "person_merge_undone": "membatalkan penggabungan",
}
_NAMES = {
    "nik": "NIK",
    "kk": "nomor KK",
    "lembar-kasus": "lembar kasus",
    "lembar-kasus.pdf": "lembar kasus",
    "tanda-terima": "tanda terima",
    "tanda-terima.pdf": "tanda terima",
    "pratinjau": "dibaca di layar",
    "pdf": "PDF",
    "json": "JSON",
    "html": "halaman siap cetak",
}


@dataclass(frozen=True)
class Look:
    """One entry: when, who (name as it was then, role as it is now), what in words, of which case, and why."""

    at: datetime
    who: str
    role: str
    action: str
    what: str
    case_number: str
    reason: str


def looks_of(
    person: Person,
    actions: Collection[str] = tuple(LOOKS),
    *,
    merged: Collection[int] = (),
    limit: int | None = NEWEST,
) -> list[Look]:
    """What was done with the data of a person that a scoped query returned, newest first.

    `merged`: ids of entries that were merged into this person, whose looks count as well.
    """
    rows = (
        AuditEntry.select(AuditEntry, User.roles.alias("roles"))
        .join(User, JOIN.LEFT_OUTER, on=(AuditEntry.actor == User.id))
        .where(_about(person, merged), AuditEntry.action.in_(sorted(actions)))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())  # looks are written a moment after they happened
        .limit(limit)
        .namedtuples()
    )
    return [_look(row) for row in rows]


def merged_into(person: Person) -> list[int]:
    """Ids of the entries that stand merged into this person, as the trail tells."""
    rows = (
        AuditEntry.select(AuditEntry.action, AuditEntry.detail)
        .where(
            AuditEntry.object_type == "person",
            AuditEntry.object_id == str(person.id),
            AuditEntry.action.in_(["person_merged", "person_merge_undone"]),
        )
        .order_by(AuditEntry.id)
        .tuples()
    )
    others: dict[int, bool] = {}
    for action, detail in rows:
        others[int(json.loads(detail)["other"])] = action == "person_merged"
    return [other for other, stands in others.items() if stands]


def _about(person: Person, merged: Collection[int]) -> Expression:
    ids = [str(one) for one in (person.id, *merged)]
    cases = Case.select(Case.number).where(Case.client == person.id)
    about = (AuditEntry.object_type == "person") & AuditEntry.object_id.in_(ids)
    about |= (AuditEntry.object_type == "case") & AuditEntry.object_id.in_(cases)
    if person.household_id:
        about |= (AuditEntry.object_type == "household") & (AuditEntry.object_id == str(person.household_id))
    return about


def _look(row: Any) -> Look:
    told = {name: _NAMES.get(str(value), str(value)) for name, value in json.loads(row.detail).items()}
    words = (LOOKS | WORK)[row.action].format_map(told)
    case = row.object_id if row.object_type == "case" else ""
    role = main_role(parse_roles(row.roles)).label if row.roles else ""
    return Look(row.at, row.actor_name or "Program", role, row.action, words, case, row.reason)
