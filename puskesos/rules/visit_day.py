"""The volunteer's day: on which day a task is gone to, its one big step, and how often a family is looked for.

The due date is the koordinator's. A volunteer who goes later plans a day with a reason, and the koordinator answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.code import Code
from puskesos.rules.visit import VisitOutcome
from puskesos.rules.visit_facts import newest_versions

MOST_ATTEMPTS = 3  # the third time nobody is there the koordinator reads the report
LONGEST_AHEAD = timedelta(days=30)
S = AssignmentState
PLANNED_IN = frozenset({S.DITERIMA, S.DIKERJAKAN, S.DIKEMBALIKAN, S.KUNJUNGAN_ULANG})
TRIED_AGAIN_FROM = frozenset({S.DITERIMA, S.DIKERJAKAN, S.KUNJUNGAN_ULANG})
FORGETS_PLAN = frozenset({S.DILAPORKAN, S.DISETUJUI, S.BATAL, S.DITOLAK})  # the visit was made, or nobody goes


class DayPart(Code):
    """Bagian Hari ini, top to bottom."""

    LEWAT = "lewat", "Lewat"
    HARI_INI = "hari_ini", "Hari ini"
    MINGGU_INI = "minggu_ini", "Minggu ini"
    NANTI = "nanti", "Nanti"


class BigStep(Code):
    """The one big button of a task in the volunteer's list."""

    TERIMA = "terima", "Lihat dan terima tugas"
    HUBUNGI = "hubungi", "Hubungi"
    KUNJUNGI = "kunjungi", "Kunjungi"
    ISI = "isi", "Isi hasil kunjungan"
    PERBAIKI = "perbaiki", "Perbaiki laporan"
    LIHAT = "lihat", "Lihat laporan"


class Task(Protocol):
    """What of an open task says whom it waits for."""

    @property
    def asked_at(self) -> datetime | None: ...
    @property
    def due_on(self) -> date: ...
    @property
    def planned_on(self) -> date | None: ...


class Attempt(Protocol):
    """The columns of a stored report that tell an attempt."""

    id: int
    corrects_id: int | None
    outcome: str
    reviewed_at: datetime | None


AnyAttempt = TypeVar("AnyAttempt", bound=Attempt)


def day_to_go(due_on: date, planned_on: date | None, today: date) -> date:
    """The planned day while it lies ahead; after it, or without one, the due date, but no later than today."""
    if planned_on is None:
        return due_on
    return planned_on if planned_on >= today else min(due_on, today)


def part_of_day(day: date, today: date) -> DayPart:
    """Where a task of that day stands; the week ends on Sunday, on a Sunday with the next one."""
    if day <= today:
        return DayPart.HARI_INI if day == today else DayPart.LEWAT
    week_end = today + timedelta(days=6 - today.weekday() or 7)
    return DayPart.MINGGU_INI if day <= week_end else DayPart.NANTI


def big_step(state: str, day: date, today: date, *, can_call: bool) -> BigStep:
    """What comes next for a task that is gone to on `day`: before that day a call, where somebody has a phone."""
    if state in _AT_ONCE:
        return _AT_ONCE[S(state)]
    if day > today and can_call:
        return BigStep.HUBUNGI
    return BigStep.ISI if state == S.DIKERJAKAN else BigStep.KUNJUNGI


def is_asked_later(due_on: date, planned_on: date | None) -> bool:
    """Whether the volunteer asks for more time than the due date gives."""
    return planned_on is not None and planned_on > due_on


def asks_staff(task: Task) -> bool:
    """Whether the volunteer of an open task waits for a word: an answer, or more time."""
    return task.asked_at is not None or is_asked_later(task.due_on, task.planned_on)


def plan_problem(day: date, reason: str, due_on: date, today: date) -> tuple[str, str] | None:
    """Why somebody cannot plan to go on that day, with the field it is about; None when they can."""
    if not today <= day <= today + LONGEST_AHEAD:
        return "Pilih hari ini sampai 30 hari lagi.", "planned_on"
    if is_asked_later(due_on, day) and not reason:
        return "Tulis alasannya; koordinator membaca ini sebelum menyetujui.", "reason"
    return None


def attempts_of(reports: Iterable[AnyAttempt]) -> list[AnyAttempt]:
    """The visits that met nobody since the koordinator last answered a report of the task."""
    reports = list(reports)
    answered = max((one.id for one in reports if one.reviewed_at), default=0)
    later = [one for one in newest_versions(reports) if one.id > answered]
    return [one for one in later if one.outcome == VisitOutcome.TIDAK_ADA]


def is_tried_again(state: str, outcome: str, return_on: date | None, attempts: int) -> bool:
    """Whether a report leaves the task in the field: nobody was there, for less than the third time with this one."""
    nobody_there = outcome == VisitOutcome.TIDAK_ADA and return_on is not None
    return nobody_there and state in TRIED_AGAIN_FROM and attempts < MOST_ATTEMPTS


_AT_ONCE = {S.DITUGASKAN: BigStep.TERIMA, S.DIKEMBALIKAN: BigStep.PERBAIKI, S.DILAPORKAN: BigStep.LIHAT}
