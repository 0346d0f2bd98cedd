"""Making two families one, parting one into two, and taking either back within 90 days.

Members change family as in a move, so their histories tell of it; the record keeps where each of them was before.
Whom the actor may not know stays in the old family, which then simply keeps a member: to the actor, as if empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from puskesos.actions.merging_rows import heads_of, settle_families
from puskesos.actions.person_change import correct
from puskesos.actions.registry_check import forget_family_findings
from puskesos.actions.submission import run_once
from puskesos.actions.unused_id import unused_id
from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.merging import HouseholdMerge
from puskesos.models.person import Household, Person
from puskesos.queries.household_merging import known_members, may_move, why_not_undo_move
from puskesos.rules.merging import NEEDS_KOORDINATOR, FamilyChange, seen_members
from puskesos.rules.person import ChangeSource, HouseholdRole, HouseholdStatus
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

HEAD = str(HouseholdRole.KEPALA)


@dataclass(frozen=True)
class FamilyEntry:
    """Two families made one: who is head (None leaves it open), and the members as they were seen."""

    head: int | None
    seen: str
    reason: str = ""


@dataclass(frozen=True)
class SplitEntry:
    """Who leaves a family, and the new family's card number, address and head."""

    members: tuple[int, ...]
    seen: str
    head: int | None = None
    kk: str = ""
    village_id: int | None = None
    address: str = ""
    rt: str = ""
    rw: str = ""
    reason: str = ""


@dataclass
class _Moves:
    """Members who change family or role, each with both before and after; `heads` are the heads before all of it."""

    actor: Viewer
    now: datetime
    reason: str
    heads: list[int]
    rows: list[dict[str, object]] = field(default_factory=list)

    def put(self, person: Person, family: int | None, role: str) -> None:
        """Write family and role of a person, with a line of history for what differs."""
        before = {"household": person.household_id, "role": person.household_role}
        values = {"household_id": family, "household_role": role}
        if correct(person, values, actor=self.actor, now=self.now, reason=self.reason, source=str(ChangeSource.GABUNG)):
            self.rows.append({"person": person.id, **before, "new_household": family, "new_role": role})


def merge_households(
    kept: Household, other: Household, entry: FamilyEntry, *, key: str, actor: Viewer, now: datetime
) -> int:
    """Bring everybody whom the actor may know of `other` into `kept`, which keeps card and address; returns its id.

    Raises Conflict when somebody of either family changed since, RuleBroken when the actor may not.
    """

    def effect() -> str:
        if kept.id == other.id:
            raise RuleBroken("Pilih keluarga lain.")
        ours, theirs = known_members(actor, kept.id), known_members(actor, other.id)
        _check_seen([*ours, *theirs], entry.seen)
        if not theirs:
            raise RuleBroken("Keluarga itu tidak punya anggota. Tidak ada yang perlu digabung.")
        _check_may(theirs, actor)
        _check_head(entry.head, [*ours, *theirs])
        moves = _Moves(actor, now, entry.reason, heads_of({kept.id, other.id}))
        for person in [*ours, *theirs]:
            moves.put(person, kept.id, _role(person, entry.head))
        _end_unknown_heads(kept.id, entry.head, moves)
        settle_families([other.id, kept.id], reviving=[kept.id])
        forget_family_findings([kept.id])
        _keep(FamilyChange.GABUNG, kept, other, moves)
        detail = {"other": other.id, "members": len(theirs)}
        audit.record("household_merged", actor=actor, now=now, object_type="household", object_id=kept.id, **detail)
        return str(kept.id)

    fields = {"kept": kept.id, "other": other.id, "head": entry.head, "reason": entry.reason}
    return int(run_once(key, effect, actor=actor, action="household_merged", fields=fields, now=now))


def split_household(household: Household, entry: SplitEntry, *, key: str, actor: Viewer, now: datetime) -> int:
    """Let some members leave into a new family; returns its id. Raises RuleBroken, or Conflict when they changed."""

    def effect() -> str:
        everybody = known_members(actor, household.id)
        _check_seen(everybody, entry.seen)
        leaving = [person for person in everybody if person.id in entry.members]
        if not leaving:
            raise RuleBroken("Pilih siapa yang pindah ke keluarga baru.", "members")
        if len(leaving) == len(everybody):
            raise RuleBroken("Sisakan paling sedikit satu anggota di keluarga ini.", "members")
        _check_may(leaving, actor)
        _check_head(entry.head, leaving)
        new, moves = _new_family(entry, actor, now), _Moves(actor, now, entry.reason, heads_of({household.id}))
        for person in leaving:
            moves.put(person, new.id, _role(person, entry.head))
        settle_families([new.id], reviving=[new.id])
        forget_family_findings([household.id, new.id])
        _keep(FamilyChange.PISAH, household, new, moves)
        detail = {"new": new.id, "members": len(leaving)}
        audit.record("household_split", actor=actor, now=now, object_type="household", object_id=household.id, **detail)
        return str(new.id)

    fields = {name: getattr(entry, name) for name in SplitEntry.__dataclass_fields__ if name != "seen"}
    return int(
        run_once(key, effect, actor=actor, action="household_split", fields=fields | {"left": household.id}, now=now)
    )


def undo_household_merge(merge: HouseholdMerge, *, actor: Viewer, now: datetime) -> bool:
    """Send back the members who are still where the change put them; returns False when that was done already."""
    with database.atomic():
        mine = (HouseholdMerge.id == merge.id) & HouseholdMerge.undone_at.is_null()
        undone = {"undone_by": actor.id, "undone_by_name": actor.name, "undone_at": now}
        if not HouseholdMerge.update(**undone).where(mine).execute():
            return False
        if why_not := why_not_undo_move(actor, merge, now):
            raise RuleBroken(why_not)
        rows, heads = (json.loads(merge.members)[name] for name in ("rows", "heads"))
        moves = _Moves(actor, now, "Pembatalan", heads)
        for row in sorted(rows, key=lambda row: (row["household"] == row["new_household"], row["role"] == HEAD)):
            _send_back(row, moves)  # whoever moved leaves first, so that the head of before finds the place open
        families = {merge.kept_id, merge.other_id, *(row["household"] for row in rows)}
        settle_families(families, reviving=families)
        forget_family_findings(families)
        audit.record(
            "household_merge_undone",
            actor=actor,
            now=now,
            object_type="household",
            object_id=merge.kept_id,
            merge=merge.id,
        )
    return True


def _send_back(row: dict[str, int | str | None], moves: _Moves) -> None:
    """One member back to the family and role of before; a correction made since, and a new head, stay."""
    person = Person.get_by_id(row["person"])
    if person.merged_into_id is not None or person.household_id != row["new_household"]:
        return
    role = str(row["role"]) if person.household_role == row["new_role"] else person.household_role
    new_heads = set(heads_of({row["household"]})) - {person.id, *moves.heads}
    moves.put(person, row["household"], "" if role == HEAD and new_heads else role)


def _new_family(entry: SplitEntry, actor: Viewer, now: datetime) -> Household:
    """The new family; the koordinator may take up an empty one with the same card number again.

    To the counter a family of unknown members looks empty, so there a card that stands is refused in any case.
    """
    known = {name: getattr(entry, name) for name in ("address", "rt", "rw")} | {"village": entry.village_id}
    found = Household.get_or_none(Household.hub == actor.hub_id, Household.kk == entry.kk) if entry.kk else None
    if found is None:
        return Household.create(**unused_id(Household), hub=actor.hub_id, kk=entry.kk or None, created_at=now, **known)
    if not actor.has_role(Role.KOORDINATOR):
        raise RuleBroken("Nomor KK ini sudah dipakai keluarga lain. Bila keluarga itu kosong, minta koordinator.", "kk")
    if found.status != HouseholdStatus.KOSONG or Person.select().where(Person.household == found.id).exists():
        raise RuleBroken("Nomor KK ini sudah dipakai keluarga lain.", "kk")
    Household.update(**known).where(Household.id == found.id).execute()
    return found


def _role(person: Person, head: int | None) -> str:
    """The head as chosen; whoever was head before has an open role, as after a move."""
    if person.id == head:
        return HEAD
    return "" if person.household_role == HEAD else person.household_role


def _end_unknown_heads(family: int, head: int | None, moves: _Moves) -> None:
    """A family has one head: as in a move, one whom the actor may not know makes room too, and returns by an undo."""
    if head is not None:
        others = Person.select().where(Person.household == family, Person.household_role == HEAD, Person.id != head)
        for person in list(others):
            moves.put(person, family, "")


def _check_seen(everybody: Iterable[Person], seen: str) -> None:
    if seen_members((person.id, person.version) for person in everybody) != seen:
        raise Conflict


def _check_may(leaving: Iterable[Person], actor: Viewer) -> None:
    if not may_move(actor, [person.id for person in leaving]):
        raise RuleBroken(NEEDS_KOORDINATOR)


def _check_head(head: int | None, among: Iterable[Person]) -> None:
    if head is not None and head not in {person.id for person in among}:
        raise RuleBroken("Pilih kepala keluarga dari anggota keluarga ini.", "head")


def _keep(kind: FamilyChange, kept: Household, other: Household, moves: _Moves) -> None:
    HouseholdMerge.create(
        hub=moves.actor.hub_id,
        kind=str(kind),
        kept=kept.id,
        other=other.id,
        members=json.dumps({"rows": moves.rows, "heads": moves.heads}),
        reason=moves.reason,
        actor=moves.actor.id,
        actor_name=moves.actor.name,
        at=moves.now,
    )
