"""The day to go: planned by the volunteer, beyond the due date asked for and answered by the koordinator."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.assignment_plan import answer_postponement, plan_visit
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Assignment, AssignmentMessage, AuditEntry, CaseEvent, User
from tests.cast import TODAY, Cast, make_assignment, viewer_of
from tests.views.field import Field, report, start_field

DUE, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=6)


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


def plan(field: Field, days: int, reason: str = "", **how: Any) -> bool:
    task = field.again().task
    usual = {"version": task.version, "actor": viewer_of(field.cast.ujang), "now": clock.now(), "today": TODAY}
    return plan_visit(task, TODAY + timedelta(days=days), reason, **usual | how)


def decide(field: Field, *, grant: bool, reason: str = "", by: User | None = None, version: int = 0) -> None:
    task, actor = field.again().task, viewer_of(by or field.cast.ratna)
    how = {"version": version or task.version, "actor": actor, "now": clock.now()}
    answer_postponement(task, grant=grant, reason=reason, **how)


def stands(field: Field) -> tuple[object, ...]:
    task = field.again().task
    return task.due_on, task.planned_on, task.postponed_because


def last_event() -> str:
    return CaseEvent.select().order_by(CaseEvent.id.desc()).get().text.partition(": ")[2]


def test_a_plan_within_the_due_date_asks_nobody(field: Field) -> None:
    assert plan(field, 2, "Sekalian ke RT itu.") is False
    assert stands(field) == (DUE, TODAY + timedelta(days=2), "")
    assert last_event() == "Rencana berkunjung 19 November 2026."


def test_more_time_is_asked_for_once_and_the_due_date_stays(field: Field) -> None:
    for _ in range(2):
        assert plan(field, 6, "Jalan terendam.") is True
    assert stands(field) == (DUE, LATER, "Jalan terendam.")
    assert last_event() == "Minta ditunda sampai 23 November 2026: Jalan terendam."
    assert AuditEntry.select().where(AuditEntry.action == "visit_planned").count() == 1


def test_granted_the_due_date_moves(field: Field) -> None:
    plan(field, 6, "Jalan terendam.")
    decide(field, grant=True)
    assert stands(field) == (LATER, LATER, "")
    assert last_event() == "Penundaan disetujui: batas waktu menjadi 23 November 2026."
    with pytest.raises(RuleBroken, match="sudah dijawab"):
        decide(field, grant=True)


def test_refused_with_a_reason_the_volunteer_reads_it_under_the_task(field: Field) -> None:
    plan(field, 6, "Jalan terendam.")
    with pytest.raises(RuleBroken, match="Tulis mengapa"):
        decide(field, grant=False)
    decide(field, grant=False, reason="Obatnya habis besok.")
    assert stands(field) == (DUE, None, "")
    assert AssignmentMessage.get().text.endswith("tidak disetujui: Obatnya habis besok.")


@pytest.mark.parametrize("name", ["bayu", "sari", "ujang"])
def test_only_the_koordinator_moves_the_due_date(field: Field, name: str) -> None:
    plan(field, 6, "Jalan terendam.")
    with pytest.raises(NotAllowed):
        decide(field, grant=True, by=getattr(field.cast, name))
    assert stands(field)[0] == DUE


def test_who_read_an_older_plan_is_told(field: Field) -> None:
    plan(field, 6, "Jalan terendam.")
    read = field.again().task.version
    plan(field, 9, "Masih terendam.")
    with pytest.raises(Conflict):
        decide(field, grant=True, version=read)
    with pytest.raises(Conflict):
        plan(field, 10, "Masih.", version=read)
    assert stands(field)[0] == DUE


def test_a_task_not_taken_yet_or_another_volunteers_is_not_planned(field: Field) -> None:
    fresh = make_assignment(field.cast)
    how = {"version": fresh.version, "now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken, match="tidak dapat direncanakan"):
        plan_visit(fresh, DUE, "", actor=viewer_of(field.cast.ujang), **how)
    with pytest.raises(RuleBroken, match="bukan milik akun ini"):
        plan(field, 1, actor=viewer_of(field.cast.tono))


def test_a_report_ends_the_plan(field: Field, tmp_path: Path) -> None:
    plan(field, 6, "Jalan terendam.")
    report(field.again(), tmp_path)
    assert stands(field) == (DUE, None, "") and Assignment.get().state == "dilaporkan"
