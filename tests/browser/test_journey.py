"""The main job as the four people do it, on a laptop and on a phone, with scripts and without."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import expect

from puskesos.models import Case, Photo
from tests.browser.conftest import Desks
from tests.browser.counter_steps import (
    take_up,
)
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.pages_seen import PagesSeen
from tests.browser.path_steps import (
    accept_task,
    approve_report,
    check_data,
    close,
    decide_to_serve,
    fill_report,
    send_report,
)

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
NAME = "Nurhayati binti Sarman"
STORY = "Kartu KIS tidak dapat dipakai saat berobat ke puskesmas. Keluarga baru tahu di loket."
DEVICES = [
    pytest.param(LAPTOP, True, id="laptop"),
    pytest.param(PHONE, True, id="phone"),
    pytest.param(LAPTOP, False, id="laptop-without-scripts"),
    pytest.param(PHONE, False, id="phone-without-scripts"),
]


@pytest.mark.vnu
@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_four_people_bring_a_need_from_the_counter_to_its_end(
    app: Flask, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    sari, ratna, ujang = (careful(open_desk("", size, scripts=scripts)) for _ in range(3))
    sari.sign_in("sari")
    number = register(sari)
    see_the_case(sari, number)

    ratna.sign_in("ratna")
    assign_from_the_board(ratna, number)

    ujang.sign_in("ujang")
    task = accept(ujang)
    report(ujang, task)

    take_up(ratna, NAME, "Periksa laporan")
    approve_report(ratna)
    check_data(ratna, "Terdaftar", decile="3", channel="SIKS-NG (operator desa)")
    decide(ratna)
    ratna.press("Tutup kasus", within="#case-next")
    close(ratna, "Terpenuhi", "Kartu aktif kembali.")
    print_papers(ratna, number)
    scan_the_paper(careful(open_desk("", size, scripts=scripts)), number)

    case = Case.get(Case.number == number)
    assert (case.state, Photo.get(Photo.case == case).width) == ("selesai", 1600)
    assert pages_seen.complaints_of_nu(tmp_path) == []


def careful(desk: Desk) -> Desk:
    """From here on axe looks at every page too."""
    desk.axe = True
    return desk


def register(sari: Desk) -> str:
    sari.open("/penerimaan")
    page = sari.page
    box = page.get_by_label("Siapa yang butuh bantuan?")
    if sari.scripts:
        box.press_sequentially(NAME, delay=5)
    else:
        box.fill(NAME)
        sari.press("Cari")
    expect(page.get_by_label("Nama klien")).to_have_value(NAME)
    page.get_by_label("NIK", exact=True).fill("3216995206790003")
    if sari.scripts:
        page.get_by_label("NIK", exact=True).press("Tab")
        page.get_by_role("button", name="Isi dari NIK").click()
        expect(page.get_by_label("Perempuan")).to_be_checked()
        expect(page.get_by_label("Tanggal lahir", exact=False).first).to_have_value("1979-06-12")
    else:
        page.get_by_label("Perempuan").check()
    page.get_by_label("Desa/kelurahan").select_option("Pantai Bahagia")
    page.get_by_label("Jenis layanan").select_option("Reaktivasi PBI-JK")
    if sari.scripts:
        page.get_by_label("Kartu BPJS/KIS").check()
    page.get_by_label("Uraian masalah").fill(STORY)
    page.get_by_label("Hubungan pelapor").select_option("Anak")
    page.get_by_label("Nama pelapor").fill("Wawan")
    page.get_by_label("No. HP/WA pelapor").fill("0812-0000-1234")
    sari.look()
    sari.press("Simpan dan daftarkan")
    sari.expect_text("Kasus terdaftar")
    number = page.locator(".big.number").inner_text()
    assert re.fullmatch(r"321617-2611-\d{4}", number)
    return number


def see_the_case(sari: Desk, number: str) -> None:
    sari.press("Buka kasus")
    sari.expect_text(NAME, "#case-header")
    sari.expect_text(STORY, "#case-story")
    sari.expect_text("0003", "#case-identity")
    assert "3216995206790003" not in sari.page.content()
    state = sari.page.get_by_label("Keadaan Kartu BPJS/KIS", exact=True)
    if sari.size.touch:  # a phone ticks; how a paper stands is chosen on its own page
        sari.press("Rinci Kartu BPJS/KIS")
        sari.page.get_by_label("Keadaan berkas").select_option("Ada, asli")
        sari.press("Simpan")
    elif sari.scripts:
        expect(state).to_have_value("ada")
        state.select_option("Ada, asli")
    else:
        state.select_option("Ada, asli")
        sari.press("Catat Kartu BPJS/KIS")
    expect(sari.page.locator("#case-papers > header")).to_contain_text("5 dari 6 belum ada")
    expect(state).to_have_value("ada:asli")
    sari.look()
    note(sari)
    assert number in sari.page.title()
    sari.open(f"/kasus/{number}/lembar-kasus")


def note(sari: Desk) -> None:
    sari.page.get_by_label("Tambah catatan").fill("Keluarga akan menelepon besok.")
    sari.press("Simpan catatan")
    sari.expect_text("Keluarga akan menelepon besok.", "#case-history")
    expect(sari.page.get_by_label("Tambah catatan")).to_have_value("")


def assign_from_the_board(ratna: Desk, number: str) -> None:
    ratna.open("/papan")
    if ratna.scripts:  # the form comes in a dialog, and the columns change below it
        ratna.control(f"Tugaskan {number}").click()
    else:
        ratna.press(f"Tugaskan {number}")
    ratna.page.get_by_role("radio", name="Ujang").check()
    ratna.page.get_by_label("Petunjuk untuk relawan").fill("Lihat kartu dan surat rawat.")
    if ratna.scripts:
        ratna.control("Tugaskan", within="#board-dialog").click()
    else:
        ratna.press("Tugaskan")
    ratna.expect_text("dibuat.", "body")


def accept(ujang: Desk) -> str:
    accept_task(ujang, NAME)
    return ujang.page.url.rsplit("/", 1)[1]


def report(ujang: Desk, task: str) -> None:
    ujang.press("Isi hasil kunjungan")
    fill_report(ujang, "Anak klien", "Rumah panggung, klien terbaring, kartu KIS ada.")
    photos = {"name": "rumah.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    ujang.page.get_by_label("Pilih foto").set_input_files(photos)
    if ujang.scripts:
        ujang.expect_text("Belum terkirim", "[data-queue-list]")
    ujang.look()
    send_report(ujang)
    if ujang.scripts:
        ujang.expect_text("1 foto terkirim. Semua sudah sampai.")
    assert task in ujang.page.title()


def photo() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def decide(ratna: Desk) -> None:
    ratna.press("Tetapkan", within="#case-next")
    ratna.page.get_by_label("Layani di Puskesos").check()
    if ratna.scripts:
        expect(ratna.page.locator("#for-rujuk")).to_be_hidden()
    ratna.look()
    decide_to_serve(ratna, "Reaktivasi dibantu di Puskesos.", "Bayu")


def print_papers(ratna: Desk, number: str) -> None:
    """The PDFs arrive, and the same sheets are pages."""
    for paper in ("lembar-kasus", "tanda-terima"):
        answer = ratna.page.request.get(f"/kasus/{number}/{paper}.pdf")
        assert answer.body().startswith(b"%PDF"), answer.status
    ratna.open(f"/kasus/{number}/lembar-kasus")
    ratna.expect_text(NAME)
    ratna.expect_text("Kartu aktif kembali.")
    ratna.open(f"/kasus/{number}/tanda-terima")


def scan_the_paper(somebody: Desk, number: str) -> None:
    """The address in the QR code shows the family's page; a worker signs in from there, and that case opens."""
    somebody.open(f"/k/{number}")
    with somebody.arriving():
        somebody.page.get_by_role("link", name="Petugas: masuk").click()
    assert "/masuk" in somebody.page.url
    somebody.fill_in("ratna")
    assert somebody.page.url.endswith(f"/kasus/{number}")
