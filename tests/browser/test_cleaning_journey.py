"""A registry that needs tidying: each finding is mended by one button, Beranda counts down, long lists hold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.database import database
from puskesos.jobs.worker import run_waiting
from puskesos.models import Person
from puskesos.rules.job import JobKind
from tests.browser.conftest import Desks
from tests.browser.desk import Desk, Size
from tests.browser.pages_seen import PagesSeen
from tests.browser.registry_desk import DEVICES, LONG, careful, follow, wait_for
from tests.cast import Cast, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
BORN = date(1979, 6, 12)
NIK, KK, OTHER_KK = "3216995206790003", "3216991206790001", "3216991206790002"
FIRST = ("Karsa", "Dulhadi", "Surma", "Madrais", "Nasim")
SECOND = ("Wijaya", "Permana", "Santoso", "Mulyadi", "Effendi")
TITLES = [
    "NIK sama dengan nomor KK",
    "Tanggal lahir tidak wajar",
    "Keluarga tanpa kepala keluarga",
    "Meninggal, kasus masih terbuka",
]


@pytest.mark.vnu
@pytest.mark.usefixtures("workers")
@DEVICES
def test_each_finding_is_mended_by_one_button_and_beranda_counts_down(
    cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    leave_untidy(cast)
    ratna = careful(open_desk("", size, scripts=scripts), "ratna", "/warga/periksa")
    ratna.expect_text("Belum pernah diperiksa")
    ratna.press("Periksa sekarang")
    wait_for(ratna, "6 warga")
    assert on_beranda(ratna) == TITLES
    mend(ratna, TITLES[0], "Kosongkan NIK")
    assert on_beranda(ratna) == TITLES[1:]
    mend(ratna, TITLES[1], "Pakai tanggal dari NIK (12-06-1979)")
    mend(ratna, TITLES[2], f"Jadikan kepala: {LONG}")
    assert on_beranda(ratna) == TITLES[3:]
    follow(ratna, ratna.page.get_by_role("link", name=TITLES[3]))
    follow(ratna, ratna.page.locator("#check-rows").get_by_role("link", name="Buka kasus"))
    follow(ratna, ratna.page.locator("#case-next a[href$='/pembatalan']"))
    ratna.page.get_by_label("Alasan").fill("Klien meninggal")
    ratna.press("Batalkan kasus")
    assert on_beranda(ratna) == []
    ratna.open("/warga/periksa")
    ratna.expect_text("Tidak ada yang perlu dirapikan")
    assert pages_seen.complaints_of_nu(tmp_path) == []


@pytest.mark.vnu
@DEVICES
def test_two_hundred_findings_are_read_a_page_at_a_time(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    fill_the_registry(app, cast)
    sari = careful(open_desk("", size, scripts=scripts), "sari", "/warga")
    sari.open("/warga/periksa?jenis=tercatat-dua-kali")
    first = set(names_shown(sari))
    assert LONG in first and 40 <= len(first) <= 120
    sari.press("Berikutnya")
    assert names_shown(sari) and names_shown(sari)[0] not in first
    follow(sari, sari.page.get_by_role("link", name="Tanggal lahir tidak wajar"))
    sari.page.get_by_label("Desa/kelurahan").select_option("Pantai Bakti")
    sari.press("Saring")
    expect(sari.page.locator("#check-rows li")).to_have_count(2)
    sari.open("/warga?keadaan=meninggal")
    sari.expect_text("Tidak ada warga yang cocok")
    assert pages_seen.complaints_of_nu(tmp_path) == []


def leave_untidy(cast: Cast) -> None:
    """One of each finding that a button mends."""
    karta = make_person(cast, "Karta", sex="L", birth_date=BORN, nik=NIK, nik_reason="", kk=NIK)
    make_person(cast, "Nurjanah", birth_date=date(2031, 12, 6), nik="3216995206790004", nik_reason="")
    make_person(cast, LONG, birth_date=BORN, kk=KK)
    make_person(cast, "Encep", sex="L", birth_date=date(2015, 2, 1), kk=KK)
    Person.update(household_role="kepala").where(Person.id == karta.id).execute()
    dead = make_case(cast, client=make_person(cast, "Rohmat", sex="L", kk=OTHER_KK))
    known = {"status": "meninggal", "status_on": clock.today("Asia/Jakarta") - timedelta(days=3)}
    Person.update(**known).where(Person.id == dead.client_id).execute()
    make_person(cast, "Wati Komala", birth_date=date(1990, 3, 4))


def fill_the_registry(app: Flask, cast: Cast) -> None:
    """A hundred people written down twice, ten impossible dates, and the check that finds them."""
    names = [
        f"{one} {other} {end}" for one in FIRST for other in SECOND for end in ("Aisyah", "Jufri", "Rohman", "Tini")
    ]
    with database.atomic():
        for place, name in enumerate([LONG, *names[1:]]):
            born = BORN + timedelta(days=97 * place)
            for spelt in (name, name.replace("Wi", "Wie", 1) if "Wi" in name else name):
                make_person(cast, spelt, birth_date=born, rt="001", rw="002")
        for place in range(10):
            village = cast.bakti if place < 2 else cast.bahagia
            make_person(cast, f"Icih {place}", birth_date=date(2040, 1, 1 + place), village_id=village.id)
    ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
    run_waiting(app.config["SETTINGS"])


def on_beranda(ratna: Desk) -> list[str]:
    """What the koordinator's Beranda says needs tidying; each one once."""
    ratna.open("/")
    lines = ratna.page.locator("section[aria-labelledby=findings-title] a").all_inner_texts()
    assert all(line.rstrip().endswith("1") for line in lines), lines
    return [line.rstrip().removesuffix("1").rstrip() for line in lines]


def mend(ratna: Desk, title: str, button: str) -> None:
    """From Beranda to the finding, and press its button."""
    ratna.open("/")
    follow(ratna, ratna.page.get_by_role("link", name=title))
    buttons = ratna.page.locator("#check-rows").get_by_role("button", name=button)
    follow(ratna, buttons)
    expect(buttons).to_have_count(0)


def names_shown(sari: Desk) -> list[str]:
    return sari.page.locator("#check-rows .person strong").all_inner_texts()
