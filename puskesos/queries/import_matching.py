"""Who of the hub a chunk of rows may mean, looked up for all rows at once: a few queries for hundreds of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from peewee import JOIN, Expression, chunked

from puskesos.models.hub import Village
from puskesos.models.imports import Import
from puskesos.models.matching import NotSame
from puskesos.models.person import Household, Membership, Person, PersonChange
from puskesos.rules.matching import Known
from puskesos.rules.person import ChangeSource
from puskesos.rules.register_village import village_key

ASKED = 400  # values in one question
SAME_DAY = 60  # people of one birth date that are looked at; on 1 January there are very many
Light = tuple[int, str]  # id and search words
Row = dict[str, Any]


def stands(hub_id: int) -> Expression:
    """People of the hub who were not merged into another."""
    return (Person.hub == hub_id) & Person.merged_into.is_null()


def people_by_nik(hub_id: int, niks: Collection[str]) -> dict[str, list[Row]]:
    """Whole rows of the people who carry one of these NIKs."""
    found: dict[str, list[Row]] = defaultdict(list)
    for some in _some(niks):
        for row in _whole().where(stands(hub_id), Person.nik.in_(some)).dicts():
            found[row["nik"]].append(row)
    return found


def people_by_id(hub_id: int, ids: Collection[int]) -> dict[int, Row]:
    """Whole rows by id."""
    return {
        row["id"]: row for some in _some(ids) for row in _whole().where(stands(hub_id), Person.id.in_(some)).dicts()
    }


def born_on(hub_id: int, days: Collection[date]) -> dict[date, list[Light]]:
    """Ids and words of those born on these days, at most SAME_DAY and a little for each day."""
    found: dict[date, list[Light]] = defaultdict(list)
    for some in _some(days):
        query = Person.select(Person.birth_date, Person.id, Person.search_words)
        for born, number, words in query.where(stands(hub_id), Person.birth_date.in_(some)).tuples():
            found[born].append((number, words))
    return found


def called(hub_id: int, words: Collection[str]) -> dict[str, list[Light]]:
    """Ids of those with exactly these search words."""
    found: dict[str, list[Light]] = defaultdict(list)
    for some in _some(words):
        query = Person.select(Person.id, Person.search_words).where(stands(hub_id), Person.search_words.in_(some))
        for number, its in query.tuples():
            if len(found[its]) < SAME_DAY:
                found[its].append((number, its))
    return found


def members_of_cards(hub_id: int, cards: Collection[str]) -> dict[str, list[Light]]:
    """Ids and words of the members of families with these card numbers."""
    found: dict[str, list[Light]] = defaultdict(list)
    for some in _some(cards):
        query = Person.select(Household.kk, Person.id, Person.search_words).join(Household)
        query = query.where(Household.hub == hub_id, Household.kk.in_(some), Person.merged_into.is_null())
        for kk, number, words in query.tuples():
            found[kk].append((number, words))
    return found


def memberships_of(ids: Collection[int]) -> dict[int, list[Row]]:
    """All memberships of these people."""
    found: dict[int, list[Row]] = defaultdict(list)
    for some in _some(ids):
        for row in Membership.select().where(Membership.person.in_(some)).dicts():
            found[row["person"]].append(row)
    return found


def written_by_hand(ids: Collection[int], since: datetime) -> dict[int, dict[str, datetime]]:
    """The columns of these people that somebody wrote at or after `since`, with the last moment."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    by_hand = (PersonChange.source == str(ChangeSource.TANGAN)) & (PersonChange.at >= since)
    for some in _some(ids):
        query = PersonChange.select(PersonChange.person, PersonChange.field, PersonChange.at)
        for person, field, at in query.where(PersonChange.person.in_(some), by_hand).order_by(PersonChange.id).tuples():
            found[person][field] = at
    return found


def moments_of_imports(hub_id: int) -> set[datetime]:
    """When the hub's imports were applied: what carries such a moment was written by one of them."""
    rows = Import.select(Import.applied_at).where(Import.hub == hub_id, Import.applied_at.is_null(False))
    return {moment for (moment,) in rows.tuples()}


def told_apart(ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs among these people that somebody told apart, the smaller id first."""
    wanted = list(ids)
    both = NotSame.person_low.in_(wanted) & NotSame.person_high.in_(wanted)
    return set(NotSame.select(NotSame.person_low, NotSame.person_high).where(both).tuples()) if wanted else set()


def villages_by_key(hub_id: int) -> dict[str, int]:
    """The villages the hub serves by folded name and by the digits of the code."""
    rows = Village.select(Village.id, Village.name, Village.code).where(Village.hub == hub_id, Village.active)
    return {key: row.id for row in rows for key in (village_key(row.name), village_key(row.code))}


def village_names(hub_id: int) -> dict[int, str]:
    """The names of the villages the hub serves."""
    return dict(Village.select(Village.id, Village.name).where(Village.hub == hub_id, Village.active).tuples())


def highest_person() -> int:
    """The highest id of a person; who comes later has a higher one."""
    return Person.select(Person.id).order_by(Person.id.desc()).limit(1).scalar() or 0


def known_of(row: Row) -> Known:
    """A whole row as the score reads it."""
    return Known(
        name=row["name"],
        alias=row["alias"],
        sex=row["sex"],
        nik=row["nik"] or "",
        kk=row["kk"] or "",
        birth_date=row["birth_date"],
        birth_year=row["birth_year_estimate"],
        village=row["village_id"],
        rt=row["rt"],
        rw=row["rw"],
        phone=row["phone_normal"] or "",
    )


def _whole() -> Any:
    """Every column of a person by its column name, with the family card number as `kk`."""
    columns = [field.alias(field.column_name) for field in Person._meta.sorted_fields]
    return Person.select(*columns, Household.kk).join(Household, JOIN.LEFT_OUTER)


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    for some in chunked(dict.fromkeys(values), ASKED):
        yield list(some)
