"""Likely doubles among the people changed last: compared only with who shares the NIK, or sounds alike and birthday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, ModelSelect

from puskesos.models.hub import Village
from puskesos.models.matching import NotSame
from puskesos.models.person import Household, Person
from puskesos.queries.matching import known_of
from puskesos.queries.person import scope
from puskesos.queries.registry_check import LONGEST, known_openly
from puskesos.rules.matching import Match, match_score
from puskesos.rules.names import name_key
from puskesos.rules.viewer import Viewer

EXAMINED, COMPARED, BESIDE = 200, 1000, 4000


@dataclass(frozen=True)
class Double:
    """Two entries that are likely one person; the one changed last is `person`."""

    person: Any
    other: Any
    match: Match


def find_doubles(viewer: Viewer) -> list[Double]:
    """At most LONGEST pairs among the EXAMINED people changed last and everybody else, the likeliest first."""
    newest = list(_people(viewer).order_by(Person.changed_at.desc(), Person.id.desc()).limit(EXAMINED).namedtuples())
    pairs = list(_pairs(newest, _beside(viewer, newest)))[:COMPARED]
    told = _told_apart(viewer, pairs)
    open_pairs = [(one, other) for one, other in pairs if (min(one.id, other.id), max(one.id, other.id)) not in told]
    scored = [Double(one, other, match_score(known_of(one), known_of(other))) for one, other in open_pairs]
    likely = [double for double in scored if double.match.level != "bukan"]
    return sorted(likely, key=lambda double: (-double.match.score, double.person.id, double.other.id))[:LONGEST]


def _people(viewer: Viewer) -> ModelSelect:
    shown = (
        *(Person.id, Person.name, Person.alias, Person.sex, Person.nik, Person.birth_date, Person.birth_year_estimate),
        *(Person.village, Person.rt, Person.rw, Person.phone_normal, Village.name.alias("village_name"), Household.kk),
    )
    people = Person.select(*shown).join(Village).switch(Person).join(Household, JOIN.LEFT_OUTER)
    return people.where(scope(viewer), known_openly(viewer))


def _beside(viewer: Viewer, newest: list[Any]) -> list[Any]:
    """Everybody who shares a NIK or a birth date with one of the newest; they themselves are among them."""
    niks = sorted({row.nik for row in newest if row.nik})
    days = sorted({row.birth_date for row in newest if row.birth_date})
    if not niks and not days:
        return []
    shared = Person.nik.in_(niks) | Person.birth_date.in_(days)
    return list(_people(viewer).where(shared).order_by(Person.id.desc()).limit(BESIDE).namedtuples())


def _pairs(newest: list[Any], beside: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each pair once that shares a key."""
    sharing: defaultdict[Hashable, list[Any]] = defaultdict(list)
    for row in beside:
        for key in _keys(row):
            sharing[key].append(row)
    seen: set[frozenset[int]] = set()
    for row in newest:
        for other in (other for key in _keys(row) for other in sharing[key]):
            pair = frozenset({row.id, other.id})
            if len(pair) == 2 and pair not in seen:
                seen.add(pair)
                yield row, other


def _keys(row: Any) -> list[Hashable]:
    sounds = name_key(row.name) if row.birth_date else ()
    return [*([row.nik] if row.nik else []), *([(sounds, row.birth_date)] if sounds else [])]


def _told_apart(viewer: Viewer, pairs: list[tuple[Any, Any]]) -> set[tuple[int, int]]:
    ids = sorted({one.id for pair in pairs for one in pair})
    if not ids:
        return set()
    told = NotSame.select(NotSame.person_low, NotSame.person_high)
    return set(told.where(NotSame.hub == viewer.hub_id, NotSame.person_low.in_(ids)).tuples())
