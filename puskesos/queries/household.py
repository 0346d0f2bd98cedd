"""Reading families: one of the hub, and its members in the order of a family card."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from puskesos.models.hub import Village
from puskesos.models.person import Household, Person
from puskesos.queries.closed_doors import known_openly
from puskesos.rules.person import HouseholdRole, PersonStatus
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

MOST = 60
_ORDER = {str(role): place for place, role in enumerate(HouseholdRole)}


def find_household(viewer: Viewer, household_id: int) -> Household | None:
    """A family of the hub with its village joined, or None for anybody but the hub's staff."""
    if not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return None
    query = Household.select(Household, Village).join(Village, JOIN.LEFT_OUTER)
    return query.where(Household.id == household_id, Household.hub == viewer.hub_id).get_or_none()


def members_of(viewer: Viewer, household_id: int) -> list[Any]:
    """Everybody of a family whom the viewer may know: the head first, then by role and birth date."""
    rows = (
        Person.select(
            Person.id,
            Person.name,
            Person.sex,
            Person.household_role,
            Person.birth_date,
            Person.birth_year_estimate,
            Person.occupation,
            Person.nik,
            Person.nik_reason,
            Person.status,
        )
        .where(Person.household == household_id, known_openly(viewer))
        .order_by(Person.birth_date, Person.id)
        .limit(MOST)
        .namedtuples()
    )
    return sorted(rows, key=lambda row: _ORDER.get(row.household_role, len(_ORDER)))


def head_of(members: list[Any]) -> Any | None:
    """The living head among `members`, or None."""
    heads = [one for one in members if one.household_role == HouseholdRole.KEPALA]
    return next((one for one in heads if one.status == PersonStatus.HIDUP), None)
