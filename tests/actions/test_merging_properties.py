"""Merging and taking it back is nothing at all; and what happened in between stays, on the right person."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos import clock
from puskesos.actions.case_work import add_note
from puskesos.actions.household import Move, move_household
from puskesos.actions.household_merging import (
    FamilyEntry,
    SplitEntry,
    merge_households,
    split_household,
    undo_household_merge,
)
from puskesos.actions.membership import MembershipEntry, add_membership, save_membership
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.actions.person import change_person, search_words
from puskesos.database import database, is_postgres
from puskesos.models import Case, CaseEvent, Household, HouseholdMerge, Membership, Person, PersonChange, PersonMerge
from puskesos.models.merging import row_of
from puskesos.queries.household_merging import seen_in
from tests.actions.registry_worlds import build_world, dump, taken_back, worlds
from tests.actions.test_person import identity_of
from tests.cast import Cast, make_case, viewer_of

properly = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
HAPPENINGS = ("case", "edited", "program", "address", "note", "moved", "head", "name")


def by(cast: Cast) -> dict[str, Any]:
    return {"actor": viewer_of(cast.ratna), "now": clock.now()}


def merge(cast: Cast, world: dict[str, Any], made: list[Person]) -> PersonMerge:
    one, other = (made[place] for place in world["picked"])
    kept, gone = sorted((one, other), key=lambda person: person.id)
    entry = MergeEntry(world["choices"], kept.version, gone.version, "sama")
    merge_people(one, other, entry, key=str(uuid.uuid4()), **by(cast))
    return PersonMerge.get()


def owners() -> dict[str, dict[int, int]]:
    """Whose each case, program and line of history is, and between whom each pair stands."""
    return {
        "case": dict(Case.select(Case.id, Case.client).tuples()),
        "membership": dict(Membership.select(Membership.id, Membership.person).tuples()),
        "change": dict(PersonChange.select(PersonChange.id, PersonChange.person).tuples()),
    }


def happen(cast: Cast, kept: Person, what: str) -> None:
    """Something that people do with the merged person before the merge is taken back."""
    kept = Person.get_by_id(kept.id)
    running = Membership.select().where(Membership.person == kept.id, Membership.status != "berhenti").first()
    case = Case.select().where(Case.client == kept.id).first()
    if what == "case":
        make_case(cast, client=kept)
    elif what == "edited" and running:
        save_membership(kept, running, MembershipEntry(running.program, "aktif", note="baru"), **by(cast))
    elif what == "program":
        add_membership(kept, MembershipEntry("atensi", "aktif"), key=str(uuid.uuid4()), **by(cast))
    elif what == "note" and case:
        add_note(case, "Ditelepon.", **by(cast))
    elif what in {"moved", "head"}:
        move = Move("kk", role="kepala", kk="3216991206790001" if what == "head" else "3216991206790009")
        move_household(kept, move, version=kept.version, **by(cast))
    elif what in {"address", "name"}:
        typed = {"address": "Kp. Muara"} if what == "address" else {"name": "Aisyah Baru"}
        change_person(kept, identity_of(kept, **typed), **by(cast))


@properly
@given(world=worlds)
def test_a_merge_taken_back_leaves_everything_as_it_was(cast: Cast, world: dict[str, Any]) -> None:
    with taken_back():
        made = build_world(cast, world)
        kept = min(made[0].id, made[1].id)
        before = dump((kept,))
        record = merge(cast, world, made)
        assert Person.get_by_id(record.gone_id).merged_into_id == kept and dump((kept,)) != before
        assert undo_merge(record, **by(cast)) and not undo_merge(record, **by(cast))
        assert dump((kept,)) == before


@properly
@given(world=worlds, happenings=st.lists(st.sampled_from(HAPPENINGS), unique=True))
def test_what_happened_in_between_stays_on_the_right_person(
    cast: Cast, world: dict[str, Any], happenings: list[str]
) -> None:
    with taken_back():
        made = build_world(cast, world)
        before, rows = owners(), {person.id: row_of(person) for person in made}
        record = merge(cast, world, made)
        for what in happenings:
            happen(cast, made[0] if made[0].id == record.kept_id else made[1], what)
        events, told = CaseEvent.select().count(), PersonChange.select().count()
        corrected = row_of(Person.get_by_id(record.kept_id))
        between = owners()
        undo_merge(record, **by(cast))
        after = owners()
        for name, old in before.items():
            assert {row: after[name][row] for row in old} == old
            assert {row: after[name][row] for row in between[name]} == between[name] | old
            assert record.gone_id not in {owner for row, owner in after[name].items() if row not in old}
        assert (CaseEvent.select().count(), PersonChange.select().count()) == (events, told)
        kept, gone = (row_of(Person.get_by_id(one)) for one in (record.kept_id, record.gone_id))
        assert gone | {"household_role": ""} == rows[record.gone_id] | {"household_role": ""}
        if "address" in happenings:
            assert kept["address"] == "Kp. Muara"
        if "name" in happenings:
            assert (kept["name"], kept["search_words"]) == ("Aisyah Baru", search_words("Aisyah Baru", kept["alias"]))
        if {"moved", "head"} & {*happenings}:
            assert kept["household_id"] in {corrected["household_id"], rows[record.kept_id]["household_id"]}
        check_nothing_dangles()


@properly
@given(world=worlds, head=st.booleans(), splits=st.booleans())
def test_families_made_one_or_two_and_back_are_as_before(
    cast: Cast, world: dict[str, Any], head: bool, splits: bool
) -> None:
    with taken_back():
        build_world(cast, world)
        families = list(Household.select().order_by(Household.id))
        before, statuses = where_everybody_is(), {one.id: one.status for one in families}
        key = str(uuid.uuid4())
        if splits and families:
            members = list(Person.select().where(Person.household == families[0]).order_by(Person.id))
            if len(members) < 2:
                return
            chosen = members[-1].id
            entry = SplitEntry((chosen,), seen_in(viewer_of(cast.ratna), families[0].id), chosen if head else None)
            split_household(families[0], entry, key=key, **by(cast))
        elif len(families) == 2:
            chosen = Person.get(Person.household == families[1]).id
            seen = seen_in(viewer_of(cast.ratna), families[0].id, families[1].id)
            entry = FamilyEntry(chosen if head else None, seen)
            merge_households(*families, replace(entry, reason="satu rumah"), key=key, **by(cast))
            assert Household.get_by_id(families[1].id).status == "kosong"
        else:
            return
        assert where_everybody_is() != before
        undo_household_merge(HouseholdMerge.get(), **by(cast))
        assert where_everybody_is() == before
        assert {one.id: one.status for one in Household.select() if one.id in statuses} == statuses
        check_nothing_dangles()


def where_everybody_is() -> list[tuple[Any, ...]]:
    return sorted(Person.select(Person.id, Person.household, Person.household_role).tuples(), key=str)


def check_nothing_dangles() -> None:
    """No row of the work belongs to a hidden entry, no family is full and called empty, no key refers to nothing."""
    hidden = Person.select(Person.id).where(Person.merged_into.is_null(False))
    assert not Case.select().where(Case.client.in_(hidden)).exists()
    housed = Person.select(Person.household).where(Person.household.is_null(False))
    assert not Household.select().where(Household.status == "aktif", Household.id.not_in(housed)).exists()
    assert not Household.select().where(Household.status == "kosong", Household.id.in_(housed)).exists()
    assert is_postgres() or not database.execute_sql("PRAGMA foreign_key_check").fetchall()
