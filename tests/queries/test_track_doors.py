"""Guided ways and doors: who is known only through a closed case has no name on any way; merged entries are on none."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.actions.track import TrackPerson
from puskesos.actions.track_log import StepFacts
from puskesos.actions.track_step import move_people
from puskesos.errors import RuleBroken
from puskesos.models import Case, Person, PersonChange, PersonMerge, Track, TrackMember
from puskesos.queries.case_page import members_beside
from puskesos.queries.track import elsewhere_too, family_of, log_of, people_at_hand, people_on, tracks_of
from puskesos.queries.track_list import Clock, TrackFilter, count_people, counts_by_step, list_people
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.tracked_family import OFF, begin, go, make_family, steps

CLOCK = Clock(TODAY, 6)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Siti's open case; Budi of her family is in care, on her track, and later known only through Ratna's own case."""
    case = make_family(cast, size=3)
    budi, ani = Person.get(Person.name == "Budi"), Person.get(Person.name == "Ani")
    people = (TrackPerson(case.client_id), TrackPerson(budi.id, care_place="RS Jiwa"), TrackPerson(ani.id))
    begin(cast, case, people=people)
    make_case(cast, client=budi, service="R08", by=cast.ratna)
    Case.update(area="pendidikan").where(Case.client == budi).execute()
    return case


def test_a_hidden_member_is_counted_without_name_and_facts(cast: Cast, case: Case) -> None:
    bayu, track = viewer_of(cast.bayu), Track.get()
    for members in (people_on(bayu, track), tracks_of(bayu, case)):
        assert sorted(one.person.name for one in members) == ["Ani", "Siti Aminah", "anggota lain"]
        assert not any(one.care_place for one in members)
    assert {row.member.person.name for row in log_of(bayu, track)} == {"Ani", "Siti Aminah", "anggota lain"}
    assert [one.name for one in family_of(bayu, case)] == ["Siti Aminah", "Ani"]
    client = Person.get_by_id(case.client_id)
    assert [one.name for one in members_beside(bayu, client)] == ["Ani"]
    ratna = viewer_of(cast.ratna)
    assert len(people_at_hand(bayu, track)) == 2 and len(people_at_hand(ratna, track)) == 3
    assert len(family_of(ratna, case)) == 3 and len(members_beside(ratna, client)) == 2


def test_the_list_does_not_find_a_hidden_member_by_name_place_or_care(cast: Cast, case: Case) -> None:
    bayu, ratna = viewer_of(cast.bayu), viewer_of(cast.ratna)
    assert sorted(row.client_name for row in list_people(bayu, TrackFilter(), CLOCK)) == [
        "Ani", "Siti Aminah", "anggota lain",
    ]  # fmt: skip
    assert count_people(bayu, TrackFilter(), CLOCK) == 3 == sum(counts_by_step(bayu).values())
    for wanted in (TrackFilter(text="budi"), TrackFilter(in_care=True)):
        assert list_people(bayu, wanted, CLOCK) == []
        assert [row.client_name for row in list_people(ratna, wanted, CLOCK)] == ["Budi"]
    assert len(list_people(bayu, TrackFilter(village=cast.bahagia.id), CLOCK)) == 2
    first, *_ = list_people(bayu, TrackFilter(), CLOCK)
    assert len(list_people(bayu, TrackFilter(), CLOCK, after=first.id)) == 2


def test_nobody_takes_on_whom_they_may_not_know(cast: Cast, case: Case) -> None:
    track = Track.get()
    everybody = [one.id for one in TrackMember.select()]
    when = {"version": track.version, "now": clock.now(), "today": TODAY}
    facts = StepFacts(TODAY, number="440/12", who="RSUD")
    with pytest.raises(RuleBroken, match="Centang"):
        move_people(track, everybody, "berkas", facts, actor=viewer_of(cast.bayu), **when)
    with pytest.raises(RuleBroken, match="keluarga"):
        begin(cast, case, kind="usulan_dtsen", wanted=("dtsen",), people=(TrackPerson(_budi().id),))
    move_people(track, everybody, "berkas", facts, actor=viewer_of(cast.ratna), **when)
    assert steps(track) == ["berkas"] * 3


def test_a_text_written_for_several_stays_with_who_is_shown(cast: Cast, case: Case) -> None:
    track, bayu = Track.get(), viewer_of(cast.bayu)
    go(cast, track, "berkas", by=cast.ratna)
    budi = TrackMember.get(TrackMember.person == _budi())
    go(cast, track, "kelayakan", who=[budi], by=cast.ratna)
    alone, *together = log_of(bayu, Track.get_by_id(track.id))[:4]
    assert (alone.to_step, alone.who) == ("kelayakan", "")
    assert {row.who for row in together} == {"RSUD Cabangbungin"}


def test_a_way_in_a_closed_case_leaves_on_the_person_what_could_be_written_by_hand(cast: Cast) -> None:
    person = make_person(cast, "Siti Aminah")
    make_case(cast, client=person)
    secret = make_case(cast, client=person, service="R08", by=cast.ratna)
    track = begin(cast, secret, people=(TrackPerson(person.id, deactivated_on=OFF),), by=cast.ratna)
    go(cast, track, "aktif", by=cast.ratna)
    told = list(PersonChange.select().where(PersonChange.person == person))
    assert told and {(row.reason, row.source) for row in told} == {("", "tangan")}


def test_an_entry_merged_away_is_on_no_way_until_the_merge_is_undone(cast: Cast) -> None:
    kept, gone = (make_person(cast, "Siti Aminah", kk="3216991206790001") for _ in range(2))
    track = begin(cast, make_case(cast, client=kept))
    _merge(cast, kept, gone)
    bayu = viewer_of(cast.bayu)
    assert [row.client_name for row in list_people(bayu, TrackFilter(), CLOCK)] == ["Siti Aminah"]
    assert count_people(bayu, TrackFilter(), CLOCK) == 1 == sum(counts_by_step(bayu).values())
    go(cast, track, "berkas")
    assert steps(track) == ["berkas", "diajukan"] and len(people_on(bayu, track)) == 1
    undo_merge(PersonMerge.get(), actor=viewer_of(cast.ratna), now=clock.now())
    assert len(people_on(bayu, track)) == 2


def test_two_ways_of_one_kind_that_meet_are_told_on_both_and_either_ends(cast: Cast) -> None:
    kept, gone = (make_person(cast, "Siti Aminah") for _ in range(2))
    tracks = [
        begin(cast, make_case(cast, client=one), people=(TrackPerson(one.id, deactivated_on=date(2026, 10, 12)),))
        for one in (kept, gone)
    ]
    bayu = viewer_of(cast.bayu)
    assert not any(elsewhere_too(bayu, one, people_on(bayu, one)) for one in tracks)
    _merge(cast, kept, gone)
    for one, other in (tracks, tracks[::-1]):
        (found,) = elsewhere_too(bayu, one, people_on(bayu, one))
        assert (found.track_id, found.person.name) == (other.id, "Siti Aminah")
    go(cast, tracks[1], "dihentikan")
    assert not any(elsewhere_too(bayu, one, people_on(bayu, one)) for one in tracks)


def _budi() -> Person:
    return Person.get(Person.name == "Budi")


def _merge(cast: Cast, one: Person, other: Person) -> None:
    kept, gone = Person.get_by_id(one.id), Person.get_by_id(other.id)
    entry, key = MergeEntry({}, kept.version, gone.version), str(uuid.uuid4())
    merge_people(kept, gone, entry, key=key, actor=viewer_of(cast.ratna), now=clock.now())
