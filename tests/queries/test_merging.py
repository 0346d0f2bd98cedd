"""What is read for a merge: the pair as the viewer may know it, when fields were typed, what moves, what returns."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.actions.person import change_person
from puskesos.models import Case, Person, PersonMerge
from puskesos.queries.household_merging import find_families, seen_in
from puskesos.queries.merging import Moves, count_moves, entered_at, find_kept, find_likely_of, find_pair, plan_undo
from puskesos.queries.person import find_resident, merges_of
from tests.actions.test_person import identity_of
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

KK, OTHER_KK = "3216991206790001", "3216991206790002"


@pytest.fixture
def pair(cast: Cast) -> tuple[Person, Person]:
    return make_person(cast, "Siti Aisyah", kk=KK), make_person(cast, "Siti Aisah", kk=OTHER_KK)


def by(cast: Cast, later: timedelta = timedelta()) -> dict[str, Any]:
    return {"actor": viewer_of(cast.sari), "now": clock.now() + later}


def merge(cast: Cast, kept: Person, gone: Person, **choices: str) -> PersonMerge:
    kept, gone = Person.get_by_id(kept.id), Person.get_by_id(gone.id)
    entry = MergeEntry(choices, kept.version, gone.version)
    merge_people(kept, gone, entry, key=str(uuid.uuid4()), **by(cast))
    return PersonMerge.get()


def test_the_older_entry_comes_first_and_closed_doors_hide_both(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    found = find_pair(viewer_of(cast.sari), gone.id, kept.id)
    assert found is not None and [one.id for one in found] == [kept.id, gone.id]
    make_case(cast, client=gone, by=cast.ratna, restricted=True)
    assert find_pair(viewer_of(cast.sari), kept.id, gone.id) is None
    assert find_pair(viewer_of(cast.citra), kept.id, gone.id) is None
    assert find_pair(viewer_of(cast.ratna), kept.id, gone.id) is not None


def test_a_field_was_entered_when_it_was_last_corrected(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    change_person(kept, identity_of(kept, rt="001"), **by(cast, timedelta(days=2)))
    entered = entered_at(kept, gone)
    assert entered["alias"] == (kept.created_at, gone.created_at)
    assert entered["home"][0] - kept.created_at >= timedelta(days=1) and entered["home"][1] == gone.created_at


def test_what_moves_is_counted_as_far_as_the_viewer_may_know(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    make_case(cast, client=gone)
    make_case(cast, client=gone, by=cast.ratna, restricted=True)
    add_membership(gone, MembershipEntry("pkh", "aktif"), key=str(uuid.uuid4()), **by(cast))
    assert count_moves(viewer_of(cast.sari), kept, gone) == Moves(1, 1, 1)
    assert count_moves(viewer_of(cast.ratna), kept, gone) == Moves(2, 1, 1)


def test_the_likely_same_is_found_from_what_is_known(cast: Cast, pair: tuple[Person, Person]) -> None:
    Person.update(birth_date=TODAY - timedelta(days=9000)).execute()
    viewer = viewer_of(cast.sari)
    person = find_resident(viewer, pair[0].id)
    assert person is not None
    assert [one.person.id for one in find_likely_of(viewer, person, TODAY).shown] == [pair[1].id]


def test_the_merged_entry_leads_to_the_kept_one_until_the_undo(cast: Cast, pair: tuple[Person, Person]) -> None:
    kept, gone = pair
    record = merge(cast, kept, gone)
    viewer = viewer_of(cast.sari)
    assert (find_kept(viewer, gone.id), find_kept(viewer, kept.id)) == (kept.id, None)
    assert find_kept(viewer_of(cast.citra), gone.id) is None and find_kept(viewer_of(cast.ujang), gone.id) is None
    assert [one.gone_name for one in merges_of(viewer, kept.id)] == ["Siti Aisah"]
    undo_merge(record, **by(cast))
    assert find_kept(viewer, gone.id) is None and len(merges_of(viewer, gone.id)) == 1


def test_the_plan_of_an_undo_tells_fields_and_rows(cast: Cast, pair: tuple[Person, Person]) -> None:
    make_case(cast, client=pair[1])
    other = make_case(cast, client=pair[1], by=cast.ratna)
    record = merge(cast, *pair, name="2", family="2")
    Case.update(restricted=True).where(Case.id == other.id).execute()
    kept = Person.get_by_id(pair[0].id)
    change_person(kept, identity_of(kept, name="Siti Aisyah Nur"), **by(cast))
    assert plan_undo(viewer_of(cast.ratna), record).cases == 2
    plan = plan_undo(viewer_of(cast.sari), record)
    assert ([one.name for one in plan.back], [one.name for one in plan.corrected]) == (["family"], ["name"])
    assert (plan.gone.name, plan.cases, plan.memberships) == ("Siti Aisah", 1, 0)


def test_families_are_found_by_card_and_by_member(cast: Cast, pair: tuple[Person, Person]) -> None:
    viewer, (kept, gone) = viewer_of(cast.sari), pair
    for text in (OTHER_KK, "siti aisah"):
        found = find_families(viewer, text, without=kept.household_id)
        assert [one.household.id for one in found] == [gone.household_id]
    assert find_families(viewer, "x", without=kept.household_id) == []
    assert seen_in(viewer, kept.household_id, gone.household_id) == f"{kept.id}.1,{gone.id}.1"
