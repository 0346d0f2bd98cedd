"""The work of imports in the worker: reading a list, the dry run, applying, taking back; each can be interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from peewee import chunked

from puskesos import clock
from puskesos.actions.import_apply import Applying
from puskesos.actions.import_columns import sheet_columns
from puskesos.actions.import_ending import (
    end_applying,
    end_dry_run,
    end_reading,
    end_undoing,
    fail_import,
    forget_rows,
)
from puskesos.actions.import_file import folder_of, remove_file
from puskesos.actions.import_rows import DryRun
from puskesos.actions.import_undo import Undoing
from puskesos.errors import Conflict
from puskesos.jobs.pace import Pace
from puskesos.jobs.run import Failed, Run, Stop
from puskesos.models.hub import Hub
from puskesos.models.imports import Import
from puskesos.models.user import User
from puskesos.queries.import_matching import highest_person
from puskesos.queries.imports import SheetShown, count_to_apply, sheets_of
from puskesos.rules.register_import import ImportState
from puskesos.rules.roles import parse_roles
from puskesos.rules.viewer import Viewer
from puskesos.sheets.reading import SheetHead, UnreadableSheet, peek, read_rows

JUDGED = 400  # rows of one chunk
LOADED = 480
LAST = 10**9
CELL = 200
MOVED_ON = "Impor ini sudah beralih ke langkah lain."
NO_FILE = "Berkas impor ini tidak ada lagi. Unggah lagi."


def read_import(run: Run) -> None:
    """Look at the sheets of the stored file and recognise the columns of the first."""
    imp = _import_of(run, ImportState.DIBACA)
    try:
        sheets = [_told(sheet) for sheet in peek(_file_of(imp, run)).sheets]
    except UnreadableSheet as problem:
        with unless_moved_on():
            fail_import(imp, problem.sentence, clock.now())
        return
    imp.sheets = json.dumps(sheets, ensure_ascii=False)
    first = max(sheets_of(imp), key=lambda sheet: (sheet.header_row > 0 and not sheet.hidden, sheet.row_count > 1))
    with unless_moved_on():
        end_reading(imp, {"sheets": imp.sheets, **sheet_columns(imp, first.name, first.header_row)})


def check_import(run: Run) -> None:
    """The dry run, from the beginning even after an interruption."""
    imp = _import_of(run, ImportState.DIUJI)
    hub, by = Hub.get_by_id(imp.hub_id), _actor(imp.created_by_id)
    forget_rows(imp)
    dry_run, highest = DryRun(imp, clock.today(hub.zone)), highest_person()
    total = next((sheet.row_count for sheet in sheets_of(imp) if sheet.name == imp.sheet), 0)
    pace = Pace(JUDGED, JUDGED // 20)
    try:
        with closing(read_rows(_file_of(imp, run), imp.sheet, imp.header_row)) as rows:
            for chunk in chunked(rows, JUDGED):
                judged = dry_run.judge(chunk)
                while judged:
                    some, judged = judged[: pace.rows], judged[pace.rows :]
                    with unless_moved_on(), pace.turn():
                        dry_run.write(some)
                done = sum(dry_run.counts.values())
                run.step(done, max(total, done + 1))
    except UnreadableSheet as problem:
        with unless_moved_on():
            fail_import(imp, problem.sentence, clock.now())
        forget_rows(imp)
        return
    run.step(total, total)  # somebody may have chosen other columns meanwhile, for which another dry run waits
    with unless_moved_on():
        end_dry_run(imp, dry_run.counts, highest, actor=by, now=clock.now())


def apply_import(run: Run) -> None:
    """Write what the dry run planned, small pieces at a time; goes on where it was interrupted."""
    imp = _import_of(run, ImportState.DITERAPKAN)
    actor, stored = _actor(imp.applied_by_id), imp.stored_name
    work, pace = Applying(imp, actor), Pace()
    total, done, after = count_to_apply(imp), 0, 0
    while rows := work.load(after, LOADED):
        after = rows[-1].position
        while rows:
            some, rows = rows[: pace.rows], rows[pace.rows :]
            with unless_moved_on(), pace.turn():
                work.write(some)
            done += len(some)
            run.step(min(done, total), total + 1)
    with unless_moved_on():
        end_applying(imp, actor=actor, now=clock.now())
    remove_file(stored, run.settings)


def undo_import(run: Run) -> None:
    """Take back what the import wrote, the last row first."""
    imp = _import_of(run, ImportState.DIBATALKAN)
    actor = _actor(imp.undone_by_id)
    work, pace = Undoing(imp, actor), Pace()
    work.begin()
    total, done, before = count_to_apply(imp), 0, LAST
    while rows := work.load(before, LOADED):
        before = rows[-1].position
        while rows:
            some, rows = rows[: pace.rows], rows[pace.rows :]
            with unless_moved_on(), pace.turn():
                work.write(some)
            done += len(some)
            run.step(min(done, total), total + 1)
    with unless_moved_on():
        end_undoing(imp, actor=actor, now=clock.now())
    remove_file(imp.stored_name, run.settings)


def _import_of(run: Run, state: ImportState) -> Import:
    """The import a job is about, in the state in which the job was asked for."""
    imp = Import.get_or_none(Import.id == run.job.subject, Import.state == str(state))
    if imp is None:
        raise Failed(MOVED_ON)
    return imp


@contextmanager
def unless_moved_on() -> Iterator[None]:
    """Somebody who stops an import takes it to another state; the work ends before its next piece."""
    try:
        yield
    except Conflict as moved:
        raise Stop from moved


def _file_of(imp: Import, run: Run) -> Path:
    path = folder_of(run.settings) / (imp.stored_name or "-")
    if not path.is_file():
        raise UnreadableSheet(NO_FILE)
    return path


def _told(sheet: SheetHead) -> dict[str, object]:
    """A sheet's beginning as the import keeps it."""
    told = asdict(sheet)
    told["rows"] = [[cell[:CELL] for cell in row] for row in sheet.rows]
    return {name: told[name] for name in SheetShown.__dataclass_fields__}


def _actor(user_id: int) -> Viewer:
    """The one who asked, as actions see them; the worker belongs to no session."""
    user = User.get_by_id(user_id)
    return Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=parse_roles(user.roles),
        area=user.area,
        village_ids=frozenset(),
        session_id=0,
        idle_seconds=0,
        must_change_password=False,
    )
