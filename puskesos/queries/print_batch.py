"""Reading batches of papers, and finding what goes into one.

Only cases that open for whoever asks; restricted ones only when the reason was said today at their door, so that a
batch is no way around it (domain 8.4).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Expression, ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.audit import AuditEntry
from puskesos.models.case import Case
from puskesos.models.job import Job
from puskesos.models.letter import Letter
from puskesos.models.person import Person
from puskesos.models.print_batch import PrintBatch
from puskesos.models.restricted import CaseAccess
from puskesos.models.user import User
from puskesos.queries.case import CaseFilter, conditions_of, openable, scope
from puskesos.queries.hub import find_hub
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES, AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.job import UNFINISHED, JobKind, JobState
from puskesos.rules.letter import LetterState
from puskesos.rules.print_batch import DAILY, KEPT_FOR, MOST_PAPERS, NEEDED, BatchPaper, Part, parts_of_cases
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

TO_REPORT = [str(state) for state in OPEN_ASSIGNMENT_STATES if state != AssignmentState.DILAPORKAN]
NOT_PRINTED = (str(CaseState.DRAF), str(CaseState.BATAL))
LISTED = 50


def find_batch(viewer: Viewer, batch_id: int) -> PrintBatch | None:
    """A batch that this person asked for; for the koordinator anybody's of the hub."""
    return PrintBatch.get_or_none(PrintBatch.id == batch_id, _whose(viewer))


def list_batches(viewer: Viewer, now: datetime) -> list[Any]:
    """Batches of the last day with who asked and how far they are, newest first."""
    return list(
        PrintBatch.select(
            PrintBatch.id,
            PrintBatch.title,
            PrintBatch.form,
            PrintBatch.created_at,
            PrintBatch.stored_name,
            PrintBatch.printed,
            User.name.alias("asker"),
            Job.state,
            Job.done,
            Job.total,
            Job.note,
        )
        .join(User, on=(PrintBatch.created_by == User.id))
        .switch(PrintBatch)
        .join(Job, JOIN.INNER, on=(Job.subject == PrintBatch.id))
        .where(_whose(viewer), Job.kind == str(JobKind.CETAK_KUMPULAN), PrintBatch.created_at > now - KEPT_FOR)
        .order_by(PrintBatch.id.desc())
        .limit(LISTED)
        .namedtuples()
    )


def job_of(batch: PrintBatch) -> Job:
    """The work behind a batch."""
    return Job.get(Job.subject == batch.id, Job.kind == str(JobKind.CETAK_KUMPULAN))


def count_unfinished(viewer: Viewer) -> int:
    """How many batches of this person are still to be printed."""
    mine = (Job.created_by == viewer.id) & (Job.kind == str(JobKind.CETAK_KUMPULAN))
    return Job.select().where(mine, Job.state.in_(UNFINISHED)).count()


def may_be_fetched(job: Job, now: datetime) -> bool:
    """Whether the file of a finished batch is not yet too old."""
    return job.state == JobState.SELESAI and job.ended_at is not None and now - job.ended_at < KEPT_FOR


def may_print(viewer: Viewer, number: str, now: datetime) -> bool:
    """Whether papers of this case may be in a batch of the viewer."""
    return _cases(viewer, now).where(Case.number == number).exists()


def chosen_cases(viewer: Viewer, numbers: Sequence[str], now: datetime) -> list[str]:
    """Those of these case numbers that open for the viewer, in their order; at most MOST_PAPERS are looked at."""
    wanted = list(dict.fromkeys(numbers))[:MOST_PAPERS]
    found = {number for (number,) in _cases(viewer, now).where(Case.number.in_(wanted)).tuples()}
    return [number for number in wanted if number in found]


def filtered_cases(viewer: Viewer, wanted: CaseFilter, today: date, now: datetime) -> list[str]:
    """The cases of the list as it is filtered, by due date, that open for the viewer."""
    query = _cases(viewer, now).join(Person).where(*conditions_of(viewer, wanted, today))
    return _numbers(query.order_by(Case.due_on, Case.id))


def cases_of_month(viewer: Viewer, first: date, now: datetime) -> list[str]:
    """The cases registered in the month that begins on `first`, by number."""
    after = (first + timedelta(days=31)).replace(day=1)
    in_month = (Case.registered_on >= first) & (Case.registered_on < after) & Case.state.not_in(NOT_PRINTED)
    return _numbers(_cases(viewer, now).where(in_month).order_by(Case.number))


def unprinted_of_day(viewer: Viewer, day: date, now: datetime) -> list[Part]:
    """The daily papers of cases registered that day which nobody has opened to print yet, as the audit trail tells; for
    who sees letters also those numbered that day."""
    of_day = (Case.registered_on == day) & Case.state.not_in(NOT_PRINTED)
    numbers = _numbers(_cases(viewer, now).where(of_day).order_by(Case.number))
    done = _printed(numbers)
    parts = [part for part in parts_of_cases(numbers, DAILY) if (part.about, str(part.paper)) not in done]
    return parts + (_unprinted_letters(viewer, day, now) if viewer.can(NEEDED[BatchPaper.SURAT]) else [])


def day_of_volunteer(viewer: Viewer, volunteer_id: int, now: datetime) -> list[Part]:
    """A volunteer's route, then a visit sheet for each open task that is still to be reported."""
    theirs = Assignment.select(Assignment.number).join(Case)
    theirs = theirs.where(Assignment.volunteer == volunteer_id, Assignment.state.in_(TO_REPORT), _may(viewer, now))
    numbers = [number for (number,) in theirs.order_by(Assignment.due_on, Assignment.id).limit(MOST_PAPERS).tuples()]
    sheets = [Part(BatchPaper.LEMBAR_KUNJUNGAN, number) for number in numbers]
    return [Part(BatchPaper.RUTE, str(volunteer_id)), *sheets] if sheets else []


def _unprinted_letters(viewer: Viewer, day: date, now: datetime) -> list[Part]:
    """Letters numbered that day of which there is no file yet and that nobody has opened to print since. A referral's
    is printed with its referral."""
    begins, ends = (_midnight(viewer, each) for each in (day, day + timedelta(days=1)))
    numbered = (Letter.hub == viewer.hub_id) & (Letter.state == str(LetterState.TERBIT))
    numbered &= (Letter.issued_at >= begins) & (Letter.issued_at < ends)
    never_made = Letter.source_sha256.is_null(False) & Letter.file_sha256.is_null()
    query = Letter.select(Letter.id, Letter.issued_at).join(Case, JOIN.LEFT_OUTER)
    found = list(query.where(numbered, never_made, Letter.case.is_null() | _may(viewer, now)).order_by(Letter.id))
    about = (AuditEntry.object_type == "letter") & AuditEntry.object_id.in_([str(letter.id) for letter in found])
    opened = AuditEntry.select(AuditEntry.object_id, fn.MAX(AuditEntry.at)).where(about, AuditEntry.action == "printed")
    last = dict(opened.group_by(AuditEntry.object_id).tuples())
    waiting = (one for one in found[:MOST_PAPERS] if not (seen := last.get(str(one.id))) or seen < one.issued_at)
    return [Part(BatchPaper.SURAT, str(letter.id)) for letter in waiting]


def _cases(viewer: Viewer, now: datetime) -> ModelSelect:
    return Case.select(Case.number).where(_may(viewer, now))


def _may(viewer: Viewer, now: datetime) -> Expression:
    return scope(viewer) & openable(viewer) & (~Case.restricted | _reason_said(viewer, now))


def _reason_said(viewer: Viewer, now: datetime) -> Expression:
    """That the viewer said today, at the case's door, why."""
    zone = ZoneInfo(find_hub(viewer.hub_id).zone)
    midnight = _midnight(viewer, now.astimezone(zone).date())
    said = CaseAccess.select(CaseAccess.case).where(CaseAccess.user == viewer.id, CaseAccess.at >= midnight)
    return Case.id.in_(said)


def _midnight(viewer: Viewer, day: date) -> datetime:
    """When that day begins at the hub."""
    return datetime.combine(day, time(), ZoneInfo(find_hub(viewer.hub_id).zone)).astimezone(UTC)


def _numbers(query: ModelSelect) -> list[str]:
    return [number for (number,) in query.limit(MOST_PAPERS + 1).tuples()]


def _printed(numbers: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs of case number and paper that somebody opened as a page or as PDF."""
    about = (AuditEntry.object_type == "case") & AuditEntry.object_id.in_(list(numbers))
    rows = AuditEntry.select(AuditEntry.object_id, AuditEntry.detail).where(about, AuditEntry.action == "printed")
    return {(number, json.loads(detail)["paper"].removesuffix(".pdf")) for number, detail in rows.tuples()}


def _whose(viewer: Viewer) -> Any:
    mine = PrintBatch.hub == viewer.hub_id
    return mine if viewer.has_role(Role.KOORDINATOR) else mine & (PrintBatch.created_by == viewer.id)
