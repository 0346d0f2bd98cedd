"""People of a hub by name: exact words and beginnings first, then other spellings, then with words left out.

Each step asks less of a person than the one before and is taken only while fewer than five fit well; the order is the
score of `rules.name_search`. The only engine-specific part is `_matching`: FTS5 on SQLite, text search on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, permutations, product
from typing import Any

from puskesos.database import database, is_postgres
from puskesos.rules.name_search import GOOD, Hit, core_words, keys_of, score_hit, word_fit
from puskesos.rules.names import NICKNAMES, join_particles, split_particle, word_weight
from puskesos.rules.spelling import SHORT_FORMS, sound_keys

ENOUGH, SPELLED, LEAST = 5, 1, 0.4
CANDIDATES, OTHERS, WHOLE_NAMES = 60, 12, 60
SQLITE = """SELECT person.id, person.search_words FROM person_search AS word CROSS JOIN person ON person.id = word.rowid
    WHERE person_search MATCH ? AND person.hub_id = ? LIMIT ?"""
NAMED = """SELECT id, search_words FROM person WHERE hub_id = {hub} AND search_words IN ({places})
    ORDER BY id LIMIT 60"""
KEYED = """SELECT DISTINCT search_word.word FROM word_key JOIN search_word ON search_word.id = word_key.word_id
    WHERE search_word.hub_id = {hub} AND word_key.key IN ({places})"""
POSTGRES = """WITH found AS MATERIALIZED (SELECT id, search_words FROM person
    WHERE to_tsvector('simple', search_words) @@ to_tsquery('simple', %s) AND hub_id = %s)
    SELECT id, search_words FROM found ORDER BY id LIMIT %s"""

Spellings = list[str]  # of one word: the typed one, then others; with a "*" behind it, its beginning is enough
Need = list[Spellings]  # each word must be met in one of its spellings


@dataclass(frozen=True)
class Named:
    """The id of a person and why the name fits."""

    person: int
    why: str


def find_names(hub_id: int, words: list[str], limit: int) -> list[Named]:
    """The best `limit` people of the hub for folded, title-free words."""
    hits: dict[int, Hit] = {}
    for step, candidates in enumerate(_steps(hub_id, words), start=1):
        for person, carried in candidates:
            if person not in hits:
                hits[person] = score_hit(words, carried.split())
        good = sum(hit.score >= GOOD for hit in hits.values())
        if good >= ENOUGH or (good and step > SPELLED):
            break
    best = sorted(hits, key=lambda person: (-hits[person].score, person))[:limit]
    return [Named(person, hits[person].why) for person in best if hits[person].score >= LEAST]


def _steps(hub_id: int, words: list[str]) -> Iterator[list[tuple[int, str]]]:
    """Candidates with their words, each step wider than the last; lazily, so that a later step may never be asked."""
    yield [*_named(hub_id, [" ".join(words)]), *_matching(hub_id, [[[f"{word}*"] for word in words]])]
    readings = _readings(words)
    spelt = _spellings(hub_id, {word for reading in readings for word in reading})
    needs = [[spelt[word] for word in reading] for reading in readings]
    yield [*_named(hub_id, [name for need in needs for name in _whole_names(need)]), *_matching(hub_id, needs)]
    core = [spelt[word] for word in core_words(words)]
    if len(core) < len(words):
        yield _matching(hub_id, [core])
    if len(core) > 2:
        yield _matching(hub_id, [list(rest) for rest in combinations(core, len(core) - 1)])
    rare = [spelt[word] for word in core_words(words) if word_weight(word) == 1]
    yield [found for spellings in rare for found in _matching(hub_id, [[spellings]])] if len(words) > 1 else []


def _readings(words: list[str]) -> list[list[str]]:
    """The words as typed, with "nur aini" written as one, and with "nuraini" written as two."""
    split = [part for word in words for part in split_particle(word)]
    return [list(way) for way in dict.fromkeys(map(tuple, (words, join_particles(words), split)))]


def _spellings(hub_id: int, words: set[str]) -> dict[str, Spellings]:
    """For each word the words of the hub that look or sound like it, or that it is short for; the likest first."""
    known = _words_of(hub_id, list({key for word in words for key in _keys_typed(word)}))
    spelt = {}
    for word in words:
        fits = sorted((-word_fit(word, other), other) for other in known if other != word)
        near = [other for fit, other in fits if fit][:OTHERS]
        spelt[word] = [word if word in known else f"{word}*", *near, *([word[0]] if len(word) > 3 else [])]
    return spelt


def _keys_typed(word: str) -> list[str]:
    """The keys that a typed word is looked up by; a lone "m" is Muhammad."""
    nicknamed = [f"~{sound}" for full in NICKNAMES.get(word, ()) for sound in sound_keys(full)]
    return ["~" + SHORT_FORMS["muh"]] if word == "m" else [*keys_of(word), *nicknamed]


def _words_of(hub_id: int, keys: list[str]) -> list[str]:
    return [word for (word,) in _asked(KEYED, hub_id, keys)]


def _whole_names(words: Need) -> list[str]:
    """Whole names made of the spellings in every order, the likest spellings first; not endlessly many."""
    orders = permutations(words) if len(words) < 4 else [tuple(words)]
    ways = (" ".join(way) for order in orders for way in product(*(spelt[:4] for spelt in order)))
    return [name.replace("*", "") for name in islice(dict.fromkeys(ways), WHOLE_NAMES)]


def _named(hub_id: int, names: list[str]) -> list[tuple[int, str]]:
    return _asked(NAMED, hub_id, names)


def _asked(text: str, hub_id: int, values: list[str]) -> list[Any]:
    """Rows of a fixed text with as many places as there are values; building it as a query costs more than asking."""
    places = ", ".join([database.obj.param] * len(values))
    return database.execute_sql(text.format(hub=database.obj.param, places=places), (hub_id, *values)).fetchall()


def _matching(hub_id: int, needs: list[Need]) -> list[tuple[int, str]]:
    """People of the hub who meet one of the needs, the longest known first."""
    if is_postgres():
        rows = database.execute_sql(POSTGRES, (_written(needs, "'", ":*", " & ", " | "), hub_id, CANDIDATES))
    else:
        rows = database.execute_sql(SQLITE, (_written(needs, '"', "*", " AND ", " OR "), hub_id, CANDIDATES))
    return list(rows.fetchall())


def _written(needs: list[Need], quote: str, begins: str, both: str, either: str) -> str:
    """The needs in the words of the engine's text search."""
    ways = []
    for need in needs:
        words = [
            [f"{quote}{word.removesuffix('*')}{quote}{begins if word.endswith('*') else ''}" for word in spellings]
            for spellings in need
        ]
        ways.append("(" + both.join(f"({either.join(spellings)})" for spellings in words) + ")")
    return either.join(ways)
