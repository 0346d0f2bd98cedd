"""What in the registry needs mending: each check is one condition on Person, the same for the whole hub and for a row.

Two checks are about pairs and stand in `rules.doubles`: those who share a NIK, and likely doubles.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from peewee import SQL, Expression, ModelAlias, fn

from puskesos.database import database
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Village
from puskesos.models.matching import NotSame
from puskesos.models.person import Household, Person
from puskesos.queries.case import openable
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.crowd import Resident
from puskesos.rules.person import HouseholdRole, PersonStatus
from puskesos.rules.viewer import Viewer

EARLIEST = date(1900, 1, 1)
SINGLE = ("nik_is_kk", "impossible_date", "no_head", "village_not_served", "deceased_open_case")
SAME_NIK, LIKELY_DOUBLE = "same_nik", "likely_double"
CHECKS = (SAME_NIK, LIKELY_DOUBLE, *SINGLE)
LONE_FOR = timedelta(days=30)  # a family of which only one is known gets this long until somebody asks who heads it
CHUNK = 5000


def find_wrong(check: str, hub_id: int, today: date, limit: int) -> tuple[list[int], int]:
    """The first ids, village by village, of the people that a check of SINGLE finds, and how many there are."""
    found = Person.select(Person.id).where(in_registry(hub_id), condition(check, hub_id, today))
    ids = [person for (person,) in found.order_by(Person.village, Person.id).limit(limit).tuples()]
    return ids, len(ids) if len(ids) < limit else found.count()


def read_residents(hub_id: int) -> Iterator[Resident]:
    """Everybody of the hub by id, read in pieces so that no reading holds up the tidying of the log."""
    last = 0
    columns = (
        *(Person.id, Person.name, Person.alias, Person.search_words, Person.sex, Person.nik),
        *(Person.birth_date.cast("text"), Person.birth_year_estimate, Person.village, Person.rt, Person.rw),
        *(Person.phone_normal, Person.household),
    )
    here = (Person.hub + 0 == hub_id) & Person.merged_into.is_null()  # + 0: by the key, without the hub's index
    people = Person.select(*columns).where(here).order_by(Person.id).limit(CHUNK)
    while rows := database.execute(people.where(Person.id > last)).fetchall():
        yield from map(Resident._make, rows)
        last = rows[-1][0]


def hubs_with_people() -> list[int]:
    """The hubs that have a registry at all."""
    return [hub for (hub,) in Hub.select(Hub.id).where(fn.EXISTS(Person.select().where(Person.hub == Hub.id))).tuples()]


def count_residents(hub_id: int) -> int:
    """How many people the registry holds."""
    return Person.select().where(in_registry(hub_id)).count()


def told_apart_pairs(hub_id: int) -> set[tuple[int, int]]:
    """Every pair of the hub that was told apart, the lower id first."""
    return set(NotSame.select(NotSame.person_low, NotSame.person_high).where(NotSame.hub == hub_id).tuples())


def in_registry(hub_id: int, person: Any = Person) -> Expression:
    """The condition that a person is one of the hub's and was not merged into another."""
    return (person.hub == hub_id) & person.merged_into.is_null()


def condition(check: str, hub_id: int, today: date, viewer: Viewer | None = None) -> Expression:
    """What is wrong with a person by a check of SINGLE; for a `viewer` only by cases that the viewer may open."""
    if check == "nik_is_kk":
        return Person.nik.in_(Household.select(Household.kk).where(Household.id == Person.household))
    if check == "impossible_date":
        return _impossible_date(today)
    if check == "no_head":
        return _first_of_headless(today)
    lives = Person.status == str(PersonStatus.HIDUP)
    if check == "village_not_served":
        left = Village.select(Village.id).where(Village.hub == hub_id, ~Village.active)
        return lives & Person.village.in_(left)
    return (Person.status == str(PersonStatus.MENINGGAL)) & fn.EXISTS(open_cases(viewer, SQL("1")))


def open_cases(viewer: Viewer | None, column: Any) -> Any:
    """Open cases of the person of the query around it, those that the viewer may open."""
    theirs = Case.select(column).where(Case.client == Person.id, Case.state.in_([str(state) for state in OPEN_STATES]))
    return theirs.where(openable(viewer)) if viewer else theirs


def _first_of_headless(today: date) -> Expression:
    """The first living member of a family without a living head; a lone member only after LONE_FOR."""
    other = ModelAlias(Person)
    living = other.select(SQL("1")).where(
        other.household == Person.household, other.status == str(PersonStatus.HIDUP), other.id != Person.id
    )
    head = fn.EXISTS(living.where(other.household_role == str(HouseholdRole.KEPALA)))
    before, behind = fn.EXISTS(living.where(other.id < Person.id)), fn.EXISTS(living.where(other.id > Person.id))
    long_ago = datetime.combine(today, datetime.min.time(), UTC) - LONE_FOR
    old = fn.EXISTS(Household.select(SQL("1")).where(Household.id == Person.household, Household.created_at < long_ago))
    is_first = (Person.status == str(PersonStatus.HIDUP)) & Person.household.is_null(False) & ~before
    return is_first & (Person.household_role != str(HouseholdRole.KEPALA)) & ~head & (behind | old)


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
