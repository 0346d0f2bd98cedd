"""The work of JobKind.EKSPOR_WARGA: a long list as a file that only the asker can fetch, for a day."""

from __future__ import annotations

import errno
import secrets
import shutil

from puskesos import clock
from puskesos.actions.export import note_written
from puskesos.jobs.asker import asker_of
from puskesos.jobs.export_file import HALF, Edition, folder_of, write_list
from puskesos.jobs.run import Failed, Run, Stop
from puskesos.models.hub import Hub
from puskesos.queries.export import Asked, asked_of, count_rows
from puskesos.rules.book import READ_BY
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer

NO_RIGHT = "Peran peminta tidak lagi boleh mengunduh daftar ini."
NO_ROOM = "Ruang simpan komputer hub tidak cukup untuk daftar ini. Beri tahu admin, lalu minta lagi."
MEGABYTE = 1024 * 1024
TOLD_EVERY = 500


def export_list(run: Run) -> None:
    """Write what was asked, from the beginning even after an interruption."""
    asked, hub, now = asked_of(run.job), Hub.get_by_id(run.job.hub_id), clock.now()
    if asked.file:  # it was interrupted when all was written
        return
    viewer = _asker(run, asked)
    total = count_rows(viewer, asked.wanted, clock.today(hub.zone, now))
    folder, name = folder_of(run.settings), secrets.token_hex(16)
    if shutil.disk_usage(folder).free < run.settings.free_floor_megabytes * MEGABYTE:
        raise Failed(NO_ROOM)
    half = folder / f"{HALF}{name}"

    def step(count: int) -> None:
        if count % TOLD_EVERY == 0:
            run.step(min(count, total - 1), total)

    try:
        rows = write_list(Edition(asked, viewer, hub, now), half, step=step)
        half.replace(folder / name)
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Failed(NO_ROOM) from problem
        raise
    finally:
        half.unlink(missing_ok=True)
    if not note_written(run.job, asked, name, rows):
        (folder / name).unlink(missing_ok=True)
        raise Stop


def _asker(run: Run, asked: Asked) -> Viewer:
    """Who asked, with the rights of now. Raises Failed when these no longer suffice."""
    asker = asker_of(run.job)
    if asker is None or not asker.can(Permission.EXPORT_PEOPLE):
        raise Failed(NO_RIGHT)
    if not asker.can(READ_BY.get(asked.wanted.list, Permission.EXPORT_PEOPLE)):
        raise Failed(NO_RIGHT)
    if asked.names and not asker.can(Permission.EXPORT_NAMES):
        raise Failed(NO_RIGHT)
    return asker
