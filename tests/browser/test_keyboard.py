"""The counter without a mouse: a new person and a known person, with nothing but keys."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos.models import Case, Person
from tests.browser.conftest import Desks
from tests.browser.desk import Desk
from tests.browser.keys import focused, go_to
from tests.cast import Cast, make_case, make_person

pytestmark = pytest.mark.chromium


def tell_the_need(desk: Desk) -> None:
    """From the service to the button."""
    keys = desk.page.keyboard
    keys.type("Reaktivasi")
    go_to(desk, "#story")
    keys.type("Kartu ibu tidak aktif sejak bulan lalu.")
    go_to(desk, "#reporter_relation")
    keys.type("Diri")
    with desk.arriving():
        go_to(desk, "#intake button[data-main]")
        keys.press("Enter")
    desk.expect_text("Kasus terdaftar")


def test_a_new_person_is_registered_by_keyboard_alone(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    sari.open("/penerimaan")
    keys = sari.page.keyboard
    keys.type("Encep Suhendar", delay=5)
    expect(sari.page.get_by_label("Nama klien")).to_have_value("Encep Suhendar")
    assert 'id="q"' in focused(sari), "the focus stays in the box while the form grows"
    go_to(sari, "#nik")
    keys.type("3216990307850001")
    expect(sari.page.get_by_role("button", name="Isi dari NIK")).to_be_visible()
    go_to(sari, "[name=fill_from_nik]")
    keys.press("Enter")
    expect(sari.page.get_by_label("Laki-laki")).to_be_checked()
    go_to(sari, "#village")
    keys.type("Pantai Bahagia")
    go_to(sari, "#service")
    tell_the_need(sari)
    encep = Person.get(Person.name == "Encep Suhendar")
    assert (encep.nik, str(encep.birth_date)) == ("3216990307850001", "1985-07-03")
    assert Case.get(Case.client == encep).reporter_name == "Encep Suhendar"


def test_a_known_person_is_chosen_with_arrow_and_enter(app: Flask, cast: Cast, open_desk: Desks) -> None:
    make_case(cast, client=make_person(cast, "Siti Nurhaliza"))
    siti = make_person(cast, "Siti Nurjanah")
    sari = open_desk("sari")
    sari.open("/penerimaan")
    sari.page.keyboard.type("siti nur", delay=5)
    expect(sari.page.locator("#intake-results li")).to_have_count(2)
    while "Siti Nurjanah" not in focused(sari):
        sari.page.keyboard.press("ArrowDown")
    with sari.arriving():
        sari.page.keyboard.press("Enter")
    sari.expect_text("Kebutuhan baru: Siti Nurjanah")
    assert 'id="service"' in focused(sari), "the first thing to say is what is needed"
    tell_the_need(sari)
    assert Case.select().where(Case.client == siti).count() == 1


def test_a_form_that_was_begun_is_not_replaced_by_another_search(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    sari.open("/penerimaan")
    box = sari.page.get_by_label("Siapa yang butuh bantuan?")
    box.press_sequentially("Encep", delay=5)
    story = sari.page.get_by_label("Uraian masalah")
    story.fill("Rumahnya terendam rob.")
    with sari.page.expect_response("**/penerimaan/cari"):
        box.press_sequentially("an", delay=5)
    sari.page.wait_for_timeout(100)
    expect(story).to_have_value("Rumahnya terendam rob.")
