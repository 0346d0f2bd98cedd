"""A merge of two people and one of two families around somebody, for tests that walk over every address."""

from __future__ import annotations

import uuid

from puskesos import clock
from puskesos.actions.household_merging import FamilyEntry, merge_households
from puskesos.actions.merging import MergeEntry, merge_people
from puskesos.models import Household, Person
from puskesos.queries.household_merging import seen_in
from tests.cast import Cast, make_person, viewer_of

OTHER_CARD = "3216991206790013"


def add_merges(cast: Cast, person_id: int) -> None:
    """This person has swallowed another entry, the family another family, and there are more of both to choose."""
    by = {"actor": viewer_of(cast.ratna), "now": clock.now()}
    kept, twice = Person.get_by_id(person_id), make_person(cast, "Siti N.", kk="3216991206790011")
    merge_people(kept, twice, MergeEntry({}, kept.version, twice.version), key=str(uuid.uuid4()), **by)
    member, other = (make_person(cast, name, kk=kk) for name, kk in (("Ani", "3216991206790012"), ("Budi", OTHER_CARD)))
    families = [Household.get_by_id(one) for one in (kept.household_id, member.household_id)]
    entry = FamilyEntry(None, seen_in(by["actor"], *(family.id for family in families)))
    merge_households(*families, entry, key=str(uuid.uuid4()), **by)
    assert other.household_id


def other_person() -> Person:
    """Somebody to compare with, in a family of their own."""
    return Person.get(Person.name == "Budi")
