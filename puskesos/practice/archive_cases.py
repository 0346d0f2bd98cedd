"""The archive's cases in the making: their people, their numbers, and who had an SPM this year."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import date
from random import Random

from puskesos.models import Agency, Counter
from puskesos.practice.archive_case import ArchiveCase
from puskesos.practice.archive_people import ArchivePeople
from puskesos.practice.archive_rows import Rows
from puskesos.practice.archive_texts import Kind
from puskesos.practice.cast import Stage


class ArchiveCases:
    """Writes cases, no step after the `last` day; numbers go on where the stories of the month ended."""

    def __init__(self, stage: Stage, rows: Rows, people: ArchivePeople, chance: Random, last: date) -> None:
        self.last = last
        self.stage, self.rows, self.people, self.chance = stage, rows, people, chance
        self.agencies = {row.code: row for row in Agency.select().where(Agency.hub == stage.hub.id)}
        numbers = Counter.select(Counter.kind, Counter.period, Counter.last).where(Counter.hub == stage.hub.id)
        self.numbers = Tally({(kind, period): last for kind, period, last in numbers.tuples()})
        self.claimed: set[tuple[int, str, int]] = set()
        self.letters = 0

    def write(self, kind: Kind, day: date, *, late: date | None = None) -> None:
        """One case that came in on this day; `late` is the day on which it was written down, if that was later."""
        ArchiveCase(self, kind, day, late).write()

    def keep_numbers(self) -> None:
        """Let the hub's counters go on after the archive's numbers."""
        for (kind, period), last in self.numbers.items():
            mine = (Counter.hub == self.stage.hub.id) & (Counter.kind == kind) & (Counter.period == period)
            if not Counter.update(last=last).where(mine).execute():
                Counter.create(hub=self.stage.hub.id, kind=kind, period=period, last=last)

    def number(self, kind: str, day: date) -> int:
        self.numbers[kind, f"{day:%y%m}"] += 1
        return self.numbers[kind, f"{day:%y%m}"]
