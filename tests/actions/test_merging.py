"""Two entries become one and two again: what is written, what is refused, and that nothing is forgotten."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from peewee import ForeignKeyField

from puskesos import clock
from puskesos.actions.household import Move, move_household
from puskesos.actions.intake import Need, register_case
from puskesos.actions.matching import tell_apart
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.actions.merging_rows import FOLLOWS, STAYS
from puskesos.actions.person import change_person
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import MODELS, AuditEntry, Household, NotSame, Person, PersonChange, PersonMerge
from puskesos.queries.matching import find_likely
from puskesos.queries.person import PersonFilter, list_people
from puskesos.queries.search import find_people, find_person
from puskesos.rules.matching import Known
from tests.actions.test_person import identity_of
from tests.cast import TODAY, Cast, make_person, viewer_of

KK, OTHER_KK = "3216991206790001", "3216991206790002"
NIK = "3216995206790003"


def by(cast: Cast, who: str = "ratna", later: timedelta = timedelta()) -> dict[str, Any]:
    return {"actor": viewer_of(getattr(cast, who)), "now": clock.now() + later}


def merge(cast: Cast, one: Person, other: Person, *, who: str = "ratna", key: str = "", **choices: str) -> int:
    kept, gone = (Person.get_by_id(number) for number in sorted((one.id, other.id)))
    entry = MergeEntry(choices, kept.version, gone.version)
    return merge_people(kept, gone, entry, key=key or str(uuid.uuid4()), **by(cast, who))


def newest() -> PersonMerge:
    return PersonMerge.select().order_by(PersonMerge.id.desc()).get()


@pytest.fixture
def pair(cast: Cast) -> tuple[Person, Person]:
    return make_person(cast, "Siti Aisyah", kk=KK), make_person(
        cast, "Siti Aisah", nik=NIK, nik_reason="", phone="081200001111"
    )


def test_every_column_that_refers_to_a_person_is_thought_of() -> None:
    found = {
        f"{model._meta.table_name}.{field.name}"
        for model in MODELS
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is Person
    }
    assert found <= FOLLOWS | STAYS and found >= FOLLOWS


def test_the_older_entry_is_kept_whoever_is_named_first(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    assert merge(cast, gone, kept, nik="2", phone="2", name="2") == kept.id
    kept, gone = Person.get_by_id(kept.id), Person.get_by_id(gone.id)
    assert (kept.name, kept.search_words, kept.nik, kept.phone_normal) == (
        "Siti Aisah",
        "siti aisah",
        NIK,
        "6281200001111",
    )
    assert (gone.name, gone.nik, gone.phone_normal, gone.merged_into_id) == ("Siti Aisah", None, None, kept.id)
    assert (kept.version, gone.version) == (2, 2) and not PersonChange.select().exists()
    assert AuditEntry.get(AuditEntry.action == "person_merged").detail == (
        f'{{"fields": "name, nik, nik_reason, phone", "other": {gone.id}}}'
    )


def test_the_merged_entry_is_found_by_nothing(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    merge(cast, *pair, nik="2")
    viewer = viewer_of(cast.sari)
    assert [row.id for row in list_people(viewer, PersonFilter())] == [kept.id]
    for text in ("siti aisah", NIK, "081200001111"):
        assert gone.id not in {one.person.id for one in find_people(viewer, text)}
    assert find_person(viewer, gone.id) is None
    likely = find_likely(viewer, Known("Siti Aisah", nik=NIK, phone="6281200001111"), TODAY)
    assert [one.person.id for one in likely.shown] == [kept.id]


def test_nothing_new_is_hung_on_the_merged_entry(cast: Cast, pair: tuple[Person, Person]) -> None:
    third, gone = make_person(cast, "Rohmat"), pair[1]
    merge(cast, *pair)
    with pytest.raises(RuleBroken, match="tidak ditemukan"):
        tell_apart(third.id, [gone.id], **by(cast))
    need = Need(
        cast.services["K01"].id,
        cast.bahagia.id,
        "permohonan",
        "datang",
        "biasa",
        "Wati",
        "tetangga",
        "x",
        client_id=gone.id,
    )
    with pytest.raises(RuleBroken, match="tidak ditemukan"):
        register_case(need, key=str(uuid.uuid4()), today=TODAY, **by(cast))
    with pytest.raises(Conflict):
        change_person(gone, identity_of(gone, rt="001"), **by(cast))


def test_once_is_once(cast: Cast, pair: tuple[Person, Person]) -> None:
    key = str(uuid.uuid4())
    kept, gone = pair
    entry = MergeEntry({"nik": "2"}, kept.version, gone.version)
    first = merge_people(kept, gone, entry, key=key, **by(cast))
    assert merge_people(kept, gone, entry, key=key, **by(cast)) == first == kept.id
    assert PersonMerge.select().count() == 1


def test_a_stale_pair_is_a_conflict(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    entry = MergeEntry({}, kept.version, gone.version)
    change_person(gone, identity_of(gone, rt="001"), **by(cast))
    with pytest.raises(Conflict):
        merge_people(kept, gone, entry, key=str(uuid.uuid4()), **by(cast))
    assert not PersonMerge.select().exists()


def test_the_emptied_family_is_called_empty_until_the_undo(cast: Cast) -> None:
    kept, gone = make_person(cast, kk=KK), make_person(cast, kk=OTHER_KK)
    merge(cast, kept, gone)
    statuses = {row.kk: row.status for row in Household.select()}
    assert statuses == {KK: "aktif", OTHER_KK: "kosong"}
    undo_merge(newest(), **by(cast))
    assert {row.status for row in Household.select()} == {"aktif"}


def test_a_head_whose_place_was_taken_comes_back_with_an_open_role(cast: Cast) -> None:
    kept, gone, wife = make_person(cast, kk=OTHER_KK), make_person(cast, kk=KK), make_person(cast, "Wati", kk=KK)
    Person.update(household_role="kepala").where(Person.id == gone.id).execute()
    merge(cast, kept, gone)
    Person.update(household_role="kepala").where(Person.id == wife.id).execute()
    undo_merge(newest(), **by(cast))
    back = Person.get_by_id(gone.id)
    assert (back.household_id, back.household_role) == (wife.household_id, "")


def test_a_head_whose_place_the_kept_entry_took_is_head_again(cast: Cast) -> None:
    kept, gone = make_person(cast), make_person(cast, kk=KK)
    Person.update(household_role="kepala").where(Person.id == gone.id).execute()
    merge(cast, kept, gone, family="2")
    assert Person.get_by_id(kept.id).household_role == "kepala"
    undo_merge(newest(), **by(cast))
    roles = {row.id: (row.household_id, row.household_role) for row in Person.select()}
    assert roles == {kept.id: (None, ""), gone.id: (gone.household_id, "kepala")}


def test_a_family_that_emptied_in_between_lives_again(cast: Cast) -> None:
    kept, gone = make_person(cast, kk=KK), make_person(cast, kk=OTHER_KK)
    merge(cast, kept, gone, family="2")
    person = Person.get_by_id(kept.id)
    move_household(person, Move("baru"), version=person.version, **by(cast))
    undo_merge(newest(), **by(cast))
    assert {row.kk: row.status for row in Household.select()} == {KK: "kosong", OTHER_KK: "aktif", None: "aktif"}


def test_pairs_told_apart_follow_and_come_back(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    third = make_person(cast, "Rohmat")
    for other in (kept, third):
        tell_apart(gone.id, [other.id], **by(cast))
    before = sorted(NotSame.select(NotSame.person_low, NotSame.person_high).tuples())
    merge(cast, *pair)
    pairs = sorted(NotSame.select(NotSame.person_low, NotSame.person_high).tuples())
    assert pairs == [(kept.id, gone.id), (kept.id, third.id)]
    undo_merge(newest(), **by(cast))
    assert sorted(NotSame.select(NotSame.person_low, NotSame.person_high).tuples()) == before


def test_merges_are_taken_back_in_turn(cast: Cast) -> None:
    first, second, third = (make_person(cast, name) for name in ("Siti A", "Siti B", "Siti C"))
    merge(cast, second, third)
    inner = newest()
    merge(cast, first, second)
    outer = newest()
    with pytest.raises(
        RuleBroken, match="Batalkan dulu penggabungan yang lebih baru, oleh Ratna pada 17 November 2026"
    ):
        undo_merge(inner, **by(cast))
    assert undo_merge(outer, **by(cast)) and undo_merge(inner, **by(cast))
    assert not Person.select().where(Person.merged_into.is_null(False)).exists()


def test_it_can_be_taken_back_for_ninety_days_and_only_once(cast: Cast, pair: tuple[Person, Person]) -> None:
    merge(cast, *pair)
    with pytest.raises(RuleBroken, match="90 hari"):
        undo_merge(newest(), **by(cast, later=timedelta(days=90, minutes=1)))
    assert newest().undone_at is None
    assert undo_merge(newest(), **by(cast, later=timedelta(days=89)))
    assert not undo_merge(newest(), **by(cast))
    assert AuditEntry.select().where(AuditEntry.action == "person_merge_undone").count() == 1


def test_the_counter_may_not_merge_two_numbers(cast: Cast, pair: tuple[Person, Person]) -> None:
    Person.update(nik="3216995206790103").where(Person.id == pair[0].id).execute()
    with pytest.raises(RuleBroken, match="perlu koordinator"):
        merge(cast, *pair, who="sari")
    merge(cast, *pair)
    with pytest.raises(RuleBroken, match="perlu koordinator"):
        undo_merge(newest(), **by(cast, "sari"))


def test_people_of_another_hub_are_out_of_reach(cast: Cast, pair: tuple[Person, Person]) -> None:
    with pytest.raises(Conflict):
        merge(cast, *pair, who="citra")
