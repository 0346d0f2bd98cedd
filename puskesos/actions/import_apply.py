"""Applying an import: each short transaction writes some rows' people together with what became of the rows.

So a worker that is killed goes on with the next row, and no row is written twice. Everything made carries the moment of
`applied_at`, by which it is known as the import's own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from puskesos.actions.bulk import update_rows
from puskesos.actions.import_apply_known import change_known
from puskesos.actions.import_apply_new import add_new
from puskesos.actions.search_words import learn_words
from puskesos.database import database
from puskesos.errors import Conflict
from puskesos.models.imports import Import, ImportRow
from puskesos.models.matching import NotSame
from puskesos.models.person import Person
from puskesos.rules.names import name_words
from puskesos.rules.register_import import (
    CHANGED_SINCE,
    ImportState,
    RowChoice,
    RowState,
    Verdict,
    applies_as_new,
    is_to_apply,
)
from puskesos.rules.viewer import Viewer

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
DATES = frozenset({"birth_date", "status_on", "decile_on", "since", "until"})


@dataclass
class Planned:
    """A row to be applied, with its plan as values; after writing with what became of it."""

    id: int
    position: int
    choice: str
    person: int | None
    is_new: bool
    plan: dict[str, Any]
    reasons: str
    state: RowState = RowState.DITERAPKAN
    undo: dict[str, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def skip(self, *reasons: str) -> None:
        self.state = RowState.DILEWATI
        self.told += reasons or [CHANGED_SINCE]


class Applying:
    """One import on its way into the registry; `strangers` are people who came after the dry run by other ways."""

    def __init__(self, imp: Import, actor: Viewer) -> None:
        self.imp = imp
        self.actor = actor
        self.hub_id: int = imp.hub_id
        self.at: datetime = imp.applied_at
        self.strangers: dict[str, list[date | None]] = {}
        self._floor: int = imp.checked_person
        self._learned: set[str] = set()

    def load(self, after: int, limit: int) -> list[Planned]:
        """The next rows that are to be written, by position."""
        wanted = (ImportRow.of_import == self.imp.id) & (ImportRow.state == str(RowState.BELUM))
        wanted &= (ImportRow.position > after) & ImportRow.verdict.in_([Verdict.BARU, Verdict.BERUBAH, Verdict.RAGU])
        columns = (ImportRow.id, ImportRow.position, ImportRow.verdict, ImportRow.choice, ImportRow.person)
        query = ImportRow.select(*columns, ImportRow.changes, ImportRow.reasons).where(wanted)
        rows = query.order_by(ImportRow.position).limit(limit).tuples()
        return [
            Planned(number, position, choice, person, applies_as_new(verdict, choice), read_plan(text), reasons)
            if is_to_apply(verdict, choice)
            else Planned(number, position, choice, person, False, {}, reasons, state=RowState.DILEWATI)
            for number, position, verdict, choice, person, text, reasons in rows
        ]

    def write(self, rows: list[Planned]) -> None:
        """Write these rows in one transaction. Raises Conflict when the import is no longer being applied."""
        new = [row for row in rows if row.state == RowState.DITERAPKAN and row.is_new]
        known = [row for row in rows if row.state == RowState.DITERAPKAN and not row.is_new]
        words = {word for row in rows if row.plan for word in name_words(row.plan["entry"].get("name", ""))}
        words |= {word for row in rows if row.plan for word in name_words(row.plan["entry"].get("alias", ""))}
        with database.atomic():
            self._check_state()
            self._meet_strangers()
            learn_words(self.hub_id, " ".join(words - self._learned))
            if new:
                add_new(self, new)
                self._tell_apart(new)
            if known:
                change_known(self, known)
            _write_states(rows)
        self._learned |= words

    def _check_state(self) -> None:
        here = (Import.id == self.imp.id) & (Import.state == str(ImportState.DITERAPKAN))
        if not Import.select().where(here).exists():
            raise Conflict

    def _meet_strangers(self) -> None:
        """Note who was entered by others since the last transaction: a row may mean one of them."""
        columns = (Person.id, Person.hub, Person.search_words, Person.birth_date, Person.created_at)
        for number, hub, words, born, created in Person.select(*columns).where(Person.id > self._floor).tuples():
            self._floor = max(self._floor, number)
            if hub == self.hub_id and created != self.at:
                self.strangers.setdefault(words, []).append(born)

    def _tell_apart(self, rows: list[Planned]) -> None:
        """Somebody decided that these are not the person they resemble; that holds from now on."""
        for row in rows:
            if row.choice != RowChoice.BARU or row.state != RowState.DITERAPKAN or not row.undo.get("like"):
                continue
            low, high = sorted((row.undo["like"], row.person))
            pair = {"person_low": low, "person_high": high}
            told = {"hub": self.hub_id, "actor": self.actor.id, "actor_name": self.actor.name, "at": self.at}
            NotSame.create(**pair, **told)


def read_plan(text: str) -> dict[str, Any]:
    """The plan of a row with its dates as dates."""
    return json.loads(text, object_hook=_with_dates)


def _with_dates(plan: dict[str, Any]) -> dict[str, Any]:
    for name in DATES & plan.keys():
        value = plan[name]
        plan[name] = [_day(one) for one in value] if isinstance(value, list) else _day(value)
    return plan


def _day(value: Any) -> Any:
    """A stored day as a date; the sentence why a day stays is none."""
    return date.fromisoformat(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else value


def _write_states(rows: list[Planned]) -> None:
    """What became of the rows, in one statement run many times."""
    update_rows(ImportRow, [(row.id, _became(row)) for row in rows])


def _became(row: Planned) -> dict[str, Any]:
    return {
        "state": str(row.state),
        "person_id": row.person,
        "undo": json.dumps(row.undo, default=str),
        "reasons": "\n".join([*filter(None, [row.reasons]), *row.told]),
    }
