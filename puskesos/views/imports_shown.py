"""How an import reads: its state and counts in words, the tiles, the steps; and what its views share."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import abort, current_app, url_for

from puskesos import clock
from puskesos.formatting import show_count, show_date, show_moment
from puskesos.jobs.launching import wake_worker
from puskesos.models.imports import Import
from puskesos.models.job import Job
from puskesos.queries.hub import names_of_users
from puskesos.queries.import_rows import count_refused
from puskesos.queries.import_undoing import has_stayed
from puskesos.queries.imports import (
    ImportShown,
    counts_of,
    find_import,
    has_file,
    job_of,
    outcome_of,
    undo_until,
)
from puskesos.queries.job import is_abandoned
from puskesos.rules.job import JobState
from puskesos.rules.nik import mask_number
from puskesos.rules.register_import import WORKING, ImportState, Verdict, may_undo
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub
from puskesos.views.job import progress_of

STATES = [("", "Semua keadaan"), *ImportState.choices()]
TONES = {
    ImportState.KOLOM: "soon",
    ImportState.SIAP: "soon",
    ImportState.SELESAI: "done",
    ImportState.GAGAL: "late",
} | dict.fromkeys(WORKING, "note")
TILES = {  # verdict → what its tile says
    Verdict.BARU: "warga baru",
    Verdict.BERUBAH: "berubah",
    Verdict.RAGU: "ragu",
    Verdict.DITOLAK: "ditolak",
    Verdict.SAMA: "sudah sama",
}
PART = 10_000  # rows of one file of refused rows: more would keep a web thread busy for seconds
LONG_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){13,}")  # what may be a NIK or KK, in any notation
_STEPS = ("Unggah", "Kolom", "Periksa", "Terapkan")
_AT_STEP = {
    ImportState.DIBACA: 0,
    ImportState.GAGAL: 0,
    ImportState.KOLOM: 1,
    ImportState.DIUJI: 2,
    ImportState.SIAP: 3,
    ImportState.DITERAPKAN: 3,
}


class ImportLine(NamedTuple):
    """An import in the list of imports."""

    id: int
    name: str
    data_on: date
    uploaded: str
    uploaded_by: str
    state: ImportState
    tone: str
    counted: str
    applied: str
    applied_by: str


def list_line(row: ImportShown) -> ImportLine:
    """One import as the list shows it."""
    zone = current_hub().zone
    counted = [f"{show_count(row.counts[one])} {word}" for one, word in TILES.items() if row.counts.get(one)]
    return ImportLine(
        id=row.id,
        name=row.name,
        data_on=row.data_on,
        uploaded=show_moment(row.created_at, zone),
        uploaded_by=row.created_by_name,
        state=ImportState(row.state),
        tone=TONES.get(ImportState(row.state), ""),
        counted=", ".join(counted),
        applied=show_moment(row.applied_at, zone),
        applied_by=row.applied_by_name or "",
    )


def facts_of(batch: Import) -> dict[str, object]:
    """What the page of one import needs, whatever its state."""
    job = job_of(viewer(), batch) if batch.state in WORKING else None
    if job is not None and is_abandoned(job, clock.now()):
        wake()
    return heading_of(batch) | {
        "counts": counts_of(batch),
        "refused_parts": _parts(count_refused(batch)),
        "outcome": outcome_of(batch),
        "stuck": job is None or job.state == JobState.GAGAL,
        "has_file": has_file(batch, current_app.config["SETTINGS"]),
        "undo_until": _undo_day(batch),
        "may_repeat": _may_repeat(batch),
        "who": names_of_users(batch.hub_id),
        "zone": current_hub().zone,
        **_progress(job),
    }


def heading_of(batch: Import) -> dict[str, object]:
    """What imports/_header.html needs."""
    state = ImportState(batch.state)
    return {
        "batch": batch,
        "state": state,
        "tone": TONES.get(state, ""),
        "tiles": TILES,
        "work_steps": [{"label": label, "state": _step(place, state)} for place, label in enumerate(_STEPS)],
    }


def hide_numbers(text: str) -> str:
    """A cell as read, with everything that may be a NIK or KK masked."""
    return LONG_NUMBER.sub(lambda found: mask_number(found[0]), text)


def load_import(import_id: int) -> Import:
    """The import of the URL within the viewer's hub, else 404."""
    batch = find_import(viewer(), import_id)
    return batch if batch is not None else abort(404)


def import_url(batch: Import) -> str:
    """The page of an import."""
    return url_for("imports.show", import_id=batch.id)


def wake() -> None:
    """Let the worker look for what was just asked for."""
    wake_worker(current_app.config["SETTINGS"])


def _step(place: int, state: ImportState) -> str:
    at = _AT_STEP.get(state, len(_STEPS))
    return "current" if place == at else "done" if place < at else ""


def _parts(refused: int) -> list[int]:
    """The numbers of the files that so many refused and skipped rows need."""
    return list(range(1, -(-refused // PART) + 1))


def _progress(job: Job | None) -> dict[str, object]:
    return progress_of(job) if job is not None else {"job": None}


def _undo_day(batch: Import) -> str:
    until = undo_until(batch)
    if until is None or until <= clock.now():
        return ""
    return show_date(until.astimezone(ZoneInfo(current_hub().zone)).date())


def _may_repeat(batch: Import) -> bool:
    """Whether taking back may be tried once more for those who stayed."""
    if batch.state != ImportState.BATAL or not may_undo(batch.state, clock.now() - batch.ended_at):
        return False
    return bool(outcome_of(batch)["dipertahankan"]) and has_stayed(batch)
