"""Taking imports back: which of an import's new people stayed, and which other imports changed them since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from peewee import Expression, fn

from puskesos.models.imports import Import, ImportRow
from puskesos.models.person import PersonChange
from puskesos.queries.import_matching import ASKED
from puskesos.rules.person import ChangeSource
from puskesos.rules.register_import import ImportState, RowChoice, RowState, Verdict

AS_NEW = (ImportRow.verdict == str(Verdict.BARU)) | (ImportRow.choice == str(RowChoice.BARU))


def stayed(imp: Import) -> Expression:
    """Rows whose new people were not taken back because somebody had touched them."""
    kept = (ImportRow.of_import == imp.id) & (ImportRow.state == str(RowState.DIPERTAHANKAN))
    return kept & AS_NEW & ImportRow.person.is_null(False)


def has_stayed(imp: Import) -> bool:
    """Whether taking back once more could remove somebody."""
    return ImportRow.select().where(stayed(imp)).exists()


def later_imports(imp: Import) -> list[tuple[str, int]]:
    """Imports that changed people whom this one brought, by name with the number of people; still applied ones only."""
    applied = (Import.hub == imp.hub_id) & (Import.state == str(ImportState.SELESAI)) & (Import.id != imp.id)
    own = (ImportRow.of_import == imp.id) & (ImportRow.state == str(RowState.DITERAPKAN)) & AS_NEW
    query = Import.select(Import.name, fn.COUNT(PersonChange.person.distinct()))
    query = query.join(PersonChange, on=(PersonChange.at == Import.applied_at))
    query = query.join(ImportRow, on=(ImportRow.person == PersonChange.person))
    query = query.where(applied, own, PersonChange.source == str(ChangeSource.IMPOR))
    return list(query.group_by(Import.id, Import.name).order_by(Import.id).tuples())


def changed_by_imports(ids: Collection[int], at: datetime) -> dict[int, str]:
    """People whom nobody corrected but another import than that of the moment `at` changed, with its name."""
    found: dict[int, str] = {}
    by_hand: set[int] = set()
    wanted = list(ids)
    for start in range(0, len(wanted), ASKED):
        lines = PersonChange.select(PersonChange.person, PersonChange.source, PersonChange.reason)
        mine = PersonChange.person.in_(wanted[start : start + ASKED]) & (PersonChange.at != at)
        for person, source, reason in lines.where(mine).order_by(PersonChange.id).tuples():
            if source == ChangeSource.IMPOR:
                found[person] = reason
            else:
                by_hand.add(person)
    return {person: name for person, name in found.items() if person not in by_hand}


def moments_of_undoing(hub_id: int) -> set[datetime]:
    """When imports of the hub were taken back: a person who carries such a moment was last written by that."""
    rows = Import.select(Import.undone_at).where(Import.hub == hub_id, Import.undone_at.is_null(False))
    return {moment for (moment,) in rows.tuples()}
