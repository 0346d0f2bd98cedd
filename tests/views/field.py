"""A case with a task in the field, and what tests of several views do with it."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from puskesos import clock
from puskesos.actions.assignment import accept_assignment
from puskesos.actions.case_work import DataCheckEntry, check_data
from puskesos.actions.visit import VisitEntry, report_visit, review_visit
from puskesos.models import Assignment, Case, Visit
from puskesos.photos import prepare_photo
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, viewer_of


@dataclass
class Field:
    """Ujang's task in a case of Pantai Bahagia; `again` reads both rows afresh."""

    cast: Cast
    case: Case
    task: Assignment

    def again(self) -> Field:
        return Field(self.cast, Case.get_by_id(self.case.id), Assignment.get_by_id(self.task.id))


def jpeg(width: int = 640, height: int = 480) -> bytes:
    """A small photo as a phone would send it."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#7a9").save(buffer, "JPEG")
    return buffer.getvalue()


def start_field(cast: Cast, *, service: str = "K01", kk: str | None = None, **client: Any) -> Field:
    """The case, and Ujang's accepted task in it."""
    case = make_case(cast, client=make_person(cast, kk=kk, **client), service=service)
    task = make_assignment(cast, case)
    accept_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    return Field(cast, case, task).again()


def report(field: Field, uploads: Path, **found: Any) -> Visit:
    """Ujang reports, with one photo."""
    usual = {"visited_at": clock.now(), "outcome": "bertemu", "findings": "Rumah panggung.", "met_whom": "Anak klien"}
    report_visit(
        field.task,
        VisitEntry(**usual | {"conclusion": "layak"} | found),
        [prepare_photo(io.BytesIO(jpeg()), "rumah.jpg")],
        uploads=uploads,
        key=str(uuid.uuid4()),
        actor=viewer_of(field.cast.ujang),
        now=clock.now(),
    )
    return Visit.select().order_by(Visit.id.desc()).get()


def approve(field: Field) -> None:
    """Ratna approves the newest report."""
    fresh = field.again()
    visit = Visit.select().where(Visit.assignment == fresh.task).order_by(Visit.id.desc()).get()
    review_visit(fresh.task, visit, target="disetujui", reason="", actor=viewer_of(field.cast.ratna), now=clock.now())


def checked_case(cast: Cast, **case: Any) -> Case:
    """A case that stands in `penanganan` because its data were checked."""
    made = make_case(cast, **case)
    entry = DataCheckEntry(status="terdaftar", checked_on=TODAY, channel="siks_ng", decile=2)
    check_data(made, entry, version=made.version, actor=viewer_of(cast.bayu), now=clock.now())
    return Case.get_by_id(made.id)
