"""The dry run: each row of a list gets its verdict, with reasons in words and what it would change; the registry stays.

Rows come in chunks, so that a few questions to the database serve hundreds of rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from puskesos.actions.bulk import insert_rows
from puskesos.actions.import_likeness import Candidates, Opinion, find_candidates, judge_likeness
from puskesos.actions.import_rows_known import Kept, find_kept
from puskesos.database import database
from puskesos.errors import Conflict
from puskesos.models.hub import Hub
from puskesos.models.imports import Import, ImportRow
from puskesos.queries import import_matching as matching
from puskesos.queries.imports import constants_of, sheets_of
from puskesos.rules.matching import match_score
from puskesos.rules.names import fold_name, name_key
from puskesos.rules.register_cell import show_cell
from puskesos.rules.register_columns import COMBINED
from puskesos.rules.register_compare import Changes, compare, compare_programs, is_same
from puskesos.rules.register_import import ImportState, RowState, Verdict
from puskesos.rules.register_row import Entry, Setting, missing, read_entry
from puskesos.rules.register_values import read_row

CELL = 500  # letters of a cell that are kept
MOST_KEPT = 20_000
SINGLE = frozenset({"name", "nik", "kk", "birth_date", "birth_place_date", "phone", "card_number", "note", "head_name"})
Sheet = Sequence[tuple[int, list[Any]]]


@dataclass
class Judged:
    """A row on its way to its verdict."""

    position: int
    cells: list[str]
    entry: Entry
    verdict: Verdict = Verdict.BARU
    reasons: list[str] = field(default_factory=list)
    person: int | None = None
    changes: Changes = field(default_factory=Changes)

    def refuse(self, *reasons: str) -> None:
        self.verdict = Verdict.DITOLAK
        self.reasons += reasons

    def doubt(self, *reasons: str) -> None:
        self.verdict = Verdict.RAGU
        self.reasons += reasons


class DryRun:
    """Judges the rows of one import in the order of the file; remembers which NIK and names it has seen."""

    def __init__(self, imp: Import, today: date) -> None:
        hub = Hub.get_by_id(imp.hub_id)
        constants = constants_of(imp)
        self.imp = imp
        self.columns: Mapping[int, str] = {int(index): name for index, name in json.loads(imp.columns).items()}
        ticked = set(json.loads(imp.updates))
        self.chosen = ticked | {part for name in ticked for part in COMBINED.get(name, ())}
        self.is_list = "program" in constants
        villages, names = matching.villages_by_key(imp.hub_id), matching.village_names(imp.hub_id)
        self.setting = Setting(constants, villages, imp.data_on, today, names)
        self.starts_1904 = any(one.starts_1904 for one in sheets_of(imp) if one.name == imp.sheet)
        self.moments = matching.moments_of_imports(imp.hub_id)
        self.zone = ZoneInfo(hub.zone)
        self.since = datetime.combine(imp.data_on, time.max, self.zone).astimezone(UTC)
        self._single = {index: name for index, name in self.columns.items() if name in SINGLE}
        self._repeating = {index: name for index, name in self.columns.items() if name not in SINGLE}
        self._read_before: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.counts = {str(verdict): 0 for verdict in Verdict}
        self._niks: dict[int, int] = {}
        self._names: dict[int, int] = {}
        self._people: dict[int, int] = {}

    def judge(self, rows: Sheet) -> list[dict[str, Any]]:
        """The verdicts on a chunk of rows, to be written by `write`."""
        judged = [self._read(position, cells) for position, cells in rows]
        for row in judged:
            self._refuse_bad(row)
        self._compare([row for row in judged if row.verdict != Verdict.DITOLAK])
        for row in judged:
            self.counts[row.verdict] += 1
        return [self._stored(row) for row in judged]

    def write(self, judged: Sequence[dict[str, Any]]) -> None:
        """Keep verdicts in one short transaction. Raises Conflict when the import was stopped or thrown away."""
        here = (Import.id == self.imp.id) & (Import.state == str(ImportState.DIUJI))
        with database.atomic():
            if not Import.update(state=Import.state).where(here).execute():  # holds it there until these are in
                raise Conflict
            insert_rows(ImportRow, judged)

    def _read(self, position: int, cells: list[Any]) -> Judged:
        entry = read_entry(self._values(cells), self.setting)
        return Judged(position, [(cell if type(cell) is str else show_cell(cell))[:CELL] for cell in cells], entry)

    def _values(self, cells: list[Any]) -> dict[str, Any]:
        """The row's values; what repeats from row to row (villages, religions, jobs) is read once."""
        days = {"today": self.setting.today, "starts_1904": self.starts_1904}
        found = read_row(self._single, cells, **days)
        for index, name in self._repeating.items():
            cell = cells[index] if index < len(cells) else None
            key = (index, type(cell), cell)
            if key not in self._read_before:
                if len(self._read_before) > MOST_KEPT:
                    self._read_before.clear()
                self._read_before[key] = read_row({index: name}, cells, **days)
            found |= self._read_before[key]
        return found

    def _refuse_bad(self, row: Judged) -> None:
        if row.entry.problems:
            row.refuse(*row.entry.problems)
            return
        nik = row.entry.nik
        if not nik:
            return
        first = self._niks.setdefault(int(nik), row.position)
        if first != row.position:
            row.refuse(f"NIK sama dengan baris {first}.")

    def _compare(self, rows: list[Judged]) -> None:
        hub_id = self.imp.hub_id
        by_nik = matching.people_by_nik(hub_id, [row.entry.nik for row in rows if row.entry.nik])
        unknown = [row for row in rows if not by_nik.get(row.entry.nik)]
        candidates = find_candidates(hub_id, [row.entry for row in unknown])
        for row in rows:
            self._recognise(row, by_nik.get(row.entry.nik, []), candidates)
        people = {one["id"]: one for same in by_nik.values() for one in same} | candidates.people
        meant = [people[row.person] for row in rows if row.person]
        kept = find_kept(meant, self.since, self.moments, self.zone)
        for row in rows:
            if row.person:
                self._note_changes(row, people[row.person], kept)
            self._finish(row)

    def _recognise(self, row: Judged, same_nik: list[dict[str, Any]], candidates: Candidates) -> None:
        """Find the person a row means, or why that is not clear."""
        if not same_nik:
            opinion: Opinion = judge_likeness(row.entry, candidates)
            row.person = opinion.person
            if opinion.reasons:
                row.doubt(*opinion.reasons)
            return
        row.person = same_nik[0]["id"]
        if len(same_nik) > 1:
            row.doubt(f"NIK ini tercatat pada {len(same_nik)} warga.")
            return
        if not row.entry.person.get("name") or _is_plainly(row.entry.person, same_nik[0]):
            return
        match = match_score(row.entry.known(), matching.known_of(same_nik[0]))
        if match.level != "sama":
            row.doubt(", ".join(match.reasons) + ".")

    def _note_changes(self, row: Judged, person: dict[str, Any], kept: Kept) -> None:
        stays = kept.columns.get(person["id"], {})
        changes = compare(row.entry, person, chosen=self.chosen, kept=stays)
        programs, programs_stay = compare_programs(
            row.entry,
            kept.memberships.get(person["id"], []),
            chosen=self.chosen,
            is_list=self.is_list,
            kept=kept.changed_memberships,
        )
        changes.programs = programs
        changes.kept |= programs_stay
        row.changes = changes

    def _finish(self, row: Judged) -> None:
        """Verdicts that follow from what was found; a new person must be complete and stand once in the file."""
        if row.verdict == Verdict.RAGU:
            return
        if row.person:
            first = self._people.setdefault(row.person, row.position)
            if first != row.position:
                row.doubt(f"Warga ini dimaksud juga oleh baris {first}.")
                return
            row.verdict = Verdict.BERUBAH if row.changes else Verdict.SAMA
            return
        if reasons := missing(row.entry):
            row.refuse(*reasons)
            return
        first = self._names.setdefault(_name_hash(row.entry), row.position)
        if first != row.position:
            row.doubt(f"Mungkin orang yang sama dengan baris {first}.")

    def _stored(self, row: Judged) -> dict[str, Any]:
        entry = row.entry
        reasons = [*row.reasons, *(entry.notes if row.verdict != Verdict.DITOLAK else [])]
        return {
            "of_import_id": self.imp.id,
            "position": row.position,
            "cells": json.dumps(row.cells, ensure_ascii=False),
            "words": f"{fold_name(entry.person.get('name', ''))} {entry.nik}".strip(),
            "verdict": str(row.verdict),
            "reasons": "\n".join(dict.fromkeys(reasons)),
            "person_id": row.person,
            "changes": plan_text(entry, row.changes),
            "choice": "",
            "state": str(RowState.BELUM),
            "undo": "{}",
        }


def plan_text(entry: Entry, changes: Changes) -> str:
    """What the row says and would change, as it stands in the column `changes`."""
    plan = {"entry": entry.person, "kk": entry.kk, "role": entry.role, "programs": entry.programs}
    if changes or changes.kept:
        plan |= {"fields": changes.fields, "kept": changes.kept, "memberships": changes.programs}
    return json.dumps(plan, ensure_ascii=False, default=_as_iso, separators=(",", ":"))


def _is_plainly(said: Mapping[str, Any], person: Mapping[str, Any]) -> bool:
    """Whether name, birth date and sex are what the registry says: with the same NIK no score is needed."""
    return (
        is_same(said["name"], person["name"])
        and said.get("birth_date") in (None, person["birth_date"])
        and said.get("sex") in (None, person["sex"])
    )


def _as_iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _name_hash(entry: Entry) -> int:
    """The same for two rows that are likely the same new person; without a sure birth date the place counts too."""
    get = entry.person.get
    born = get("birth_date")
    if born and (born.month, born.day) != (1, 1):
        return hash((name_key(entry.person["name"]), born))
    place = (get("village_id"), get("rt", ""), get("rw", ""), entry.kk)
    return hash((name_key(entry.person["name"]), born or get("birth_year_estimate"), place))
