"""Steps of a guided way with what they record, one step back, corrections that leave a trace, the decile's reminder."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.track_log import StepFacts
from puskesos.actions.track_step import mend_step, move_people, note_decile, step_back, step_facts
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Case, CaseEvent, Person, Track, TrackEvent, TrackMember
from tests.cast import TODAY, Cast, viewer_of
from tests.tracked_family import OFF, TELLING, back, begin, everybody_on, go, make_family, steps


@pytest.fixture
def case(cast: Cast) -> Case:
    """A mother who comes for her family of three."""
    return make_family(cast)


def test_the_whole_way_of_a_family_ends_with_active_cards(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", "kelayakan", "rekomendasi", "diusulkan", "disetujui", "aktif")
    mother = Person.get_by_id(case.client_id)
    assert (mother.insurance_status, mother.deactivated_on, mother.deactivation_number) == ("aktif", None, "")
    member = everybody_on(track)[0]
    assert (member.active_on, member.deactivated_on) == (TODAY, OFF)
    assert step_facts(member) == StepFacts(TODAY)
    go(cast, track, "selesai", by=cast.sari)
    last = CaseEvent.select().order_by(CaseEvent.id.desc()).get()
    assert last.text == "Reaktivasi PBI-JK, klien dan 2 orang lain: Selesai, 17 November 2026 (Datang ke loket.)."
    assert steps(track) == ["selesai"] * 3


def test_one_of_the_family_can_end_otherwise(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", "kelayakan", "rekomendasi", "diusulkan")
    mother, *children = everybody_on(track)
    go(cast, track, "ditolak", who=[mother])
    go(cast, track, "disetujui", who=children)
    assert sorted(steps(track)) == ["disetujui", "disetujui", "ditolak"]
    with pytest.raises(RuleBroken, match="berbeda"):
        go(cast, track, "aktif")


@pytest.mark.parametrize(
    ("target", "facts", "field"),
    [
        ("berkas", StepFacts(TODAY, who="RSUD"), "number"),
        ("berkas", StepFacts(date(2026, 11, 16), number="1", who="RSUD"), "on"),
        ("berkas", StepFacts(date(2026, 11, 18), number="1", who="RSUD"), "on"),
        ("dihentikan", StepFacts(TODAY), "text"),
        ("diusulkan", StepFacts(TODAY, channel="siks_dinsos"), None),
    ],
    ids=["no number", "before the step before", "tomorrow", "no reason", "no such step"],
)
def test_a_step_says_what_it_lacks(cast: Cast, case: Case, target: str, facts: StepFacts, field: str | None) -> None:
    track = begin(cast, case)
    ids = [one.id for one in everybody_on(track)]
    when = {"version": track.version, "now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken) as problem:
        move_people(track, ids, target, facts, actor=viewer_of(cast.bayu), **when)
    assert problem.value.field == field and steps(track) == ["diajukan"] * 3


def test_front_office_does_not_enter_the_proposal(cast: Cast, case: Case) -> None:
    track = begin(cast, case, by=cast.sari)
    go(cast, track, "berkas", by=cast.sari)
    with pytest.raises(NotAllowed):
        go(cast, track, "kelayakan", by=cast.sari)


def test_of_two_writers_the_second_is_told(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    ids = [one.id for one in everybody_on(track)]
    go(cast, track, "berkas", who=everybody_on(track)[:1])
    with pytest.raises(Conflict):
        when = {"version": track.version, "now": clock.now(), "today": TODAY}
        move_people(track, ids[1:], "berkas", TELLING["berkas"], actor=viewer_of(cast.bayu), **when)


def test_one_step_back_keeps_the_trace_and_the_card_goes_off_again(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", "aktif")
    lines = TrackEvent.select().count()
    back(cast, track)
    assert steps(track) == ["berkas"] * 3 and TrackEvent.select().count() == lines + 3
    mother = Person.get_by_id(case.client_id)
    assert (mother.insurance_status, mother.deactivated_on) == ("nonaktif", OFF)
    assert everybody_on(track)[0].active_on is None
    assert "kembali ke “Berkas diperiksa”. Salah klik." in CaseEvent.select().order_by(CaseEvent.id.desc()).get().text
    back(cast, track)
    with pytest.raises(RuleBroken, match="langkah pertama"):
        back(cast, track)


def test_going_back_asks_why_and_who_could_not_go_cannot_go_back(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", "kelayakan")
    with pytest.raises(RuleBroken) as problem:
        back(cast, track, reason="")
    assert problem.value.field == "text"
    fresh = Track.get_by_id(track.id)
    when = {"version": fresh.version, "now": clock.now(), "today": TODAY}
    with pytest.raises(NotAllowed):
        step_back(fresh, [everybody_on(track)[0].id], "Salah.", actor=viewer_of(cast.sari), **when)


def test_an_end_can_be_taken_back(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "dihentikan")
    back(cast, track)
    assert steps(track) == ["diajukan"] * 3


def test_mending_a_step_adds_a_line_and_moves_its_day(cast: Cast, case: Case) -> None:
    track = begin(cast, case, on=date(2026, 11, 2))
    go(cast, track, "aktif")
    fresh = Track.get_by_id(track.id)
    ids, mended = [one.id for one in everybody_on(fresh)], StepFacts(date(2026, 11, 14))
    when = {"actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken) as problem:
        mend_step(fresh, ids, mended, "", version=fresh.version, **when)
    assert problem.value.field == "reason"
    mend_step(fresh, ids, mended, "Salah tanggal.", version=fresh.version, **when)
    member = everybody_on(fresh)[0]
    assert (member.active_on, member.step_on, step_facts(member)) == (mended.on, mended.on, mended)
    kinds = [kind for (kind,) in TrackEvent.select(TrackEvent.kind).where(TrackEvent.member == member).tuples()]
    assert sorted(kinds) == ["koreksi", "maju", "mulai"]
    with pytest.raises(RuleBroken, match="Tidak ada yang berubah"):
        mend_step(fresh, ids, mended, "Lagi.", version=fresh.version, **when)


@pytest.mark.parametrize(
    ("at", "day", "message"),
    [
        ("diajukan", date(2024, 11, 16), "paling awal 17 November 2024"),
        ("aktif", date(2026, 11, 1), "sebelum langkah sebelumnya"),
        ("aktif", date(2026, 11, 17), "sesudah desil diperbaiki"),
        ("aktif", date(2026, 11, 18), "masih di depan"),
    ],
    ids=["begun long ago", "before the step before", "after the decile", "to come"],
)
def test_a_mended_day_keeps_the_order_of_the_steps(cast: Cast, case: Case, at: str, day: date, message: str) -> None:
    track = begin(cast, case, on=date(2026, 11, 2))
    if at == "aktif":
        go(cast, track, "aktif")
        TrackMember.update(step_on=date(2026, 11, 10), active_on=date(2026, 11, 10)).execute()
        TrackMember.update(decile_fixed_on=date(2026, 11, 16)).execute()
    fresh = Track.get_by_id(track.id)
    ids, when = [one.id for one in everybody_on(fresh)], {"now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken, match=message) as refused:
        mend_step(fresh, ids, StepFacts(day), "Salah.", version=fresh.version, actor=viewer_of(cast.bayu), **when)
    assert refused.value.field == "on"


def test_mending_asks_what_the_step_asks_and_of_whom_it_asks(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", "kelayakan")
    fresh = Track.get_by_id(track.id)
    ids, when = [one.id for one in everybody_on(fresh)], {"version": fresh.version, "now": clock.now(), "today": TODAY}
    with pytest.raises(RuleBroken) as problem:
        mend_step(fresh, ids, StepFacts(TODAY), "Kosong.", actor=viewer_of(cast.bayu), **when)
    assert problem.value.field == "who"
    with pytest.raises(NotAllowed):
        mend_step(fresh, ids, StepFacts(TODAY, who="Saya"), "Salah.", actor=viewer_of(cast.sari), **when)


def test_the_reminder_ends_when_the_decile_was_mended(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    when = {"actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    ids = [one.id for one in everybody_on(track)]
    with pytest.raises(RuleBroken, match="setelah kartu aktif"):
        note_decile(track, ids, TODAY, version=track.version, **when)
    go(cast, track, "aktif")
    fresh = Track.get_by_id(track.id)
    note_decile(fresh, ids, TODAY, version=fresh.version, **when)
    assert {one.decile_fixed_on for one in everybody_on(track)} == {TODAY}
