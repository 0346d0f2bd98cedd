"""The work of JobKind.CETAK_KUMPULAN: every paper printed for its asker with the rights of now, then one file of all.

Two workers print side by side where the computer has the cores; both yield to everything else. Each paper is a file of
its own until all are there, so that an interrupted batch goes on where it was.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from peewee import chunked

from puskesos import clock
from puskesos.actions.print_batch import finish_batch, note_papers
from puskesos.database import connected
from puskesos.documents.printing import PrintingUnavailable, TooManyPages, use_presses
from puskesos.documents.store import PaperLost
from puskesos.jobs.asker import asker_of
from puskesos.jobs.batch_file import folder_of, parts_folder, write_file
from puskesos.jobs.batch_papers import Desk, open_paper
from puskesos.jobs.run import Failed, Run, Stop
from puskesos.models.hub import Hub
from puskesos.models.print_batch import PrintBatch
from puskesos.rules.permissions import Permission
from puskesos.rules.print_batch import BatchForm, Part, read_parts
from puskesos.web import build_paper_app

SIDE_BY_SIDE = 2
NOTED_AT_ONCE = 50
MEGABYTE = 1024 * 1024
NO_BATCH = "Kumpulan ini tidak ada lagi."
NO_RIGHT = "Peran peminta tidak lagi boleh mencetak kertas ini."
NO_ROOM = "Ruang simpan komputer hub tidak cukup. Beri tahu admin, lalu minta lagi."
NO_PDF = "PDF tidak dapat dibuat di komputer ini. Buka kertasnya satu per satu, lalu cetak lewat menu peramban."
NONE_LEFT = "Tidak satu pun kertas dapat dicetak: kasusnya tidak terbuka untuk peminta, atau terbatas dan belum dibuka."


def print_batch(run: Run) -> None:
    """Print what was asked for, or the rest of it after an interruption."""
    batch = PrintBatch.get_or_none(PrintBatch.id == run.job.subject)
    if batch is None:
        raise Failed(NO_BATCH)
    if batch.stored_name:  # it was interrupted when all was written
        return
    if shutil.disk_usage(folder_of(run.settings)).free < run.settings.free_floor_megabytes * MEGABYTE:
        raise Failed(NO_ROOM)
    desk, parts, folder = _desk(run, batch), read_parts(batch.parts), parts_folder(run.settings, batch.id)
    try:
        papers = _print_all(run, parts, desk, folder)
        _finish(run, batch, papers, desk, left_out=len(parts) - len(papers))
    except (Stop, Failed):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _desk(run: Run, batch: PrintBatch) -> Desk:
    asker = asker_of(run.job)
    if asker is None or not asker.can(Permission.PRINT_CASE_SHEET):
        raise Failed(NO_RIGHT)
    return Desk(Hub.get_by_id(batch.hub_id), asker, batch.address, clock.now())


def _print_all(run: Run, parts: list[Part], desk: Desk, folder: Path) -> list[tuple[Part, Path]]:
    """The parts that could be printed with their files, in order. Raises Failed when none could."""
    app, broken = build_paper_app(run.settings), False
    printed: list[tuple[Part, Path]] = []
    with _pool(run) as pool:
        waiting = [
            (part, pool.submit(_print_one, app, part, desk, folder / f"{number:04}.pdf"))
            for number, part in enumerate(parts)
        ]
        for done, (part, coming) in enumerate(waiting, start=1):
            path, failed = _outcome(coming)
            printed += [(part, path)] if path else []
            broken |= failed
            run.step(done, len(parts) + 1)
    if not printed:
        raise Failed(NO_PDF if broken else NONE_LEFT)
    return printed


def _outcome(coming: Future[Path | None]) -> tuple[Path | None, bool]:
    """The file, or none and whether that is the printer's fault."""
    try:
        return coming.result(), False
    except (PrintingUnavailable, TooManyPages):
        return None, True
    except PaperLost:  # its own page says so
        return None, False


def _print_one(app: Flask, part: Part, desk: Desk, target: Path) -> Path | None:
    """The file of one paper, made now unless an interrupted run had made it; None for what does not open."""
    with app.app_context(), connected():
        make = open_paper(part, desk)
        if make is None:
            return None
        if not target.exists():
            half = target.with_suffix(".half")
            half.touch(mode=0o600)
            half.write_bytes(make())
            half.replace(target)
    return target


def _finish(run: Run, batch: PrintBatch, papers: list[tuple[Part, Path]], desk: Desk, *, left_out: int) -> None:
    target = folder_of(run.settings) / secrets.token_hex(16)
    write_file(papers, target, BatchForm(batch.form), batch.title, double_sided=batch.double_sided)
    for some in chunked([part for part, _ in papers], NOTED_AT_ONCE):
        note_papers(some, actor=desk.asker, now=clock.now())
    if not finish_batch(batch, run.job, file=target.name, printed=len(papers), left_out=left_out):
        target.unlink(missing_ok=True)
        raise Stop


@contextmanager
def _pool(run: Run) -> Iterator[ThreadPoolExecutor]:
    """Threads that print; what has not begun is dropped when the work ends early."""
    presses = min(SIDE_BY_SIDE, os.cpu_count() or 1)
    if not run.settings.testing:
        use_presses(presses)
    pool = ThreadPoolExecutor(presses, thread_name_prefix="batch")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
