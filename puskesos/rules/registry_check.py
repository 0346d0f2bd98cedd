"""Mending the registry: which birth date a NIK gives, and who of a family is likely its head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from puskesos.rules.nik import read_nik
from puskesos.rules.person import HouseholdRole

MOST_KEPT = 1000  # findings of one check; more is work for months, and the true number is told
OLDEST, GROWN = 110, 17  # years
HEADS_OFFERED = 4
_LIKELY = {str(HouseholdRole.SUAMI): 0, "": 1, str(HouseholdRole.ISTRI): 2}


def birth_date_in_nik(nik: str | None, today: date) -> date | None:
    """The birth date of a NIK when somebody alive can have it."""
    born = read_nik(nik, today).birth_date if nik else None
    return born if born and born <= today and today.year - born.year <= OLDEST else None


def propose_heads(members: Sequence[Any], today: date) -> list[Any]:
    """The grown members of a family who may head it: the husband, whose role is open, the wife, the others.

    The eldest stand first; children are never proposed.
    """
    grown = [one for one in members if (age := _age(one, today)) is None or age >= GROWN]
    return sorted(grown, key=lambda one: (_LIKELY.get(one.household_role, 3), -(_age(one, today) or 0)))[:HEADS_OFFERED]


def _age(member: Any, today: date) -> int | None:
    year = member.birth_date.year if member.birth_date else member.birth_year_estimate
    return today.year - year if year else None
