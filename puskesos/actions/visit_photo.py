"""Photos that come after the text of a report: each once, until the report is approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from peewee import IntegrityError

from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.assignment import Assignment, Photo, Visit
from puskesos.photos import PreparedPhoto, taken_back_on_failure, write_photos
from puskesos.queries.assignment import latest_visit
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_form import MOST_PHOTOS
from puskesos.security import audit


def add_photos(
    assignment: Assignment,
    photos: Sequence[PreparedPhoto],
    *,
    kind: str,
    key: str,
    uploads: Path,
    actor: Viewer,
    now: datetime,
) -> int:
    """Keep the photos with the newest report of the task and return how many are new; the same `key` again adds none.

    Raises RuleBroken before the first report, after its approval, and beyond the most photos of a report.
    """
    keys = [key if place == 0 else f"{key}/{place}" for place in range(len(photos))]
    if assignment.volunteer_id != actor.id:
        raise RuleBroken("Tugas ini bukan milik akun ini.")
    try:
        return _add(assignment, dict(zip(keys, photos, strict=True)), kind, uploads, actor, now)
    except IntegrityError:  # the phone sent it again while the first try was still being written
        if set(keys) == _known(keys, actor):
            return 0
        raise


def visit_for_photos(assignment: Assignment) -> Visit | None:
    """The report that still takes photos: the newest of an open task, unless it was approved."""
    visit = latest_visit(assignment)
    return visit if visit and not visit.approved and assignment.state in OPEN_ASSIGNMENT_STATES else None


def _add(
    assignment: Assignment,
    photos: dict[str, PreparedPhoto],
    kind: str,
    uploads: Path,
    actor: Viewer,
    now: datetime,
) -> int:
    known = _known(list(photos), actor)
    fresh = {key: photo for key, photo in photos.items() if key not in known}
    if not fresh:
        return 0
    with taken_back_on_failure(uploads, list(fresh.values())), database.atomic():
        visit = _checked(assignment, len(fresh))
        write_photos(uploads, list(fresh.values()))
        for key, photo in fresh.items():
            made = {"case": visit.case_id, "visit": visit, "created_by": actor.id, "created_at": now}
            row = Photo.create(**made, kind=kind, key=key, **photo.row())
            about = {"object_type": "assignment", "object_id": assignment.number}
            audit.record("photo_added", actor=actor, now=now, **about, photo=row.id)
    return len(fresh)


def _checked(assignment: Assignment, more: int) -> Visit:
    visit = visit_for_photos(assignment)
    if visit is None and latest_visit(assignment) is None:
        raise RuleBroken("Kirim laporannya dulu; foto menyusul.", "photos")
    if visit is None:
        raise RuleBroken("Laporan ini sudah disetujui; foto tidak dapat ditambah lagi.", "photos")
    there = Photo.select().where(Photo.visit == visit).count()
    if there + more > MOST_PHOTOS:
        left = f" Sudah ada {there}." if there else ""
        raise RuleBroken(f"Foto paling banyak {MOST_PHOTOS} untuk satu laporan.{left}", "photos")
    return visit


def _known(keys: list[str], actor: Viewer) -> set[str]:
    rows = Photo.select(Photo.key).where(Photo.key.in_(keys), Photo.created_by == actor.id)
    return {row.key for row in rows}
