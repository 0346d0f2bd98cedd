"""The first start: from the code in the console to a hub that two people can sign in to."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from puskesos.actions.setup import ensure_setup_code
from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.models import AuditEntry, Hub, Service, User, Village
from puskesos.models.schema import create_schema
from tests.page_client import Page, PageClient

PLACE = "/pasang/32.16.17"
FORM = f"form[action='{PLACE}']"


@pytest.fixture
def empty(built_app: Flask, tmp_path: Path) -> Iterator[Settings]:
    """The application on an installation without a hub."""
    settings = replace(built_app.config["SETTINGS"], data=tmp_path / "kosong")
    settings.data.mkdir()
    open_database(settings)
    database.connect()
    create_schema()
    built_app.config["SETTINGS"] = settings
    yield settings
    close_database()


@pytest.fixture
def browser(empty: Settings, built_app: Flask) -> PageClient:
    return PageClient(built_app)


def fill_in(browser: PageClient, code: str, expect: int = 303, **changed: object) -> Page:
    typed = {
        "code": code,
        "address": "Jl. Raya Muaragembong No. 1",
        "admin_name": "Dewi",
        "admin_username": "dewi",
        "admin_password": "kopi perahu senja",
        "koordinator_name": "Ratna",
        "koordinator_username": "Ratna",
        "koordinator_password": "jala ikan pagi",
        "koordinator_phone": "0812 3456 7890",
    }
    return browser.fill(browser.get(PLACE), FORM, _expect=expect, **typed | changed)


def test_everything_leads_to_set_up_while_no_hub_exists(browser: PageClient) -> None:
    assert browser.get("/masuk", expect=303).location == "/pasang"


def test_the_selects_lead_step_by_step_to_the_kecamatan(browser: PageClient) -> None:
    page = browser.get("/pasang")
    page = browser.fill(page, "#setup-regions", provinsi="32")
    page = browser.fill(page, "#setup-regions", kabupaten="32.16")
    page = browser.fill(page, "#setup-regions", kecamatan="32.16.17", _expect=303)
    assert page.location == PLACE


def test_another_province_drops_the_regency_of_the_first(browser: PageClient) -> None:
    page = browser.get("/pasang?provinsi=33&kabupaten=32.16&kecamatan=32.16.17", fragment=True)
    assert page.one("#setup-provinsi option[selected]")["value"] == "33"
    assert not page.select("#setup-kecamatan, #setup-kabupaten option[selected]")


@pytest.mark.parametrize("text", ["muaragembong", "Muara Gembong", "kec. muaragembong"])
def test_search_finds_the_kecamatan_however_it_is_written(browser: PageClient, text: str) -> None:
    page = browser.get(f"/pasang?cari={text}", fragment=True)
    assert page.one("#setup-found a")["href"] == PLACE


def test_search_without_a_hit_says_so(browser: PageClient) -> None:
    assert "Tidak ada kecamatan bernama" in browser.get("/pasang?cari=zzzzz")


@pytest.mark.parametrize("code", ["32.16.99", "32.16", "9" * 30, "32.16.17.2001"])
def test_an_unknown_kecamatan_is_not_found(browser: PageClient, code: str) -> None:
    browser.get(f"/pasang/{code}", expect=404)


def test_set_up_makes_hub_villages_services_and_two_users(browser: PageClient, empty: Settings) -> None:
    answer = fill_in(browser, ensure_setup_code(empty).lower())
    assert answer.location == "/masuk"
    assert "Hub siap. Masuk sebagai koordinator." in browser.get("/masuk")
    hub = Hub.get()
    assert (hub.code, hub.district, hub.regency) == ("32.16.17", "Muaragembong", "Kabupaten Bekasi")
    assert (hub.zone, hub.paper, hub.practice) == ("Asia/Jakarta", "F4", False)
    assert Village.select().where(Village.active).count() == 6
    assert Service.select().count() > 20
    assert {(user.username, user.roles) for user in User.select()} == {("dewi", "admin"), ("ratna", "koordinator")}
    assert [row.action for row in AuditEntry.select().order_by(AuditEntry.id)] == ["hub_created", *["user_created"] * 2]


def test_set_up_closes_behind_itself(browser: PageClient, empty: Settings) -> None:
    fill_in(browser, ensure_setup_code(empty))
    assert not (empty.data / "setup-code").exists()
    assert ensure_setup_code(empty) is None
    assert browser.get("/pasang", expect=303).location == "/masuk"
    assert browser.post(PLACE, {"code": "x"}).location == "/masuk"


def test_a_village_without_a_tick_is_stored_but_not_served(browser: PageClient, empty: Settings) -> None:
    fill_in(browser, ensure_setup_code(empty), villages=["32.16.17.2002"])
    assert [village.name for village in Village.select().where(Village.active)] == ["Pantai Bahagia"]
    assert Village.select().count() == 6


def test_the_code_is_kept_for_its_owner_only(empty: Settings) -> None:
    code = ensure_setup_code(empty)
    assert code == ensure_setup_code(empty)
    assert stat.S_IMODE((empty.data / "setup-code").stat().st_mode) == 0o600


def test_a_wrong_code_is_refused_and_then_slowed(browser: PageClient, empty: Settings) -> None:
    ensure_setup_code(empty)
    for _ in range(5):
        assert "Kode pemasangan tidak cocok" in fill_in(browser, "AAAA-AAAA", expect=422).text("#code-error")
    assert "Terlalu sering mencoba" in fill_in(browser, ensure_setup_code(empty), expect=422).text("#code-error")
    assert not Hub.select().exists()


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"address": ""}, "address", "Isi alamat hub."),
        ({"villages": []}, "villages", "Pilih paling sedikit satu desa/kelurahan."),
        ({"admin_username": "de wi!"}, "admin_username", "Nama pengguna 3 sampai 30 huruf kecil"),
        ({"koordinator_username": "dewi"}, "koordinator_username", "sudah dipakai"),
        ({"koordinator_password": "1234567890"}, "koordinator_password", "mudah ditebak"),
        ({"admin_password": "pendek"}, "admin_password", "paling sedikit 10 huruf"),
        ({"koordinator_phone": "12ab"}, "koordinator_phone", "Nomor HP diawali 08"),
    ],
    ids=["no-address", "no-village", "odd-username", "same-username", "guessable", "short", "letters-in-phone"],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    browser: PageClient, empty: Settings, changed: dict[str, object], field: str, message: str
) -> None:
    page = fill_in(browser, ensure_setup_code(empty), expect=422, **changed)
    assert message in page.text(f"#{field}-error")
    assert page.one("#koordinator_name")["value"] == "Ratna"
    if "koordinator_password" not in changed:
        assert page.one("#koordinator_password")["value"] == "jala ikan pagi"
    assert not Hub.select().exists() and not User.select().exists()
