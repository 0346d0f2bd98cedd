"""A case that is cancelled or refused takes its guided ways along; they neither run on nor are taken on after it."""

from __future__ import annotations

import pytest

from puskesos import clock
from puskesos.actions.case_decision import DecisionEntry, decide_case, step_case
from puskesos.actions.track_log import StepFacts
from puskesos.actions.track_step import move_people
from puskesos.errors import RuleBroken
from puskesos.models import Case, CaseEvent, Person, Track, TrackEvent, TrackMember
from puskesos.rules.case_path import CaseAct
from tests.cast import TODAY, Cast, viewer_of
from tests.tracked_family import back, begin, everybody_on, go, make_family, steps


@pytest.fixture
def case(cast: Cast) -> Case:
    """A mother who comes for her family of three."""
    return make_family(cast)


def cancel(cast: Cast, case: Case) -> None:
    case, when = Case.get_by_id(case.id), {"now": clock.now(), "today": TODAY}
    actor = viewer_of(cast.sari)
    step_case(case, CaseAct.PEMBATALAN, reason="Keluarga pindah.", version=case.version, actor=actor, **when)


def refuse(cast: Cast, case: Case) -> None:
    Case.update(state="menunggu_penetapan").where(Case.id == case.id).execute()
    case = Case.get_by_id(case.id)
    entry = DecisionEntry("tolak", "Desil 8.", rejection_reason="kriteria", told_client="Sudah dijelaskan.")
    decide_case(case, entry, version=case.version, actor=viewer_of(cast.ratna), now=clock.now())


@pytest.mark.parametrize(
    ("end", "why"),
    [(cancel, "Kasus dibatalkan: Keluarga pindah."), (refuse, "Kasus tidak dapat dilayani: Desil 8.")],
    ids=["cancelled", "refused"],
)
def test_everybody_under_way_stops_with_the_case_and_its_reason(cast: Cast, case: Case, end: object, why: str) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", who=everybody_on(track)[:1])
    end(cast, case)
    assert steps(track) == ["dihentikan"] * 3
    lines = TrackEvent.select().where(TrackEvent.to_step == "dihentikan")
    assert {(line.from_step, line.text) for line in lines} == {("berkas", why), ("diajukan", why)}
    told = [row.text for row in CaseEvent.select().where(CaseEvent.kind == "jalur")]
    assert len([text for text in told if "Dihentikan" in text and why.rstrip(".") in text]) == 2


def test_what_had_ended_before_stays_as_it_ended_and_an_active_card_stays_active(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    first, second, _third = everybody_on(track)
    go(cast, track, "aktif", who=[first, second])
    go(cast, track, "selesai", who=[first])
    cancel(cast, case)
    assert steps(track) == ["selesai", "dihentikan", "dihentikan"]
    assert Person.get_by_id(second.person_id).insurance_status == "aktif"
    assert TrackMember.get_by_id(second.id).active_on == TODAY


@pytest.mark.parametrize("state", ["batal", "ditolak"])
def test_nobody_is_taken_on_or_back_in_a_case_that_was_dropped(cast: Cast, case: Case, state: str) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas")
    Case.update(state=state).where(Case.id == case.id).execute()
    fresh, who = Track.get_by_id(track.id), [one.id for one in everybody_on(track)]
    with pytest.raises(RuleBroken, match="jalurnya ikut berhenti"):
        move_people(
            fresh, who, "kelayakan", StepFacts(TODAY, who="Dinsos"), version=fresh.version,
            actor=viewer_of(cast.bayu), now=clock.now(), today=TODAY,
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="jalurnya ikut berhenti"):
        back(cast, track)
    assert steps(track) == ["berkas"] * 3


def test_in_a_case_that_was_opened_again_a_way_is_taken_up_where_it_stopped(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "aktif")
    refuse(cast, case)
    case = Case.get_by_id(case.id)
    when = {"now": clock.now(), "today": TODAY, "version": case.version}
    step_case(case, CaseAct.PEMBUKAAN, reason="Data keliru.", actor=viewer_of(cast.ratna), **when)
    back(cast, track)
    assert steps(track) == ["aktif"] * 3 and Person.get_by_id(case.client_id).insurance_status == "aktif"


def test_in_a_finished_case_a_way_may_run_on(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    Case.update(state="selesai").where(Case.id == case.id).execute()
    go(cast, track, "berkas")
    assert steps(track) == ["berkas"] * 3
