"""What happens to people and families: corrections keep the old value, with who and why, in one transaction."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.case_work import DataCheckEntry, check_data
from puskesos.actions.household import HouseholdEntry, Move, add_member, change_household, enter_member, move_household
from puskesos.actions.membership import MembershipEntry, add_membership, save_membership, stop_membership
from puskesos.actions.person import Identity, Particulars, change_person, enter_person, identify_person
from puskesos.actions.person_status import StatusEntry, set_person_status
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import AuditEntry, Case, CaseEvent, Household, Membership, Person, PersonChange
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

KK, OTHER_KK = "3216991206790001", "3216991206790002"
NIK = "3216995206790003"


def fresh(person: Person) -> Person:
    return Person.get_by_id(person.id)


def changes(person: Person) -> list[tuple[str, str, str]]:
    rows = PersonChange.select().where(PersonChange.person == person).order_by(PersonChange.id)
    return [(row.field, row.old, row.new) for row in rows]


def by(cast: Cast) -> dict[str, Any]:
    return {"actor": viewer_of(cast.sari), "now": clock.now()}


def identity_of(person: Person, **other: Any) -> Identity:
    known = {name: getattr(person, name) for name in Identity.__dataclass_fields__}
    return Identity(**known | other)


def move(cast: Cast, person: Person, target: str, **how: str) -> bool:
    person = fresh(person)
    return move_household(person, Move(target, **how), version=person.version, **by(cast))


def test_a_correction_keeps_the_old_value_with_who_and_why(cast: Cast) -> None:
    person = make_person(cast, nik=NIK, nik_reason="")
    more = Particulars(religion="islam")
    told = change_person(person, identity_of(person, address="Kp. Beting"), more=more, reason="KTP baru", **by(cast))
    assert told == ["alamat", "agama"]
    assert changes(person) == [("address", "", "Kp. Beting"), ("religion", "", "islam")]
    row = PersonChange.get()
    assert (row.reason, row.source, row.actor_name, row.actor_id) == ("KTP baru", "tangan", "Sari", cast.sari.id)
    assert (fresh(person).version, fresh(person).address) == (2, "Kp. Beting")
    assert AuditEntry.get(AuditEntry.action == "person_changed").detail == '{"fields": "address, religion"}'


def test_the_short_form_leaves_the_particulars_alone(cast: Cast) -> None:
    person = make_person(cast)
    change_person(person, identity_of(person), more=Particulars(religion="islam", decile=3), **by(cast))
    change_person(fresh(person), identity_of(person, name="Siti Nur"), **by(cast))
    assert (fresh(person).religion, fresh(person).decile, fresh(person).search_words) == ("islam", 3, "siti nur")


def test_the_same_again_writes_nothing(cast: Cast) -> None:
    person = make_person(cast)
    assert change_person(person, identity_of(person), more=Particulars(), **by(cast)) == []
    assert changes(person) == [] and fresh(person).version == 1


def test_a_stale_correction_is_a_conflict_and_writes_nothing(cast: Cast) -> None:
    person = make_person(cast)
    seen = fresh(person)
    change_person(person, identity_of(person, rt="001"), **by(cast))
    with pytest.raises(Conflict):
        change_person(seen, identity_of(seen, rt="002"), version=1, **by(cast))
    assert fresh(person).rt == "001" and len(changes(person)) == 1


def test_an_unidentified_person_is_identified_for_a_reason(cast: Cast) -> None:
    person = make_person(cast, "Tanpa identitas (perempuan)", identity="tidak")
    known = identity_of(person, name="Rohani", identity="sebagian")
    with pytest.raises(RuleBroken, match="dikenali"):
        identify_person(person, known, **by(cast))
    identify_person(person, known, reason="Dikenali RT 004", **by(cast))
    assert changes(person)[0] == ("name", "Tanpa identitas (perempuan)", "Rohani")
    assert AuditEntry.select().where(AuditEntry.action == "person_identified").count() == 1


def test_somebody_is_entered_once_and_a_known_nik_is_refused(cast: Cast) -> None:
    key, identity = str(uuid.uuid4()), Identity("Rohani", "P", cast.bahagia.id, nik=NIK)
    entered = {"kk": KK, "role": "kepala", **by(cast)}
    first = enter_person(identity, Particulars(education="sd"), key=key, **entered)
    assert enter_person(identity, Particulars(education="sd"), key=key, **entered) == first
    with pytest.raises(RuleBroken, match="sudah dipakai"):
        enter_person(identity, Particulars(), key=str(uuid.uuid4()), **entered)
    person = Person.get()
    assert (person.education, person.household_role, Household.get().kk) == ("sd", "kepala", KK)


def test_a_member_is_entered_into_the_family_once(cast: Cast) -> None:
    family = Household.get_by_id(make_person(cast, "Wati", kk=KK).household_id)
    identity = Identity("Dinda", "P", cast.bahagia.id, nik_reason="bayi")
    entered = {"role": "anak", "key": str(uuid.uuid4()), **by(cast)}
    made = {enter_member(family, identity, Particulars(), **entered) for _ in range(2)}
    child = Person.get(Person.name == "Dinda")
    assert (made, child.household_id, child.household_role) == ({child.id}, family.id, "anak")


def test_a_death_stays_in_the_open_case_without_closing_it(cast: Cast) -> None:
    case = make_case(cast)
    closed = make_case(cast, client=Person.get_by_id(case.client_id))
    Case.update(state="selesai").where(Case.id == closed.id).execute()
    person = Person.get_by_id(case.client_id)
    entry = StatusEntry("meninggal", date(2026, 11, 3), "Kabar dari RT")
    assert set_person_status(person, entry, version=1, today=TODAY, **by(cast))
    assert not set_person_status(person, entry, version=2, today=TODAY, **by(cast))
    assert Case.get_by_id(case.id).state == "terdaftar"
    events = [(row.case_id, row.text) for row in CaseEvent.select().where(CaseEvent.kind == "warga")]
    assert events == [(case.id, "Klien dicatat meninggal sejak 03-11-2026.")]
    assert ("status", "hidup", "meninggal") in changes(person)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (StatusEntry("meninggal"), "Isi tanggal"),
        (StatusEntry("pindah", TODAY + timedelta(days=1)), "masa depan"),
        (StatusEntry("meninggal", date(1970, 1, 1)), "sebelum tanggal lahir"),
    ],
    ids=["no day", "to come", "before birth"],
)
def test_an_impossible_day_is_refused(cast: Cast, entry: StatusEntry, message: str) -> None:
    person = make_person(cast, birth_date=date(1979, 6, 12))
    with pytest.raises(RuleBroken, match=message):
        set_person_status(person, entry, version=1, today=TODAY, **by(cast))
    assert fresh(person).status == "hidup" and changes(person) == []


def test_a_wrong_death_is_taken_back_with_a_reason(cast: Cast) -> None:
    person = make_person(cast)
    set_person_status(person, StatusEntry("meninggal", TODAY), version=1, today=TODAY, **by(cast))
    with pytest.raises(RuleBroken, match="mengapa"):
        set_person_status(person, StatusEntry("hidup"), version=2, today=TODAY, **by(cast))
    set_person_status(person, StatusEntry("hidup", note="Orang lain"), version=2, today=TODAY, **by(cast))
    assert (fresh(person).status, fresh(person).status_on) == ("hidup", None)


def test_a_move_to_another_card_leaves_an_empty_family_behind(cast: Cast) -> None:
    person = make_person(cast, kk=KK)
    left = person.household_id
    assert move(cast, person, "kk", kk=OTHER_KK, role="istri", reason="Menikah")
    now_in = Household.get(Household.kk == OTHER_KK)
    assert (fresh(person).household_id, fresh(person).household_role) == (now_in.id, "istri")
    assert changes(person) == [("household_id", str(left), str(now_in.id)), ("household_role", "", "istri")]
    assert Household.get_by_id(left).status == "kosong"
    assert not move(cast, person, "tetap", role="istri")


def test_a_new_head_ends_the_one_before(cast: Cast) -> None:
    old, new = make_person(cast, "Sarman", kk=KK), make_person(cast, "Wati", kk=KK)
    move(cast, old, "tetap", role="kepala")
    move(cast, new, "tetap", role="kepala", reason="Suami meninggal")
    assert (fresh(old).household_role, fresh(new).household_role) == ("", "kepala")
    assert changes(old)[-1] == ("household_role", "kepala", "")


def test_leaving_joining_and_a_family_without_a_card(cast: Cast) -> None:
    person = make_person(cast, kk=KK)
    household = Household.get()
    move(cast, person, "keluar", role="anak")
    assert (fresh(person).household_id, fresh(person).household_role) == (None, "")
    with pytest.raises(RuleBroken, match="belum tercatat"):
        move(cast, person, "tetap")
    with pytest.raises(RuleBroken, match="nomor KK tujuan"):
        move(cast, person, "kk")
    move(cast, person, "baru", role="kepala")
    assert Household.get_by_id(fresh(person).household_id).kk is None
    assert add_member(household, fresh(person), "anak", **by(cast))
    assert fresh(person).household_id == household.id and Household.get_by_id(household.id).status == "aktif"


def test_a_corrected_card_stands_in_each_members_history(cast: Cast) -> None:
    person = make_person(cast, kk=KK)
    make_person(cast, kk=OTHER_KK)
    household = Household.get(Household.kk == KK)
    entry = HouseholdEntry(OTHER_KK, cast.bahagia.id)
    with pytest.raises(RuleBroken, match="dipakai keluarga lain"):
        change_household(household, entry, **by(cast))
    new = "3216991206790009"
    assert change_household(household, replace(entry, kk=new, address="Kp. Beting"), **by(cast)) == ["kk", "address"]
    assert changes(person) == [("kk", KK, new)]


def test_a_program_is_entered_once_corrected_and_ended(cast: Cast) -> None:
    person, key = make_person(cast), str(uuid.uuid4())
    entry = MembershipEntry("pkh", "aktif", "6013000012345678", date(2024, 1, 1))
    made = add_membership(person, entry, key=key, **by(cast))
    assert add_membership(person, entry, key=key, **by(cast)) == made
    with pytest.raises(RuleBroken, match="masih berjalan"):
        add_membership(person, entry, key=str(uuid.uuid4()), **by(cast))
    membership = Membership.get()
    assert not save_membership(person, membership, entry, **by(cast))
    with pytest.raises(RuleBroken, match="sebelum tanggal mulai"):
        stop_membership(person, membership, until=date(2023, 1, 1), note="", **by(cast))
    stop_membership(person, membership, until=date(2026, 3, 1), note="Graduasi", **by(cast))
    assert Membership.get().status == "berhenti"
    assert changes(person)[-1] == (
        "program",
        "PKH: aktif, sejak 01-01-2024",
        "PKH: berhenti, sejak 01-01-2024, s.d. 01-03-2026",
    )
    assert "6013" not in "".join(row.detail for row in AuditEntry.select())


def test_a_data_check_of_a_case_stands_on_the_person_unless_older(cast: Cast) -> None:
    case = make_case(cast)
    found = DataCheckEntry("terdaftar", TODAY, "siks_ng", decile=2, period="Triwulan III 2026")
    check_data(case, found, version=case.version, **by(cast))
    earlier = replace(found, checked_on=TODAY - timedelta(days=30), decile=9)
    failed = replace(found, status="tidak_dapat", note="Laman mati", decile=None)
    for entry in (earlier, failed):
        check_data(Case.get(), entry, version=Case.get().version, **by(cast))
    person = Person.get()
    assert (person.dtsen_status, person.decile, person.decile_on, person.decile_channel) == (
        "terdaftar", 2, TODAY, "siks_ng",
    )  # fmt: skip
    assert not [row for row in PersonChange.select() if case.number in row.old + row.new + row.reason]
