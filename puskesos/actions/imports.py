"""The life of an import: uploading a list, applying it, taking it back, throwing it away. The work itself is in jobs.

Asking twice is harmless: an import that is where an action leads to stays there; from elsewhere it is a Conflict.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import BinaryIO

from puskesos import clock
from puskesos.actions.import_file import remove_file, store_file
from puskesos.actions.job import ask_for, stop_job
from puskesos.actions.submission import run_once
from puskesos.config import Settings
from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.hub import Hub
from puskesos.models.imports import Import, ImportRow
from puskesos.models.job import Job
from puskesos.queries.import_undoing import stayed
from puskesos.queries.imports import count_to_apply
from puskesos.rules.job import UNFINISHED, JobKind
from puskesos.rules.register_import import BEFORE_APPLYING, ImportState, RowState, may_undo, plain_file_name
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

JOBS = {
    ImportState.DIBACA: JobKind.BACA_IMPOR,
    ImportState.DIUJI: JobKind.UJI_IMPOR,
    ImportState.DITERAPKAN: JobKind.TERAPKAN_IMPOR,
    ImportState.DIBATALKAN: JobKind.BATALKAN_IMPOR,
}
BUSY = "Impor lain sedang diterapkan atau dibatalkan. Tunggu sampai selesai."
OTHER_PLAN = "Isi berkas sudah diperiksa lagi sejak halaman ini dibuka. Lihat hasilnya, lalu terapkan."
TOO_LATE = "Impor ini sudah lebih dari 90 hari dan tidak dapat dibatalkan lagi."


def start_import(
    stream: BinaryIO,
    *,
    file_name: str,
    name: str,
    data_on: date,
    key: str,
    settings: Settings,
    actor: Viewer,
    now: datetime,
) -> int:
    """Keep an uploaded list and ask for it to be read; returns the import's id, the same for the same `key`.

    Raises RuleBroken at "file" for a list that is empty, too large or finds no room, at "data_on" for a day to come.
    """
    if data_on > clock.today(Hub.get_by_id(actor.hub_id).zone, now):
        raise RuleBroken("Tanggal data tidak boleh di masa depan.", "data_on")
    stored, size = store_file(stream, settings)
    file_name = plain_file_name(file_name)
    wanted = {"name": name.strip() or file_name, "file_name": file_name, "data_on": data_on, "size": size}

    def effect() -> str:
        made = Import.create(hub=actor.hub_id, stored_name=stored, created_by=actor.id, created_at=now, **wanted)
        _ask(made, ImportState.DIBACA, actor, now)
        audit.record("import_started", actor=actor, now=now, object_type="import", object_id=made.id, size=size)
        return str(made.id)

    try:
        number = int(run_once(key, effect, actor=actor, action="import_started", fields=wanted, now=now))
    except BaseException:
        remove_file(stored, settings)
        raise
    if not Import.select().where(Import.id == number, Import.stored_name == stored).exists():
        remove_file(stored, settings)  # the same form came a second time
    return number


def plan_version(imp: Import) -> str:
    """What tells the outcome of one dry run from that of another with other columns."""
    return imp.checked_at.isoformat() if imp.checked_at else ""


def apply_import(imp: Import, *, version: str, actor: Viewer, now: datetime) -> None:
    """Ask for the plan of this `plan_version` to be written into the registry. Raises Conflict when it is another now.

    Raises RuleBroken when there is nothing to write or another import is at it.
    """
    with database.atomic():
        if imp.state == ImportState.SIAP and not count_to_apply(imp):
            raise RuleBroken("Tidak ada baris yang perlu diterapkan.")
        _check_alone(imp)
        if move(imp, {ImportState.SIAP}, ImportState.DITERAPKAN, applied_by=actor.id, applied_at=now):
            if plan_version(Import.get_by_id(imp.id)) != version:
                raise Conflict(OTHER_PLAN)
            _ask(imp, ImportState.DITERAPKAN, actor, now)


def undo_import(imp: Import, *, actor: Viewer, now: datetime) -> None:
    """Ask for everything to go back that the import wrote, within 90 days; while it is being applied this stops it.

    Once it was taken back, the new people who stayed are tried again: what held them may be gone meanwhile.
    """
    if imp.state in {ImportState.SELESAI, ImportState.BATAL} and not may_undo(imp.state, now - imp.ended_at):
        raise RuleBroken(TOO_LATE)
    with database.atomic():
        _check_alone(imp)
        here = {ImportState.SELESAI, ImportState.DITERAPKAN}
        if imp.state == ImportState.BATAL and _take_up_again(imp):
            here = {ImportState.BATAL}
        if move(imp, here, ImportState.DIBATALKAN, undone_by=actor.id, undone_at=now):
            _stop_jobs(imp, now)
            _ask(imp, ImportState.DIBATALKAN, actor, now)


def stop_import(imp: Import, *, actor: Viewer, now: datetime) -> None:
    """ "Hentikan": reading ends the import, the dry run goes back to the columns, applying is taken back."""
    if imp.state == ImportState.DITERAPKAN:
        undo_import(imp, actor=actor, now=now)
        return
    targets = {ImportState.DIBACA: ImportState.DIBUANG, ImportState.DIUJI: ImportState.KOLOM}
    target = targets.get(ImportState(imp.state))
    if target is None:
        return
    gone = {"ended_at": now, "sheets": "[]", "stored_name": ""} if target == ImportState.DIBUANG else {}
    with database.atomic():
        if move(imp, {imp.state}, target, **gone):  # the file, which may be read just now, goes with the next sweep
            _stop_jobs(imp, now)
            if target == ImportState.DIBUANG:
                _record_discard(imp, ImportState.DIBACA, actor, now)


def retry_import(imp: Import, *, actor: Viewer, now: datetime) -> None:
    """Ask again for work that ended with a fault."""
    if ImportState(imp.state) in JOBS:
        with database.atomic():
            _ask(imp, ImportState(imp.state), actor, now)


def discard_import(imp: Import, *, settings: Settings, actor: Viewer, now: datetime) -> None:
    """Throw away a list that was not applied: its rows and its file go, the line in the list of imports stays."""
    before = imp.state
    with database.atomic():
        if move(imp, BEFORE_APPLYING, ImportState.DIBUANG, ended_at=now, sheets="[]"):
            _stop_jobs(imp, now)
            ImportRow.delete().where(ImportRow.of_import == imp.id).execute()
            _record_discard(imp, before, actor, now)
    remove_file(imp.stored_name, settings)
    Import.update(stored_name="").where(Import.id == imp.id).execute()


def note_rejects_given(imp: Import, *, rows: int, actor: Viewer, now: datetime) -> None:
    """The refused rows were given out as a file."""
    with database.atomic():
        audit.record("import_rejects_given", actor=actor, now=now, object_type="import", object_id=imp.id, rows=rows)


def move(imp: Import, here: Collection[str], target: ImportState, **columns: object) -> bool:
    """Bring an import from one of `here` to `target`; False when it is there. Raises Conflict from elsewhere."""
    names = [str(one) for one in here]
    moved = Import.update(state=str(target), **columns).where(Import.id == imp.id, Import.state.in_(names)).execute()
    if not moved:
        state = Import.select(Import.state).where(Import.id == imp.id).scalar()
        if state != target:
            raise Conflict
        return False
    imp.state = str(target)
    for name, value in columns.items():
        setattr(imp, name, value)
    return True


def counts_text(counts: dict[str, int]) -> str:
    """Counts as they stand in a JSON column."""
    return json.dumps(counts, sort_keys=True)


def _take_up_again(imp: Import) -> int:
    """Rows whose new people stayed count as applied again; returns how many."""
    return ImportRow.update(state=str(RowState.DITERAPKAN)).where(stayed(imp)).execute()


def _ask(imp: Import, state: ImportState, actor: Viewer, now: datetime) -> None:
    ask_for(JOBS[state], imp.id, hub_id=imp.hub_id, now=now, actor=actor)


def _stop_jobs(imp: Import, now: datetime) -> None:
    kinds = [str(kind) for kind in JOBS.values()]
    for job in Job.select().where(Job.subject == imp.id, Job.kind.in_(kinds), Job.state.in_(UNFINISHED)):
        stop_job(job, now=now)


def _check_alone(imp: Import) -> None:
    """One list of a hub is written at a time, so that two never change the same family from two sides."""
    at_it = Import.state.in_([str(ImportState.DITERAPKAN), str(ImportState.DIBATALKAN)])
    if Import.select().where(Import.hub == imp.hub_id, Import.id != imp.id, at_it).exists():
        raise RuleBroken(BUSY)


def _record_discard(imp: Import, state: str, actor: Viewer, now: datetime) -> None:
    audit.record("import_discarded", actor=actor, now=now, object_type="import", object_id=imp.id, state=str(state))
