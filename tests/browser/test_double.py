"""One need, one case: whatever the finger, the Back button or the connection does."""

from __future__ import annotations

import pytest
from flask import Flask

from puskesos.models import Case, CaseEvent
from tests.browser.conftest import Desks
from tests.browser.desk import Desk
from tests.cast import Cast, make_case

pytestmark = pytest.mark.chromium
BOTH_WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])


def fill_in_need(desk: Desk) -> None:
    desk.open("/penerimaan/baru")
    page = desk.page
    page.get_by_label("Nama klien").fill("Encep Suhendar")
    page.get_by_label("Laki-laki").check()
    page.get_by_label("Bila tanpa NIK, sebabnya").select_option("Tidak dibawa")
    page.get_by_label("Desa/kelurahan").select_option("Pantai Bahagia")
    page.get_by_label("Jenis layanan").select_option("Reaktivasi PBI-JK")
    page.get_by_label("Uraian masalah").fill("Kartu bapak ini tidak aktif sejak bulan lalu.")
    page.get_by_label("Hubungan pelapor").select_option("Diri sendiri")


def shown_number(desk: Desk) -> str:
    desk.expect_text("Kasus terdaftar")
    return desk.page.locator(".big.number").inner_text()


@BOTH_WAYS
def test_a_double_click_registers_one_case(app: Flask, open_desk: Desks, scripts: bool) -> None:
    sari = open_desk("sari", scripts=scripts)
    fill_in_need(sari)
    sari.page.get_by_role("button", name="Simpan dan daftarkan").dblclick(no_wait_after=True)
    number = shown_number(sari)
    assert [case.number for case in Case.select()] == [number]


@BOTH_WAYS
def test_going_back_and_sending_again_answers_the_same_case(app: Flask, open_desk: Desks, scripts: bool) -> None:
    sari = open_desk("sari", scripts=scripts)
    fill_in_need(sari)
    sari.press("Simpan dan daftarkan")
    number = shown_number(sari)
    sari.page.go_back()
    sari.press("Simpan dan daftarkan")
    assert [case.number for case in Case.select()] == [number]


def test_reloading_the_receipt_registers_nothing(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    fill_in_need(sari)
    sari.press("Simpan dan daftarkan")
    number = shown_number(sari)
    sari.page.reload()
    assert shown_number(sari) == number
    assert Case.select().count() == 1


@BOTH_WAYS
def test_a_double_click_on_a_note_writes_it_once(app: Flask, cast: Cast, open_desk: Desks, scripts: bool) -> None:
    case = make_case(cast)
    before = CaseEvent.select().count()
    sari = open_desk("sari", scripts=scripts)
    sari.open(f"/kasus/{case.number}")
    sari.page.get_by_label("Tambah catatan").fill("Ditelepon, tidak diangkat.")
    sari.page.get_by_role("button", name="Simpan catatan").dblclick(no_wait_after=True)
    sari.expect_text("Ditelepon, tidak diangkat.", "#case-history")
    assert CaseEvent.select().count() == before + 1
