"""The registry as the front office works in it: a misspelt name, a family that parts, one person written down twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos.models import Household, Person, PersonMerge
from tests.browser.conftest import Desks
from tests.browser.desk import Desk, Size
from tests.browser.keys import focused, go_to
from tests.browser.pages_seen import PagesSeen
from tests.browser.registry_desk import DEVICES, careful, follow, wait_for
from tests.cast import Cast, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
KK, OTHER_KK, NEW_KK = "3216991206790001", "3216991206790002", "3216991206790003"
NIK = "3216995206790003"
BORN = date(1979, 6, 12)


@pytest.mark.vnu
@DEVICES
def test_a_misspelt_name_leads_to_the_person_who_is_corrected_and_moves(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    person = make_person(cast, "Nurjanah", birth_date=BORN, kk=KK, phone="0812-0000-1234")
    make_person(cast, "Rohmat", sex="L", kk=KK)
    sari = careful(open_desk("", size, scripts=scripts), "sari", "/warga")
    find(sari, "Noerjanah")
    follow(sari, sari.page.locator("#person-rows a", has_text="Nurjanah"))
    sari.press("Ubah")
    sari.page.get_by_label("Pekerjaan").fill("Buruh cuci")
    sari.page.get_by_label("Alasan").fill("Diceritakan sendiri")
    sari.press("Simpan")
    sari.expect_text("Buruh cuci", "#person-identity")
    sari.expect_text("Diceritakan sendiri", "#person-history")
    sari.press("Pindah keluarga")
    sari.page.get_by_label("Ke keluarga dengan nomor KK ini").check()
    sari.page.get_by_label("Nomor KK tujuan").fill(OTHER_KK)
    sari.page.get_by_label("Hubungan dalam keluarga").select_option("Kepala keluarga")
    sari.press("Simpan")
    assert "Rohmat" not in sari.page.locator("#person-household").inner_text()
    sari.press("Sudah pindah")
    sari.page.get_by_label("Sejak tanggal").fill("2026-11-10")
    sari.page.get_by_label("Keterangan").fill("Ikut anaknya ke Karawang")
    sari.press("Simpan keadaan")
    sari.expect_text("Ikut anaknya ke Karawang")
    assert (Person.get_by_id(person.id).status, Household.get(kk=OTHER_KK).id) == (
        "pindah",
        Person.get_by_id(person.id).household_id,
    )
    assert pages_seen.complaints_of_nu(tmp_path) == []


@pytest.mark.vnu
@pytest.mark.usefixtures("workers")
@DEVICES
def test_one_person_written_down_twice_becomes_one_and_two_again(
    cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    first, second = written_down_twice(cast)
    before = stored(first, second)
    sari = careful(open_desk("", size, scripts=scripts), "sari", "/warga")
    sari.press("Periksa data")
    sari.press("Periksa sekarang")
    wait_for(sari, "Mungkin tercatat dua kali")
    follow(sari, sari.page.get_by_role("link", name="Bandingkan dan gabungkan"))
    choose_values(sari)
    sari.press("Ya, orang yang sama: gabungkan")
    sari.expect_text("Kedua data sudah menjadi satu.", "#flash")
    see_one_person(sari, first, second)
    take_back(sari, second.name)
    assert stored(first, second) == before
    for person in (first, second):
        sari.open(f"/warga/{person.id}")
        assert sari.page.url.endswith(f"/warga/{person.id}")
    assert pages_seen.complaints_of_nu(tmp_path) == []


@pytest.mark.vnu
@DEVICES
def test_two_families_become_one_and_one_becomes_two(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    head = make_person(cast, "Rohmat", sex="L", kk=KK, birth_date=BORN)
    make_person(cast, "Wati", kk=KK, birth_date=BORN)
    make_person(cast, "Encep", sex="L", kk=OTHER_KK, birth_date=date(2001, 1, 1))
    before = families()
    sari = careful(open_desk("", size, scripts=scripts), "sari", f"/keluarga/{head.household_id}")
    sari.press("Gabungkan keluarga")
    sari.page.get_by_label("Cari", exact=True).fill("Encep")
    sari.press("Cari")
    follow(sari, sari.page.locator("#family-search .results a"))
    sari.page.get_by_label("Kepala keluarga", exact=True).select_option("Rohmat")
    sari.press("Gabungkan kedua keluarga")
    expect(sari.page.locator("#household-members tbody tr")).to_have_count(3)
    sari.press("Batalkan penggabungan")
    sari.press("Ya, batalkan penggabungan")
    assert families() == before
    sari.open(f"/keluarga/{head.household_id}")
    sari.press("Pisahkan keluarga")
    sari.page.get_by_label("Wati").check()
    sari.page.get_by_label("Nomor KK baru").fill(NEW_KK)
    sari.press("Pisahkan keluarga")
    expect(sari.page.locator("#household-members tbody tr")).to_have_count(1)
    follow(sari, sari.page.get_by_role("link", name="Batalkan pemisahan"))
    sari.press("Ya, batalkan pemisahan")
    assert families() == before
    assert pages_seen.complaints_of_nu(tmp_path) == []


def test_two_entries_are_compared_and_made_one_by_keyboard_alone(app: Flask, cast: Cast, open_desk: Desks) -> None:
    first, second = written_down_twice(cast)
    sari = open_desk("sari")
    sari.open(f"/warga/{second.id}/gabung")
    expect(sari.page.locator("#merge-likely a.button")).to_be_visible()
    go_to(sari, "#merge-likely a.button", most=40)
    with sari.arriving():
        sari.page.keyboard.press("Enter")
    go_to(sari, "[name=pick_name][value='2']:checked", most=40)
    sari.page.keyboard.press("ArrowUp")
    assert 'value="1"' in focused(sari) and sari.page.locator("[name=pick_name][value='1']").is_checked()
    go_to(sari, "#reason", most=20)
    sari.page.keyboard.type("Tercatat dua kali")
    go_to(sari, "#merge-form button[data-main]")
    with sari.arriving():
        sari.page.keyboard.press("Enter")
    sari.expect_text("Siti Aisyah", "h1")
    assert PersonMerge.get().reason == "Tercatat dua kali"
    assert Person.get_by_id(second.id).merged_into_id == first.id


def test_two_who_are_compared_and_are_two_are_not_asked_about_again(app: Flask, cast: Cast, open_desk: Desks) -> None:
    first, second = written_down_twice(cast)
    sari = careful(open_desk(), "sari", f"/warga/{first.id}/gabung/{second.id}")
    sari.press("Bukan orang yang sama")
    sari.expect_text("Dicatat: bukan orang yang sama.", "#flash")
    sari.open(f"/warga/{first.id}/gabung/{second.id}")
    sari.expect_text("Pernah dicatat “bukan orang yang sama” oleh Sari")
    expect(sari.control("Bukan orang yang sama")).to_have_count(0)


def find(sari: Desk, text: str) -> None:
    """Look for somebody in the list of residents."""
    box = sari.page.get_by_label("Nama, NIK, nomor KK, atau telepon")
    if sari.scripts:
        box.press_sequentially(text, delay=5)
    else:
        box.fill(text)
        sari.press("Cari")
    sari.expect_text("Nurjanah", "#person-rows")
    sari.look()


def written_down_twice(cast: Cast) -> tuple[Person, Person]:
    """Siti Aisyah with a number and a case, and Siti Aisah with a telephone and another case."""
    first = make_person(cast, "Siti Aisyah", birth_date=BORN, nik=NIK, nik_reason="", rt="003", rw="001")
    second = make_person(cast, "Siti Aisah", birth_date=BORN, phone="0812-0000-1234", rt="003", rw="001")
    for person in (first, second):
        make_case(cast, client=person)
    return first, second


def choose_values(sari: Desk) -> None:
    """The second spelling of the name; for the rest what is proposed."""
    expect(sari.page.get_by_role("group", name="NIK").get_by_role("radio", name="Data 1")).to_be_checked()
    sari.page.get_by_role("group", name="Nama").get_by_role("radio", name="Data 2").check()
    sari.page.get_by_label("Alasan").fill("Tercatat dua kali")
    sari.look()


def see_one_person(sari: Desk, first: Person, second: Person) -> None:
    sari.open(f"/warga/{second.id}")
    assert sari.page.url.endswith(f"/warga/{first.id}")
    sari.expect_text("Siti Aisah", "h1")
    sari.expect_text("0003", "#person-identity")
    sari.expect_text("0812", "#person-identity")
    expect(sari.page.locator("#person-cases .results li")).to_have_count(2)


def take_back(sari: Desk, name: str) -> None:
    sari.press(f"Batalkan penggabungan dengan {name}")
    sari.expect_text(f"“{name}” kembali menjadi warga sendiri")
    sari.press("Ya, batalkan penggabungan")
    sari.expect_text("Kedua data terpisah lagi.", "#flash")


def stored(*people: Person) -> list[dict[str, Any]]:
    """Everything of these people but what counts their changes."""
    rows = Person.select().where(Person.id.in_([person.id for person in people])).order_by(Person.id).dicts()
    return [{name: value for name, value in row.items() if name not in {"version", "changed_at"}} for row in rows]


def families() -> list[tuple[str, str, str]]:
    """Who belongs to which card, in which role."""
    rows = Person.select(Person.name, Household.kk, Person.household_role).join(Household).order_by(Person.name)
    return list(rows.tuples())
