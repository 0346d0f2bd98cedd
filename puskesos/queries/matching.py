"""Who of the hub may be the very person that is being entered: found in several ways, scored by `rules.matching`.

Ways in, each by an index: NIK, family card, phone, birth date with its usual slips, and the name as search finds it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Any

from peewee import JOIN, ModelSelect

from puskesos.models.audit import Submission
from puskesos.models.hub import Village
from puskesos.models.matching import NotSame
from puskesos.models.person import Household, Person
from puskesos.queries.case import open_cases_of
from puskesos.queries.closed_doors import unnamed
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.search_names import find_names
from puskesos.rules.dates import likely_days
from puskesos.rules.matching import Known, Match, match_score
from puskesos.rules.names import name_words
from puskesos.rules.nik import read_nik
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer

TOP = 5
BY_NUMBER, BY_BIRTH, BORN_THEN, BY_NAME = 40, 60, 1500, 40
DAYS = tuple(f"day{place}" for place in range(14))
PLACES = tuple(f"id{place}" for place in range(BY_BIRTH))


@dataclass(frozen=True)
class Likely:
    """Somebody who may be meant, with the reasons in words and the open cases the viewer may know of."""

    person: Any
    match: Match
    open_cases: list[Any]


@dataclass(frozen=True)
class LikelyPeople:
    """The likeliest people the viewer may know, best first; `hidden` and `hidden_sure` tell of the unnamed ones."""

    shown: list[Likely]
    hidden: bool = False
    hidden_sure: bool = False

    def unanswered(self, told_apart: Collection[int]) -> bool:
        """Whether somebody is surely the same and has not been told apart; 0 stands for the unnamed ones."""
        sure = {one.person.id for one in self.shown if one.match.level == "sama"} | ({0} if self.hidden_sure else set())
        return not sure <= set(told_apart)


NOBODY = LikelyPeople([])


def find_likely(viewer: Viewer, known: Known, today: date, *, person_id: int | None = None) -> LikelyPeople:
    """At most five people who are likely the same; `person_id` leaves out that person and whom they are not."""
    if not viewer.can(Permission.REGISTER_CASE) or not (known.name or known.nik):
        return NOBODY
    left_out = {person_id, *told_apart_from(person_id)} if person_id else set()
    rows = {row.id: row for row in _candidates(viewer.hub_id, known, today) if row.id not in left_out}
    scored = [(match_score(known, known_of(row)), row) for row in rows.values()]
    likely = [(match, row) for match, row in scored if match.level != "bukan"]
    likely.sort(key=lambda pair: (not _same_nik(pair[0]), -pair[0].score, pair[1].id))
    return _answer(viewer, likely[:TOP])


def known_of(row: Any) -> Known:
    """A person's row as the score reads it."""
    return Known(
        name=row.name,
        alias=row.alias,
        sex=row.sex,
        nik=row.nik or "",
        kk=row.kk or "",
        birth_date=row.birth_date,
        birth_year=row.birth_year_estimate,
        village=row.village,
        rt=row.rt,
        rw=row.rw,
        phone=row.phone_normal or "",
    )


def told_apart_from(person_id: int) -> set[int]:
    """Everybody who was said to be somebody else than this person."""
    pairs = NotSame.select(NotSame.person_low, NotSame.person_high).where(
        (NotSame.person_low == person_id) | (NotSame.person_high == person_id)
    )
    return {one for pair in pairs.tuples() for one in pair} - {person_id}


def was_sent(key: str) -> bool:
    """Whether a form with this submission key has had its effect already."""
    return Submission.select().where(Submission.key == key).exists()


def _same_nik(match: Match) -> bool:
    return "NIK sama" in match.reasons


def _answer(viewer: Viewer, likely: list[tuple[Match, Any]]) -> LikelyPeople:
    secret = unnamed(viewer, [row.id for _, row in likely])
    named = [(match, row) for match, row in likely if row.id not in secret]
    cases = open_cases_of(viewer, [row.id for _, row in named]) if named else []
    shown = [Likely(row, match, [case for case in cases if case.client == row.id]) for match, row in named]
    sure = any(match.level == "sama" for match, row in likely if row.id in secret)
    return LikelyPeople(shown, bool(secret), sure)


def _candidates(hub_id: int, known: Known, today: date) -> list[Any]:
    found = [
        *(_people("nik", hub=hub_id, nik=known.nik, limit=BY_NUMBER) if known.nik else []),
        *(_people("kk", hub=hub_id, kk=known.kk, limit=BY_NUMBER) if known.kk else []),
        *(_people("phone", hub=hub_id, phone=known.phone, limit=BY_NUMBER) if known.phone else []),
    ]
    words = name_words(known.name)
    ids = [named.person for named in find_names(hub_id, words[:5], BY_NAME)] if words else []
    return found + _by_id(hub_id, ids) + _by_id(hub_id, _born(hub_id, known, words, today))


def _by_id(hub_id: int, ids: list[int]) -> list[Any]:
    padded = ids + [0] * (len(PLACES) - len(ids))
    return _people("ids", hub=hub_id, limit=len(PLACES), **dict(zip(PLACES, padded, strict=True))) if ids else []


def _born(hub_id: int, known: Known, words: list[str], today: date) -> list[int]:
    """Those born on the day, or on a day mistaken for it, whose names share most pairs of letters."""
    in_nik = read_nik(known.nik, today).birth_date if known.nik else None
    days = [day for born in (known.birth_date, in_nik) if born for day in likely_days(born)]
    if not days or not words:
        return []
    padded = [*dict.fromkeys(day.isoformat() for day in days), *[None] * len(DAYS)][: len(DAYS)]
    rows = _born_on(hub=hub_id, limit=BORN_THEN, **dict(zip(DAYS, padded, strict=True)))
    typed = _letter_pairs(" ".join(words))
    best = nlargest(BY_BIRTH, rows, key=lambda row: len(typed & _letter_pairs(row.search_words)))
    return [row.id for row in best]


def _letter_pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


@prepared
def _born_on() -> ModelSelect:
    """Ids and words of people of the hub born on one of the days."""
    days = Person.birth_date.in_([slot(day) for day in DAYS])
    here = (Person.hub == slot("hub")) & Person.merged_into.is_null()
    return Person.select(Person.id, Person.search_words).where(here, days).limit(slot("limit"))


@prepared
def _people(by: str) -> ModelSelect:
    """People with village and family card; `by` is the way in, each within the hub and served by an index."""
    in_hub = Person.hub == slot("hub")
    households = Household.select(Household.id).where(Household.hub == slot("hub"), Household.kk == slot("kk"))
    conditions = {
        "nik": in_hub & (Person.nik == slot("nik")),
        "phone": in_hub & (Person.phone_normal == slot("phone")),
        "kk": Person.household.in_(households),
        "ids": in_hub & Person.id.in_([slot(place) for place in PLACES]),
    }
    shown = (
        *(Person.id, Person.name, Person.alias, Person.sex, Person.nik, Person.birth_date, Person.birth_year_estimate),
        *(Person.village, Person.rt, Person.rw, Person.phone_normal, Village.name.alias("village_name"), Household.kk),
    )
    people = Person.select(*shown).join(Village).switch(Person).join(Household, JOIN.LEFT_OUTER)
    return people.where(conditions[by], Person.merged_into.is_null()).limit(slot("limit"))
