"""Numbers of letters: taken in the caller's transaction, never twice, never skipped, each year from 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from puskesos.actions.counter import next_number
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import classification_of, counts_together, hub_mark, number_pattern
from puskesos.rules.letter import AGENDA, LetterKind, NumberParts, format_number


@dataclass(frozen=True)
class TakenNumber:
    """A number that is this letter's for ever; the fields are columns of Letter."""

    number: str
    counter: str
    year: int
    serial: int
    classification: str


def take_number(hub: Hub, kind: LetterKind, day: date) -> TakenNumber:
    """The next number of a letter dated `day`; one that another counter has written already is passed over."""
    counter = AGENDA if counts_together(hub) else str(kind)
    klas = classification_of(hub, kind)
    while True:
        serial = next_number(hub.id, counter, str(day.year))
        parts = NumberParts(kind, klas, serial, hub_mark(hub), day)
        number = format_number(number_pattern(hub), parts)
        if not Letter.select(Letter.id).where(Letter.hub == hub, Letter.number == number).exists():
            return TakenNumber(number, counter, day.year, serial, klas)
