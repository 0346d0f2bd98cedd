"""What a copy is made of: all cases of the person, and third parties whose names may stand in texts."""

from __future__ import annotations

from puskesos import clock
from puskesos.actions.household import Move, move_household
from puskesos.actions.person import Identity, change_person
from puskesos.models import Person
from puskesos.queries.person import find_resident
from puskesos.queries.person_copy import PersonRows, gather_person, has_restricted_case
from puskesos.security import audit
from tests.cast import Cast, make_case, make_person, viewer_of

KK, OLD_KK, PHONE = "3216991206790001", "3216991206790002", "081399998888"


def rows_of(cast: Cast, person: Person) -> PersonRows:
    found = find_resident(viewer_of(cast.ratna), person.id)
    assert found is not None
    return gather_person(found)


def test_every_case_of_the_person_is_there_with_its_own_rows(cast: Cast) -> None:
    person, other = make_person(cast), make_person(cast, "Budi")
    assert not has_restricted_case(person)
    open_case = make_case(cast, client=person)
    hidden = make_case(cast, client=person, by=cast.ratna, restricted=True)
    make_case(cast, client=other)
    rows = rows_of(cast, person)
    assert [one.case.number for one in rows.cases] == [open_case.number, hidden.number]
    assert all({event.case_id for event in one.events} == {one.case.id} for one in rows.cases)
    assert all({paper.case_id for paper in one.papers} == {one.case.id} for one in rows.cases)
    assert has_restricted_case(person) and rows.reporters == ["Wati", "Wati"]


def test_family_of_now_and_before_and_the_reporter_by_phone_are_third_parties(cast: Cast) -> None:
    person = make_person(cast, kk=OLD_KK)
    make_person(cast, "Ibu Lama", kk=OLD_KK)
    make_person(cast, "Bapak Baru", kk=KK)
    make_person(cast, "Ningsih", phone=PHONE)
    make_person(cast, "Orang Lain", phone="081311112222")
    make_person(cast, "Budi", by=cast.citra, phone=PHONE)
    make_case(cast, client=person, reporter_phone="0813-9999-8888")
    move = Move("kk", "anak", KK, "Pindah")
    ratna = viewer_of(cast.ratna)
    move_household(find_resident(ratna, person.id), move, version=1, actor=ratna, now=clock.now())
    rows = rows_of(cast, person)
    assert [one.name for one in rows.members] == ["Bapak Baru"]
    assert {one.name for one in rows.others} == {"Ibu Lama", "Bapak Baru", "Ningsih"}


def test_corrections_come_oldest_first_with_the_role_of_who_made_them(cast: Cast) -> None:
    person = make_person(cast)
    for rt in ("001", "002"):
        known = find_resident(viewer_of(cast.bayu), person.id)
        told = Identity("Siti Nurhaliza", "P", cast.bahagia.id, nik_reason="tidak_dibawa", rt=rt)
        change_person(known, told, version=known.version, actor=viewer_of(cast.bayu), now=clock.now())
    rows = rows_of(cast, person)
    assert [(one.old, one.new, rows.roles[one.actor_id]) for one in rows.changes] == [
        ("", "001", "Back office"),
        ("001", "002", "Back office"),
    ]


def test_the_names_of_merged_entries_are_the_persons_own(cast: Cast) -> None:
    person, gone = make_person(cast), make_person(cast, "Iti Nurhalisa", alias="Teh Iti")
    about = {"actor": viewer_of(cast.ratna), "now": clock.now(), "object_type": "person", "object_id": person.id}
    audit.record("person_merged", other=gone.id, fields="", **about)
    assert rows_of(cast, person).merged_names == ["Iti Nurhalisa", "Teh Iti"]
