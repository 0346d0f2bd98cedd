"""Reading for families that become one or two: whom to choose from, who may, and what was done before."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from puskesos.models.hub import Village
from puskesos.models.merging import HouseholdMerge
from puskesos.models.person import Household, Person
from puskesos.models.user import User
from puskesos.queries.case import openable
from puskesos.queries.closed_doors import known_openly, unnamed
from puskesos.queries.household import members_of
from puskesos.queries.merging import has_restricted
from puskesos.queries.person import scope
from puskesos.queries.search import find_people
from puskesos.rules.merging import CHANGE_TOO_LATE, NEEDS_KOORDINATOR, may_still_undo, seen_members
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

MOST_FOUND = 20


@dataclass(frozen=True)
class Family:
    """A family with its members in the order of the card."""

    household: Household
    members: list[Any]


def find_families(viewer: Viewer, text: str, *, without: int) -> list[Family]:
    """Families of the people that the text finds: a card number, a NIK, a member's name; never the one `without`."""
    people = [found.person.id for found in find_people(viewer, text, limit=MOST_FOUND)]
    if not people:
        return []
    theirs = Person.select(Person.household).where(scope(viewer), Person.id.in_(people), Person.household != without)
    families = Household.select(Household, Village).join(Village, JOIN.LEFT_OUTER).where(Household.id.in_(theirs))
    return [Family(one, members_of(viewer, one.id)) for one in families.order_by(Household.id).limit(8)]


def known_members(viewer: Viewer, household_id: int) -> list[Person]:
    """Everybody of a family whom the viewer may know, as rows that can be corrected."""
    return list(Person.select().where(Person.household == household_id, known_openly(viewer)).order_by(Person.id))


def seen_in(viewer: Viewer, *household_ids: int) -> str:
    """Members and versions of families, as far as the viewer may know them, as a form carries them."""
    rows = Person.select(Person.id, Person.version).where(Person.household.in_(household_ids), known_openly(viewer))
    return seen_members(rows.tuples())


def may_move(viewer: Viewer, person_ids: Collection[int]) -> bool:
    """Whether moving these people together is open to the viewer.

    Only restricted cases that the viewer may open count: a refusal for any other would tell of it, and guard nothing,
    because a known person may be moved alone (`actions.household.move_household`).
    """
    return viewer.has_role(Role.KOORDINATOR) or not has_restricted(person_ids, openable(viewer))


def may_undo_move(viewer: Viewer, merge: HouseholdMerge) -> bool:
    """Whether taking this change back is open to the viewer: what a koordinator did, only a koordinator takes back.

    It may have moved people whom the counter may not know, and then the answer must be the one of every other day.
    """
    if viewer.has_role(Role.KOORDINATOR):
        return True
    by_koordinator = Role.KOORDINATOR in parse_roles(User.get_by_id(merge.actor_id).roles)
    rows = json.loads(merge.members)["rows"]
    moved = [row["person"] for row in rows if row["household"] != row["new_household"]]
    return not by_koordinator and may_move(viewer, moved)


def why_not_undo_move(viewer: Viewer, merge: HouseholdMerge, now: datetime) -> str:
    """What keeps the viewer from taking this change back, as a sentence; empty when nothing does."""
    if not may_still_undo(merge.at, now):
        return CHANGE_TOO_LATE
    return "" if may_undo_move(viewer, merge) else NEEDS_KOORDINATOR


def changes_of(viewer: Viewer, household_id: int, now: datetime) -> list[tuple[HouseholdMerge, bool]]:
    """Merges and splits of a family, newest first, each with whether the viewer may still take it back."""
    about = (HouseholdMerge.kept == household_id) | (HouseholdMerge.other == household_id)
    rows = HouseholdMerge.select().where(about).order_by(HouseholdMerge.id.desc()).limit(20)
    may = viewer.can(Permission.MERGE_PEOPLE)
    return [(row, may and row.undone_at is None and not why_not_undo_move(viewer, row, now)) for row in rows]


def find_change(viewer: Viewer, household_id: int, change_id: int) -> HouseholdMerge | None:
    """One merge or split of this family."""
    about = (HouseholdMerge.kept == household_id) | (HouseholdMerge.other == household_id)
    return HouseholdMerge.get_or_none(HouseholdMerge.hub == viewer.hub_id, HouseholdMerge.id == change_id, about)


def going_back(viewer: Viewer, merge: HouseholdMerge) -> tuple[list[str], list[str]]:
    """Names, as far as the viewer may know them, of the members whom an undo moves back, and of who moved on since."""
    rows = {row["person"]: row for row in json.loads(merge.members)["rows"] if row["household"] != row["new_household"]}
    people = Person.select(Person.id, Person.name, Person.household, Person.merged_into).where(
        Person.id.in_(list(rows))
    )
    back: list[str] = []
    stay: list[str] = []
    closed = unnamed(viewer, rows)
    for person in (one for one in people.order_by(Person.id) if one.id not in closed):
        still = person.merged_into_id is None and person.household_id == rows[person.id]["new_household"]
        (back if still else stay).append(person.name)
    return back, stay
