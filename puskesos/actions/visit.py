"""Visit reports: an event sent once with its photos, then approved or returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from puskesos.actions.assignment import move_assignment
from puskesos.actions.case_path import move_case, write_event
from puskesos.actions.case_work import has_open_assignment
from puskesos.actions.newest import write_newest
from puskesos.actions.submission import run_once
from puskesos.actions.visit_attempt import note_attempt
from puskesos.actions.visit_draft import forget_parts, further_columns, sent_parts
from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.assignment import Assignment, Photo, Visit
from puskesos.models.case import Case, DataCheck
from puskesos.photos import PreparedPhoto, taken_back_on_failure, write_photos
from puskesos.queries.assignment import latest_visit
from puskesos.queries.visit import reports_of
from puskesos.rules.assignment_path import AssignmentState, VisitOutcome
from puskesos.rules.case_path import CaseState
from puskesos.rules.data_check import DataCheckStatus, counts_as_check
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import attempts_of, is_tried_again
from puskesos.rules.visit_place import Place
from puskesos.security import audit

REPORTABLE = {
    AssignmentState.DITERIMA,
    AssignmentState.DIKERJAKAN,
    AssignmentState.DIKEMBALIKAN,
    AssignmentState.KUNJUNGAN_ULANG,
}


@dataclass(frozen=True)
class VisitEntry:
    """What the volunteer found. `return_on` is the day of the next try after a failed visit.

    `corrects` is the id of the version that this one mends, `photos_waiting` how many photos the phone sends after
    it, `photo_kind` what the photos that come with it show. The further parts were saved before (visit_draft).
    """

    visited_at: datetime
    outcome: str
    findings: str
    met_whom: str = ""
    conclusion: str = ""
    next_step: str = ""
    return_on: date | None = None
    action_taken: str = ""
    aid_given: str = ""
    contacted: str = ""
    place: Place | None = None
    corrects: int | None = None
    photos_waiting: int = 0
    photo_kind: str = ""

    def columns(self) -> dict[str, object]:
        """The columns of Visit that this fills."""
        values = {name: value for name, value in asdict(self).items() if name not in {"place", "photo_kind"}}
        return values | (asdict(self.place) if self.place else {})


def report_visit(
    assignment: Assignment,
    entry: VisitEntry,
    photos: Sequence[PreparedPhoto],
    *,
    uploads: Path,
    key: str,
    actor: Viewer,
    now: datetime,
) -> str:
    """Record the report and return the assignment number; the same `key` records one report.

    The task waits for its answer then; where nobody was met and `return_on` says when to go again, it stays at work.
    Raises RuleBroken when the assignment is not the actor's or is not at a point where a report is expected.
    """
    if assignment.volunteer_id != actor.id:
        raise RuleBroken("Tugas ini bukan milik akun ini.")

    def effect() -> str:
        with taken_back_on_failure(uploads, photos):  # here too: a double tap that lost the race still ends well
            write_photos(uploads, photos)
            return write_report(assignment, entry, photos, actor=actor, now=now)

    with taken_back_on_failure(uploads, photos):
        return run_once(
            key,
            effect,
            actor=actor,
            action="visit_reported",
            fields={"assignment": assignment.number}
            | asdict(entry)
            | {"visited_at": None, "photos_waiting": 0},  # "now" when no hour is given; photos may have gone meanwhile
            now=now,
        )


def write_report(
    assignment: Assignment,
    entry: VisitEntry,
    photos: Sequence[PreparedPhoto],
    *,
    actor: Viewer,
    now: datetime,
    from_sheet: bool = False,
) -> str:
    """The report as its volunteer's, in the caller's transaction; `from_sheet` when somebody else copied it."""
    earlier = _mended(assignment, entry)
    if entry.visited_at > now:
        raise RuleBroken("Waktu kunjungan tidak boleh di masa depan.", "visited_at")
    told = entry.columns() | {"corrects": earlier}
    told |= further_columns(assignment, earlier, entry.outcome)
    made = {"case": assignment.case_id, "created_by": assignment.volunteer_id, "created_at": now}
    visit = Visit.create(assignment=assignment, **made, **told)
    forget_parts(assignment, sent_parts(entry.outcome))
    for photo in photos:
        Photo.create(visit=visit, kind=entry.photo_kind, **made, **photo.row())
    outcome = VisitOutcome(entry.outcome)
    if assignment.state == AssignmentState.DILAPORKAN:
        return _tell_correction(assignment, outcome, len(photos), actor, now)
    attempts = len(attempts_of(reports_of(assignment)))
    if entry.return_on and is_tried_again(assignment.state, outcome, entry.return_on, attempts):
        note_attempt(assignment, entry.return_on, attempts, actor=actor, now=now)
    else:
        said = f"Laporan kunjungan{' disalin dari lembarnya' if from_sheet else ''}: {outcome.label.lower()}."
        for_whom = Role.PSM if from_sheet else None
        move_assignment(assignment, AssignmentState.DILAPORKAN, actor=actor, now=now, text=said, as_role=for_whom)
    audit.record(
        "visit_copied" if from_sheet else "visit_reported",
        actor=actor,
        now=now,
        object_type="assignment",
        object_id=assignment.number,
        outcome=outcome,
        photos=len(photos),
    )
    return assignment.number


def can_be_mended(assignment: Assignment, visit: Visit | None) -> bool:
    """Whether the volunteer may send a better version of this report: it waits for its answer, or came back."""
    if assignment.state == AssignmentState.DIKEMBALIKAN:
        return visit is not None
    return assignment.state == AssignmentState.DILAPORKAN and visit is not None and visit.reviewed_at is None


def _mended(assignment: Assignment, entry: VisitEntry) -> Visit | None:
    """The version that this report corrects. A correction of a report that waits must say which one it has read."""
    visit = latest_visit(assignment)
    if not can_be_mended(assignment, visit):
        visit = None
    if entry.corrects is not None and (visit is None or visit.id != entry.corrects):
        raise Conflict("Laporan ini sudah dijawab atau diperbaiki dari perangkat lain.")
    waits = assignment.state == AssignmentState.DILAPORKAN
    if assignment.state not in REPORTABLE and not (waits and entry.corrects):
        raise RuleBroken(
            f"Tugas ini berstatus “{AssignmentState(assignment.state).label}”; laporan belum atau tidak lagi ditunggu."
        )
    return visit


def _tell_correction(assignment: Assignment, outcome: VisitOutcome, photos: int, actor: Viewer, now: datetime) -> str:
    """History and audit of a correction; who reads the older version is told by the task's new version."""
    write_newest(assignment, assignment.version)
    case = Case.get(Case.id == assignment.case_id)
    text = f"{assignment.number}: Laporan kunjungan diperbaiki: {outcome.label.lower()}."
    write_event(case, "penugasan", text, actor=actor, now=now)
    about = {"object_type": "assignment", "object_id": assignment.number}
    audit.record("visit_corrected", actor=actor, now=now, **about, outcome=outcome, photos=photos)
    return assignment.number


def review_visit(
    assignment: Assignment,
    visit: Visit,
    *,
    target: str,
    reason: str,
    actor: Viewer,
    now: datetime,
    due_on: date | None = None,
    version: int | None = None,
) -> None:
    """Approve the report, return it, or ask for another visit; the last two need a reason the volunteer will read.

    Raises Conflict when the task moved since its `version`: the newest report may be another than the one read.
    """
    if version not in {None, assignment.version}:
        raise Conflict
    state = AssignmentState(target)
    if state != AssignmentState.DISETUJUI and not reason:
        raise RuleBroken("Tulis apa yang perlu diperbaiki, supaya relawan tahu.", "reason")
    with database.atomic():
        text = "Laporan disetujui." if state == AssignmentState.DISETUJUI else f"{state.label}: {reason}"
        move_assignment(assignment, state, actor=actor, now=now, text=text, reason=reason)
        if due_on and state != AssignmentState.DISETUJUI:
            Assignment.update(due_on=due_on).where(Assignment.id == assignment.id).execute()
        approved = state == AssignmentState.DISETUJUI
        Visit.update(approved=approved, review=reason, reviewed_by=actor.id, reviewed_at=now).where(
            Visit.id == visit.id
        ).execute()
        audit.record(
            "visit_reviewed",
            actor=actor,
            now=now,
            object_type="assignment",
            object_id=assignment.number,
            approved=approved,
        )
        if approved:
            _continue_case(Case.get(Case.id == assignment.case_id), actor, now)


def _continue_case(case: Case, actor: Viewer, now: datetime) -> None:
    """After the last approved visit a case whose data were checked before goes straight on to the back office."""
    newest = DataCheck.select(DataCheck.status).where(DataCheck.case == case).order_by(DataCheck.id.desc())
    checked = counts_as_check(newest.scalar() or str(DataCheckStatus.BELUM_DICEK))
    if checked and case.state == CaseState.KUNJUNGAN and not has_open_assignment(case):
        move_case(case, CaseState.PENANGANAN, actor=actor, now=now, text="Kunjungan selesai.")
