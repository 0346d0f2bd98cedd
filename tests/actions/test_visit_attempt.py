"""A visit that met nobody: the task stays in the field until a named day, the third time it goes to review."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from puskesos import clock
from puskesos.actions.assignment import decline_assignment, start_assignment
from puskesos.actions.visit import review_visit
from puskesos.models import Assignment, AuditEntry, Case, CaseEvent, Photo, Visit
from puskesos.queries.visit import newest_with_versions
from tests.cast import TODAY, Cast, viewer_of
from tests.views.field import Field, report, start_field

NOBODY = {"outcome": "tidak_ada", "findings": "Rumah terkunci.", "met_whom": "", "conclusion": ""}


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def find_nobody(field: Field, uploads: Path, again: int | None = 1) -> Assignment:
    report(field.again(), uploads, **NOBODY, return_on=None if again is None else in_days(again))
    return field.again().task


def test_the_task_stays_at_work_and_goes_to_review_the_third_time(field: Field, tmp_path: Path) -> None:
    first = find_nobody(field, tmp_path)
    assert (first.state, first.planned_on, first.postponed_because) == ("dikerjakan", in_days(1), "")
    second = find_nobody(field, tmp_path, again=2)
    assert (second.state, second.planned_on) == ("dikerjakan", in_days(2))
    third = find_nobody(field, tmp_path)
    assert (third.state, third.planned_on) == ("dilaporkan", None)
    assert Visit.select().count() == Photo.select().count() == 3
    told = [event.text.partition(": ")[2] for event in CaseEvent.select().order_by(CaseEvent.id.desc()).limit(3)]
    assert told[2] == "Tidak ada di tempat (kunjungan ke-1). Dicoba lagi 18 November 2026."
    assert told[0] == "Laporan kunjungan: tidak ada di tempat."
    assert AuditEntry.select().where(AuditEntry.action == "visit_reported").count() == 3


def test_without_a_day_it_goes_to_review_at_once(field: Field, tmp_path: Path) -> None:
    assert find_nobody(field, tmp_path, again=None).state == "dilaporkan"


def test_a_day_beyond_the_due_date_asks_for_more_time(field: Field, tmp_path: Path) -> None:
    task = find_nobody(field, tmp_path, again=6)
    assert (task.due_on, task.planned_on) == (in_days(3), in_days(6))
    assert task.postponed_because == "tidak ada di tempat pada kunjungan ke-1"


def test_the_next_report_is_one_of_its_own_and_the_attempts_stay(field: Field, tmp_path: Path) -> None:
    find_nobody(field, tmp_path)
    visit = report(field.again(), tmp_path)
    task = field.again().task
    assert (task.state, visit.corrects_id) == ("dilaporkan", None)
    assert [one.id for one in newest_with_versions(task)] == [visit.id] and Visit.select().count() == 2


def test_asked_to_go_again_the_count_begins_anew_and_the_reason_stays_told(field: Field, tmp_path: Path) -> None:
    for _ in range(3):
        task = find_nobody(field, tmp_path)
    visit = Visit.select().order_by(Visit.id.desc()).get()
    how = {"actor": viewer_of(field.cast.ratna), "now": clock.now()}
    review_visit(task, visit, target="kunjungan_ulang", reason="Coba sore hari.", **how)
    task = field.again().task
    start_assignment(task, actor=viewer_of(field.cast.ujang), now=clock.now())
    assert field.again().task.reason == "Coba sore hari."
    task = find_nobody(field, tmp_path)
    assert (task.state, task.reason) == ("dikerjakan", "Coba sore hari.")


def test_given_back_the_case_awaits_another_volunteer_and_the_attempt_stays(field: Field, tmp_path: Path) -> None:
    task = find_nobody(field, tmp_path)
    decline_assignment(task, reason="Pindah tugas.", actor=viewer_of(field.cast.ujang), now=clock.now())
    task = field.again().task
    assert (task.state, task.planned_on, task.reason) == ("ditolak", None, "Pindah tugas.")
    assert Case.get_by_id(task.case_id).awaits_assignment and Visit.select().count() == 1
    said = CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
    assert said == f"{task.number}: Kembalikan tugas: Pindah tugas."
