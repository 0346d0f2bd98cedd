"""Rows of a list without a known NIK: who of the hub they may mean, by birth date, family card or name.

A row is taken for a known person only when that is clear and nobody else comes near; otherwise a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from puskesos.queries import import_matching as matching
from puskesos.rules.matching import Match, match_score
from puskesos.rules.names import name_words
from puskesos.rules.register_row import Entry

CLEAR = 0.9
SHARED = 0.5  # part of the letter pairs of the shorter name that the other must have to be looked at
MOST = 8  # candidates of one row that are scored


@dataclass
class Candidates:
    """Whole rows by id, and for each entry (by its identity) the ids that may be meant; pairs told apart."""

    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    of_entry: dict[int, list[int]] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Opinion:
    """The person a row means or may mean; with reasons it is doubtful, without a person it is a new one."""

    person: int | None = None
    reasons: tuple[str, ...] = ()


def find_candidates(hub_id: int, entries: list[Entry]) -> Candidates:
    """Candidates of all entries in a handful of questions."""
    named = [entry for entry in entries if entry.person.get("name")]
    days = {entry.person["birth_date"] for entry in named if entry.person.get("birth_date")}
    words = {_words(entry) for entry in named if not entry.person.get("birth_date")}
    born = matching.born_on(hub_id, days)
    called = matching.called(hub_id, words)
    members = matching.members_of_cards(hub_id, {entry.kk for entry in named if entry.kk})
    found = Candidates()
    for entry in named:
        lights = [
            *born.get(entry.person.get("birth_date"), ()),
            *called.get(_words(entry), ()),
            *members.get(entry.kk, ()),
        ]
        if likely := _likely(_words(entry), lights):
            found.of_entry[id(entry)] = likely
    ids = {number for likely in found.of_entry.values() for number in likely}
    found.people = matching.people_by_id(hub_id, ids)
    found.apart = matching.told_apart({one for likely in found.of_entry.values() if len(likely) > 1 for one in likely})
    return found


def judge_likeness(entry: Entry, candidates: Candidates) -> Opinion:
    """Who is meant: somebody for sure, somebody perhaps (with reasons), or nobody known."""
    numbers = candidates.of_entry.get(id(entry))
    if not numbers:
        return Opinion()
    known = entry.known()
    people = [candidates.people[number] for number in numbers if number in candidates.people]
    scored = [(match_score(known, matching.known_of(person)), person) for person in people]
    likely = [(match, person) for match, person in scored if match.level != "bukan"]
    if not likely:
        return Opinion()
    likely.sort(key=lambda pair: (-pair[0].score, pair[1]["id"]))
    best, person = likely[0]
    rivals = [
        other
        for match, other in likely[1:]
        if match.score == best.score or tuple(sorted((person["id"], other["id"]))) not in candidates.apart
    ]
    if best.score >= CLEAR and not rivals and not _niks_differ(best):
        return Opinion(person["id"])
    others = (f"Ada {len(rivals)} warga lain yang mirip.",) if rivals else ()
    return Opinion(person["id"], (f"{person['name']}: {', '.join(best.reasons)}.", *others))


def _niks_differ(match: Match) -> bool:
    return bool({"NIK berbeda", "NIK beda satu angka"} & {*match.reasons})


def _words(entry: Entry) -> str:
    return " ".join(dict.fromkeys(name_words(entry.person["name"]) + name_words(entry.person.get("alias", ""))))


def _likely(words: str, lights: Iterable[matching.Light]) -> list[int]:
    """The candidates whose names share enough pairs of letters, likest first."""
    own, shares = _pairs(words), defaultdict(float)
    for number, theirs in lights:
        other = _pairs(theirs)
        shares[number] = len(own & other) / (min(len(own), len(other)) or 1)
    near = sorted(((share, number) for number, share in shares.items() if share >= SHARED), reverse=True)
    return [number for _, number in near[:MOST]]


@lru_cache(maxsize=20_000)
def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))
