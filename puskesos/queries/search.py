"""One box finds people of the hub: by NIK, KK, phone or case number exactly, by name however it is spelt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, ModelSelect

from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.person import Household, Person
from puskesos.queries.case import open_cases_of
from puskesos.queries.closed_doors import unnamed
from puskesos.queries.hub import find_hub
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.search_names import Named, find_names
from puskesos.rules.names import name_words
from puskesos.rules.nik import clean_digits
from puskesos.rules.numbers import parse_case_number
from puskesos.rules.phone import normalise_phone
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

MOST = 60
SHORTEST, WORDS = 2, 6
SPARE = 5  # for those who are found and not shown
NIK = re.compile(r"[0-9]{16}")
PLACES = tuple(f"id{place}" for place in range(MOST))
SHOWN = (
    Person.id,
    Person.name,
    Person.alias,
    Person.search_words,
    Person.sex,
    Person.nik,
    Person.nik_reason,
    Person.birth_date,
    Person.birth_year_estimate,
    Person.birth_place,
    Person.village,
    Person.address,
    Person.landmark,
    Person.rt,
    Person.rw,
    Person.phone,
    Person.occupation,
    Person.identity,
    Village.name.alias("village_name"),
    Household.kk,
)


@dataclass(frozen=True)
class Found:
    """A person with the reason for the match in words and the open cases the viewer may know of."""

    person: Any
    why: str
    open_cases: list[Any]


def find_people(viewer: Viewer, text: str, limit: int = 7) -> list[Found]:
    """The best `limit` people for what was typed; numbers are looked up exactly, names by their words' beginnings."""
    text = text.strip()[:100]
    if len(text) < SHORTEST or not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return []
    words = name_words(text)[:WORDS]
    rows, why = _by_number(viewer, text, limit)
    named = [Named(row.id, why) for row in rows]
    if not why and words and max(map(len, words)) >= SHORTEST:
        named = find_names(viewer.hub_id, words, min(limit + SPARE, MOST))
        rows = _people_of([one.person for one in named])
    people = {row.id: row for row in rows}
    secret = unnamed(viewer, people)
    named = [one for one in named if one.person not in secret][:limit]
    cases = open_cases_of(viewer, [one.person for one in named]) if named else []
    return [Found(people[one.person], one.why, [case for case in cases if case.client == one.person]) for one in named]


def find_case_number(viewer: Viewer, text: str) -> str | None:
    """The one case whose number (or its short form "2611-0042", within the hub) was typed."""
    case = _case_of(viewer, text)
    return case.number if case else None


def find_person(viewer: Viewer, person_id: int) -> Any | None:
    """One person of the hub with village and family card, or None."""
    return _first_known(viewer, _people("in_hub", hub=viewer.hub_id, person=person_id, limit=1))


def find_same_nik(viewer: Viewer, nik: str) -> Any | None:
    """Another person of the hub who already carries this NIK."""
    return _first_known(viewer, _people("nik", hub=viewer.hub_id, nik=nik, limit=3)) if NIK.fullmatch(nik) else None


def _first_known(viewer: Viewer, rows: list[Any]) -> Any | None:
    """The first of these people who is there for the viewer."""
    secret = unnamed(viewer, [row.id for row in rows])
    return next((row for row in rows if row.id not in secret), None)


def _by_number(viewer: Viewer, text: str, limit: int) -> tuple[list[Any], str]:
    """The people of a number, and which number it is; no reason when the text is no number."""
    digits = clean_digits(text)
    if case := _case_of(viewer, text):
        client = 0 if case.restricted else case.client
        return _people("in_hub", hub=viewer.hub_id, person=client, limit=1), "nomor kasus"
    if digits.isdigit() and len(digits) == 16:
        return _by_nik_or_kk(viewer, digits, limit), "NIK/KK sama"
    if phone := normalise_phone(text):
        return _people("phone", hub=viewer.hub_id, phone=phone, limit=limit), "telepon sama"
    if digits.isdigit() and len(digits) >= 6:
        first, last = digits.ljust(16, "0"), digits.ljust(16, "9")  # digits alone sort alike in every collation
        return _people("begins", hub=viewer.hub_id, nik=first, end=last, limit=limit), "awal NIK sama"
    return [], ""


def _people_of(ids: list[int]) -> list[Any]:
    padded = ids + [0] * (MOST - len(ids))
    return _people("ids", limit=MOST, **dict(zip(PLACES, padded, strict=True))) if ids else []


def _case_of(viewer: Viewer, text: str) -> Any | None:
    """Number, client and restriction of the case that was typed; only staff see a whole hub's numbers."""
    parsed = parse_case_number(text)
    if parsed is None or not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return None
    number = str(parsed) if parsed.kecamatan else f"{find_hub(viewer.hub_id).number_prefix}-{parsed.tail}"
    rows = _case_numbered(hub=viewer.hub_id, number=number)
    return rows[0] if rows else None


@prepared
def _case_numbered() -> ModelSelect:
    """The case of a number within the hub."""
    return Case.select(Case.number, Case.client, Case.restricted).where(
        Case.hub == slot("hub"), Case.number == slot("number")
    )


def _by_nik_or_kk(viewer: Viewer, digits: str, limit: int) -> list[Any]:
    """People with that NIK, then the members of the household with that family card: each by its own index."""
    found = _people("nik", hub=viewer.hub_id, nik=digits, limit=limit)
    found += _people("kk", hub=viewer.hub_id, kk=digits, limit=limit)
    return list({row.id: row for row in found}.values())[:limit]


@prepared
def _people(by: str) -> ModelSelect:
    """People with village and family card; `by` is the way in, each within the hub and served by an index."""
    in_hub = Person.hub == slot("hub")
    households = Household.select(Household.id).where(Household.hub == slot("hub"), Household.kk == slot("kk"))
    conditions = {
        "in_hub": in_hub & (Person.id == slot("person")),
        "nik": in_hub & (Person.nik == slot("nik")),
        "begins": in_hub & (Person.nik >= slot("nik")) & (Person.nik <= slot("end")),
        "phone": in_hub & (Person.phone_normal == slot("phone")),
        "kk": Person.household.in_(households),
        "ids": Person.id.in_([slot(place) for place in PLACES]),
    }
    return (
        Person.select(*SHOWN)
        .join(Village)
        .switch(Person)
        .join(Household, JOIN.LEFT_OUTER)
        .where(conditions[by], Person.merged_into.is_null())
        .limit(slot("limit"))
    )
