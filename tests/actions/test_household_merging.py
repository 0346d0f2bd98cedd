"""Families become one or two and as they were: cards, heads, members who moved on, and who may."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.household import Move, move_household
from puskesos.actions.household_merging import (
    FamilyEntry,
    SplitEntry,
    merge_households,
    split_household,
    undo_household_merge,
)
from puskesos.actions.merging import MergeEntry, merge_people
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import AuditEntry, Household, HouseholdMerge, Person, PersonChange
from puskesos.queries.household_merging import seen_in
from tests.cast import Cast, make_case, make_person, viewer_of

KK, OTHER_KK, NEW_KK = "3216991206790001", "3216991206790002", "3216991206790003"


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    """Sarman (head) and Wati on one card, Rohmat (head) on another."""
    made = {name: make_person(cast, name, kk=kk) for name, kk in {"Sarman": KK, "Wati": KK, "Rohmat": OTHER_KK}.items()}
    for name, role in {"Sarman": "kepala", "Wati": "istri", "Rohmat": "kepala"}.items():
        Person.update(household_role=role).where(Person.id == made[name].id).execute()
    return made


def by(cast: Cast, who: str = "sari", later: timedelta = timedelta()) -> dict[str, Any]:
    return {"actor": viewer_of(getattr(cast, who)), "now": clock.now() + later}


def family(kk: str) -> Household:
    return Household.get(Household.kk == kk)


def places() -> dict[str, tuple[str | None, str]]:
    rows = Person.select(Person.name, Household.kk, Person.household_role).join(Household)
    return {name: (kk, role) for name, kk, role in rows.tuples()}


def merge(cast: Cast, head: Person | None, who: str = "sari", key: str = "") -> int:
    kept, other = family(KK), family(OTHER_KK)
    entry = FamilyEntry(head.id if head else None, seen_in(viewer_of(cast.ratna), kept.id, other.id), "Satu rumah")
    return merge_households(kept, other, entry, key=key or str(uuid.uuid4()), **by(cast, who))


def split(cast: Cast, members: list[Person], who: str = "sari", **typed: Any) -> int:
    left = family(KK)
    entry = SplitEntry(tuple(one.id for one in members), seen_in(viewer_of(cast.ratna), left.id), **typed)
    return split_household(left, entry, key=str(uuid.uuid4()), **by(cast, who))


def test_two_families_become_one_with_one_head(cast: Cast, people: dict[str, Person]) -> None:
    merge(cast, people["Rohmat"])
    assert places() == {"Sarman": (KK, ""), "Wati": (KK, "istri"), "Rohmat": (KK, "kepala")}
    assert family(OTHER_KK).status == "kosong"
    told = {(row.person_id, row.field, row.new) for row in PersonChange.select()}
    assert (people["Sarman"].id, "household_role", "") in told
    assert {row.source for row in PersonChange.select()} == {"gabung"}
    detail = AuditEntry.get(AuditEntry.action == "household_merged").detail
    assert detail == f'{{"members": 1, "other": {family(OTHER_KK).id}}}'


def test_taken_back_everybody_is_where_they_were(cast: Cast, people: dict[str, Person]) -> None:
    before = places()
    merge(cast, people["Rohmat"])
    assert undo_household_merge(HouseholdMerge.get(), **by(cast))
    assert places() == before and family(OTHER_KK).status == "aktif"
    assert not undo_household_merge(HouseholdMerge.get(), **by(cast))


def test_who_moved_on_or_was_merged_since_stays(cast: Cast, people: dict[str, Person]) -> None:
    twin, other_twin = make_person(cast, "Ani", kk=OTHER_KK), make_person(cast, "Any", kk=OTHER_KK)
    merge(cast, people["Sarman"])
    moved = Person.get_by_id(people["Rohmat"].id)
    move_household(moved, Move("kk", "kepala", NEW_KK), version=moved.version, **by(cast))
    twins = [Person.get_by_id(one.id) for one in (twin, other_twin)]
    entry = MergeEntry({}, twins[0].version, twins[1].version)
    merge_people(*twins, entry, key=str(uuid.uuid4()), **by(cast))
    undo_household_merge(HouseholdMerge.get(), **by(cast))
    assert places()["Rohmat"] == (NEW_KK, "kepala") and places()["Ani"] == (OTHER_KK, "")
    assert Person.get_by_id(other_twin.id).household_id is None


def test_a_role_given_since_and_a_new_head_stay(cast: Cast, people: dict[str, Person]) -> None:
    merge(cast, None)
    Person.update(household_role="famili").where(Person.id == people["Rohmat"].id).execute()
    Person.update(household_role="kepala").where(Person.id == people["Wati"].id).execute()
    undo_household_merge(HouseholdMerge.get(), **by(cast))
    assert places() == {"Sarman": (KK, ""), "Wati": (KK, "kepala"), "Rohmat": (OTHER_KK, "famili")}


def test_some_leave_into_a_new_family(cast: Cast, people: dict[str, Person]) -> None:
    wati = people["Wati"]
    new = split(cast, [wati], kk=NEW_KK, head=wati.id, village_id=cast.bakti.id, address="Kp. Muara", reason="Pisah")
    assert places()["Wati"] == (NEW_KK, "kepala") and places()["Sarman"] == (KK, "kepala")
    made = Household.get_by_id(new)
    assert (made.address, made.village_id, made.status) == ("Kp. Muara", cast.bakti.id, "aktif")
    undo_household_merge(HouseholdMerge.get(), **by(cast))
    assert places()["Wati"] == (KK, "istri") and Household.get_by_id(new).status == "kosong"
    assert split(cast, [wati], kk=NEW_KK, who="ratna") == new and Household.get_by_id(new).status == "aktif"


@pytest.mark.parametrize(
    ("who", "typed", "message"),
    [
        ([], {}, "Pilih siapa yang pindah"),
        (["Sarman", "Wati"], {}, "Sisakan paling sedikit satu"),
        (["Wati"], {"kk": OTHER_KK}, "sudah dipakai keluarga lain"),
        (["Wati"], {"head": 1}, "Pilih kepala keluarga"),
    ],
    ids=["nobody", "everybody", "a taken card", "a head who stays"],
)
def test_an_impossible_split_is_refused(
    cast: Cast, people: dict[str, Person], who: list[str], typed: dict[str, Any], message: str
) -> None:
    if "head" in typed:
        typed = {"head": people["Sarman"].id}
    with pytest.raises(RuleBroken, match=message):
        split(cast, [people[name] for name in who], **typed)
    assert Household.select().count() == 2 and not HouseholdMerge.select().exists()


def test_a_stale_page_is_a_conflict_and_a_second_tap_nothing(cast: Cast, people: dict[str, Person]) -> None:
    key = str(uuid.uuid4())
    seen = seen_in(viewer_of(cast.sari), family(KK).id, family(OTHER_KK).id)
    Person.update(version=2).where(Person.id == people["Wati"].id).execute()
    with pytest.raises(Conflict):
        merge_households(family(KK), family(OTHER_KK), FamilyEntry(None, seen), key=key, **by(cast))
    assert merge(cast, None, key=key) == merge(cast, None, key=key) == family(KK).id
    assert HouseholdMerge.select().count() == 1


def test_members_with_restricted_cases_are_moved_by_the_koordinator(cast: Cast, people: dict[str, Person]) -> None:
    make_case(cast, client=people["Rohmat"], restricted=True)
    with pytest.raises(RuleBroken, match="perlu koordinator"):
        merge(cast, None)
    merge(cast, None, who="ratna")
    with pytest.raises(RuleBroken, match="perlu koordinator"):
        undo_household_merge(HouseholdMerge.get(), **by(cast))


def test_after_ninety_days_it_stays_as_it_is(cast: Cast, people: dict[str, Person]) -> None:
    merge(cast, None)
    with pytest.raises(RuleBroken, match="90 hari"):
        undo_household_merge(HouseholdMerge.get(), **by(cast, later=timedelta(days=91)))
    assert HouseholdMerge.get().undone_at is None
