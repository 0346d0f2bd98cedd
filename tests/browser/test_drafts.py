"""What was typed is never lost, and never left behind for somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect

from puskesos.models import Case
from tests.browser.conftest import Desks
from tests.browser.desk import Desk
from tests.cast import Cast, make_assignment

pytestmark = pytest.mark.chromium
STORY = "Rumahnya terendam rob sejak tiga hari."
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('draf:')).length"


def begin(desk: Desk, path: str = "/penerimaan/baru") -> None:
    """Type half a form and wait until the device has kept it."""
    desk.open(path)
    desk.page.get_by_label("Nama klien").fill("Encep Suhendar")
    desk.page.get_by_label("Perempuan").check()
    desk.page.get_by_label("Uraian masalah").fill(STORY)
    desk.wait_until(f"{KEPT} === 1")


def expect_begun(page: Page) -> None:
    expect(page.get_by_label("Nama klien")).to_have_value("Encep Suhendar")
    expect(page.get_by_label("Perempuan")).to_be_checked()
    expect(page.get_by_label("Uraian masalah")).to_have_value(STORY)


def expect_empty(desk: Desk) -> None:
    desk.open("/penerimaan/baru")
    expect(desk.page.get_by_label("Nama klien")).to_have_value("")
    expect(desk.page.get_by_label("Uraian masalah")).to_have_value("")
    assert desk.page.evaluate(KEPT) == 0


def finish(desk: Desk) -> None:
    page = desk.page
    page.get_by_label("Bila tanpa NIK, sebabnya").select_option("Tidak dibawa")
    page.get_by_label("Desa/kelurahan").select_option("Pantai Bahagia")
    page.get_by_label("Jenis layanan").select_option("Reaktivasi PBI-JK")
    page.get_by_label("Hubungan pelapor").select_option("Diri sendiri")
    desk.press("Simpan dan daftarkan")
    desk.expect_text("Kasus terdaftar")


def test_half_a_form_survives_a_reload(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    begin(sari)
    sari.page.reload()
    expect_begun(sari.page)
    sari.expect_text("Draf di komputer ini dikembalikan.")


def test_half_a_form_survives_the_idle_sign_out(app: Flask, open_desk: Desks, moment: time_machine.Traveller) -> None:
    sari = open_desk("sari")
    sari.page.clock.install()
    begin(sari)
    moment.shift(timedelta(minutes=16))
    with sari.arriving():
        sari.page.clock.fast_forward("16:00")
    sari.page.wait_for_url("**/masuk?lanjut=*")
    sari.fill_in("sari")
    expect_begun(sari.page)
    finish(sari)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_sending_after_the_session_ended_brings_the_form_back(
    app: Flask, open_desk: Desks, moment: time_machine.Traveller, scripts: bool
) -> None:
    sari = open_desk("sari", scripts=scripts)
    sari.expects |= {401}  # the look for people alike, when it comes after the session's end
    sari.open("/penerimaan/baru")
    sari.page.get_by_label("Nama klien").fill("Encep Suhendar")
    sari.page.get_by_label("Perempuan").check()
    sari.page.get_by_label("Uraian masalah").fill(STORY)
    moment.shift(timedelta(minutes=16))
    sari.press("Simpan dan daftarkan")
    sari.fill_in("sari")
    expect_begun(sari.page)
    finish(sari)
    assert Case.select().count() == 1


def test_a_look_that_finds_the_session_ended_does_not_stop_the_form_being_sent(
    app: Flask, open_desk: Desks, moment: time_machine.Traveller
) -> None:
    sari, looks, sent = open_desk("sari"), [], []
    sari.expects |= {401}
    sari.open("/penerimaan/baru")
    sari.page.route("**/penerimaan/kemiripan", lambda route: looks.append(route))
    sari.page.route(lambda url: url.endswith("/penerimaan/baru"), lambda route: sent.append(route))
    sari.page.get_by_label("Perempuan").check()
    sari.page.get_by_label("Uraian masalah").fill(STORY)
    sari.page.get_by_label("Nama klien").fill("Encep Suhendar")
    for _ in range(100):
        sari.page.wait_for_timeout(50)
        if looks:
            break
    moment.shift(timedelta(minutes=16))
    with sari.arriving():
        sari.control("Simpan dan daftarkan").click(no_wait_after=True)
        with sari.page.expect_event("response"):
            looks[0].continue_()
        sari.page.wait_for_timeout(300)
        sent[0].continue_()
    sari.fill_in("sari")
    expect_begun(sari.page)


def test_a_sent_form_leaves_nothing_on_the_device(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    begin(sari)
    finish(sari)
    assert sari.page.evaluate(KEPT) == 0
    expect_empty(sari)


def test_a_refused_form_keeps_its_draft_until_it_is_mended(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    begin(sari)
    sari.press("Simpan dan daftarkan")
    assert "errors" in sari.page.evaluate("document.activeElement.className")
    expect_begun(sari.page)
    sari.page.goto("/penerimaan/baru")
    expect_begun(sari.page)


def test_signing_out_leaves_nothing_on_the_device(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    begin(sari)
    sari.press("Keluar", within="header.top")
    assert sari.page.evaluate(KEPT) == 0
    sari.fill_in("sari")
    expect_empty(sari)


def test_the_next_person_at_the_device_does_not_see_it(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    begin(sari)
    sari.page.context.clear_cookies()
    ratna = sari
    ratna.sign_in("ratna")
    expect_empty(ratna)


def test_a_visit_report_survives_a_closed_browser_page(app: Flask, cast: Cast, open_desk: Desks) -> None:
    task = make_assignment(cast)
    ujang = open_desk("ujang")
    path = f"/tugas/{task.number}/laporan"
    ujang.open(path)
    ujang.page.get_by_label("Temuan").fill("Dapur hanya berlantai tanah.")
    ujang.page.get_by_label("Bertemu klien").check()
    ujang.page.goto("about:blank")
    ujang.page.goto(path)
    expect(ujang.page.get_by_label("Temuan")).to_have_value("Dapur hanya berlantai tanah.")
    expect(ujang.page.get_by_label("Bertemu klien")).to_be_checked()
