"""Merging beside closed doors: the counter neither moves nor learns of whom it may not know; nothing gets lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.household_merging import (
    FamilyEntry,
    SplitEntry,
    merge_households,
    split_household,
    undo_household_merge,
)
from puskesos.actions.matching import tell_apart
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.database import connected, database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import Case, Household, HouseholdMerge, NotSame, Person, PersonMerge, RegistryFinding
from puskesos.queries.household_merging import changes_of, seen_in
from puskesos.queries.merging import plan_undo
from puskesos.queries.person import merges_of
from puskesos.queries.registry_findings import list_pairs
from tests.cast import Cast, make_case, make_person, viewer_of

KK, OTHER_KK, NEW_KK = "3216991206790001", "3216991206790002", "3216991206790003"
NIK = "3216995206800003"


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    """Sarman and Wati on one card, Rohmat and Mawar on another; Sarman and Mawar are heads, Mawar unknown to Sari."""
    cards = {"Sarman": KK, "Wati": KK, "Rohmat": OTHER_KK, "Mawar": OTHER_KK}
    made = {name: make_person(cast, name, kk=kk) for name, kk in cards.items()}
    for name in ("Sarman", "Mawar"):
        Person.update(household_role="kepala").where(Person.id == made[name].id).execute()
    hide(cast, made["Mawar"])
    return made


def hide(cast: Cast, person: Person) -> None:
    make_case(cast, client=person, by=cast.ratna, restricted=True)


def by(cast: Cast, who: str = "sari") -> dict[str, Any]:
    return {"actor": viewer_of(getattr(cast, who)), "now": clock.now()}


def family(kk: str) -> Household:
    return Household.get(Household.kk == kk)


def places() -> dict[str, tuple[str | None, str]]:
    rows = Person.select(Person.name, Household.kk, Person.household_role).join(Household)
    return {name: (kk, role) for name, kk, role in rows.tuples()}


def join(cast: Cast, kept: str, other: str, head: Person | None = None, who: str = "sari") -> HouseholdMerge:
    both = family(kept), family(other)
    seen = seen_in(viewer_of(getattr(cast, who)), *(one.id for one in both))
    entry = FamilyEntry(head.id if head else None, seen)
    merge_households(*both, entry, key=str(uuid.uuid4()), **by(cast, who))
    return HouseholdMerge.select().order_by(HouseholdMerge.id.desc()).get()


def part(cast: Cast, kk: str, *members: Person, who: str = "sari", card: str = "") -> int:
    seen = seen_in(viewer_of(getattr(cast, who)), family(kk).id)
    entry = SplitEntry(tuple(one.id for one in members), seen, kk=card)
    return split_household(family(kk), entry, key=str(uuid.uuid4()), **by(cast, who))


def unite(cast: Cast, one: Person, other: Person, who: str = "ratna", **choices: str) -> PersonMerge:
    pair = [Person.get_by_id(row.id) for row in (one, other)]
    entry = MergeEntry(choices, *(row.version for row in pair), reason="Mirip Mawar")
    merge_people(*pair, entry, key=str(uuid.uuid4()), **by(cast, who))
    return PersonMerge.select().order_by(PersonMerge.id.desc()).get()


def test_the_counter_carries_no_ids_of_whom_it_may_not_know(cast: Cast, people: dict[str, Person]) -> None:
    assert str(people["Mawar"].id) not in seen_in(viewer_of(cast.sari), family(OTHER_KK).id)
    assert str(people["Mawar"].id) in seen_in(viewer_of(cast.ratna), family(OTHER_KK).id)


def test_whom_the_counter_may_not_know_stays_behind(cast: Cast, people: dict[str, Person]) -> None:
    before = places()
    merge = join(cast, KK, OTHER_KK, people["Sarman"])
    assert places() == before | {"Rohmat": (KK, "")}
    assert family(OTHER_KK).status == "aktif" and Person.get_by_id(people["Mawar"].id).version == 1
    assert undo_household_merge(merge, **by(cast)) and places() == before


def test_the_koordinator_moves_all_and_alone_takes_it_back(cast: Cast, people: dict[str, Person]) -> None:
    before, merge = places(), join(cast, KK, OTHER_KK, people["Sarman"], who="ratna")
    assert places()["Mawar"] == (KK, "") and family(OTHER_KK).status == "kosong"
    for person in (cast.sari, cast.ratna):
        may = [may for _, may in changes_of(viewer_of(person), family(KK).id, clock.now())]
        assert may == [person == cast.ratna]
    with pytest.raises(RuleBroken, match="perlu koordinator"):
        undo_household_merge(merge, **by(cast))
    assert undo_household_merge(merge, **by(cast, "ratna")) and places() == before


def test_a_new_head_opens_the_role_of_an_unknown_one_as_a_move_does(cast: Cast, people: dict[str, Person]) -> None:
    before = places()
    merge = join(cast, OTHER_KK, KK, people["Sarman"])
    assert places()["Mawar"] == (OTHER_KK, "") and places()["Sarman"] == (OTHER_KK, "kepala")
    assert undo_household_merge(merge, **by(cast)) and places() == before


def test_without_a_new_head_the_unknown_one_stays_head(cast: Cast, people: dict[str, Person]) -> None:
    join(cast, OTHER_KK, KK)
    assert [name for name, (_, role) in places().items() if role == "kepala"] == ["Mawar"]


def test_a_family_of_unknown_members_is_as_good_as_empty(cast: Cast, people: dict[str, Person]) -> None:
    hide(cast, people["Rohmat"])
    with pytest.raises(RuleBroken, match="tidak punya anggota"):
        join(cast, KK, OTHER_KK)


def test_the_only_known_member_does_not_leave(cast: Cast, people: dict[str, Person]) -> None:
    with pytest.raises(RuleBroken, match="Sisakan paling sedikit satu"):
        part(cast, OTHER_KK, people["Rohmat"])
    part(cast, OTHER_KK, people["Rohmat"], who="ratna")
    assert places()["Rohmat"] == (None, "") and places()["Mawar"] == (OTHER_KK, "kepala")


def test_an_unknown_member_cannot_be_moved_by_a_forged_form(cast: Cast, people: dict[str, Person]) -> None:
    third = make_person(cast, "Ani", kk=OTHER_KK)
    part(cast, OTHER_KK, people["Mawar"], third)
    assert places()["Mawar"] == (OTHER_KK, "kepala") and places()["Ani"][0] is None


@pytest.mark.parametrize("emptied", [True, False], ids=["empty", "unknown members"])
def test_a_card_without_known_members_is_refused_alike(cast: Cast, people: dict[str, Person], emptied: bool) -> None:
    third = make_person(cast, "Ani", kk=NEW_KK)
    if emptied:
        Person.update(household=None).where(Person.id == third.id).execute()
        Household.update(status="kosong").where(Household.kk == NEW_KK).execute()
    else:
        hide(cast, third)
    with pytest.raises(RuleBroken, match=r"sudah dipakai keluarga lain\. Bila .* koordinator"):
        part(cast, KK, people["Wati"], card=NEW_KK)


def test_a_closed_case_of_a_known_member_changes_no_answer(cast: Cast, people: dict[str, Person]) -> None:
    for name in ("Rohmat", "Wati"):
        make_case(cast, client=people[name])
        hide(cast, people[name])
    merge = join(cast, KK, OTHER_KK)
    assert places()["Rohmat"] == (KK, "") and [may for _, may in changes_of(**seen_by(cast))] == [True]
    assert undo_household_merge(merge, **by(cast))
    part(cast, KK, people["Wati"])


def seen_by(cast: Cast) -> dict[str, Any]:
    return {"viewer": viewer_of(cast.sari), "household_id": family(KK).id, "now": clock.now()}


def test_who_was_behind_closed_doors_is_not_named_by_a_standing_merge(cast: Cast, people: dict[str, Person]) -> None:
    unite(cast, people["Rohmat"], people["Mawar"])
    seen = {who: merges_of(viewer_of(getattr(cast, who)), people["Rohmat"].id)[0] for who in ("sari", "ratna")}
    assert (seen["sari"].gone_name, seen["sari"].reason) == ("", "")
    assert (seen["ratna"].gone_name, seen["ratna"].reason) == ("Mawar", "Mirip Mawar")


def test_the_day_of_a_later_merge_is_the_hubs_day(cast: Cast) -> None:
    first, second, third = (make_person(cast, name) for name in ("Siti A", "Siti B", "Siti C"))
    inner = unite(cast, second, third)
    with time_machine.travel(datetime(2026, 11, 17, 18, 0, tzinfo=UTC), tick=False):
        unite(cast, first, second)
    with pytest.raises(RuleBroken, match="pada 18 November 2026"):
        undo_merge(inner, **by(cast, "ratna"))


def test_a_number_registered_meanwhile_is_found_at_once(cast: Cast) -> None:
    kept, gone = make_person(cast, "Siti Aisyah"), make_person(cast, "Siti Aisah", nik=NIK, nik_reason="")
    merge = unite(cast, kept, gone, nik="1")
    third = make_person(cast, "Siti Aisa", nik=NIK, nik_reason="")
    assert [(row.id, row.name) for row in plan_undo(viewer_of(cast.sari), merge).same_nik] == [(third.id, "Siti Aisa")]
    undo_merge(merge, **by(cast))
    found = RegistryFinding.get()
    assert (found.check_name, found.person_id, found.other_id) == ("same_nik", third.id, gone.id)
    assert [pair.id for pair in list_pairs(viewer_of(cast.sari), "same_nik")[0]] == [found.id]


def test_a_number_typed_anew_into_the_kept_entry_is_found_too(cast: Cast) -> None:
    kept, gone = make_person(cast, "Siti Aisyah"), make_person(cast, "Siti Aisah", nik=NIK, nik_reason="")
    merge = unite(cast, kept, gone, nik="1")
    Person.update(nik=NIK, nik_reason="").where(Person.id == kept.id).execute()
    assert [row.id for row in plan_undo(viewer_of(cast.sari), merge).same_nik] == [kept.id]
    undo_merge(merge, **by(cast))
    assert (RegistryFinding.get().person_id, RegistryFinding.get().other_id) == (gone.id, kept.id)


def test_without_a_shared_number_nothing_is_found(cast: Cast) -> None:
    kept, gone = make_person(cast, "Siti Aisyah"), make_person(cast, "Siti Aisah", nik=NIK, nik_reason="")
    merge = unite(cast, kept, gone, nik="2")
    assert plan_undo(viewer_of(cast.sari), merge).same_nik == []
    undo_merge(merge, **by(cast))
    assert not RegistryFinding.select().exists()


def test_an_undo_can_tell_the_two_apart(cast: Cast) -> None:
    kept, gone = make_person(cast, "Siti Aisyah"), make_person(cast, "Siti Aisah")
    undo_merge(unite(cast, kept, gone), **by(cast))
    assert not NotSame.select().exists()
    undo_merge(unite(cast, kept, gone), apart=True, **by(cast))
    assert [(row.person_low_id, row.person_high_id) for row in NotSame.select()] == [(kept.id, gone.id)]
    tell_apart(kept.id, [gone.id], **by(cast))
    assert NotSame.select().count() == 1


@pytest.mark.parametrize("first", ["case", "merge"])
def test_a_case_registered_beside_a_merge_never_hangs_on_the_hidden_row(cast: Cast, first: str) -> None:
    kept, gone = make_person(cast, "Siti Aisyah"), make_person(cast, "Siti Aisah")
    works: dict[str, Callable[[], object]] = {
        "case": lambda: make_case(cast, client=gone),
        "merge": lambda: unite(cast, kept, gone),
    }
    begun, second = Event(), "merge" if first == "case" else "case"

    def begin() -> None:
        with connected(), database.atomic():
            works[first]()
            begun.set()
            Event().wait(0.3)  # the other one has time to run into this transaction

    def follow() -> None:
        with connected():
            begun.wait(10)
            try:
                works[second]()
            except (Conflict, RuleBroken):
                return

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(begin), pool.submit(follow)]:
            done.result()
    assert not Case.select().join(Person).where(Person.merged_into.is_null(False)).exists()
    assert PersonMerge.select().count() == 1
    assert Case.select().where(Case.client == kept.id).count() == (1 if first == "case" else 0)
