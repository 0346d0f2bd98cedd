"""The clock that stands still and goes on: the due date moves once, with a line of history, on both engines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.case_path import change_case, move_case
from puskesos.actions.referral_answer import answer_letter
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral
from puskesos.database import database
from puskesos.models import Agency, Case, CaseEvent, LocalHoliday, Referral
from puskesos.queries.case import CaseFilter, list_cases
from puskesos.queries.clock import pause_now
from puskesos.queries.hub import forget_hub
from puskesos.rules.case_path import CaseState
from tests.cast import TODAY, ZONE, Cast, make_case, make_referral, viewer_of

FRIDAY = date(2026, 11, 20)


def move(cast: Cast, case: Case, target: CaseState, **fields: Any) -> Case:
    with database.atomic():
        move_case(case, target, actor=viewer_of(cast.ratna), now=clock.now(), **fields)
    return Case.get_by_id(case.id)


def due(case: Case) -> date:
    return Case.get_by_id(case.id).due_on


def said(case: Case) -> list[str]:
    return [row.text for row in CaseEvent.select().where(CaseEvent.case == case.id, CaseEvent.kind == "waktu")]


def start(cast: Cast) -> Case:
    case = make_case(cast)
    change_case(case, due_on=FRIDAY)
    return case


def answer(cast: Cast, letter: Referral, target: str = "selesai") -> None:
    row = Referral.select(Referral, Agency).join(Agency).where(Referral.id == letter.id).get()
    today = clock.today(ZONE)
    heard = Heard(today, "telepon", "Ibu Rini", "Sudah dilayani.")
    move_referral(row, target, heard, version=row.version, actor=viewer_of(cast.bayu), now=clock.now(), today=today)


def test_papers_that_took_three_working_days_move_the_due_date_by_three(cast: Cast, moment: Any) -> None:
    case = move(cast, start(cast), CaseState.PERLU_PERBAIKAN)
    moment.shift(timedelta(days=3))
    case = move(cast, case, CaseState.TERDAFTAR)
    assert (case.due_on, case.state) == (date(2026, 11, 25), "terdaftar")
    assert said(case) == ["Batas waktu menjadi 25-11-2026: waktu berhenti 3 hari kerja, menunggu berkas keluarga."]


def test_papers_that_came_on_the_same_day_change_nothing(cast: Cast) -> None:
    case = move(cast, move(cast, start(cast), CaseState.PERLU_PERBAIKAN), CaseState.TERDAFTAR)
    assert case.due_on == FRIDAY and said(case) == []


def test_a_local_holiday_was_no_day_of_waiting(cast: Cast, moment: Any) -> None:
    case = move(cast, start(cast), CaseState.PERLU_PERBAIKAN)
    LocalHoliday.create(hub=cast.hub, day=TODAY + timedelta(days=1), name="Hajat laut")
    forget_hub()
    moment.shift(timedelta(days=2))
    assert move(cast, case, CaseState.TERDAFTAR).due_on == date(2026, 11, 23)


def test_a_case_that_ends_keeps_its_due_date(cast: Cast, moment: Any) -> None:
    case = move(cast, start(cast), CaseState.PERLU_PERBAIKAN)
    moment.shift(timedelta(days=7))
    assert move(cast, case, CaseState.BATAL).due_on == FRIDAY and said(case) == []


def test_a_new_due_date_with_the_step_counts_as_it_was_given(cast: Cast, moment: Any) -> None:
    case = Case.get_by_id(make_referral(cast).case_id)
    moment.shift(timedelta(days=7))
    assert move(cast, case, CaseState.DILAYANI, due_on=date(2026, 12, 1)).due_on == date(2026, 12, 1)
    assert said(case) == []


@pytest.mark.parametrize("target", ["selesai", "ditolak", "batal"])
def test_the_office_gives_the_time_back_with_its_answer(cast: Cast, moment: Any, target: str) -> None:
    letter = make_referral(cast, start(cast))
    case = Case.get_by_id(letter.case_id)
    moment.shift(timedelta(days=3))
    answer(cast, letter, "diterima")
    assert due(case) == FRIDAY, "received is no answer yet"
    moment.shift(timedelta(days=3))
    answer(cast, letter, target)
    assert due(case) == date(2026, 11, 26)
    assert "waktu berhenti 4 hari kerja, menunggu jawaban instansi" in said(case)[0]


def test_two_letters_stop_the_clock_once_until_the_last_answer(cast: Cast, moment: Any) -> None:
    first = make_referral(cast, start(cast))
    moment.shift(timedelta(days=1))
    second = make_referral(cast, Case.get_by_id(first.case_id))
    moment.shift(timedelta(days=1))
    answer(cast, first)
    case = Case.get_by_id(first.case_id)
    assert due(case) == FRIDAY and pause_now(case).since == TODAY
    moment.shift(timedelta(days=1))
    answer(cast, second)
    assert due(case) == date(2026, 11, 25) and len(said(case)) == 1 and pause_now(case) is None


def test_a_second_wait_counts_its_own_days_only(cast: Cast, moment: Any) -> None:
    first = make_referral(cast, start(cast))
    moment.shift(timedelta(days=1))
    answer(cast, first)
    second = make_referral(cast, Case.get_by_id(first.case_id))
    moment.shift(timedelta(days=2))
    answer(cast, second)
    assert due(Case.get_by_id(first.case_id)) == date(2026, 11, 25)


def test_the_offices_own_answer_moves_it_too(cast: Cast, moment: Any) -> None:
    letter = make_referral(cast, start(cast))
    moment.shift(timedelta(days=1))
    row = Referral.select(Referral, Agency).join(Agency).where(Referral.id == letter.id).get()
    when = {"now": clock.now(), "today": clock.today(ZONE)}
    assert answer_letter(row, "selesai", name="Ibu Rini", text="Sudah sekolah lagi.", **when)
    case = Case.get_by_id(letter.case_id)
    assert case.due_on == date(2026, 11, 23)
    line = CaseEvent.get(CaseEvent.case == case.id, CaseEvent.kind == "waktu")
    assert (line.actor_id, line.actor_name) == (None, "Ibu Rini")


def test_in_an_emergency_time_runs_on_while_the_letter_is_out(cast: Cast, moment: Any) -> None:
    case = make_case(cast, priority="darurat")
    change_case(case, due_on=FRIDAY)
    letter = make_referral(cast, case)
    moment.shift(timedelta(days=6))
    assert pause_now(Case.get_by_id(case.id)) is None
    assert [row.id for row in list_cases(viewer_of(cast.ratna), CaseFilter(late=True), clock.today(ZONE))] == [case.id]
    assert not list_cases(viewer_of(cast.ratna), CaseFilter(late=True), clock.today(ZONE))[0].paused
    answer(cast, letter)
    assert due(case) == FRIDAY and said(case) == []


def test_a_case_whose_time_stands_still_is_marked_and_never_listed_as_late(cast: Cast) -> None:
    late, papers = start(cast), move(cast, start(cast), CaseState.PERLU_PERBAIKAN)
    letter = make_referral(cast, start(cast))
    Case.update(due_on=TODAY - timedelta(days=3)).execute()
    rows = list_cases(viewer_of(cast.ratna), CaseFilter(state="terbuka"), TODAY)
    assert {row.id: bool(row.paused) for row in rows} == {late.id: False, papers.id: True, letter.case_id: True}
    assert [row.id for row in list_cases(viewer_of(cast.ratna), CaseFilter(late=True), TODAY)] == [late.id]
