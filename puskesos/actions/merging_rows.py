"""What hangs on a person: pointed to another entry and back again, and families that nobody is left in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from peewee import Model

from puskesos.models.case import Case
from puskesos.models.matching import NotSame
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.models.track import TrackMember
from puskesos.models.welfare import PersonCategory, SpmClaim
from puskesos.rules.merging import settle_memberships
from puskesos.rules.person import HouseholdRole, HouseholdStatus

# Every column that refers to a person is either pointed to the kept entry, or named here with its reason.
FOLLOWS = {
    "case.client",
    "membership.person",
    "person_change.person",
    "not_same.person_low",
    "not_same.person_high",
    "person_category.person",
    "spm_claim.person",
    "track_member.person",
}
STAYS = {
    "person.merged_into",  # an entry merged earlier leads on, step by step
    "person_merge.kept",
    "person_merge.gone",  # the record itself
    "registry_finding.person",
    "registry_finding.other",  # the next check of the registry writes them anew
    "import_row.person",  # an import says what it did with which row
}
Moved = dict[str, list[Any]]
WHOLE: dict[str, type[Model]] = {"person_category": PersonCategory, "spm_claim": SpmClaim}  # every row of them follows


def point_to(kept: int, gone: int) -> Moved:
    """Point what belongs to the one entry to the other; returns the ids of every row that was changed."""
    lines = PersonChange.select(PersonChange.id).where(PersonChange.person == gone)
    moved: Moved = {
        "case": [row for (row,) in Case.select(Case.id).where(Case.client == gone).tuples()],
        "person_change": [row for (row,) in lines.tuples()],
    }
    held = {one: list(Membership.select().where(Membership.person == one)) for one in (kept, gone)}
    moved["membership"], moved["replaced"] = settle_memberships(held[kept], held[gone])
    Case.update(client=kept).where(Case.client == gone).execute()
    PersonChange.update(person=kept).where(PersonChange.person == gone).execute()
    Membership.update(person=kept).where(Membership.id.in_(moved["membership"])).execute()
    Membership.update(person=gone).where(Membership.id.in_(moved["replaced"])).execute()
    moved["not_same"] = _point_pairs(kept, gone)
    for name, model in WHOLE.items():
        moved[name] = [row for (row,) in model.select(model.id).where(model.person == gone).tuples()]
        model.update(person=kept).where(model.person == gone).execute()
    moved["track_member"] = _point_track_members(kept, gone)
    return moved


def _point_track_members(kept: int, gone: int) -> list[int]:
    """Steps on guided ways follow, unless the kept entry goes the same way: then the hidden row keeps its own."""
    same_way = TrackMember.select(TrackMember.track).where(TrackMember.person == kept)
    theirs = TrackMember.select(TrackMember.id).where(TrackMember.person == gone, TrackMember.track.not_in(same_way))
    ids = [row for (row,) in theirs.tuples()]
    TrackMember.update(person=kept).where(TrackMember.id.in_(ids)).execute()
    return ids


def _point_pairs(kept: int, gone: int) -> list[tuple[int, int, int]]:
    """Whom the gone entry is not, the kept one is not either; a pair that stands already or would be one stays."""
    moved = []
    for pair in list(NotSame.select().where((NotSame.person_low == gone) | (NotSame.person_high == gone))):
        low, high = sorted((kept, pair.person_high_id if pair.person_low_id == gone else pair.person_low_id))
        if low != high and not _pair_stands(low, high):
            moved.append((pair.id, pair.person_low_id, pair.person_high_id))
            NotSame.update(person_low=low, person_high=high).where(NotSame.id == pair.id).execute()
    return moved


def _pair_stands(low: int, high: int) -> bool:
    return NotSame.select().where(NotSame.person_low == low, NotSame.person_high == high).exists()


def heads_of(households: set[int | None]) -> list[int]:
    """The heads of these families before the merge."""
    role = Person.household_role == str(HouseholdRole.KEPALA)
    families = Person.household.in_(list(households - {None}))
    return [one for (one,) in Person.select(Person.id).where(families, role).tuples()]


def give_back(kept: int, gone: int, moved: Moved) -> None:
    """Point back what the merge pointed elsewhere and what still stands there."""
    Case.update(client=gone).where(Case.id.in_(moved["case"]), Case.client == kept).execute()
    lines = PersonChange.id.in_(moved["person_change"]), PersonChange.person == kept
    PersonChange.update(person=gone).where(*lines).execute()
    Membership.update(person=gone).where(Membership.id.in_(moved["membership"]), Membership.person == kept).execute()
    Membership.update(person=kept).where(Membership.id.in_(moved["replaced"]), Membership.person == gone).execute()
    for name, model in {**WHOLE, "track_member": TrackMember}.items():
        model.update(person=gone).where(model.id.in_(moved.get(name, [])), model.person == kept).execute()
    for pair, low, high in moved["not_same"]:
        if not _pair_stands(low, high):
            back = {"person_low": low, "person_high": high}
            still = (NotSame.person_low == kept) | (NotSame.person_high == kept)
            NotSame.update(**back).where(NotSame.id == pair, still).execute()


def living_families(families: Collection[int | None]) -> list[int]:
    """Those of these families that are not marked as empty."""
    here = Household.id.in_([one for one in families if one])
    alive = Household.select(Household.id).where(here, Household.status == str(HouseholdStatus.AKTIF))
    return [one for (one,) in alive.tuples()]


def settle_families(families: Collection[int | None], reviving: Collection[int] = ()) -> None:
    """Mark families that nobody is left in as empty; those of `reviving` may have members again."""
    for family in sorted({one for one in families if one}):
        has_members = Person.select().where(Person.household == family).exists()
        if not has_members or family in reviving:
            status = HouseholdStatus.AKTIF if has_members else HouseholdStatus.KOSONG
            Household.update(status=str(status)).where(Household.id == family).execute()
