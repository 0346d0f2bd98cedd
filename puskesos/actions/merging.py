"""Merging two entries of one person into the older one, and taking that back within 90 days.

The entry that goes becomes a hidden row; both rows are kept whole, and every row that is pointed elsewhere is noted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from puskesos.actions.matching import tell_apart
from puskesos.actions.merging_rows import Moved, give_back, heads_of, living_families, point_to, settle_families
from puskesos.actions.person import search_words
from puskesos.actions.registry_check import forget_family_findings, forget_findings, note_same_nik
from puskesos.actions.search_words import learn_words
from puskesos.actions.submission import run_once
from puskesos.database import database, locked
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.merging import PersonMerge, read_row, row_of, write_row
from puskesos.models.person import Person
from puskesos.queries.merging import may_merge, why_not_undo
from puskesos.rules.merging import (
    NEEDS_KOORDINATOR,
    given_back,
    hidden_values,
    merged_values,
)
from puskesos.rules.person import HouseholdRole
from puskesos.rules.phone import normalise_phone
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class MergeEntry:
    """What was chosen: per field "1" (older entry), "2" or "12" for both; the versions of both as seen."""

    choices: Mapping[str, str]
    kept_version: int
    gone_version: int
    reason: str = ""


def merge_people(one: Person, other: Person, entry: MergeEntry, *, key: str, actor: Viewer, now: datetime) -> int:
    """Make two entries one; the older row is kept, and its id is returned, the same for the same `key`.

    Raises Conflict when either has changed since, RuleBroken when this merge is not the actor's to make.
    """
    kept_id, gone_id = sorted((one.id, other.id))
    fields = {"kept": kept_id, "gone": gone_id, "choices": dict(entry.choices), "reason": entry.reason}

    def effect() -> str:
        kept, gone = _fresh(kept_id, entry.kept_version, actor), _fresh(gone_id, entry.gone_version, actor)
        if not may_merge(actor, kept, gone):
            raise RuleBroken(NEEDS_KOORDINATOR)
        _merge(kept, gone, entry, actor, now)
        return str(kept_id)

    return int(run_once(key, effect, actor=actor, action="person_merged", fields=fields, now=now))


def undo_merge(merge: PersonMerge, *, apart: bool = False, actor: Viewer, now: datetime) -> bool:
    """Give both entries back; what happened since stays where it is. Returns False when it was taken back already.

    With `apart` the two are told apart, so that no check offers them again. A NIK that somebody shares by now is noted
    for Periksa data. Raises RuleBroken after 90 days, while a later merge stands, and when it is not the actor's to do.
    """
    with database.atomic():
        mine = (PersonMerge.id == merge.id) & PersonMerge.undone_at.is_null()
        undone = {"undone_by": actor.id, "undone_by_name": actor.name, "undone_at": now}
        if not PersonMerge.update(**undone).where(mine).execute():
            return False
        if why_not := why_not_undo(actor, merge, now):
            raise RuleBroken(why_not)
        moved: Moved = json.loads(merge.moved)
        before, kept = read_row(merge.kept_before), Person.get_by_id(merge.kept_id)
        gone_before = read_row(merge.gone_before)
        give_back(merge.kept_id, merge.gone_id, moved)
        _restore_kept(kept, before, read_row(merge.kept_after), moved, now)
        _restore_gone(merge, gone_before, moved)
        settle_families({kept.household_id, *moved["alive"]}, reviving=moved["alive"])
        forget_findings([merge.kept_id, merge.gone_id])
        note_same_nik(merge.hub_id, [merge.kept_id, merge.gone_id], now)
        tell_apart(merge.kept_id, [merge.gone_id] if apart else [], actor=actor, now=now)
        detail = {"merge": merge.id, "other": merge.gone_id}
        audit.record(
            "person_merge_undone", actor=actor, now=now, object_type="person", object_id=merge.kept_id, **detail
        )
    return True


def _fresh(person_id: int, version: int, actor: Viewer) -> Person:
    here = (Person.hub == actor.hub_id) & Person.merged_into.is_null()
    person = locked(Person.select().where(Person.id == person_id, here)).get_or_none()
    if person is None or person.version != version:
        raise Conflict
    return person


def _merge(kept: Person, gone: Person, entry: MergeEntry, actor: Viewer, now: datetime) -> None:
    kept_before, gone_before = row_of(kept), row_of(gone)
    values = merged_values(kept_before, gone_before, entry.choices)
    moved = point_to(kept.id, gone.id)
    moved["heads"] = heads_of({kept.household_id, gone.household_id})
    _write(kept, _with_derived(values, kept_before), now)
    _write(gone, hidden_values(kept.id), now)
    forget_findings([kept.id, gone.id])
    forget_family_findings([one for one in (kept.household_id, gone.household_id) if one])
    moved["alive"] = living_families({kept.household_id, gone.household_id})
    settle_families({kept.household_id, gone.household_id})
    PersonMerge.create(
        hub=actor.hub_id,
        kept=kept.id,
        gone=gone.id,
        kept_before=write_row(kept_before),
        kept_after=write_row(kept_before | values),
        gone_before=write_row(gone_before),
        moved=json.dumps(moved),
        reason=entry.reason,
        actor=actor.id,
        actor_name=actor.name,
        at=now,
    )
    fields = ", ".join(sorted(values))
    audit.record(
        "person_merged", actor=actor, now=now, object_type="person", object_id=kept.id, other=gone.id, fields=fields
    )


def _with_derived(values: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what follows from them: the words of a new name, the plain form of a new phone number."""
    written, known = dict(values), {**row, **values}
    if {"name", "alias"} & values.keys():
        written["search_words"] = search_words(known["name"], known["alias"])
        learn_words(row["hub_id"], written["search_words"])
    if "phone" in values:
        written["phone_normal"] = normalise_phone(known["phone"])
    return written


def _write(person: Person, values: Mapping[str, Any], now: datetime) -> None:
    """Write columns of a person whose version is still the one that was read."""
    query = Person.update(**values, version=Person.version + 1, changed_at=now)
    if not query.where(Person.id == person.id, Person.version == person.version).execute():
        raise Conflict


def _restore_gone(merge: PersonMerge, row: dict[str, Any], moved: Moved) -> None:
    values = {column: value for column, value in row.items() if column != "id"}
    values |= _role_left(merge.gone_id, row, moved)
    Person.update(**values).where(Person.id == merge.gone_id).execute()


def _restore_kept(kept: Person, before: dict[str, Any], after: dict[str, Any], moved: Moved, now: datetime) -> None:
    back, _ = given_back(before, after, row_of(kept))
    values = {column: before[column] for field in back for column in field.columns}
    if "household_id" in values:
        values |= _role_left(kept.id, values, moved)
    _write(kept, _with_derived(values, row_of(kept)), now)


def _role_left(person_id: int, row: Mapping[str, Any], moved: Moved) -> dict[str, Any]:
    """A head whose place somebody took since comes back with an open role."""
    if not row["household_id"] or row["household_role"] != HouseholdRole.KEPALA:
        return {}
    new = set(heads_of({row["household_id"]})) - {*moved["heads"], person_id}
    return {"household_role": ""} if new else {}
