"""Assignments and visits: who may move them, once, and what a case learns from it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from puskesos import clock
from puskesos.actions.assignment import (
    accept_assignment,
    assign_volunteer,
    cancel_assignment,
    decline_assignment,
    start_assignment,
)
from puskesos.actions.visit import VisitEntry, report_visit, review_visit
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Assignment, Case, CaseEvent, Photo, Visit
from tests.cast import TODAY, Cast, make_assignment, make_case, viewer_of
from tests.views.field import approve, report, start_field


def awaits(task: Assignment) -> bool:
    return Case.get_by_id(task.case_id).awaits_assignment


def test_two_volunteers_may_work_on_one_case_and_the_last_one_out_returns_it(cast: Cast) -> None:
    case = make_case(cast)
    first = make_assignment(cast, case)
    second = make_assignment(cast, Case.get_by_id(case.id), volunteer=cast.tono)
    assert [first.number, second.number] == ["T-321617-2611-0001", "T-321617-2611-0002"]
    decline_assignment(first, reason="Sakit.", actor=viewer_of(cast.ujang), now=clock.now())
    assert not awaits(first)
    cancel_assignment(second, reason="Salah orang.", actor=viewer_of(cast.ratna), now=clock.now())
    assert awaits(second)


def test_a_task_is_given_once_per_key(cast: Cast) -> None:
    case, key = make_case(cast), str(uuid.uuid4())
    task = {"volunteer_id": cast.ujang.id, "kind": "kunjungan_rumah", "instruction": "", "due_on": TODAY}
    numbers = {
        assign_volunteer(case, key=key, actor=viewer_of(cast.ratna), now=clock.now(), today=TODAY, **task)
        for _ in range(2)
    }
    assert len(numbers) == Assignment.select().count() == 1


@pytest.mark.parametrize("name", ["sari", "dewi", "citra"])
def test_only_a_volunteer_of_the_hub_can_be_sent(cast: Cast, name: str) -> None:
    with pytest.raises(RuleBroken, match="Pilih relawan dari daftar"):
        make_assignment(cast, volunteer=getattr(cast, name))


def test_a_volunteer_sends_nobody_not_even_in_an_emergency(cast: Cast) -> None:
    case = make_case(cast, priority="darurat")
    for _time in range(2):
        with pytest.raises(NotAllowed):
            make_assignment(cast, Case.get_by_id(case.id), by=cast.ujang)
        make_assignment(cast, Case.get_by_id(case.id), by=cast.sari)


def test_a_volunteer_who_left_is_not_sent(cast: Cast) -> None:
    type(cast.ujang).update(active=False).where(type(cast.ujang).id == cast.ujang.id).execute()
    with pytest.raises(RuleBroken):
        make_assignment(cast)


def test_a_case_out_of_reach_gets_no_task_and_uses_no_number(cast: Cast) -> None:
    case = make_case(cast)
    Case.update(state="dilayani").where(Case.id == case.id).execute()
    with pytest.raises(RuleBroken):
        make_assignment(cast, Case.get_by_id(case.id))
    assert make_assignment(cast).number == "T-321617-2611-0001"


def test_accepting_and_setting_out_again_change_nothing(cast: Cast) -> None:
    task, ujang = make_assignment(cast), viewer_of(cast.ujang)
    before = CaseEvent.select().count()
    for action in (accept_assignment, accept_assignment, start_assignment, start_assignment):
        action(task, actor=ujang, now=clock.now())
    assert Assignment.get_by_id(task.id).state == "dikerjakan"
    assert CaseEvent.select().count() == before + 2


def test_of_two_who_move_one_task_the_second_is_told(cast: Cast) -> None:
    task = make_assignment(cast)
    stale = Assignment.get_by_id(task.id)
    accept_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    with pytest.raises(Conflict):
        cancel_assignment(stale, reason="Salah.", actor=viewer_of(cast.ratna), now=clock.now())
    assert Assignment.get_by_id(task.id).state == "diterima" and not awaits(task)


@pytest.mark.parametrize("name", ["sari", "bayu", "ratna"])
def test_nobody_accepts_for_the_volunteer(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        accept_assignment(make_assignment(cast), actor=viewer_of(getattr(cast, name)), now=clock.now())


def test_a_report_belongs_to_its_volunteer(cast: Cast, tmp_path: Path) -> None:
    task = start_field(cast).task
    entry = VisitEntry(visited_at=clock.now(), outcome="tidak_ada", findings="Kosong.")
    with pytest.raises(RuleBroken, match="bukan milik akun ini"):
        report_visit(
            task, entry, [], uploads=tmp_path, key=str(uuid.uuid4()), actor=viewer_of(cast.tono), now=clock.now()
        )
    assert not Visit.select().exists()


def test_a_report_that_cannot_be_saved_leaves_no_photo_on_the_disk(cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast)
    with pytest.raises(RuleBroken, match="masa depan"):
        report(field, tmp_path / "uploads", visited_at=clock.now() + timedelta(hours=2))
    assert not Photo.select().exists() and not list((tmp_path / "uploads").iterdir())


def test_a_returned_report_is_sent_anew_and_the_first_one_stays(cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast)
    visit = report(field, tmp_path)
    review_visit(
        field.again().task,
        visit,
        target="dikembalikan",
        reason="Foto kabur.",
        actor=viewer_of(cast.bayu),
        now=clock.now(),
    )
    report(field.again(), tmp_path, findings="Foto diulang.")
    assert [row.findings for row in Visit.select().order_by(Visit.id)] == ["Rumah panggung.", "Foto diulang."]
    approve(field)
    assert [row.approved for row in Visit.select().order_by(Visit.id)] == [False, True]
    assert field.again().case.state == "kunjungan" and not awaits(field.task)
