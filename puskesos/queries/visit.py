"""Reading what belongs to visit reports: the parts saved before sending, the versions, and their photos."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from puskesos.models.assignment import Assignment, Photo, Visit, VisitDraft
from puskesos.rules.visit_facts import versions_of
from puskesos.rules.visit_form import VisitPart

TypedPart = dict[str, list[str]]


class SavedPart(NamedTuple):
    """A part as it was typed, when it was saved, and how often."""

    typed: TypedPart
    saved_at: datetime
    version: int


def saved_parts(assignment: Assignment) -> dict[VisitPart, SavedPart]:
    """What the volunteer of this task has saved of a report that is not sent yet."""
    rows = VisitDraft.select().where(VisitDraft.assignment == assignment.id)
    rows = rows.where(VisitDraft.user == assignment.volunteer_id)
    return {VisitPart(row.part): SavedPart(json.loads(row.content), row.saved_at, row.version) for row in rows}


def reports_of(assignment: Assignment) -> list[Visit]:
    """Every version of every report of a task, newest first."""
    return list(Visit.select().where(Visit.assignment == assignment.id).order_by(Visit.id.desc()))


def newest_with_versions(assignment: Assignment) -> list[Visit]:
    """The report that counts and what it corrects, newest first; empty before the first report."""
    reports = reports_of(assignment)
    return versions_of(reports[0], reports) if reports else []


def photos_with(visits: list[Visit]) -> list[Photo]:
    """The photos of these versions, oldest first."""
    ids = [visit.id for visit in visits]
    return list(Photo.select().where(Photo.visit.in_(ids)).order_by(Photo.id)) if ids else []
