"""What in the registry needs mending: each check is one condition on Person, so that rows and counts share it.

People whom the hub knows only through cases that the viewer may not open take part in no check at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Expression, ModelAlias, ModelSelect, Select, fn
from peewee import Case as When

from puskesos.models.case import Case
from puskesos.models.hub import Hub, Village
from puskesos.models.person import Household, Person
from puskesos.queries.case import openable
from puskesos.queries.person import COUNTED, ROW, scope
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.person import HouseholdRole, PersonStatus
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

LONGEST = 50
EARLIEST = date(1900, 1, 1)
CHECKS = ("same_nik", "nik_is_kk", "impossible_date", "no_head", "village_not_served", "deceased_open_case")
ORDER = {"same_nik": Person.nik}


@dataclass(frozen=True)
class Found:
    """What one check found: the first rows, and how many there are, counted up to COUNTED + 1."""

    check: str
    rows: list[Any]
    count: int


def check_registry(viewer: Viewer, today: date) -> list[Found]:
    """Every check that found something, in the order of CHECKS."""
    counts = count_findings(viewer, today)
    return [Found(check, _rows(check, viewer, today), counts[check]) for check in CHECKS if counts[check]]


def count_findings(viewer: Viewer, today: date) -> dict[str, int]:
    """How much each check finds, in one query."""
    counts = [_count(check, viewer, today).alias(check) for check in CHECKS]
    return Hub.select(*counts).where(Hub.id == viewer.hub_id).dicts().get()


def known_openly(viewer: Viewer, person: Any = Person) -> Expression:
    """The condition that a person has no case at all, or one that the viewer may open."""
    if viewer.has_role(Role.KOORDINATOR):
        return person.hub == viewer.hub_id
    theirs = Case.select(Case.client).where(Case.hub == viewer.hub_id)
    closed, opened = theirs.where(~openable(viewer)), theirs.where(openable(viewer))
    return person.id.not_in(closed) | person.id.in_(opened)


def _rows(check: str, viewer: Viewer, today: date) -> list[Any]:
    """The first rows with family and, for the deceased, the number of the open case."""
    columns = [*ROW, Person.household]
    if check == "deceased_open_case":
        number = _open_cases(viewer, fn.MIN(Case.number)).where(Case.client == Person.id)
        columns.append(number.alias("case_number"))
    query = Person.select(*columns).join(Village).where(*_conditions(check, viewer, today))
    order = (ORDER[check], Person.id) if check in ORDER else (Person.id,)
    return list(query.order_by(*order).limit(LONGEST).namedtuples())


def _count(check: str, viewer: Viewer, today: date) -> Select:
    found = Person.select(Person.id).where(*_conditions(check, viewer, today)).limit(COUNTED + 1)
    return Select([found.alias(f"found_{check}")], [fn.COUNT(SQL("1"))])


def _conditions(check: str, viewer: Viewer, today: date) -> tuple[Expression, ...]:
    return scope(viewer), _condition(check, viewer, today), known_openly(viewer)


def _condition(check: str, viewer: Viewer, today: date) -> Expression:
    if check == "same_nik":
        return Person.nik.in_(_niks_twice(viewer))
    if check == "nik_is_kk":
        return Person.nik.in_(Household.select(Household.kk).where(Household.id == Person.household))
    if check == "impossible_date":
        return _impossible_date(today)
    if check == "no_head":
        return Person.id.in_(_first_of_headless(viewer))
    if check == "village_not_served":
        village = Village.alias()
        left = village.select(village.id).where(village.hub == viewer.hub_id, ~village.active)
        return (Person.status == str(PersonStatus.HIDUP)) & Person.village.in_(left)
    return (Person.status == str(PersonStatus.MENINGGAL)) & Person.id.in_(_open_cases(viewer, Case.client))


def _open_cases(viewer: Viewer, column: Any) -> ModelSelect:
    """Open cases that the viewer may open."""
    states = [str(state) for state in OPEN_STATES]
    return Case.select(column).where(Case.hub == viewer.hub_id, Case.state.in_(states), openable(viewer))


def _niks_twice(viewer: Viewer) -> ModelSelect:
    other = ModelAlias(Person)
    seen = other.select(other.nik).where(other.hub == viewer.hub_id, other.nik.is_null(False))
    return seen.where(known_openly(viewer, other)).group_by(other.nik).having(fn.COUNT(other.id) > 1)


def _first_of_headless(viewer: Viewer) -> ModelSelect:
    """One living member of each family without a living head."""
    other = ModelAlias(Person)
    living = (other.hub == viewer.hub_id) & (other.status == str(PersonStatus.HIDUP))
    heads = fn.SUM(When(None, [(other.household_role == str(HouseholdRole.KEPALA), 1)], 0))
    families = other.select(fn.MIN(other.id)).where(living, other.household.is_null(False))
    return families.group_by(other.household).having(heads == 0)


def _impossible_date(today: date) -> Expression:
    """Born in the future or before 1900, or on another day than the NIK says (a woman's day there is 40 higher)."""
    born = Person.birth_date.cast("text")  # "1979-06-12" on both engines
    year, month, day = (fn.SUBSTR(born, place, 2) for place in (3, 6, 9))
    womans_day = (day.cast("integer") + 40).cast("text")
    in_nik = [fn.SUBSTR(Person.nik, place, 2) for place in (7, 9, 11)]
    same = in_nik[0].in_([day, womans_day]) & (in_nik[1] == month) & (in_nik[2] == year)
    differs = Person.nik.is_null(False) & Person.birth_date.is_null(False) & ~same
    guessed = (Person.birth_year_estimate > today.year) | (Person.birth_year_estimate < EARLIEST.year)
    return (Person.birth_date > today) | (Person.birth_date < EARLIEST) | guessed | differs
