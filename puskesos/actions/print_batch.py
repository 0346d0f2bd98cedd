"""Batches of papers: asking for one, stopping it, and noting what was printed and fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from puskesos.actions.job import ask_for, stop_job
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.job import Job
from puskesos.models.print_batch import PrintBatch
from puskesos.queries.print_batch import count_unfinished
from puskesos.rules.job import UNFINISHED, JobKind
from puskesos.rules.print_batch import (
    ABOUT,
    MOST_PAPERS,
    MOST_UNFINISHED,
    NEEDED,
    BatchForm,
    BatchKind,
    Part,
    write_parts,
)
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

NOTHING = "Tidak ada kertas untuk dicetak. Pilih kasus lain."
TOO_MANY = f"Terlalu banyak: paling banyak {MOST_PAPERS} kertas sekali cetak. Pilih lebih sedikit."
BUSY = "Kumpulan sebelumnya masih dicetak. Tunggu sampai selesai, atau hentikan dulu."


@dataclass(frozen=True)
class BatchRequest:
    """What is to be printed together; `address` begins the QR codes for staff."""

    kind: BatchKind
    form: BatchForm
    title: str
    parts: Sequence[Part]
    address: str = ""
    double_sided: bool = False


def ask_batch(wanted: BatchRequest, *, key: str, actor: Viewer, now: datetime) -> int:
    """Ask for a batch and return its id, for a repeat of `key` the same. The caller wakes the worker afterwards."""
    if not all(actor.can(NEEDED[part.paper]) for part in wanted.parts):
        raise NotAllowed
    if not wanted.parts:
        raise RuleBroken(NOTHING)
    if len(wanted.parts) > MOST_PAPERS:
        raise RuleBroken(TOO_MANY)
    columns = {
        "kind": str(wanted.kind),
        "form": str(wanted.form),
        "title": wanted.title,
        "parts": write_parts(wanted.parts),
        "address": wanted.address,
        "double_sided": wanted.double_sided,
    }

    def ask() -> str:
        if count_unfinished(actor) >= MOST_UNFINISHED:
            raise RuleBroken(BUSY)
        batch = PrintBatch.create(hub=actor.hub_id, created_by=actor.id, created_at=now, **columns)
        ask_for(JobKind.CETAK_KUMPULAN, batch.id, hub_id=actor.hub_id, now=now, actor=actor)
        told = {"kind": str(wanted.kind), "papers": len(wanted.parts)}
        audit.record("batch_asked", actor=actor, now=now, object_type="print_batch", object_id=batch.id, **told)
        return str(batch.id)

    return int(run_once(key, ask, actor=actor, action="print_batch", fields=columns, now=now))


def stop_batch(batch: PrintBatch, job: Job, *, actor: Viewer, now: datetime) -> None:
    """Nobody wants it any more; one that is finished stays as it is."""
    if job.state not in UNFINISHED:
        return
    with database.atomic():
        stop_job(job, now=now)
        audit.record("batch_stopped", actor=actor, now=now, object_type="print_batch", object_id=batch.id)


def note_papers(parts: Sequence[Part], *, actor: Viewer, now: datetime) -> None:
    """These papers were printed for the asker, each an entry like a single print."""
    with database.atomic():
        for part in parts:
            named = {"object_type": ABOUT[part.paper], "object_id": part.about, "paper": f"{part.paper}.pdf"}
            audit.record("printed", actor=actor, now=now, **named)


def finish_batch(batch: PrintBatch, job: Job, *, file: str, printed: int, left_out: int) -> bool:
    """The file is whole; says whether it is still wanted."""
    with database.atomic():
        if not Job.select().where(Job.id == job.id, Job.state.in_(UNFINISHED)).exists():
            return False
        ended = {"stored_name": file, "printed": printed, "left_out": left_out}
        PrintBatch.update(**ended).where(PrintBatch.id == batch.id).execute()
        return True


def note_fetched(batch: PrintBatch, *, actor: Viewer, now: datetime) -> None:
    """The file was taken from the hub."""
    about = {"object_type": "print_batch", "object_id": batch.id, "papers": batch.printed}
    with database.atomic():
        audit.record("batch_fetched", actor=actor, now=now, **about)
