"""What stands at the end of an import's steps: read, checked, applied, undone; and clearing away what is old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from peewee import fn

from puskesos.actions.import_file import folder_of, remove_file
from puskesos.actions.imports import counts_text, move
from puskesos.actions.job import ask_for
from puskesos.config import Settings
from puskesos.database import database
from puskesos.models.imports import Import, ImportRow
from puskesos.models.person import Household, Membership
from puskesos.queries.imports import outcome_of
from puskesos.rules.job import JobKind
from puskesos.rules.register_import import BEFORE_APPLYING, FILE_FOR, UNDO_FOR, ImportState, RowState
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

SOME = 500
EMPTY = {"cells": "[]", "words": "", "changes": "{}", "undo": "{}", "reasons": ""}
ENDED = (str(ImportState.SELESAI), str(ImportState.BATAL))


def end_reading(imp: Import, columns: Mapping[str, object]) -> None:
    """The sheets are known: a person chooses what the columns mean."""
    with database.atomic():
        move(imp, {ImportState.DIBACA}, ImportState.KOLOM, **columns)


def fail_import(imp: Import, sentence: str, now: datetime) -> None:
    """The list cannot be read; the sentence says what to do."""
    with database.atomic():
        move(imp, {ImportState.DIBACA, ImportState.DIUJI}, ImportState.GAGAL, failure=sentence, ended_at=now)


def forget_rows(imp: Import) -> None:
    """Take away some rows of an earlier dry run at a time, so that nobody waits long."""
    while True:
        some = ImportRow.select(ImportRow.id).where(ImportRow.of_import == imp.id).limit(SOME)
        with database.atomic():
            if not ImportRow.delete().where(ImportRow.id.in_(some)).execute():
                return


def end_dry_run(imp: Import, counts: Mapping[str, int], highest: int, *, actor: Viewer, now: datetime) -> None:
    """All rows have their verdict; `highest` is the last person who was there when the dry run began."""
    told = {"counts": counts_text(dict(counts)), "total": sum(counts.values())}
    told |= {"checked_at": now, "checked_person": highest}
    with database.atomic():
        move(imp, {ImportState.DIUJI}, ImportState.SIAP, **told)
        audit.record(
            "import_checked", actor=actor, now=now, object_type="import", object_id=imp.id, counts=dict(counts)
        )


def end_applying(imp: Import, *, actor: Viewer, now: datetime) -> None:
    """All rows are written: count, ask for the check of the registry, and let the file go."""
    counts = _states(imp)
    made = Household.select(fn.COUNT(Household.id)).where(
        Household.hub == imp.hub_id, Household.created_at == imp.applied_at
    )
    own = ImportRow.select(ImportRow.person).where(
        ImportRow.of_import == imp.id, ImportRow.state == str(RowState.DITERAPKAN)
    )
    programs = Membership.select(fn.COUNT(Membership.id)).where(
        Membership.person.in_(own), Membership.changed_at == imp.applied_at
    )
    outcome = {
        "baru": counts.get(("baru", "diterapkan"), 0) + counts.get(("ragu-baru", "diterapkan"), 0),
        "berubah": counts.get(("berubah", "diterapkan"), 0) + counts.get(("ragu-sama", "diterapkan"), 0),
        "dilewati": sum(count for (_, state), count in counts.items() if state == RowState.DILEWATI),
        "keluarga": made.scalar(),
        "kepesertaan": programs.scalar(),
    }
    with database.atomic():
        moved = move(
            imp,
            {ImportState.DITERAPKAN},
            ImportState.SELESAI,
            ended_at=now,
            outcome=counts_text(outcome),
            stored_name="",
        )
        if moved:
            audit.record("import_applied", actor=actor, now=now, object_type="import", object_id=imp.id, counts=outcome)
            ask_for(JobKind.PERIKSA_WARGA, hub_id=imp.hub_id, now=now, actor=actor)


def end_undoing(imp: Import, *, actor: Viewer, now: datetime) -> None:
    """All rows are taken back, or stay for a reason."""
    counts = _states(imp)
    ends = (RowState.DIKEMBALIKAN, RowState.DIPERTAHANKAN)
    back = {str(end): sum(count for (_, state), count in counts.items() if state == end) for end in ends}
    outcome = outcome_of(imp) | back
    with database.atomic():
        if move(
            imp, {ImportState.DIBATALKAN}, ImportState.BATAL, ended_at=now, outcome=counts_text(outcome), stored_name=""
        ):
            audit.record("import_undone", actor=actor, now=now, object_type="import", object_id=imp.id, counts=back)
            ask_for(JobKind.PERIKSA_WARGA, hub_id=imp.hub_id, now=now, actor=actor)


def sweep_imports(settings: Settings, now: datetime) -> None:
    """Throw away lists nobody applied for 30 days, remove files without a list, empty rows 90 days after the end."""
    waiting = Import.state.in_([str(one) for one in BEFORE_APPLYING])
    for imp in list(Import.select().where(waiting, Import.created_at < now - FILE_FOR)):
        _discard_old(imp, now)
    _sweep_files(settings, now)
    old = Import.select(Import.id).where(Import.state.in_(ENDED), Import.ended_at < now - UNDO_FOR)
    for (number,) in list(old.tuples()):
        while _empty_some(number):
            pass


def _discard_old(imp: Import, now: datetime) -> None:
    told = {"hub_id": imp.hub_id, "object_type": "import", "object_id": imp.id, "state": imp.state}
    with database.atomic():
        move(imp, BEFORE_APPLYING, ImportState.DIBUANG, ended_at=now, sheets="[]", stored_name="")
        audit.record("import_discarded", actor=None, now=now, **told)
    forget_rows(imp)


def _empty_some(number: int) -> bool:
    full = ImportRow.select(ImportRow.id).where(ImportRow.of_import == number, ImportRow.cells != "[]").limit(SOME)
    with database.atomic():
        return bool(ImportRow.update(**EMPTY).where(ImportRow.id.in_(full)).execute())


def _sweep_files(settings: Settings, now: datetime) -> None:
    needed = {name for (name,) in Import.select(Import.stored_name).where(Import.stored_name != "").tuples()}
    folder = folder_of(settings)
    for path in folder.iterdir() if folder.is_dir() else ():
        is_old = now.timestamp() - path.stat().st_mtime > 3600  # a younger one may be on its way into the database
        if path.name not in needed and is_old:
            remove_file(path.name, settings)


def _states(imp: Import) -> dict[tuple[str, str], int]:
    """Rows by verdict (doubtful ones with their choice) and state."""
    columns = (ImportRow.verdict, ImportRow.choice, ImportRow.state)
    query = ImportRow.select(*columns, fn.COUNT(ImportRow.id)).where(ImportRow.of_import == imp.id).group_by(*columns)
    found: dict[tuple[str, str], int] = {}
    for verdict, choice, state, count in query.tuples():
        key = (f"{verdict}-{choice}" if choice else verdict, state)
        found[key] = found.get(key, 0) + count
    return found
