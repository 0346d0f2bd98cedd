"""The visit reports of the practice hub: short or with the full assessment, some mended before they were answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from puskesos.actions.assignment_plan import plan_visit
from puskesos.actions.visit import VisitEntry, report_visit
from puskesos.actions.visit_draft import save_parts
from puskesos.models import Assignment
from puskesos.photos import PreparedPhoto
from puskesos.practice.calendar import ZONE
from puskesos.practice.drawing import draw_photos
from puskesos.practice.script import Story
from puskesos.queries.assignment import latest_visit
from puskesos.rules.assessment import typed_again
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit import VisitOutcome
from puskesos.rules.visit_form import VisitPart


class Reporting(Protocol):
    """What of a scene a report needs."""

    story: Story
    today: date
    uploads: Path

    @property
    def assignment(self) -> Assignment: ...

    @property
    def volunteer(self) -> Viewer: ...

    def make_key(self) -> str: ...


def send_report(scene: Reporting, now: datetime) -> None:
    """The volunteer fills in the parts of the story, sends them, and mends the report where the story says so."""
    story = scene.story
    if story.parts:
        parts = {VisitPart(name): typed_again(VisitPart(name), told) for name, told in story.parts.items()}
        save_parts(scene.assignment, parts, version=0, actor=scene.volunteer, now=now)
    entry, photos = _entry(story, now), draw_photos(story.photos)
    if story.found_first:
        _send(scene, replace(entry, findings=story.found_first), photos, now)
        visit = latest_visit(scene.assignment)
        entry, photos = replace(entry, corrects=visit.id if visit else None), []
    _send(scene, entry, photos, now)


def meet_nobody(scene: Reporting, now: datetime) -> None:
    """Nobody was there; the volunteer goes again."""
    entry = replace(_entry(scene.story, now), outcome=str(VisitOutcome.TIDAK_ADA), conclusion="")
    _send(scene, replace(entry, return_on=add_working_days(scene.today, scene.story.again)), [], now)


def ask_for_time(scene: Reporting, now: datetime) -> None:
    """The volunteer can go later only and says why."""
    task, day = scene.assignment, add_working_days(scene.today, scene.story.again)
    today = now.astimezone(ZONE).date()
    plan_visit(task, day, scene.story.reason, version=task.version, actor=scene.volunteer, now=now, today=today)


def _entry(story: Story, now: datetime) -> VisitEntry:
    return VisitEntry(
        visited_at=now - timedelta(minutes=2),
        outcome=story.outcome,
        findings=story.found,
        met_whom=story.met,
        conclusion="layak" if story.outcome == "bertemu" else "",
        next_step=story.propose,
        aid_given=story.aid,
        contacted=story.contacted,
    )


def _send(scene: Reporting, entry: VisitEntry, photos: list[PreparedPhoto], now: datetime) -> None:
    once = {"key": scene.make_key(), "actor": scene.volunteer, "now": now}
    report_visit(scene.assignment, entry, photos, uploads=scene.uploads, **once)
