"""The volunteer's day: on which day a task stands, its one big step, plans, and how often a family is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from puskesos.rules.assignment_path import AssignmentState, find_assignment_transition
from puskesos.rules.roles import Role
from puskesos.rules.visit_day import (
    BigStep,
    DayPart,
    attempts_of,
    big_step,
    day_to_go,
    is_tried_again,
    part_of_day,
    plan_problem,
)

TODAY = date(2026, 11, 17)  # a Tuesday


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


@dataclass
class Report:
    id: int
    outcome: str = "tidak_ada"
    corrects_id: int | None = None
    reviewed_at: datetime | None = None


@pytest.mark.parametrize(
    ("due", "planned", "goes"),
    [
        pytest.param(-1, None, -1, id="late without a plan"),
        pytest.param(3, None, 3, id="without a plan the due date"),
        pytest.param(3, 1, 1, id="planned before the due date"),
        pytest.param(-1, 2, 2, id="late, and planned ahead"),
        pytest.param(3, -1, 0, id="the planned day went by, it is not late yet"),
        pytest.param(-2, -1, -2, id="the planned day went by, and the due date"),
        pytest.param(-2, 0, 0, id="planned for today"),
    ],
)
def test_a_task_stands_on_the_day_to_go(due: int, planned: int | None, goes: int) -> None:
    assert day_to_go(day(due), day(planned), TODAY) == day(goes)


@pytest.mark.parametrize(
    ("offset", "part"), [(-1, "lewat"), (0, "hari_ini"), (1, "minggu_ini"), (5, "minggu_ini"), (6, "nanti")]
)
def test_the_day_has_four_parts(offset: int, part: str) -> None:
    assert part_of_day(day(offset), TODAY) == DayPart(part)


@pytest.mark.parametrize(
    ("state", "offset", "can_call", "step"),
    [
        ("ditugaskan", 0, True, BigStep.TERIMA),
        ("diterima", 0, True, BigStep.KUNJUNGI),
        ("diterima", 2, True, BigStep.HUBUNGI),
        ("diterima", 2, False, BigStep.KUNJUNGI),
        ("kunjungan_ulang", -1, True, BigStep.KUNJUNGI),
        ("dikerjakan", 0, True, BigStep.ISI),
        ("dikerjakan", 2, True, BigStep.HUBUNGI),
        ("dikerjakan", 2, False, BigStep.ISI),
        ("dikembalikan", 3, True, BigStep.PERBAIKI),
        ("dilaporkan", 0, True, BigStep.LIHAT),
    ],
)
def test_each_task_has_one_big_step(state: str, offset: int, can_call: bool, step: BigStep) -> None:
    assert big_step(state, day(offset), TODAY, can_call=can_call) == step


@pytest.mark.parametrize(
    ("offset", "reason", "field"),
    [
        pytest.param(1, "", None, id="within the due date nobody is asked"),
        pytest.param(5, "Banjir.", None, id="later with a reason"),
        pytest.param(5, "", "reason", id="later without one"),
        pytest.param(-1, "Banjir.", "planned_on", id="in the past"),
        pytest.param(31, "Banjir.", "planned_on", id="more than a month ahead"),
    ],
)
def test_a_plan_beyond_the_due_date_needs_a_reason(offset: int, reason: str, field: str | None) -> None:
    problem = plan_problem(day(offset), reason, day(3), TODAY)
    assert (problem and problem[1]) == field


def test_attempts_count_visits_since_the_last_answer_and_each_once() -> None:
    answered = datetime(2026, 11, 16, tzinfo=UTC)
    reports = [Report(1), Report(2, reviewed_at=answered), Report(3), Report(4, "bertemu"), Report(5, corrects_id=3)]
    assert [one.id for one in attempts_of(reports)] == [5]


@pytest.mark.parametrize(
    ("state", "outcome", "again", "attempts", "stays"),
    [
        pytest.param("diterima", "tidak_ada", 1, 1, True, id="the first time nobody was there"),
        pytest.param("dikerjakan", "tidak_ada", 1, 2, True, id="the second time"),
        pytest.param("dikerjakan", "tidak_ada", 1, 3, False, id="the third time the koordinator reads it"),
        pytest.param("dikerjakan", "tidak_ada", None, 1, False, id="no day to go again"),
        pytest.param("dikerjakan", "menolak", 1, 1, False, id="somebody was there and refused"),
        pytest.param("dikembalikan", "tidak_ada", 1, 1, False, id="a report that came back is mended"),
        pytest.param("dilaporkan", "tidak_ada", 1, 1, False, id="a report that waits for its answer"),
    ],
)
def test_a_failed_visit_stays_in_the_field(
    state: str, outcome: str, again: int | None, attempts: int, stays: bool
) -> None:
    assert is_tried_again(state, outcome, day(again), attempts) == stays


@pytest.mark.parametrize("state", ["dikerjakan", "dikembalikan", "kunjungan_ulang"])
def test_a_task_at_work_is_given_back_with_a_reason_by_its_volunteer_alone(state: str) -> None:
    step = find_assignment_transition(state, AssignmentState.DITOLAK)
    assert step.label == "Kembalikan tugas" and step.requires == ("reason",)
    assert [role for role in Role if step.is_open_to({str(role)})] == [Role.PSM]
