"""Deciding doubtful rows of a dry run: the same person, somebody else, or leave the row out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.imports import Import, ImportRow
from puskesos.rules.register_import import ImportState, RowChoice, Verdict
from puskesos.rules.viewer import Viewer


def choose_row(imp: Import, row_id: int, choice: str, *, actor: Viewer, now: datetime) -> None:
    """Decide one doubtful row; an empty choice leaves it open again."""
    choose_rows(imp, {row_id: choice}, actor=actor, now=now)


def choose_rows(imp: Import, choices: Mapping[int, str], *, actor: Viewer, now: datetime) -> int:
    """Decide several rows by their ids; returns how many were doubtful rows of this import."""
    del actor, now
    with database.atomic():
        _lock(imp)
        return sum(_decide(imp, choice, [row for row, its in choices.items() if its == choice]) for choice in _words())


def choose_all(imp: Import, choice: str, *, actor: Viewer, now: datetime) -> int:
    """Decide all doubtful rows that nobody has decided yet; returns how many."""
    del actor, now
    if choice not in _words():
        raise RuleBroken("Pilih salah satu.", "choice")
    with database.atomic():
        _lock(imp)
        return ImportRow.update(choice=choice).where(_doubtful(imp), ImportRow.choice == "", _fits(choice)).execute()


def _decide(imp: Import, choice: str, rows: Collection[int]) -> int:
    if not rows:
        return 0
    return ImportRow.update(choice=choice).where(_doubtful(imp), ImportRow.id.in_(list(rows)), _fits(choice)).execute()


def _words() -> list[str]:
    return ["", *(str(one) for one in RowChoice)]


def _doubtful(imp: Import) -> object:
    return (ImportRow.of_import == imp.id) & (ImportRow.verdict == str(Verdict.RAGU))


def _fits(choice: str) -> object:
    """A row that resembles another row of the file, not a known person, cannot be "the same person"."""
    return ImportRow.person.is_null(False) if choice == RowChoice.SAMA else (ImportRow.id > 0)


def _lock(imp: Import) -> None:
    """Hold the import in its state until the transaction ends. Raises Conflict when it is being applied by now."""
    if (
        not Import.update(state=Import.state)
        .where(Import.id == imp.id, Import.state == str(ImportState.SIAP))
        .execute()
    ):
        raise Conflict
