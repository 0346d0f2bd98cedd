"""The clock while Kemensos or BPJS owes an answer, alone or beside papers and letters: one pause, moved once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.case_clock import end_of_pause
from puskesos.actions.case_path import change_case
from puskesos.actions.track import TrackPerson
from puskesos.actions.track_step import move_people
from puskesos.database import database
from puskesos.models import Case, Track
from puskesos.queries.case import CaseFilter, list_cases
from puskesos.queries.clock import pause_now
from puskesos.rules.case_path import CaseState
from puskesos.rules.deadlines import working_days_between
from tests.actions.test_case_clock import FRIDAY, answer, due, move, said, start
from tests.cast import TODAY, ZONE, Cast, make_case, make_referral, viewer_of
from tests.tracked_family import TELLING, back, begin, everybody_on


def track_in(cast: Cast, case: Case, *steps: str) -> Track:
    """A reactivation of the client of a case that stands in `dilayani`, taken to a step."""
    track = begin(cast, case, people=(TrackPerson(case.client_id),))
    walk(cast, track, *steps)
    return track


def walk(cast: Cast, track: Track, *steps: str) -> None:
    """Take everybody on, on the day it is."""
    today = clock.today(ZONE)
    for step in steps:
        fresh, facts = Track.get_by_id(track.id), replace(TELLING[step], on=today)
        ids = [one.id for one in everybody_on(fresh)]
        when = {"version": fresh.version, "now": clock.now(), "today": today}
        move_people(fresh, ids, step, facts, actor=viewer_of(cast.bayu), **when)


def in_state(case: Case, state: str) -> Case:
    Case.update(state=state, state_since=clock.now()).where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


TO_KEMENSOS = ("berkas", "kelayakan", "rekomendasi", "diusulkan")


def test_kemensos_gives_the_time_back_when_the_card_is_active(cast: Cast, moment: Any) -> None:
    case = in_state(start(cast), "dilayani")
    track = track_in(cast, case, *TO_KEMENSOS)
    assert pause_now(Case.get_by_id(case.id)).waits_for == "Kemensos"
    moment.shift(timedelta(days=1))
    walk(cast, track, "disetujui")
    assert due(case) == FRIDAY and pause_now(Case.get_by_id(case.id)).waits_for == "BPJS"
    rows = list_cases(viewer_of(cast.ratna), CaseFilter(state="terbuka"), TODAY)
    assert [bool(row.paused) for row in rows] == [True]
    moment.shift(timedelta(days=2))
    walk(cast, track, "aktif")
    assert due(case) == date(2026, 11, 25) and pause_now(Case.get_by_id(case.id)) is None
    assert said(case) == ["Batas waktu menjadi 25-11-2026: waktu berhenti 3 hari kerja, menunggu BPJS."]


@pytest.mark.parametrize("state", ["penanganan", "menunggu_penetapan", "kunjungan"])
def test_before_the_decision_the_hubs_own_steps_run_on(cast: Cast, moment: Any, state: str) -> None:
    case = in_state(start(cast), state)
    track = track_in(cast, case, *TO_KEMENSOS)
    moment.shift(timedelta(days=3))
    assert pause_now(Case.get_by_id(case.id)) is None
    walk(cast, track, "ditolak")
    assert due(case) == FRIDAY and said(case) == []


def test_a_step_taken_back_ends_the_wait_too(cast: Cast, moment: Any) -> None:
    case = in_state(start(cast), "dilayani")
    track = track_in(cast, case, *TO_KEMENSOS)
    moment.shift(timedelta(days=1))
    back(cast, track)
    assert due(case) == date(2026, 11, 23) and pause_now(Case.get_by_id(case.id)) is None


def test_papers_a_letter_and_kemensos_at_once_move_the_day_once_for_each_day(cast: Cast, moment: Any) -> None:
    """Papers missing from Tuesday to Wednesday, a letter out until Thursday, Kemensos from Tuesday to Friday."""
    case = move(cast, start(cast), CaseState.PERLU_PERBAIKAN)
    track = track_in(cast, case, *TO_KEMENSOS)
    moment.shift(timedelta(days=1))
    with database.atomic():
        fields, _ = end_of_pause(case, CaseState.DIRUJUK, clock.now())
        change_case(case, state="dirujuk", state_since=clock.now(), **fields)
    assert due(case) == date(2026, 11, 23), "one working day for the papers"
    letter = make_referral(cast, Case.get_by_id(case.id))
    moment.shift(timedelta(days=1))
    answer(cast, letter)
    assert due(case) == date(2026, 11, 23), "Kemensos still owes its answer"
    moment.shift(timedelta(days=1))
    walk(cast, track, "aktif")
    assert due(case) == date(2026, 11, 25), "and two more, counted once"
    assert working_days_between(FRIDAY, due(case)) == working_days_between(TODAY, clock.today(ZONE)) == 3


@pytest.mark.parametrize(
    ("began", "ended", "due_on", "moved"),
    [
        pytest.param((2026, 3, 16), (2026, 3, 25), (2026, 3, 17), (2026, 3, 26), id="across Nyepi and Lebaran"),
        pytest.param((2026, 12, 22), (2027, 1, 4), (2026, 12, 28), (2027, 1, 7), id="across the year's end"),
        pytest.param((2026, 11, 21), (2026, 11, 22), (2026, 11, 23), (2026, 11, 23), id="within a weekend"),
    ],
)
def test_a_wait_for_kemensos_counts_working_days_alone(
    cast: Cast, moment: Any, began: tuple[int, int, int], ended: tuple[int, int, int], due_on: Any, moved: Any
) -> None:
    case = make_case(cast)
    moment.move_to(datetime(*began, 2, tzinfo=UTC))
    change_case(case, due_on=date(*due_on), registered_on=date(*began), state="dilayani", state_since=clock.now())
    track = begin(cast, case, people=(TrackPerson(case.client_id),), on=date(*began), today=date(*began))
    walk(cast, track, *TO_KEMENSOS)
    moment.move_to(datetime(*ended, 2, tzinfo=UTC))
    walk(cast, track, "aktif")
    assert due(case) == date(*moved)


def test_the_day_of_a_wait_turns_where_the_hub_is(cast: Cast, moment: Any) -> None:
    """Half past eleven at night in Jakarta: an hour later it is Wednesday there too, and a working day has passed."""
    case = in_state(start(cast), "dilayani")
    moment.move_to(datetime(2026, 11, 17, 16, 30, tzinfo=UTC))
    track = track_in(cast, case, *TO_KEMENSOS)
    moment.shift(timedelta(hours=1))
    walk(cast, track, "aktif")
    assert due(case) == date(2026, 11, 23)
