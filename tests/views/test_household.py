"""Keluarga: members with roles, moving between families, taking somebody in, and correcting the card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from puskesos.models import AuditEntry, Household, Person, PersonChange
from tests.cast import Cast, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
KK, OTHER_KK = "3216991206790001", "3216991206790002"
FORM = "main form[data-draft]"


@pytest.fixture
def wife(cast: Cast) -> Person:
    make_person(cast, "Sarman", kk=KK, sex="L")
    return make_person(cast, "Wati", kk=KK)


def fill(client: PageClient, path: str, expect: int = 303, **typed: Any) -> Page:
    return client.fill(client.get(path), FORM, _expect=expect, **typed)


def person(name: str) -> Person:
    return Person.get(Person.name == name)


def test_roles_are_given_and_the_head_stands_first(client_for: SignIn, wife: Person) -> None:
    sari = client_for("sari")
    page = sari.get(f"/keluarga/{wife.household_id}")
    assert "belum punya kepala keluarga" in page and "3216••••••••0001" in page
    fill(sari, f"/warga/{person('Sarman').id}/keluarga", target="tetap", household_role="kepala")
    fill(sari, f"/warga/{wife.id}/keluarga", target="tetap", household_role="istri")
    page = sari.get(f"/keluarga/{wife.household_id}")
    assert page.text("h1") == "Keluarga Sarman"
    assert [" ".join(row.split()[:2]) for row in page.texts("#household-members tbody tr")] == [
        "Sarman Kepala",
        "Wati Istri",
    ]


def test_a_move_shows_in_the_history_with_masked_cards(client_for: SignIn, wife: Person) -> None:
    sari = client_for("sari")
    typed = {"target": "kk", "kk": OTHER_KK, "household_role": "kepala", "reason": "Pisah KK"}
    page = sari.follow(fill(sari, f"/warga/{wife.id}/keluarga", **typed))
    assert "keluarga: 3216••••••••0001 → 3216••••••••0002" in page.text("#person-history")
    assert "Pisah KK" in page.text("#person-history")
    assert AuditEntry.select().where(AuditEntry.action == "household_moved").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"target": "kk", "kk": ""}, "kk", "Isi nomor KK tujuan."),
        ({"target": "kk", "kk": "123"}, "kk", "16 angka"),
        ({"target": "lain"}, "target", "Pilih keluarga"),
    ],
    ids=["no card", "short card", "no target"],
)
def test_a_wrong_move_is_said_at_the_field(
    client_for: SignIn, wife: Person, typed: dict[str, str], field: str, message: str
) -> None:
    page = fill(client_for("sari"), f"/warga/{wife.id}/keluarga", 422, **typed)
    assert message in page.text(f"#{field}-error") and not PersonChange.select().exists()


def test_leaving_the_last_member_empties_the_family(client_for: SignIn, cast: Cast) -> None:
    alone = make_person(cast, kk=KK)
    sari = client_for("sari")
    page = sari.follow(fill(sari, f"/warga/{alone.id}/keluarga", target="keluar"))
    assert "Belum tercatat dalam keluarga." in page
    page = sari.get(f"/keluarga/{Household.get().id}")
    assert "Tidak ada anggota" in page and Household.get().status == "kosong"


def test_a_member_is_looked_for_and_taken_in(client_for: SignIn, cast: Cast, wife: Person) -> None:
    child = make_person(cast, "Dinda")
    sari, path, form = client_for("sari"), f"/keluarga/{wife.household_id}/anggota", "main form"
    found = sari.fill(sari.get(path), form, press="[name=cari]", q="dinda", _expect=200)
    assert found.texts(".choice strong, .choice label")[0].startswith("Dinda")
    nobody = sari.fill(found, form, _expect=422)
    assert "Pilih warga dari hasil pencarian." in nobody and nobody.select(".choice")
    sari.fill(found, form, person=child.id, household_role="anak")
    assert (person("Dinda").household_id, person("Dinda").household_role) == (wife.household_id, "anak")


@pytest.mark.parametrize("looked_for", ["Wati", "Dinda"], ids=["only others found", "nobody found"])
def test_a_member_who_is_not_in_the_register_is_entered_into_the_family(
    client_for: SignIn, cast: Cast, wife: Person, looked_for: str
) -> None:
    sari = client_for("sari")
    found = sari.fill(
        sari.get(f"/keluarga/{wife.household_id}/anggota"), "main form", press="[name=cari]", q=looked_for, _expect=200
    )
    page = sari.get(found.one("main a[href^='/warga/baru?']")["href"])
    assert "Masuk KK 3216••••••••0001" in page
    assert not page.select("#kk") and page.one("#village option[selected]").get_text() == "Pantai Bahagia"
    typed = {"name": "Dinda", "sex": "P", "nik_reason": "bayi", "household_role": "anak"}
    for _ in range(2):
        answer = sari.fill(page, FORM, **typed)
    child = person("Dinda")
    assert answer.location == f"/warga/{child.id}" and Person.select().count() == 3
    assert (child.household_id, child.household_role) == (wife.household_id, "anak")


def test_a_new_head_of_the_family_ends_the_one_before(client_for: SignIn, cast: Cast, wife: Person) -> None:
    Person.update(household_role="kepala").where(Person.id == wife.id).execute()
    path = f"/warga/baru?keluarga={wife.household_id}"
    fill(client_for("sari"), path, name="Dinda", sex="P", nik_reason="hilang", household_role="kepala")
    assert (person("Dinda").household_role, person("Wati").household_role) == ("kepala", "")


def test_nobody_is_entered_into_a_family_of_another_hub(client_for: SignIn, cast: Cast) -> None:
    foreign = make_person(cast, "Budi", by=cast.citra, kk=OTHER_KK)
    client_for("sari").get(f"/warga/baru?keluarga={foreign.household_id}", expect=404)
    page = client_for("sari").get("/warga/baru?keluarga=salah")
    assert page.select("#kk")


def test_somebody_of_another_hub_cannot_be_taken_in(client_for: SignIn, cast: Cast, wife: Person) -> None:
    foreign = make_person(cast, "Budi", by=cast.citra)
    sent = {"q": "", "person": str(foreign.id), "household_role": "anak"}
    client_for("sari").post(f"/keluarga/{wife.household_id}/anggota", sent, expect=404)
    assert person("Budi").household_id is None


def test_card_and_address_are_corrected_and_a_taken_number_refused(
    client_for: SignIn, cast: Cast, wife: Person
) -> None:
    make_person(cast, "Budi", kk=OTHER_KK)
    sari, path = client_for("sari"), f"/keluarga/{wife.household_id}/ubah"
    fill(sari, path, address="Kp. Beting", village=cast.bakti.id)
    household = Household.get_by_id(wife.household_id)
    assert (household.kk, household.address, household.village_id) == (KK, "Kp. Beting", cast.bakti.id)
    page = sari.fill(sari.get(path), FORM, _expect=422, _allow_numbers=True, kk=OTHER_KK)
    assert "sudah dipakai keluarga lain" in page.text("#kk-error")
    fill(sari, path, kk="3216991206790009")
    assert "nomor KK: 3216••••••••0001 → 3216••••••••0009" in sari.get(f"/warga/{wife.id}").text("#person-history")
