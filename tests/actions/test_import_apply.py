"""Applying: families, roles, programs and history as actions at the desk write them; what changed since stays."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.import_choices import choose_all, choose_row, choose_rows
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.config import Settings
from puskesos.errors import Conflict
from puskesos.models import CaseEvent, Household, Import, Membership, NotSame, Person, PersonChange
from puskesos.queries.imports import outcome_of
from puskesos.queries.matching import find_likely
from puskesos.rules.matching import Known
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.import_lists import Desk, row, rows_of

NIK, OTHER_NIK = "3216995708800001", "3216995708800002"
KK, OTHER_KK = "3216990101100001", "3216990101100002"
BORN = date(1980, 8, 17)


@pytest.fixture
def desk(cast: Cast, opened: Settings) -> Desk:
    return Desk(cast, opened)


@pytest.fixture
def siti(desk: Desk) -> Person:
    """Known before the list was made, with NIK and family."""
    person = make_person(desk.cast, "Siti Aminah", birth_date=BORN, rt="001", rw="002", nik=NIK, kk=KK)
    before = {"created_at": "2026-10-01 00:00:00", "changed_at": "2026-10-01 00:00:00"}
    Person.update(**before).where(Person.id == person.id).execute()
    return Person.get_by_id(person.id)


def states(imp: Import) -> list[tuple[str, str]]:
    return [(one.verdict, one.state) for one in rows_of(imp)]


def test_new_people_of_one_card_share_a_family_with_one_head(desk: Desk) -> None:
    imp = desk.apply(
        desk.checked(
            row("Siti Aminah", nik=NIK, kk=KK, household_role="Kepala Keluarga"),
            row("Rina Lestari", nik=OTHER_NIK, kk=KK, household_role="Kepala Keluarga"),
        )
    )
    assert Household.select().count() == 1
    assert [one.household_role for one in Person.select().order_by(Person.id)] == ["kepala", ""]
    assert "sudah punya kepala keluarga" in rows_of(imp)[1].reasons
    assert outcome_of(imp)["keluarga"] == 1


def test_new_people_are_found_by_search_and_recognising_at_once(desk: Desk) -> None:
    desk.apply(desk.checked(row("Siti Aminah", nik=NIK, phone="081234567890")))
    likely = find_likely(viewer_of(desk.cast.sari), Known(name="Sitti Aminah", birth_date=BORN), TODAY)
    assert [one.person.name for one in likely.shown] == ["Siti Aminah"]
    person = Person.get()
    assert (person.phone_normal, person.identity, person.created_by_id) == (
        "6281234567890", "lengkap", desk.cast.ratna.id,
    )  # fmt: skip


def test_a_change_raises_the_version_and_names_the_import_in_the_history(desk: Desk, siti: Person) -> None:
    imp = desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=KK, occupation="Pedagang")))
    person, line = Person.get_by_id(siti.id), PersonChange.get()
    assert (person.occupation, person.version) == ("Pedagang", 2)
    assert (line.field, line.old, line.new, line.source, line.reason) == (
        "occupation", "", "Pedagang", "impor", "Daftar warga",
    )  # fmt: skip
    assert states(imp) == [("berubah", "diterapkan")]


def test_a_name_that_changes_is_found_by_its_new_words(desk: Desk, siti: Person) -> None:
    desk.apply(desk.checked(row("Siti Aminah Lestari", nik=NIK)))
    assert Person.get_by_id(siti.id).search_words == "siti aminah lestari"


def test_moving_to_another_card_empties_the_family_that_is_left(desk: Desk, siti: Person) -> None:
    desk.apply(desk.checked(row("Siti Aminah", nik=NIK, kk=OTHER_KK, household_role="Istri")))
    person = Person.get_by_id(siti.id)
    assert Household.get_by_id(person.household_id).kk == OTHER_KK
    assert (person.household_role, Household.get(Household.kk == KK).status) == ("istri", "kosong")
    assert {one.field for one in PersonChange.select()} == {"household_id", "household_role"}


def test_a_new_head_ends_the_role_of_the_one_before(desk: Desk, siti: Person) -> None:
    Person.update(household_role="kepala").where(Person.id == siti.id).execute()
    other = make_person(desk.cast, "Budi Santoso", nik=OTHER_NIK, kk=KK, sex="L", birth_date=date(1979, 1, 2))
    Person.update(created_at=siti.created_at, changed_at=siti.created_at).where(Person.id == other.id).execute()
    lines = [
        row("Budi Santoso", nik=OTHER_NIK, kk=KK, sex="L", birth_date="02-01-1979", household_role="Kepala Keluarga"),
        row("Siti Aminah", nik=NIK, kk=KK, household_role="Istri"),
    ]
    Person.update(household_role="anak").where(Person.id == other.id).execute()
    imp = desk.apply(desk.checked(*lines))
    assert [state for _, state in states(imp)] == ["diterapkan", "diterapkan"]
    assert [Person.get_by_id(one.id).household_role for one in (siti, other)] == ["istri", "kepala"]


def test_a_field_that_changed_since_the_dry_run_skips_the_row(desk: Desk, siti: Person) -> None:
    imp = desk.checked(row("Siti Aminah", nik=NIK, occupation="Pedagang"))
    Person.update(occupation="Buruh").where(Person.id == siti.id).execute()
    imp = desk.apply(imp)
    assert (states(imp), Person.get_by_id(siti.id).occupation) == ([("berubah", "dilewati")], "Buruh")
    assert "Berubah sejak diperiksa." in rows_of(imp)[0].reasons


@pytest.mark.parametrize("known", [{"nik": NIK}, {"birth_date": BORN}], ids=["by NIK", "by name and birth date"])
def test_somebody_who_came_after_the_dry_run_is_not_entered_twice(desk: Desk, known: dict[str, object]) -> None:
    imp = desk.checked(row("Siti Aminah", nik=NIK))
    make_person(desk.cast, "Siti Aminah", **known)
    imp = desk.apply(imp)
    assert (states(imp), Person.select().count()) == ([("baru", "dilewati")], 1)


def test_doubtful_rows_follow_the_decision_and_undecided_ones_are_skipped(desk: Desk, siti: Person) -> None:
    moved = {"rt": "009", "rw": "009", "village": "Pantai Bakti"}
    rina = make_person(desk.cast, "Rina Lestari", birth_date=BORN, village_id=desk.cast.bahagia.id)
    imp = desk.checked(
        row("Siti Aminah", **moved, occupation="Pedagang"),
        row("Rina Lestari", **moved),
        row("Budi Santoso", nik=NIK),
    )
    assert [verdict for verdict, _ in states(imp)] == ["ragu", "ragu", "ragu"]
    first, second, third = rows_of(imp)
    chosen = choose_rows(imp, {first.id: "sama", second.id: "baru"}, actor=desk.ratna, now=clock.now())
    imp = desk.apply(imp)
    assert chosen == 2
    assert [state for _, state in states(imp)] == ["diterapkan", "diterapkan", "dilewati"]
    assert Person.get_by_id(siti.id).occupation == "Pedagang"
    made = Person.get_by_id(rows_of(imp)[1].person_id)
    assert made.id != rina.id
    assert NotSame.select().where(NotSame.person_low == rina.id, NotSame.person_high == made.id).exists()
    with pytest.raises(Conflict):
        choose_row(imp, third.id, "sama", actor=desk.ratna, now=clock.now())


def test_deciding_for_all_leaves_what_was_decided(desk: Desk, siti: Person) -> None:
    moved = {"rt": "009", "rw": "009", "village": "Pantai Bakti"}
    imp = desk.checked(row("Siti Aminah", **moved), row("Budi Santoso", nik=NIK))
    first, _ = rows_of(imp)
    choose_row(imp, first.id, "lewati", actor=desk.ratna, now=clock.now())
    assert choose_all(imp, "baru", actor=desk.ratna, now=clock.now()) == 1
    assert [one.choice for one in rows_of(imp)] == ["lewati", "baru"]


def test_a_list_of_a_program_adds_and_ends_memberships(desk: Desk, siti: Person) -> None:
    entry = MembershipEntry(program="pkh", status="aktif", card_number="601")
    add_membership(siti, entry, key="k", actor=viewer_of(desk.cast.sari), now=clock.now())
    Membership.update(changed_at="2026-10-01 00:00:00").execute()
    titles, fields = ["nama", "nik", "desa", "status"], ["name", "nik", "village", "program_status"]
    rows = [["Siti Aminah", NIK, "Pantai Bahagia", "Berhenti"], ["Rina", OTHER_NIK, "Pantai Bahagia", "Aktif"]]
    imp = desk.check(desk.upload(rows, titles), fields, [], {"program": "pkh"})
    imp = desk.apply(imp)
    known, new = Membership.select().order_by(Membership.id)
    assert (known.status, known.until, known.card_number) == ("berhenti", date(2026, 11, 1), "601")
    assert (new.person_id != siti.id, new.program, new.status) == (True, "pkh", "aktif")
    assert outcome_of(imp)["kepesertaan"] == 2


def test_somebody_who_died_is_told_to_the_open_cases(desk: Desk, siti: Person) -> None:
    case = make_case(desk.cast, client=siti)
    titles, fields = ["nama", "nik", "desa", "keadaan"], ["name", "nik", "village", "status"]
    imp = desk.upload([["Siti Aminah", NIK, "Pantai Bahagia", "Meninggal"]], titles)
    desk.apply(desk.check(imp, fields, ["status"]))
    person = Person.get_by_id(siti.id)
    assert (person.status, person.status_on) == ("meninggal", date(2026, 11, 1))
    assert CaseEvent.select().where(CaseEvent.case == case, CaseEvent.text.contains("meninggal")).exists()
