"""The words that people of a hub are called by, and the keys by which a misspelt word finds them.

Filled by `actions.search_words`; a change of the rules of spelling needs a migration that empties both tables.
"""

from __future__ import annotations

from peewee import AutoField, CompositeKey, TextField

from puskesos.models.base import BaseModel, reference
from puskesos.models.hub import Hub


class SearchWord(BaseModel):
    """A folded word that some person of the hub carries, or once carried."""

    id = AutoField()
    hub = reference(Hub)
    word = TextField()

    class Meta:
        indexes = ((("hub", "word"), True),)


class WordKey(BaseModel):
    """One key of a word: the word itself or "~" and one of its sounds, whole or without one letter."""

    key = TextField()
    word = reference(SearchWord)

    class Meta:
        primary_key = CompositeKey("key", "word")
