"""Beginning a guided way for a family in one go, and correcting what is known of one person on it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.track import TrackPerson, change_member
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, CaseEvent, Person, PersonChange, Track, TrackEvent, TrackMember
from tests.cast import TODAY, Cast, viewer_of
from tests.tracked_family import OFF, begin, everybody_on, family, go, make_family, steps


@pytest.fixture
def case(cast: Cast) -> Case:
    """A mother who comes for her family of three."""
    return make_family(cast)


def test_a_family_begins_in_one_go_and_the_cards_say_so(cast: Cast, case: Case) -> None:
    mother, *_ = family(case)
    people = tuple(TrackPerson(one.id, deactivated_on=OFF, card_number="0001234567890") for one in family(case))
    track = begin(cast, case, people=people)
    assert steps(track) == ["diajukan"] * 3 and TrackEvent.select().count() == 3
    fresh = Person.get_by_id(mother.id)
    assert (fresh.health_insurance, fresh.insurance_status, fresh.deactivated_on) == ("pbi", "nonaktif", OFF)
    assert fresh.insurance_number == "0001234567890"
    changes = PersonChange.select(PersonChange.field).where(PersonChange.person == mother).tuples()
    assert {field for (field,) in changes} == {
        "health_insurance", "insurance_status", "deactivated_on", "insurance_number",
    }  # fmt: skip
    told = CaseEvent.select().order_by(CaseEvent.id.desc()).get()
    assert told.text == "Reaktivasi PBI-JK, klien dan 2 orang lain: dimulai 17 November 2026."
    assert AuditEntry.select().where(AuditEntry.action == "track_started").get().object_id == str(track.id)


def test_starting_twice_with_one_key_makes_one_track(cast: Cast, case: Case) -> None:
    key = str(uuid.uuid4())
    assert begin(cast, case, key=key).id == begin(cast, case, key=key).id
    assert Track.select().count() == 1 and TrackMember.select().count() == 3


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"people": ()}, "people"),
        ({"people": (TrackPerson(999_999),)}, "people"),
        ({"on": date(2026, 11, 18)}, "on"),
        ({"on": date(2024, 11, 16)}, "on"),
        ({"kind": "usulan_dtsen"}, "wanted"),
    ],
    ids=["nobody", "a stranger", "tomorrow", "too long ago", "nothing proposed"],
)
def test_what_cannot_begin_says_why_and_writes_nothing(
    cast: Cast, case: Case, entry: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as problem:
        begin(cast, case, **entry)
    assert problem.value.field == field and not Track.select().exists()


def test_a_day_off_in_the_future_is_refused_at_the_person(cast: Cast, case: Case) -> None:
    someone = family(case)[1]
    with pytest.raises(RuleBroken, match="Budi") as problem:
        begin(cast, case, people=(TrackPerson(someone.id, deactivated_on=date(2027, 1, 1)),))
    assert problem.value.field == f"off_{someone.id}"


def test_nobody_runs_twice_in_one_kind_but_may_begin_again_after_the_end(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    with pytest.raises(RuleBroken, match="Siti Aminah, Budi, Ani"):
        begin(cast, case)
    begin(cast, case, kind="usulan_dtsen", wanted=("dtsen",))
    go(cast, track, "dihentikan")
    begin(cast, case)
    assert Track.select().count() == 3


def test_a_closed_case_begins_nothing(cast: Cast, case: Case) -> None:
    Case.update(state="selesai").execute()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        begin(cast, Case.get_by_id(case.id))
    with pytest.raises(NotAllowed):
        begin(cast, case, by=cast.ujang)


def test_correcting_a_member_keeps_what_stood_there(cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    member = everybody_on(track)[0]
    entry = TrackPerson(member.person_id, date(2026, 9, 1), "SK 3/2026", "0001234567890", "RSUD Cabangbungin")
    when = {"actor": viewer_of(cast.bayu), "now": clock.now(), "today": TODAY}
    changed = change_member(track, member, entry, version=track.version, **when)
    assert changed == ["nonaktif sejak", "tempat dirawat", "nomor kartu"]
    person = Person.get_by_id(member.person_id)
    assert (person.deactivated_on, person.insurance_number) == (date(2026, 9, 1), "0001234567890")
    line = TrackEvent.select().order_by(TrackEvent.id.desc()).get()
    assert line.text == "nonaktif sejak semula “12 Oktober 2026”, tempat dirawat semula “kosong”"
    again = everybody_on(track)[0]
    assert change_member(track, again, entry, version=track.version, **when) == []
