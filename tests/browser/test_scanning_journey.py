"""A sheet goes out, is filled by pen and comes home: photographed, read, and what was unread placed by hand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos.models import Attachment, Case, Scan, ScanBatch, SheetOut
from puskesos.rules.letter_code import show_code
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, Desk, Size
from tests.browser.keys import go_to
from tests.browser.pages_seen import PagesSeen
from tests.browser.registry_desk import DEVICES, careful, follow, wait_for
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.scanned import file_page, jpeg_of, page_saying, photocopied, pressed, sheet_of, turned

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]


def wait_until_read() -> None:
    """Until the worker is done, however busy the machine is."""
    limit = time.monotonic() + 120
    while ScanBatch.select().where(ScanBatch.ended_at.is_null()).exists():
        assert time.monotonic() < limit
        time.sleep(0.2)


def choose_files(desk: Desk, *contents: bytes) -> None:
    """Two photos, as a phone calls them."""
    files = [
        {"name": f"IMG-{place}.jpg", "mimeType": "image/jpeg", "buffer": content}
        for place, content in enumerate(contents)
    ]
    desk.page.get_by_label("Foto atau PDF").set_input_files(files)


@pytest.mark.vnu
@DEVICES
def test_a_filled_sheet_finds_its_case_and_an_unread_one_is_placed(
    app: Flask,
    cast: Cast,
    workers: None,
    open_desk: Desks,
    pages_seen: PagesSeen,
    tmp_path: Path,
    size: Size,
    scripts: bool,
) -> None:
    case, other = make_case(cast), make_case(cast, client=make_person(cast, "Markonah"))
    sheet = sheet_of(case, by=cast.ratna)
    poor = pressed(turned(photocopied(page_saying(f"HTTP://10.0.0.5:8000/B/{sheet.code}")), 15))
    sari = careful(open_desk("", size, scripts=scripts), "sari", "/pindaian")
    sari.press("Pindai lembar")
    choose_files(sari, jpeg_of(poor, 40), jpeg_of(page_saying()))
    sari.press("Kirim")
    wait_until_read()
    wait_for(sari, "Tersimpan di kasus")
    sari.open("/pindaian")
    follow(sari, sari.page.locator("#scan-tray a"))
    sari.page.get_by_label("Kode lembar, nomor kasus, atau nama").fill("markona")
    if not scripts:
        sari.press("Cari")
    sari.expect_text("Markonah", "#scan-places")
    sari.press("Simpan di kasus ini")
    sari.expect_text(f"disimpan di kasus {other.number}")
    assert {row.case_id for row in Attachment.select()} == {case.id, other.id}
    assert SheetOut.get().state == "kembali" and {scan.state for scan in Scan.select()} == {"tercatat"}
    assert pages_seen.complaints_of_nu(tmp_path) == []


@DEVICES
def test_a_visit_sheet_comes_home_and_becomes_the_report(
    app: Flask, cast: Cast, workers: None, open_desk: Desks, size: Size, scripts: bool
) -> None:
    """Printed by the volunteer, photographed at the hub, seen by the volunteer, copied by the counter."""
    case = make_case(cast)
    task = make_assignment(cast, case)
    ujang = careful(open_desk("", size, scripts=scripts), "ujang", f"/tugas/{task.number}")
    ujang.press("Lembar untuk pulpen")
    printed = ujang.page.locator(".sheet-code").inner_text()
    sari = careful(open_desk("", size, scripts=scripts), "sari", "/pindaian/baru")
    assert show_code(SheetOut.get().code) in printed
    choose_files(sari, jpeg_of(page_saying(f"HTTP://10.0.0.5:8000/B/{SheetOut.get().code}")))
    sari.press("Kirim")
    wait_until_read()
    wait_for(sari, "Tersimpan di kasus")
    ujang.open(f"/tugas/{task.number}")
    follow(ujang, ujang.page.locator("#task-scans a"))
    expect(ujang.page.get_by_alt_text("Lembar yang dipindai; buka untuk memperbesar")).to_be_visible()
    sari.open(f"/kasus/{case.number}")
    sari.press(f"Isi laporan dari lembar ini {task.number}")
    sari.page.get_by_label("Bertemu klien").check()
    for label, words in (("Bertemu siapa", "Istri"), ("Tanggal kunjungan", "2026-11-16"), ("Temuan", "Atap bocor.")):
        sari.page.get_by_label(label, exact=True).fill(words)
    sari.page.get_by_label("Kesimpulan").select_option("layak")
    sari.press("Simpan laporan")
    sari.expect_text("disalin dari lembarnya")
    ujang.open(f"/tugas/{task.number}")
    ujang.expect_text("Atap bocor.", "#task-report")


@DEVICES
def test_ticked_pages_are_discarded_and_a_day_is_printed(
    app: Flask, cast: Cast, open_desk: Desks, size: Size, scripts: bool
) -> None:
    for _ in range(2):
        file_page(app.config["SETTINGS"], None, by=cast.sari)
    make_case(cast)
    sari = careful(open_desk("", size, scripts=scripts), "sari", f"/pindaian/halaman/{Scan.get().id}")
    sari.press("Lewati")
    sari.open("/pindaian")
    for box in sari.page.locator("#scan-tray tbody input").all():
        box.check()
    sari.page.get_by_label("Alasan").fill("Halaman kosong")
    sari.press("Buang yang dicentang")
    sari.expect_text("2 halaman dibuang")
    sari.open("/cetak/kumpulan")
    sari.press("Cetak semua yang belum dicetak")
    sari.expect_text("2 kertas sedang dicetak.")


@DEVICES
def test_a_page_is_discarded_taken_back_and_a_sheet_given_up(
    app: Flask, cast: Cast, open_desk: Desks, size: Size, scripts: bool
) -> None:
    file_page(app.config["SETTINGS"], None, by=cast.sari)
    sheet = sheet_of(make_case(cast), by=cast.ratna)
    sari = careful(open_desk("", size, scripts=scripts), "sari", f"/pindaian/halaman/{Scan.get().id}")
    sari.press("Buang halaman ini")
    sari.press("Buang halaman")
    sari.expect_text("Isi alasan.")
    sari.page.get_by_label("Alasan").fill("Halaman kosong")
    sari.press("Buang halaman")
    sari.expect_text("Halaman dibuang")
    sari.open(f"/pindaian/halaman/{Scan.get().id}")
    sari.press("Kembalikan")
    sari.expect_text("Perlu ditempatkan")
    sari.open("/pindaian/lembar?jenis=semua")
    sari.press(f"Tidak kembali {show_code(sheet.code)}")
    sari.page.get_by_label("Alasan").fill("Hilang di jalan")
    sari.press("Tidak ditunggu lagi")
    sari.expect_text("tidak ditunggu lagi")
    assert SheetOut.get().state == "tidak_kembali"


def test_a_page_is_placed_by_keys_alone(app: Flask, cast: Cast, open_desk: Desks) -> None:
    case = make_case(cast)
    sheet = sheet_of(case, by=cast.ratna)
    scan = file_page(app.config["SETTINGS"], None, by=cast.sari)
    sari = open_desk("sari", LAPTOP)
    sari.open(f"/pindaian/halaman/{scan.id}")
    expect(sari.page.get_by_label("Kode lembar, nomor kasus, atau nama")).to_be_focused()
    sari.page.keyboard.type(show_code(sheet.code).lower())
    sari.expect_text("Siti Nurhaliza", "#scan-places")
    go_to(sari, "#scan-places button")
    with sari.arriving():
        sari.page.keyboard.press("Enter")
    sari.expect_text(f"disimpan di kasus {case.number}")
    assert Case.get_by_id(Scan.get().case_id).number == case.number


def test_the_code_of_a_sheet_opens_its_case_from_the_search(app: Flask, cast: Cast, open_desk: Desks) -> None:
    sheet = sheet_of(make_case(cast), by=cast.ratna)
    sari = open_desk("sari", LAPTOP)
    box = sari.page.get_by_role("searchbox").first
    box.fill(show_code(sheet.code))
    with sari.arriving():
        box.press("Enter")
    sari.expect_text("Siti Nurhaliza")
