"""Periksa data: asked for by a button, one kind at a time, each row with the one step that mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, Job, NotSame, Person, RegistryFinding, Village
from puskesos.rules.job import JobKind
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
Check = Callable[[], None]
PATH = "/warga/periksa"
NIK, KK = "3216995206790003", "3216991206790001"
BORN = date(1979, 6, 12)


@pytest.fixture
def check(app: Flask, cast: Cast) -> Check:
    """Run the check of the whole registry, as the worker would."""

    def run() -> None:
        ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
        run_waiting(app.config["SETTINGS"])

    return run


@pytest.fixture
def doubles(cast: Cast) -> list[Person]:
    return [make_person(cast, name, birth_date=BORN) for name in ("Siti Aisyah", "Siti Aisah")]


def test_a_registry_never_checked_says_so_and_is_checked_by_the_button(
    client_for: SignIn, cast: Cast, app: Flask, doubles: list[Person]
) -> None:
    sari = client_for("sari")
    page = sari.get(PATH)
    assert "Belum pernah diperiksa" in page
    waiting = sari.follow(sari.fill(page, f"form[action='{PATH}/pemeriksaan']"))
    assert "menunggu giliran" in waiting.text("#job-progress") and Job.select().count() == 1
    sari.post(f"{PATH}/pemeriksaan")
    assert run_waiting(app.config["SETTINGS"]) == 1
    assert "Diperiksa 17 Nov 2026 09.00, 2 warga, 0 detik." in sari.get(PATH)


def test_a_clean_registry_says_so(client_for: SignIn, check: Check) -> None:
    check()
    page = client_for("sari").get(PATH)
    assert "Tidak ada yang perlu dirapikan" in page and not page.select("#check-rows")


def test_each_kind_has_its_count_and_its_own_list(client_for: SignIn, cast: Cast, check: Check) -> None:
    make_person(cast, birth_date=date(2030, 1, 1))
    dead = make_case(cast, client=make_person(cast, "Rohmat"))
    Person.update(status="meninggal").where(Person.id == dead.client_id).execute()
    check()
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    assert page.texts("nav li .badge") == ["1", "1"] and page.text("#check-title") == "Tanggal lahir tidak wajar"
    other = ratna.get(f"{PATH}?jenis=meninggal")
    assert other.select(f"#check-rows a[href='/kasus/{dead.number}']")


def test_a_village_stands_alone_and_odd_addresses_do_no_harm(client_for: SignIn, cast: Cast, check: Check) -> None:
    for village in (cast.bahagia, cast.bakti):
        make_person(cast, f"Warga {village.name}", village_id=village.id, birth_date=date(2030, 1, 1))
    check()
    ratna = client_for("ratna")
    assert len(ratna.get(PATH).select("#check-rows li")) == 2
    assert ratna.get(f"{PATH}?desa={cast.bakti.id}").texts("#check-rows strong") == ["Warga Pantai Bakti"]
    ratna.get(f"{PATH}?desa=²&setelah=abc&jenis=apa")


def test_the_birth_date_is_taken_from_the_nik_in_one_step(client_for: SignIn, cast: Cast, check: Check) -> None:
    make_person(cast, nik=NIK, nik_reason="", birth_date=date(1979, 12, 6))
    check()
    sari = client_for("sari")
    page = sari.get(PATH)
    assert "Pakai tanggal dari NIK (12-06-1979)" in page.text("#check-rows form button")
    after = sari.follow(sari.fill(page, "#check-rows form"))
    assert Person.get().birth_date == BORN and not after.select("#check-rows li")
    sari.fill(page, "#check-rows form", _expect=303)
    assert AuditEntry.select().where(AuditEntry.action == "person_changed").count() == 1


def test_a_wrong_nik_is_taken_away_after_asking(client_for: SignIn, cast: Cast, check: Check) -> None:
    first, second = (make_person(cast, name, nik=NIK, nik_reason="") for name in ("Siti Aisyah", "Kokom"))
    check()
    sari = client_for("sari")
    page = sari.get(PATH)
    assert page.select(f"a[href^='/warga/{first.id}/gabung/{second.id}']")
    asked = sari.get(page.one(f"a[href^='{PATH}/{second.id}/tanpa-nik']")["href"])
    assert Person.get_by_id(second.id).nik == NIK and "3216••••••••0003" in asked
    sari.fill(asked, "form.sheet")
    assert [row.nik for row in Person.select().order_by(Person.id)] == [NIK, None]
    assert "sudah kosong" in sari.get(f"{PATH}/{second.id}/tanpa-nik")


def test_a_head_is_chosen_by_one_button(client_for: SignIn, cast: Cast, check: Check) -> None:
    make_person(cast, "Rohmat", kk=KK, birth_date=date(2015, 1, 1))
    eldest = make_person(cast, "Wati", kk=KK, birth_date=BORN)
    check()
    sari = client_for("sari")
    page = sari.get(PATH)
    assert [text.split(":")[1].strip() for text in page.texts("#check-rows form button")] == ["Wati"]
    sari.fill(page, "#check-rows form")
    assert Person.get_by_id(eldest.id).household_role == "kepala" and not RegistryFinding.select().exists()


def test_a_stale_row_and_a_person_behind_closed_doors_are_refused(client_for: SignIn, cast: Cast) -> None:
    known, hidden = make_person(cast, nik=NIK, nik_reason="", birth_date=date(2030, 1, 1)), make_person(cast)
    make_case(cast, client=hidden, by=cast.ratna, restricted=True)
    sari = client_for("sari")
    for act in ("tanpa-nik", "tanggal-lahir"):
        sari.post(f"{PATH}/{known.id}/{act}", {"version": 7}, expect=409)
        sari.post(f"{PATH}/{hidden.id}/{act}", {"version": 1}, expect=404)
    assert Person.get_by_id(known.id).nik == NIK


def test_people_of_a_village_no_longer_served_can_be_recorded_as_moved(
    client_for: SignIn, cast: Cast, check: Check
) -> None:
    person = make_person(cast)
    Village.update(active=False).where(Village.id == cast.bahagia.id).execute()
    check()
    assert client_for("sari").get(PATH).select(f"a[href='/warga/{person.id}/keadaan?menjadi=pindah']")


def test_two_are_told_apart_once(client_for: SignIn, check: Check, doubles: list[Person]) -> None:
    check()
    sari = client_for("sari")
    page = sari.get(PATH)
    after = sari.follow(sari.fill(page, "#check-rows form"))
    assert "Dicatat: bukan orang yang sama." in after and not after.select("#check-rows")
    sari.fill(page, "#check-rows form")
    assert NotSame.select().count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "told_apart").count() == 1


@pytest.mark.parametrize("other", ["", "abc", "999999", "-1"])
def test_a_pair_that_is_none_is_refused(client_for: SignIn, doubles: list[Person], other: str) -> None:
    pair = {"person": doubles[0].id, "other": other}
    page = client_for("sari").post(f"{PATH}/bukan-sama", pair, expect=422)
    assert "tidak ditemukan" in page.text("[role=alert]") and not NotSame.select().exists()


def test_a_person_behind_closed_doors_cannot_be_told_apart(
    client_for: SignIn, cast: Cast, doubles: list[Person]
) -> None:
    make_case(cast, client=doubles[0], by=cast.ratna, restricted=True)
    pair = {"person": doubles[0].id, "other": doubles[1].id}
    client_for("sari").post(f"{PATH}/bukan-sama", pair, expect=422)
    assert not NotSame.select().exists()
    client_for("ratna").post(f"{PATH}/bukan-sama", pair)
    assert NotSame.select().count() == 1


@pytest.mark.parametrize("username", ["bayu", "ujang", "dewi"])
def test_it_is_for_koordinator_and_counter_alone(client_for: SignIn, username: str) -> None:
    client_for(username).get(PATH, expect=403)
    client_for(username).post(f"{PATH}/pemeriksaan", expect=403)


def test_the_way_there_stands_on_warga_and_on_beranda(
    client_for: SignIn, cast: Cast, check: Check, doubles: list[Person]
) -> None:
    assert client_for("sari").get("/warga").select(f"a[href='{PATH}']")
    assert not client_for("bayu").get("/warga").select(f"a[href='{PATH}']")
    assert not client_for("ratna").get("/").select("#findings-title")
    check()
    page = client_for("ratna").get("/")
    assert page.text(f"a[href='{PATH}?jenis=tercatat-dua-kali'] .badge") == "1"
    assert not client_for("sari").get("/").select("#findings-title")
