"""The work of JobKind.CETAK_KUMPULAN: every paper printed for its asker with the rights of now, then one file of all.

Two workers print side by side where the computer has the cores; both yield to everything else. What is printed stays in
files until all is there, so that an interrupted batch goes on where it was.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from peewee import chunked

from puskesos import clock
from puskesos.actions.print_batch import finish_batch, note_papers
from puskesos.database import connected
from puskesos.documents.printing import use_presses
from puskesos.jobs.asker import asker_of
from puskesos.jobs.batch_file import folder_of, parts_folder, write_file
from puskesos.jobs.batch_group import Printed, print_group
from puskesos.jobs.batch_papers import Desk, open_paper
from puskesos.jobs.run import Failed, Run, Stop
from puskesos.models.hub import Hub
from puskesos.models.print_batch import PrintBatch
from puskesos.rules.permissions import Permission
from puskesos.rules.print_batch import BatchForm, Part, read_parts
from puskesos.web import build_paper_app

SIDE_BY_SIDE = 2
TOGETHER = 5  # papers laid out in one go when they leave as one PDF; ten are hardly faster and take more memory
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
        papers = _print_all(run, parts, desk, folder, alone=batch.form == BatchForm.ZIP)
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


def _print_all(run: Run, parts: list[Part], desk: Desk, folder: Path, *, alone: bool) -> list[Printed]:
    """The parts that could be printed, in order, some in one go or each `alone`. Raises Failed when none could."""
    app, printed, opened, done = build_paper_app(run.settings), [], 0, 0
    together = 1 if alone else min(TOGETHER, -(-len(parts) // SIDE_BY_SIDE))
    with _pool(run, tagged=alone) as pool:
        waiting = [
            pool.submit(_print_some, app, dict(some), desk, folder) for some in chunked(enumerate(parts), together)
        ]
        for coming in waiting:
            some, open_ones = coming.result()
            printed += some
            opened += open_ones
            done = min(done + together, len(parts))
            run.step(done, len(parts) + 1)
    if not printed:
        raise Failed(NO_PDF if opened else NONE_LEFT)
    return printed


def _print_some(app: Flask, parts: dict[int, Part], desk: Desk, folder: Path) -> tuple[list[Printed], int]:
    """These parts, by their places in the batch, as far as they open and could be printed; and how many open."""
    with app.app_context(), connected():
        makes = {place: (part, open_paper(part, desk)) for place, part in parts.items()}
        wanted = {place: (part, make) for place, (part, make) in makes.items() if make}
        return (print_group(wanted, folder, f"{min(parts):04}") if wanted else []), len(wanted)


def _finish(run: Run, batch: PrintBatch, papers: list[Printed], desk: Desk, *, left_out: int) -> None:
    target = folder_of(run.settings) / secrets.token_hex(16)
    write_file(papers, target, BatchForm(batch.form), batch.title, double_sided=batch.double_sided)
    for some in chunked([paper.part for paper in papers], NOTED_AT_ONCE):
        note_papers(some, actor=desk.asker, now=clock.now())
    if not finish_batch(batch, run.job, file=target.name, printed=len(papers), left_out=left_out):
        target.unlink(missing_ok=True)
        raise Stop


@contextmanager
def _pool(run: Run, *, tagged: bool) -> Iterator[ThreadPoolExecutor]:
    """Threads that print; what has not begun is dropped when the work ends early."""
    presses = min(SIDE_BY_SIDE, os.cpu_count() or 1)
    if not run.settings.testing:
        use_presses(presses, tagged=tagged)
    pool = ThreadPoolExecutor(presses, thread_name_prefix="batch")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
