"""Families: moving a person between them, roles, and correcting family card and address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos.actions.person import Identity, Particulars, check_village, enter_person
from puskesos.actions.person_change import correct, note_change
from puskesos.actions.registry_check import forget_family_findings, forget_findings
from puskesos.actions.unused_id import unused_id
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.person import Household, Person
from puskesos.rules.person import HouseholdRole, HouseholdStatus, MoveTarget
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class Move:
    """A move as decided at the desk; `kk` belongs to the target KK."""

    target: str
    role: str = ""
    kk: str = ""
    reason: str = ""


@dataclass(frozen=True)
class HouseholdEntry:
    """A family's card number and address."""

    kk: str | None
    village_id: int | None
    address: str = ""
    rt: str = ""
    rw: str = ""


def move_household(person: Person, move: Move, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Move a person to another family, a new one or none, or change the role; returns whether anything changed.

    Raises RuleBroken when there is no family to stay in or no card number to go to.
    """
    with database.atomic():
        household = _target(person, move, actor, now)
        return _place(person, household, move, version=version, actor=actor, now=now)


def add_member(household: Household, person: Person, role: str, *, actor: Viewer, now: datetime) -> bool:
    """Take a known person into this family."""
    with database.atomic():
        move = Move(str(MoveTarget.KK), role)
        return _place(person, household.id, move, version=person.version, actor=actor, now=now)


def enter_member(
    household: Household, identity: Identity, more: Particulars, *, role: str, key: str, actor: Viewer, now: datetime
) -> int:
    """A new person entered in the registry as one of this family; returns the id, the same for the same `key`."""
    with database.atomic():
        made = Person.get_by_id(enter_person(identity, more, kk=None, role="", key=key, actor=actor, now=now))
        if made.household_id is None:
            add_member(household, made, role, actor=actor, now=now)
    return int(made.id)


def change_household(household: Household, entry: HouseholdEntry, *, actor: Viewer, now: datetime) -> list[str]:
    """Correct card number and address; returns the changed columns. A changed number stands in each member's history.

    Raises RuleBroken when another family of the hub has that number.
    """
    if entry.village_id is not None:
        check_village(entry.village_id, actor)
    same = Household.select().where(Household.hub == actor.hub_id, Household.kk == entry.kk)
    if entry.kk and same.where(Household.id != household.id).exists():
        raise RuleBroken("Nomor KK ini sudah dipakai keluarga lain. Pindahkan anggotanya ke keluarga itu.", "kk")
    wanted = {name: getattr(entry, name) for name in HouseholdEntry.__dataclass_fields__}
    changed = {name: value for name, value in wanted.items() if getattr(household, name) != value}
    if not changed:
        return []
    with database.atomic():
        Household.update(**changed).where(Household.id == household.id).execute()
        if "kk" in changed:
            for member in Person.select().where(Person.household == household.id):
                note_change(member, "kk", household.kk, entry.kk, actor=actor, now=now)
                forget_findings([member.id], "nik_is_kk")
        fields = ", ".join(changed)
        audit.record(
            "household_changed", actor=actor, now=now, object_type="household", object_id=household.id, fields=fields
        )
    return list(changed)


def _target(person: Person, move: Move, actor: Viewer, now: datetime) -> int | None:
    """The id of the family to be in, made when new; None for no family."""
    if move.target == MoveTarget.KELUAR:
        return None
    if move.target == MoveTarget.TETAP:
        if person.household_id is None:
            raise RuleBroken("Warga ini belum tercatat di keluarga. Pilih keluarganya.", "target")
        return int(person.household_id)
    if move.target == MoveTarget.KK:
        if not move.kk:
            raise RuleBroken("Isi nomor KK tujuan.", "kk")
        found = Household.get_or_none(Household.hub == actor.hub_id, Household.kk == move.kk)
        if found is not None:
            return int(found.id)
    created = Household.create(
        **unused_id(Household),
        hub=actor.hub_id,
        kk=move.kk or None,
        village=person.village_id,
        address=person.address,
        rt=person.rt,
        rw=person.rw,
        created_at=now,
    )
    return int(created.id)


def _place(person: Person, household_id: int | None, move: Move, *, version: int, actor: Viewer, now: datetime) -> bool:
    left = person.household_id
    values = {"household_id": household_id, "household_role": move.role if household_id else ""}
    if not correct(person, values, actor=actor, now=now, reason=move.reason, version=version):
        return False
    if household_id and move.role == HouseholdRole.KEPALA:
        _end_other_heads(person, household_id, move.reason, actor, now)
    for family in {left, household_id} - {None}:
        _refresh(family)
    forget_family_findings({left, household_id} - {None})
    audit.record(
        "household_moved",
        actor=actor,
        now=now,
        object_type="person",
        object_id=person.id,
        source=left,
        target=household_id,
    )
    return True


def _end_other_heads(person: Person, household_id: int, reason: str, actor: Viewer, now: datetime) -> None:
    """A family has one head: the role of the one before stays open until somebody fills it in."""
    others = Person.select().where(
        Person.household == household_id, Person.household_role == str(HouseholdRole.KEPALA), Person.id != person.id
    )
    for other in list(others):
        correct(other, {"household_role": ""}, actor=actor, now=now, reason=reason)


def _refresh(household_id: int) -> None:
    has_members = Person.select().where(Person.household == household_id).exists()
    status = HouseholdStatus.AKTIF if has_members else HouseholdStatus.KOSONG
    Household.update(status=str(status)).where(Household.id == household_id).execute()
