"""Keeps the list of words by which misspelt names are found in step with the people of each hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peewee import chunked

from puskesos.database import database
from puskesos.models.person import Person
from puskesos.models.search import SearchWord, WordKey
from puskesos.rules.name_search import keys_of

ROWS = 400  # of one INSERT


def learn_words(hub_id: int, text: str) -> None:
    """Make the words of a person's `search_words` findable; in the caller's transaction. Known words cost one look."""
    _learn(hub_id, set(text.split()))


def rebuild_words() -> None:
    """Make the whole list anew from all people: after loading in bulk, past the actions."""
    with database.atomic():
        WordKey.delete().execute()
        SearchWord.delete().execute()
        for hub_id, words in _words_by_hub():
            _learn(hub_id, words)


def fill_words() -> bool:
    """Make the list when people are there and it is empty, as after the migration that brought it; says if it did."""
    if SearchWord.select().exists() or not Person.select().exists():
        return False
    rebuild_words()
    return True


def _words_by_hub() -> Iterator[tuple[int, set[str]]]:
    hubs = [hub for (hub,) in Person.select(Person.hub).distinct().tuples()]
    for hub in hubs:
        texts = Person.select(Person.search_words).where(Person.hub == hub).distinct().tuples().iterator()
        yield hub, {word for (text,) in texts for word in text.split()}


def _learn(hub_id: int, words: set[str]) -> None:
    for some in chunked(sorted(words), ROWS):
        new = set(some) - _known(hub_id, some).keys()
        if new:
            SearchWord.insert_many(
                [{"hub": hub_id, "word": word} for word in sorted(new)]
            ).on_conflict_ignore().execute()
            _write_keys((word, number) for word, number in _known(hub_id, new).items())


def _known(hub_id: int, words: Iterable[str]) -> dict[str, int]:
    wanted = SearchWord.word.in_(list(words))
    return dict(SearchWord.select(SearchWord.word, SearchWord.id).where(SearchWord.hub == hub_id, wanted).tuples())


def _write_keys(words: Iterable[tuple[str, int]]) -> None:
    rows = ({"key": key, "word": number} for word, number in words for key in keys_of(word))
    for some in chunked(rows, ROWS):
        WordKey.insert_many(list(some)).on_conflict_ignore().execute()
