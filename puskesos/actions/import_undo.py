"""Taking an import back, the newest row first: what nobody touched since goes, fields get their old values again.

A person whom somebody used or corrected since stays, and so does a field that was corrected. People go for good rather
than into hiding, because their data was never meant to be here; their ids are never given out again (`unused_id`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import ForeignKeyField, Model, fn

from puskesos.actions.bulk import update_rows
from puskesos.actions.import_apply import read_plan
from puskesos.actions.import_undo_known import put_back
from puskesos.database import database
from puskesos.errors import Conflict
from puskesos.models import MODELS
from puskesos.models.imports import Import, ImportRow
from puskesos.models.job import RegistryFinding
from puskesos.models.matching import NotSame
from puskesos.models.merging import PersonMerge
from puskesos.models.person import Household, Membership, Person
from puskesos.queries.import_matching import people_by_id
from puskesos.queries.import_undoing import changed_by_imports, moments_of_undoing
from puskesos.rules.person import HouseholdStatus
from puskesos.rules.register_import import ImportState, RowChoice, RowState, Verdict, applies_as_new
from puskesos.rules.viewer import Viewer

CHANGED, USED = (
    "Warga ini sudah diubah sejak impor.",
    "Warga ini sudah dipakai sejak impor (kasus, program, atau lainnya).",
)
BY_IMPORT = "Warga ini sudah diubah impor lain: {name}."
STAYED = "Warga ini sudah "  # how each of these begins: said anew when the import is taken back once more
OWN_ROWS = {
    Membership,
    NotSame,
    RegistryFinding,
    ImportRow,
}  # what may point at one who goes


class Undoing:
    """One import on its way out of the registry."""

    def __init__(self, imp: Import, actor: Viewer) -> None:
        self.imp = imp
        self.actor = actor
        self.hub_id: int = imp.hub_id
        self.at: datetime = imp.applied_at
        self.undone_at: datetime = imp.undone_at

    def begin(self) -> None:
        """Remember the highest ids the import made, before the first of them goes."""
        own = (ImportRow.of_import == self.imp.id) & (ImportRow.state == str(RowState.DITERAPKAN))
        as_new = (ImportRow.verdict == str(Verdict.BARU)) | (ImportRow.choice == str(RowChoice.BARU))
        person = ImportRow.select(fn.MAX(ImportRow.person)).where(own, as_new).scalar() or 0
        made = (Household.hub == self.hub_id) & (Household.created_at == self.at)
        household = Household.select(fn.MAX(Household.id)).where(made).scalar() or 0
        last = {
            "last_person": max(self.imp.last_person, person),
            "last_household": max(self.imp.last_household, household),
        }
        with database.atomic():
            Import.update(**last).where(Import.id == self.imp.id).execute()

    def load(self, before: int, limit: int) -> list[Any]:
        """The next rows that were applied, the last of the file first."""
        wanted = (ImportRow.of_import == self.imp.id) & (ImportRow.state == str(RowState.DITERAPKAN))
        query = ImportRow.select().where(wanted, ImportRow.position < before)
        return list(query.order_by(ImportRow.position.desc()).limit(limit).namedtuples())

    def write(self, rows: list[Any]) -> None:
        """Take these rows back in one transaction. Raises Conflict when the import is no longer being undone."""
        with database.atomic():
            here = (Import.id == self.imp.id) & (Import.state == str(ImportState.DIBATALKAN))
            if not Import.select().where(here).exists():
                raise Conflict
            stays = remove_people(self, [row for row in rows if applies_as_new(row.verdict, row.choice)])
            known = [row for row in rows if not applies_as_new(row.verdict, row.choice)]
            people = people_by_id(self.hub_id, [row.person for row in known if row.person])
            for row in known:
                stays[row.id] = put_back(self, people.get(row.person), read_plan(row.undo))
            for row in rows:
                remove_household(json.loads(row.undo).get("household"))
            update_rows(ImportRow, [_became(row, stays[row.id]) for row in rows])


def remove_people(work: Undoing, rows: list[Any]) -> dict[int, list[str]]:
    """Take away the made people whom nobody touched; returns by row why somebody stays."""
    ids = [row.person for row in rows if row.person]
    changed = _touched(ids, moments_of_undoing(work.hub_id))
    used = _used(ids, work.at)
    gone = [number for number in ids if number not in changed | used]
    stays = dict.fromkeys(used, USED) | dict.fromkeys(changed, CHANGED)
    stays |= {one: BY_IMPORT.format(name=name) for one, name in changed_by_imports(stays, work.at).items()}
    if gone:
        _forget(gone)
        Person.delete().where(Person.id.in_(gone)).execute()
    return {row.id: [stays[row.person]] if row.person in stays else [] for row in rows}


def remove_household(number: int | None) -> None:
    """A family the import made goes when nobody is in it; one that something else speaks of stays as an empty one."""
    if not number or Person.select().where(Person.household == number).exists():
        return
    if _is_remembered(number) or any(_points_at(model, field, [number]) for model, field in references(Household)):
        Household.update(status=str(HouseholdStatus.KOSONG)).where(Household.id == number).execute()
    else:
        Household.delete().where(Household.id == number).execute()


def _is_remembered(number: int) -> bool:
    """Whether a merge that can still be undone would bring somebody back into this family."""
    text = f'"household_id": {number},'
    told = PersonMerge.gone_before.contains(text) | PersonMerge.kept_before.contains(text)
    return PersonMerge.select().where(PersonMerge.undone_at.is_null(), told).exists()


def references(target: type[Model]) -> list[tuple[type[Model], ForeignKeyField]]:
    """Every foreign key to a table, also of tables that came later."""
    fields = ((model, field) for model in MODELS for field in model._meta.sorted_fields)
    return [(model, field) for model, field in fields if getattr(field, "rel_model", None) is target]


def _touched(ids: Collection[int], undone: Collection[datetime]) -> set[int]:
    """Those whose row was written again; by an import that was taken back (`undone`) since does not count.

    Whoever else wrote in between left lines of history, for which `_used` asks.
    """
    changed = (Person.version > 1) | Person.merged_into.is_null(False)
    columns = (Person.id, Person.changed_at, Person.merged_into)
    rows = Person.select(*columns).where(Person.id.in_(list(ids)), changed).tuples()
    return {number for number, at, merged in rows if merged or at not in undone}


def _used(ids: Collection[int], at: datetime) -> set[int]:
    """Those somebody refers to: cases, merges, programs and decisions that are not the import's own."""
    found: set[int] = set()
    for model, field in references(Person):
        if model not in OWN_ROWS:
            found |= _points_at(model, field, ids)
    by_others = (Membership.created_at != at) | (Membership.changed_at != at)
    programs = Membership.select(Membership.person).where(Membership.person.in_(list(ids)), by_others)
    found |= {one for (one,) in programs.tuples()}
    for side in (NotSame.person_low, NotSame.person_high):
        found |= {one for (one,) in NotSame.select(side).where(side.in_(list(ids)), NotSame.at != at).tuples()}
    return found


def _points_at(model: type[Model], field: ForeignKeyField, ids: Collection[int]) -> set[int]:
    return {one for (one,) in model.select(field).where(field.in_(list(ids))).distinct().tuples()}


def _forget(ids: list[int]) -> None:
    """What may point at people who go: the import's own programs and decisions, findings, and rows of imports."""
    Membership.delete().where(Membership.person.in_(ids)).execute()
    NotSame.delete().where(NotSame.person_low.in_(ids) | NotSame.person_high.in_(ids)).execute()
    RegistryFinding.delete().where(RegistryFinding.person.in_(ids) | RegistryFinding.other.in_(ids)).execute()
    ImportRow.update(person=None).where(ImportRow.person.in_(ids)).execute()


def _became(row: Any, reasons: list[str]) -> tuple[int, dict[str, Any]]:
    state = RowState.DIPERTAHANKAN if reasons else RowState.DIKEMBALIKAN
    before = [line for line in row.reasons.split("\n") if line and not line.startswith(STAYED)]
    return row.id, {"state": str(state), "reasons": "\n".join([*before, *reasons])}
