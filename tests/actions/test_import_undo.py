"""Undoing: what nobody touched since goes, changed fields go back, and what somebody did in between stays."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.import_undo import OWN_ROWS, references
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.actions.person_change import correct
from puskesos.config import Settings
from puskesos.models import Case, Household, Membership, Person, PersonChange, PersonMerge
from puskesos.queries.imports import outcome_of
from tests.cast import Cast, make_case, make_person, viewer_of
from tests.import_lists import Desk, row, rows_of

NIK, OTHER_NIK = "3216995708800001", "3216995708800002"
KK = "3216990101100001"


@pytest.fixture
def desk(cast: Cast, opened: Settings) -> Desk:
    return Desk(cast, opened)


def told(imp: object) -> list[tuple[str, str]]:
    return [(one.state, one.reasons.split("\n")[-1]) for one in rows_of(imp)]


def test_a_new_person_with_a_case_stays(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=KK), row("Rina", nik=OTHER_NIK, kk=KK)))
    siti = Person.get(Person.nik == NIK)
    make_case(desk.cast, client=siti)
    imp = desk.undo(imp)
    assert [one.nik for one in Person.select()] == [NIK]
    assert Case.get().client_id == siti.id
    assert Household.select().count() == 1
    assert told(imp)[0] == ("dipertahankan", "Warga ini sudah dipakai sejak impor (kasus, program, atau lainnya).")
    assert (outcome_of(imp)["dikembalikan"], outcome_of(imp)["dipertahankan"]) == (1, 1)


def test_a_new_person_who_was_corrected_stays(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK)))
    correct(Person.get(), {"alias": "Iti"}, actor=viewer_of(desk.cast.sari), now=clock.now())
    imp = desk.undo(imp)
    assert Person.get().alias == "Iti"
    assert told(imp) == [("dipertahankan", "Warga ini sudah diubah sejak impor.")]


def test_a_corrected_field_stays_and_the_others_go_back(desk: Desk) -> None:
    person = make_person(desk.cast, "Siti Aminah", nik=NIK, birth_date=date(1980, 8, 17))
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, occupation="Pedagang", phone="081234567890")))
    correct(Person.get(), {"occupation": "Buruh"}, actor=viewer_of(desk.cast.sari), now=clock.now())
    imp = desk.undo(imp)
    now = Person.get_by_id(person.id)
    assert (now.occupation, now.phone, now.phone_normal) == ("Buruh", "", None)
    assert told(imp) == [("dipertahankan", "pekerjaan: sudah diubah lagi sejak impor.")]
    assert [(one.field, one.source) for one in PersonChange.select().order_by(PersonChange.id)] == [
        ("occupation", "impor"),
        ("occupation", "tangan"),
    ]


def test_a_family_that_somebody_joined_stays(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=KK)))
    other = make_person(desk.cast, "Rina", kk=KK)
    desk.undo(imp)
    assert [one.id for one in Person.select()] == [other.id]
    assert Household.get().kk == KK


def test_another_dry_run_that_meant_a_person_who_went_is_skipped(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK)))
    second = desk.checked(row("Siti Aminah", nik=NIK, occupation="Pedagang"))
    desk.undo(imp)
    second = desk.apply(second)
    assert [one.state for one in rows_of(second)] == ["dilewati"]
    assert not Person.select().exists()


def test_a_family_of_somebody_who_was_merged_away_stays_for_undoing_the_merge(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=KK)))
    gone, kept = Person.get(), make_person(desk.cast, "Siti Aminah Putri")
    family = gone.household_id
    Person.update(merged_into=kept.id, household=None, nik=None, version=2).where(Person.id == gone.id).execute()
    PersonMerge.create(
        hub=desk.cast.hub, kept=kept, gone=gone, kept_before="{}", kept_after="{}", moved="{}",
        gone_before=f'{{"household_id": {family}, "id": {gone.id}}}', actor=desk.cast.sari, actor_name="Sari",
        at=clock.now(),
    )  # fmt: skip
    desk.undo(imp)
    assert Household.get_by_id(family).status == "kosong"


def test_a_family_that_the_kept_entry_of_a_merge_left_stays_for_undoing_the_merge(desk: Desk) -> None:
    siti = make_person(desk.cast, "Siti Aminah", nik=NIK, birth_date=date(1980, 8, 17))
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=KK)))
    brought_to = Person.get_by_id(siti.id).household_id
    other = make_person(desk.cast, "Siti Aminnah", kk="3216990101100002")
    kept, gone = (Person.get_by_id(one.id) for one in (siti, other))
    by = {"actor": desk.ratna, "now": clock.now()}
    merge_people(kept, gone, MergeEntry({"family": "2"}, kept.version, gone.version), key=str(uuid.uuid4()), **by)
    desk.undo(imp)
    assert undo_merge(PersonMerge.get(), **by)
    assert Person.get_by_id(siti.id).household_id == brought_to


def test_memberships_go_back_as_they_were(desk: Desk) -> None:
    person = make_person(desk.cast, "Siti Aminah", nik=NIK, birth_date=date(1980, 8, 17))
    titles, fields = ["nama", "nik", "desa"], ["name", "nik", "village"]
    rows = [["Siti Aminah", NIK, "Pantai Bahagia"], ["Rina Lestari Dewi", OTHER_NIK, "Pantai Bahagia"]]
    imp = desk.apply(desk.check(desk.upload(rows, titles), fields, [], {"program": "pkh"}))
    assert Membership.select().count() == 2
    desk.undo(imp)
    assert not Membership.select().exists()
    assert [one.id for one in Person.select()] == [person.id]
    assert not PersonChange.select().exists()


def test_every_table_that_speaks_of_a_person_is_asked_before_one_goes(opened: Settings) -> None:
    asked = {model for model, _ in references(Person) if model not in OWN_ROWS}
    assert {one.__name__ for one in asked} >= {"Case", "PersonChange", "PersonMerge", "Person"}


def test_undoing_in_the_right_order_leaves_nothing(desk: Desk) -> None:
    first = desk.apply(desk.checked(row("Siti Aminah", nik=NIK)))
    second = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, occupation="Pedagang")))
    desk.undo(second)
    desk.undo(first)
    assert not Person.select().exists()


def test_an_earlier_import_is_taken_back_again_when_the_later_one_is_gone(desk: Desk) -> None:
    first = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=KK)))
    second = desk.apply(desk.check(desk.upload([row("Siti Aminah", nik=NIK, occupation="Petani")], name="Data tani")))
    first = desk.undo(first)
    assert told(first) == [("dipertahankan", "Warga ini sudah diubah impor lain: Data tani.")]
    desk.undo(second)
    first = desk.undo(first)
    assert told(first) == [("dikembalikan", "")] and outcome_of(first)["dipertahankan"] == 0
    assert not Person.select().exists() and not Household.select().exists()


def test_taking_back_again_spares_whom_an_officer_corrected(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK)))
    correct(Person.get(), {"alias": "Iti"}, actor=viewer_of(desk.cast.sari), now=clock.now())
    for _ in range(2):
        imp = desk.undo(imp)
    assert told(imp) == [("dipertahankan", "Warga ini sudah diubah sejak impor.")] and Person.get().alias == "Iti"
