"""One box finds people: by name (beginnings of words, any order), NIK, KK, phone or case number, within the viewer's hub.

The only engine-specific part is `_name_condition`: FTS5 on SQLite, a text-search index on PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Expression

from puskesos.database import is_postgres
from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.person import Household, Person
from puskesos.queries.case import open_cases_of
from puskesos.queries.case import scope as case_scope
from puskesos.rules.names import name_words
from puskesos.rules.nik import clean_digits
from puskesos.rules.numbers import parse_case_number
from puskesos.rules.phone import normalise_phone
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

CANDIDATES = 60
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """A person with the reason for the match in words and the open cases the viewer may know of."""

    person: Any
    why: str
    open_cases: list[Any]


def find_people(viewer: Viewer, text: str, limit: int = 7) -> list[Found]:
    """The best `limit` people for what was typed; numbers are looked up exactly, names by the beginnings of their words."""
    text = text.strip()[:100]
    if len(text) < SHORTEST or not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return []
    rows, why = _rows(viewer, text, limit)
    cases = open_cases_of(viewer, [row.id for row in rows]) if rows else []
    return [Found(row, why, [case for case in cases if case.client == row.id]) for row in rows]


def find_case_number(viewer: Viewer, text: str) -> str | None:
    """The one case whose number (or its short form "2611-0042") was typed."""
    parsed = parse_case_number(text)
    if parsed is None:
        return None
    match = Case.number == str(parsed) if parsed.kecamatan else Case.number.endswith(f"-{parsed.tail}")
    return Case.select(Case.number).where(case_scope(viewer), match).scalar()


def find_person(viewer: Viewer, person_id: int) -> Any | None:
    """One person of the hub with village and family card, or None."""
    return _select(viewer).where(Person.id == person_id).namedtuples().first()


def find_same_nik(viewer: Viewer, nik: str) -> Any | None:
    """Another person of the hub who already carries this NIK."""
    if not (len(nik) == 16 and nik.isascii() and nik.isdigit()):
        return None
    return _select(viewer).where(Person.nik == nik).namedtuples().first()


def _rows(viewer: Viewer, text: str, limit: int) -> tuple[list[Any], str]:
    digits = clean_digits(text)
    if number := find_case_number(viewer, text):
        by_case = Person.id.in_(Case.select(Case.client).where(Case.number == number, ~Case.restricted))
        return list(_select(viewer).where(by_case).namedtuples()), "nomor kasus"
    is_number = digits.isascii() and digits.isdigit()
    if is_number and len(digits) == 16:
        by_number = (Person.nik == digits) | (Household.kk == digits)
        return list(_select(viewer).where(by_number).limit(limit).namedtuples()), "NIK/KK sama"
    if phone := normalise_phone(text):
        return list(_select(viewer).where(Person.phone_normal == phone).limit(limit).namedtuples()), "telepon sama"
    if is_number and len(digits) >= 6:
        return list(_select(viewer).where(_begins(Person.nik, digits)).limit(limit).namedtuples()), "awal NIK sama"
    words = name_words(text)[:5]
    if not words or max(map(len, words)) < SHORTEST:
        return [], ""
    rows = list(_select(viewer).where(_name_condition(words)).limit(CANDIDATES).namedtuples())
    rows.sort(key=lambda row: _closeness(words, row.search_words.split()), reverse=True)
    return rows[:limit], "nama"


def _select(viewer: Viewer) -> Any:
    return (
        Person.select(
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
        .join(Village)
        .switch(Person)
        .join(Household, JOIN.LEFT_OUTER)
        .where(Person.hub == viewer.hub_id)
    )


def _begins(column: Any, digits: str) -> Expression:
    """`column` starts with these digits, written as a range so that the B-tree serves it on both engines."""
    return (column >= digits) & (column < digits[:-1] + chr(ord(digits[-1]) + 1))


def _name_condition(words: list[str]) -> Expression:
    if is_postgres():
        query = " & ".join(f"{word}:*" for word in words)
        return SQL("to_tsvector('simple', t1.search_words) @@ to_tsquery('simple', %s)", [query])
    query = " AND ".join(f'"{word}"*' for word in words)
    return SQL("t1.id IN (SELECT rowid FROM person_search WHERE person_search MATCH ?)", [query])


def _closeness(words: list[str], of_person: list[str]) -> tuple[int, int, int]:
    """Whole words first, then the first word in front, then the shorter name."""
    whole = sum(word in of_person for word in words)
    first = int(bool(of_person) and of_person[0].startswith(words[0]))
    return whole, first, -len(of_person)
