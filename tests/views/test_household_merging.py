"""Menggabungkan dan memisah keluarga: choosing by card or name, confirming, parting, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Household, HouseholdMerge, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
KK, OTHER_KK = "3216991206790001", "3216991206790002"
LONG = "Raden Ajeng Siti Nurhaliza Kusumawardhani Puspaningrum Sari W"


@pytest.fixture
def families(cast: Cast) -> list[Household]:
    """Sarman (head) and Wati on one card, Rohmat on another."""
    for name, kk in (("Sarman", KK), ("Wati", KK), ("Rohmat", OTHER_KK)):
        make_person(cast, name, kk=kk)
    Person.update(household_role="kepala").where(Person.name == "Sarman").execute()
    return list(Household.select().order_by(Household.id))


def members(family: Household) -> set[str]:
    return {name for (name,) in Person.select(Person.name).where(Person.household == family.id).tuples()}


@pytest.mark.parametrize("text", [OTHER_KK, "rohmat"], ids=["card", "name"])
def test_the_other_family_is_found_by_card_or_member(client_for: SignIn, families: list[Household], text: str) -> None:
    sari, path = client_for("sari"), f"/keluarga/{families[0].id}/gabung"
    page = sari.fill(sari.get(path), "#family-search", q=text, _expect=200, _allow_numbers=True)
    assert [link["href"] for link in page.select(".results a")] == [f"{path}/{families[1].id}"]
    nobody = sari.fill(sari.get(path), "#family-search", q="sarman", _expect=200)
    assert "Tidak ada keluarga lain" in nobody


def test_both_families_are_shown_and_become_one(client_for: SignIn, families: list[Household]) -> None:
    sari = client_for("sari")
    page = sari.get(f"/keluarga/{families[1].id}/gabung/{families[0].id}")
    assert page.texts(".compare-heads li") == [
        "Rohmat hubungan belum diisi", "Sarman Kepala keluarga", "Wati hubungan belum diisi",
    ]  # fmt: skip
    assert page.one("input[name=card][checked]")["value"] == str(families[0].id)
    page = sari.follow(sari.fill(page, "#family-form", reason="Satu rumah"))
    assert page.path == f"/keluarga/{families[0].id}" and "Satu rumah" in page.text("#household-changes")
    assert members(families[0]) == {"Sarman", "Wati", "Rohmat"}
    assert "Tidak ada anggota" in sari.get(f"/keluarga/{families[1].id}")


def test_the_other_card_may_be_the_one_that_stays(client_for: SignIn, families: list[Household]) -> None:
    sari = client_for("sari")
    page = sari.get(f"/keluarga/{families[0].id}/gabung/{families[1].id}")
    assert sari.fill(page, "#family-form", card=families[1].id).location == f"/keluarga/{families[1].id}"
    assert members(families[1]) == {"Sarman", "Wati", "Rohmat"}


def test_a_merge_of_families_is_taken_back(client_for: SignIn, families: list[Household]) -> None:
    sari = client_for("sari")
    sari.fill(sari.get(f"/keluarga/{families[0].id}/gabung/{families[1].id}"), "#family-form")
    page = sari.get(f"/keluarga/{families[0].id}")
    plan = sari.get(str(page.one("#household-changes a")["href"]))
    assert plan.texts("#undo-form li") == ["Rohmat"]
    page = sari.follow(sari.fill(plan, "#undo-form"))
    assert members(families[1]) == {"Rohmat"} and "Dibatalkan oleh Sari" in page.text("#household-changes")
    assert sari.post(plan.path).status == 303 and not page.select("#household-changes a")
    assert AuditEntry.select().where(AuditEntry.action == "household_merge_undone").count() == 1


def test_second_taps_answer_the_same(client_for: SignIn, families: list[Household]) -> None:
    sari, wati = client_for("sari"), Person.get(Person.name == "Wati")
    page = sari.get(f"/keluarga/{families[0].id}/pisah")
    first, again = (sari.fill(page, "#split-form", members=wati.id, head=wati.id) for _ in range(2))
    assert first.location == again.location and HouseholdMerge.select().count() == 1
    page = sari.get(f"/keluarga/{families[0].id}/gabung/{families[1].id}")
    first, again = sari.fill(page, "#family-form"), sari.fill(page, "#family-form")
    assert first.location == again.location and HouseholdMerge.select().count() == 2


def test_a_family_is_parted_with_a_new_card(client_for: SignIn, cast: Cast, families: list[Household]) -> None:
    sari, wati = client_for("sari"), Person.get(Person.name == "Wati")
    page = sari.get(f"/keluarga/{families[0].id}/pisah")
    fields = {"members": wati.id, "head": wati.id, "kk": "3216991206790003", "village": cast.bakti.id, "rt": "4"}
    page = sari.follow(sari.fill(page, "#split-form", **fields))
    assert page.text("h1") == "Keluarga Wati" and "3216••••••••0003" in page and "RT 004" in page
    assert HouseholdMerge.get().kind == "pisah" and members(families[0]) == {"Sarman"}


@pytest.mark.parametrize(
    ("typed", "where", "message"),
    [
        ({}, "#members-error", "Pilih siapa yang pindah"),
        ({"kk": "123"}, "#kk-error", "16 angka"),
        ({"rt": "x"}, "#rt-error", "RT"),
    ],
    ids=["nobody", "short card", "no RT"],
)
def test_a_wrong_split_is_said_at_the_field(
    client_for: SignIn, families: list[Household], typed: dict[str, str], where: str, message: str
) -> None:
    sari = client_for("sari")
    page = sari.fill(sari.get(f"/keluarga/{families[0].id}/pisah"), "#split-form", **typed, _expect=422)
    assert message in page.text(where) and not HouseholdMerge.select().exists()


def test_a_page_from_before_a_change_is_a_conflict(client_for: SignIn, families: list[Household]) -> None:
    sari = client_for("sari")
    page = sari.get(f"/keluarga/{families[0].id}/gabung/{families[1].id}")
    Person.update(version=2).where(Person.name == "Wati").execute()
    sari.fill(page, "#family-form", _expect=409)
    assert members(families[1]) == {"Rohmat"}


def test_restricted_members_are_for_the_koordinator(client_for: SignIn, cast: Cast, families: list[Household]) -> None:
    make_case(cast, client=Person.get(Person.name == "Rohmat"), restricted=True)
    sari, ratna = client_for("sari"), client_for("ratna")
    path = f"/keluarga/{families[0].id}/gabung/{families[1].id}"
    refused = sari.fill(sari.get(path), "#family-form", _expect=422)
    assert "Penggabungan ini perlu koordinator." in refused.text("[role=alert]")
    ratna.fill(ratna.get(path), "#family-form")
    assert members(families[0]) == {"Sarman", "Wati", "Rohmat"}


def test_other_hubs_and_the_family_itself_are_not_found(client_for: SignIn, families: list[Household]) -> None:
    client_for("citra").get(f"/keluarga/{families[0].id}/gabung", expect=404)
    client_for("ratna").get(f"/keluarga/{families[0].id}/gabung/{families[0].id}", expect=404)
    client_for("ratna").get(f"/keluarga/{families[0].id}/perubahan/77/pembatalan", expect=404)


@pytest.mark.parametrize("username", ["bayu", "ujang", "dewi"])
def test_it_is_for_koordinator_and_counter_alone(client_for: SignIn, families: list[Household], username: str) -> None:
    client = client_for(username)
    for path in ("gabung", f"gabung/{families[1].id}", "pisah"):
        client.get(f"/keluarga/{families[0].id}/{path}", expect=403)
    if username == "bayu":
        assert "Pisahkan keluarga" not in client.get(f"/keluarga/{families[0].id}")


def test_a_very_long_name_stands_on_every_page(client_for: SignIn, cast: Cast, families: list[Household]) -> None:
    make_person(cast, LONG, kk=OTHER_KK)
    sari = client_for("sari")
    for path in (f"{families[0].id}/gabung/{families[1].id}", f"{families[1].id}/pisah"):
        assert LONG in sari.get(f"/keluarga/{path}")
