"""Warga: the list and its search, one person's page, corrections with their old value, and who sees which cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from puskesos.models import AuditEntry, Case, Membership, Person, PersonChange
from puskesos.queries import person as registry
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
NIK, KK = "3216995206790003", "3216991206790001"
FORM = "main form[data-draft]"


@pytest.fixture
def person(cast: Cast) -> Person:
    return make_person(cast, nik=NIK, nik_reason="", kk=KK, birth_date=date(1979, 6, 12), phone="0812-0000-1234")


def fill(client: PageClient, path: str, expect: int = 303, **typed: Any) -> Page:
    return client.fill(client.get(path), FORM, _expect=expect, **typed)


def test_the_menu_leads_staff_to_the_list_and_a_name_to_the_person(client_for: SignIn, person: Person) -> None:
    sari = client_for("sari")
    assert sari.get("/").one(".places a[href='/warga']").get_text(strip=True) == "Warga"
    page = sari.get("/warga")
    assert page.texts("#person-rows td:first-child") == ["Siti Nurhaliza"] and "1 warga" in page
    assert page.one("#person-rows td a")["href"] == f"/warga/{person.id}"
    assert "3216••••••••0003" in page
    assert not client_for("ujang").get("/").select("a[href='/warga']")


@pytest.mark.parametrize("text", ["nurhaliza", NIK, KK, "0812 0000 1234"], ids=["name", "nik", "kk", "phone"])
@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
def test_the_box_finds_by_name_and_number_without_an_address(
    client_for: SignIn, cast: Cast, person: Person, text: str, fragment: bool
) -> None:
    make_person(cast, "Rohmat")
    page = client_for("sari").post(
        "/warga", {"q": text}, expect=200, fragment=fragment, allow_numbers=text in {NIK, KK}
    )
    assert page.texts("#person-rows td:first-child") == ["Siti Nurhaliza"] and "1 warga ditemukan" in page


def test_nobody_found_says_what_to_do(client_for: SignIn, person: Person) -> None:
    assert "Tidak ada warga yang cocok" in client_for("sari").post("/warga", {"q": "Zzz"}, expect=200)
    assert "Tidak ada warga yang cocok" in client_for("sari").get("/warga?keadaan=pindah")


@pytest.mark.parametrize(
    "query", ["desa=x", "desa=99999999999", "keadaan=%00", "setelah=-1", "setelah=²", "tanpa-nik="]
)
def test_nonsense_in_the_address_is_passed_over(client_for: SignIn, person: Person, query: str) -> None:
    assert client_for("sari").get(f"/warga?{query}").status == 200


def test_the_list_goes_on_by_key(client_for: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ani", "Budi", "Cici"):
        make_person(cast, name)
    for module in ("puskesos.views.person", registry.__name__):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    sari = client_for("sari")
    first = sari.get("/warga?keadaan=hidup")
    link = first.one("a[rel=next]")["href"]
    assert first.texts("#person-rows td:first-child") == ["Ani", "Budi"] and "Budi" not in link
    assert sari.get(link).texts("#person-rows td:first-child") == ["Cici"]


def test_a_new_person_is_written_once_with_all_that_was_typed(client_for: SignIn, cast: Cast) -> None:
    sari = client_for("sari")
    form = sari.get("/warga/baru")
    typed = {
        "name": "Rohani", "nik": NIK, "sex": "P", "village": cast.bahagia.id, "kk": KK, "household_role": "kepala",
        "religion": "islam", "education": "sd", "disability": ["fisik", "netra"], "id_card_rt": "4",
        "dtsen_status": "terdaftar", "decile": "3", "decile_on": "2026-11-01",
    }  # fmt: skip
    for _ in range(2):
        answer = sari.fill(form, FORM, **typed)
    made = Person.get()
    assert answer.location == f"/warga/{made.id}" and Person.select().count() == 1
    assert (made.disability, made.id_card_rt, made.decile, made.household_role) == ("fisik,netra", "004", 3, "kepala")
    page = sari.follow(answer)
    assert "Fisik, Sensorik netra" in page and "desil 3" in page.text("#person-welfare")


def test_a_known_nik_and_a_wrong_desil_are_said_at_the_field(client_for: SignIn, cast: Cast, person: Person) -> None:
    typed = {"name": "Rohani", "nik": NIK, "sex": "P", "village": cast.bahagia.id}
    sari = client_for("sari")
    page = sari.fill(sari.get("/warga/baru"), FORM, _expect=422, _allow_numbers=True, **typed)
    assert "sudah dipakai warga lain" in page.text("#nik-error") and page.one("#name")["value"] == "Rohani"
    page = sari.fill(
        sari.get("/warga/baru"), FORM, _expect=422, _allow_numbers=True, **typed, decile="11", decile_on="2026-11-18"
    )
    assert "Desil antara 1 dan 10." in page.text("#decile-error") and "masa depan" in page.text("#decile_on-error")


def test_a_correction_shows_the_old_value_who_and_why(client_for: SignIn, cast: Cast, person: Person) -> None:
    bayu = client_for("bayu")
    typed = {"address": "Kp. Beting", "village": cast.bakti.id, "reason": "Pindah rumah", "nik": "3216995206790004"}
    page = bayu.follow(fill(bayu, f"/warga/{person.id}/ubah", **typed))
    history = page.text("#person-history")
    assert "Bayu" in history and "Alasan: Pindah rumah" in history
    assert "desa/kelurahan: Pantai Bahagia → Pantai Bakti" in history
    assert "NIK: 3216••••••••0003 → 3216••••••••0004" in history and "alamat: kosong → Kp. Beting" in history
    assert fill(bayu, f"/warga/{person.id}/ubah").status == 303
    assert PersonChange.select().count() == 3


def test_a_stale_page_is_a_conflict(client_for: SignIn, person: Person) -> None:
    sari = client_for("sari")
    forms = {sub: sari.get(f"/warga/{person.id}/{sub}") for sub in ("ubah", "keadaan", "keluarga")}
    Person.update(version=2).where(Person.id == person.id).execute()
    typed = {
        "ubah": {"rt": "009"},
        "keadaan": {"status": "pindah", "on": "2026-11-01"},
        "keluarga": {"target": "keluar"},
    }
    for sub, form in forms.items():
        sari.fill(form, FORM, _expect=409, **typed[sub])
    assert not PersonChange.select().exists()


def test_an_unidentified_person_is_identified_with_a_reason(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast, "Tanpa identitas (perempuan)", identity="tidak", nik_reason="tidak_diketahui")
    sari = client_for("sari")
    assert "Isi identitas" in sari.get(f"/warga/{person.id}").text("#person-steps")
    typed = {"name": "Rohani", "unknown": False}
    assert "dikenali" in fill(sari, f"/warga/{person.id}/ubah", 422, **typed).text("#reason-error")
    fill(sari, f"/warga/{person.id}/ubah", **typed, reason="Dikenali ketua RT")
    assert Person.get().identity == "sebagian"
    assert AuditEntry.select().where(AuditEntry.action == "person_identified").exists()


def test_a_death_is_flagged_on_person_and_case_and_closes_nothing(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari, path = client_for("sari"), f"/warga/{case.client_id}"
    form = sari.get(f"{path}/keadaan?menjadi=meninggal")
    assert form.one("input[name=status][checked]")["value"] == "meninggal"
    page = sari.follow(sari.fill(form, FORM, on="2026-11-03", note="Kabar dari RT"))
    assert "Meninggal sejak 3 November 2026." in page and "Masih ada 1 kasus terbuka" in page
    seen = sari.get(f"/kasus/{case.number}")
    assert "Kasus ini masih terbuka." in seen.text("#case-identity") and "dicatat meninggal" in seen.text(
        "#case-history"
    )
    assert Case.get_by_id(case.id).state == "terdaftar"
    assert "Isi tanggal" in fill(sari, f"{path}/keadaan", 422, status="pindah", on="").text("#on-error")


@pytest.mark.parametrize(("number", "shown"), [("nik", NIK), ("kk", KK)])
def test_a_number_opens_for_a_reason_once(client_for: SignIn, person: Person, number: str, shown: str) -> None:
    sari, path = client_for("sari"), f"/warga/{person.id}/nomor"
    form = sari.get(path)
    assert "Isi alasan." in sari.fill(form, "#person-number form", _expect=422, number=number).text("#reason-error")
    page = sari.fill(
        form, "#person-number form", _expect=200, _allow_numbers=True, number=number, reason="Cocokkan KTP"
    )
    assert page.text("#person-number .number") == shown
    assert AuditEntry.get(AuditEntry.action == "number_revealed").reason == "Cocokkan KTP"


@pytest.mark.parametrize(("username", "sees"), [("sari", False), ("ratna", True), ("bayu", True)])
def test_a_restricted_case_leaves_no_trace_for_others(
    client_for: SignIn, cast: Cast, username: str, sees: bool
) -> None:
    known = make_case(cast)
    case = make_case(cast, client=Person.get_by_id(known.client_id), by=cast.ratna, restricted=True)
    page = client_for(username).get(f"/warga/{case.client_id}")
    assert (case.number in page.html) is sees
    if not sees:
        assert "terbatas" not in page.text("main").lower() and len(page.select("#person-cases .results li")) == 1


def test_case_page_and_search_lead_to_the_person(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari, link = client_for("sari"), f"a[href='/warga/{case.client_id}']"
    assert sari.get(f"/kasus/{case.number}").one(f"#case-identity {link}").text == "Siti Nurhaliza"
    assert sari.post("/cari", {"q": "nurhaliza"}, expect=200).one(f".results {link}")


def test_a_program_is_entered_once_and_ended(client_for: SignIn, person: Person) -> None:
    sari, path = client_for("sari"), f"/warga/{person.id}"
    form = sari.get(f"{path}/program")
    for _ in range(2):
        sari.fill(form, FORM, program="pkh", card_number="6013000012345678", since="2024-01-01")
    membership = Membership.get()
    page = sari.get(path)
    assert "PKH Aktif" in page.text("#person-memberships") and "kartu 6013••••••••5678" in page
    edit = f"{path}/program/{membership.id}"
    assert "Isi sejak kapan berhenti." in fill(sari, edit, 422, status="berhenti").text("#until-error")
    fill(sari, edit, status="berhenti", until="2026-03-01")
    ended = Membership.get()
    assert (ended.status, ended.card_number) == ("berhenti", "6013000012345678")
    assert "PKH: berhenti" in sari.get(path).text("#person-history")


def test_a_program_of_somebody_else_is_not_found(client_for: SignIn, cast: Cast, person: Person) -> None:
    sari = client_for("sari")
    fill(sari, f"/warga/{person.id}/program", program="pkh")
    other = make_person(cast, "Rohmat")
    sari.get(f"/warga/{other.id}/program/{Membership.get().id}", expect=404)
