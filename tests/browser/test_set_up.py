"""The first start in the browser: from the code on the console to a koordinator who is signed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from puskesos.actions.setup import ensure_setup_code
from puskesos.config import Settings
from puskesos.models import User, Village
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.pages_seen import PagesSeen

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.vnu, pytest.mark.slow]


@pytest.mark.parametrize(
    ("size", "scripts"),
    [(LAPTOP, True), (PHONE, True), (PHONE, False)],
    ids=["laptop", "phone", "phone-without-scripts"],
)
def test_a_hub_is_set_up_and_its_koordinator_signs_in(
    empty_hub: Settings, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    code = ensure_setup_code(empty_hub)
    ratna = open_desk("", size, scripts=scripts)
    ratna.axe = True
    ratna.open("/")
    assert ratna.page.url.endswith("/pasang")
    find_the_kecamatan(ratna)
    fill_in_hub(ratna, code)
    ratna.press("Pasang hub")
    ratna.page.get_by_label("Nama pengguna").fill("ratna")
    ratna.page.get_by_label("Kata sandi").fill("jala ikan pagi")
    ratna.press("Masuk")
    expect(ratna.page.locator("header.top")).to_contain_text("Muaragembong")
    assert sorted(user.username for user in User.select()) == ["dewi", "ratna"]
    assert Village.select().where(Village.active).count() == 5
    assert pages_seen.complaints_of_nu(tmp_path) == []


def test_the_lists_lead_to_the_kecamatan_with_scripts(empty_hub: Settings, open_desk: Desks) -> None:
    ensure_setup_code(empty_hub)
    desk = open_desk()
    desk.open("/pasang")
    desk.page.get_by_label("Provinsi").select_option("Jawa Barat")
    desk.page.get_by_label("Kabupaten/kota").select_option("Kabupaten Bekasi")
    desk.page.get_by_label("Kecamatan", exact=True).select_option("Muaragembong")
    desk.press("Lanjut")
    desk.expect_text("Pantai Bahagia")


def find_the_kecamatan(desk: Desk) -> None:
    box = desk.page.get_by_label("Nama kecamatan")
    if desk.scripts:
        box.press_sequentially("muaragem", delay=5)
    else:
        box.fill("muaragem")
        with desk.arriving():
            box.press("Enter")
    desk.look()
    with desk.arriving():
        desk.page.get_by_role("link", name="Muaragembong").click()
    desk.look()


def fill_in_hub(desk: Desk, code: str | None) -> None:
    page = desk.page
    page.get_by_label("Kode pemasangan").fill(code or "")
    page.get_by_label("Alamat hub").fill("Jl. Raya Muaragembong No. 1")
    page.get_by_label("Jayasakti").uncheck()
    for person, username, words in (("admin", "dewi", "kopi perahu senja"), ("koordinator", "ratna", "jala ikan pagi")):
        page.get_by_label(f"Nama {person}").fill(username.capitalize())
        page.get_by_label(f"Nama pengguna {person}").fill(username)
        page.get_by_label(f"Kata sandi {person}").fill(words)
