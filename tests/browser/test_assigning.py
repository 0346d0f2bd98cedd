"""Handing work out by keys alone and without scripts, on desk and phone; a leaving volunteer, days away, telling."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos.database import database
from puskesos.models import Assignment, User, UserVillage, VolunteerAbsence
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.keys import go_to
from tests.browser.pages_seen import PagesSeen
from tests.cast import NOW, Cast, make_assignment, make_case, make_person

pytestmark = pytest.mark.chromium
LONG = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari"
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


@pytest.fixture
def four(app: Flask, cast: Cast) -> list[User]:
    """Two volunteers in each of two villages."""
    known = {"hub": cast.hub, "roles": "psm", "password_hash": "-", "created_at": NOW, "phone": "0812-0000-0077"}
    with database.atomic():
        enok = User.create(username="enok", name="Enok", **known)
        mumun = User.create(username="mumun", name="Mumun", **known)
        UserVillage.create(user=enok, village=cast.bahagia)
        UserVillage.create(user=mumun, village=cast.bakti)
    return [cast.ujang, enok, cast.tono, mumun]


@pytest.fixture
def twelve(four: list[User], cast: Cast) -> None:
    """Six cases in each of the two villages, one of them with a long name."""
    with database.atomic():
        for place in range(12):
            village = cast.bahagia if place < 6 else cast.bakti
            make_case(cast, client=make_person(cast, LONG if place == 3 else f"Klien {place}", village_id=village.id))


def given() -> dict[str, int]:
    """Open tasks by name."""
    rows = Assignment.select(User.name).join(User, on=Assignment.volunteer).where(Assignment.state == "ditugaskan")
    names = [name for (name,) in rows.tuples()]
    return {name: names.count(name) for name in sorted(set(names))}


def test_twelve_cases_go_to_four_volunteers_by_keys_alone(twelve: None, open_desk: Desks) -> None:
    ratna = open_desk("ratna")
    keys = ratna.page.keyboard
    ratna.open("/relawan")
    with ratna.arriving():
        go_to(ratna, "main a[href='/papan/penugasan']", most=30)
        keys.press("Enter")
    selects = ratna.page.locator("tbody select")
    expect(selects).to_have_count(12)
    go_to(ratna, "tbody tr:first-child select", most=30)
    keys.type("Mumun")
    go_to(ratna, "tbody tr:nth-child(2) select")
    keys.type("Jangan")
    go_to(ratna, "#instruction", most=20)
    keys.type("Bawa surat tugas.")
    with ratna.arriving():
        go_to(ratna, "main button[data-main]")
        keys.press("Enter")
    ratna.expect_text("11 kasus ditugaskan.", "#flash")
    assert sum(given().values()) == 11 and set(given()) == {"Enok", "Mumun", "Tono", "Ujang"}
    assert {task.instruction for task in Assignment.select()} == {"Bawa surat tugas."}
    with ratna.arriving():
        go_to(ratna, "main a[href='/papan/penugasan']", most=30)
        keys.press("Enter")
    with ratna.arriving():
        go_to(ratna, "main button[data-main]", most=40)
        keys.press("Enter")
    ratna.expect_text("1 kasus ditugaskan.", "#flash")
    assert sum(given().values()) == 12


@SIZES
def test_the_pages_of_assigning_without_scripts(twelve: None, four: list[User], open_desk: Desks, size: Size) -> None:
    ratna = open_desk("ratna", size, scripts=False)
    ratna.open("/relawan")
    ratna.press("Tugaskan 12 kasus")
    ratna.page.get_by_label("Semua kepada satu relawan").select_option(str(four[1].id))
    ratna.press("Isikan")
    ratna.press("Tugaskan yang punya relawan")
    assert given() == {"Enok": 12}
    ratna.open(f"/relawan/{four[1].id}")
    ratna.page.get_by_label("Sampai dengan").fill("2026-11-25")
    ratna.press("Catat libur")
    ratna.expect_text("12 tugas jatuh tempo pada hari itu", "#flash")
    ratna.press("Alihkan semua tugas")
    ratna.page.get_by_label("Alasan").fill("Enok pulang kampung.")
    ratna.press("Alihkan yang punya pengganti")
    ratna.expect_text("12 tugas Enok dialihkan.", "#flash")
    assert "Enok" not in given() and sum(given().values()) == 12
    ratna.open(f"/relawan/{four[1].id}")
    ratna.press("Batalkan libur 17 November 2026")
    assert VolunteerAbsence.get().cancelled_at


def careful(desk: Desk) -> Desk:
    desk.axe = True
    return desk


@pytest.mark.vnu
@pytest.mark.axe
@pytest.mark.slow
@SIZES
def test_every_page_of_assigning_fits_and_axe_finds_nothing(
    twelve: None, four: list[User], cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size
) -> None:
    task = make_assignment(cast, make_case(cast, client=make_person(cast, LONG)), volunteer=four[1])
    ratna, of = careful(open_desk("ratna", size)), f"/relawan/{four[1].id}"
    number, paths = task.number, ["/relawan", "/relawan?cari=zzz", "/papan/penugasan", "/pengaturan/penugasan", of]
    paths += [f"{of}/pengalihan", f"{of}/kabar", f"/relawan/{cast.tono.id}", f"/relawan/{cast.tono.id}/pengalihan"]
    paths += [f"/relawan/{cast.tono.id}/kabar", f"/penugasan/{number}/pengalihan", f"/penugasan/{number}/kabar"]
    for path in [*paths, "/relawan/penugasan/cetak"]:
        ratna.open(path)
    for path in (of, f"{of}/pengalihan", f"/penugasan/{number}/pengalihan"):
        ratna.open(path)
        with ratna.arriving():
            ratna.page.locator("main form[novalidate] button[type=submit]").last.click()
        ratna.wait_until("document.activeElement.matches('.errors')")
        ratna.look()
    ujang = careful(open_desk("ujang", size))
    ujang.open("/libur")
    assert pages_seen.complaints_of_nu(tmp_path) == []


def test_the_preview_follows_what_is_typed(cast: Cast, app: Flask, open_desk: Desks) -> None:
    dewi = open_desk("dewi")
    dewi.open("/pengaturan/penugasan")
    dewi.page.get_by_label("Kalimat untuk setiap tugas").press_sequentially("Ada {nomor}", delay=5)
    expect(dewi.page.locator("#handoff-preview")).to_contain_text("Ada T-321617-2611-0002")
    assert "Ada" in dewi.page.get_by_label("Kalimat untuk setiap tugas").input_value(), "what is typed stays"


def test_the_code_for_the_own_phone_is_shown_when_asked(four: list[User], cast: Cast, open_desk: Desks) -> None:
    task = make_assignment(cast, volunteer=four[1])
    ratna = open_desk("ratna")
    ratna.open(f"/penugasan/{task.number}/kabar")
    code = ratna.page.locator(".scan svg")
    expect(code).to_be_hidden()
    ratna.page.locator("summary", has_text="Pindai kode ini").click()
    expect(code).to_be_visible()
    ratna.press("Sudah dikirim")
    ratna.expect_text("dikabari lewat WhatsApp", "#case-assignments")
