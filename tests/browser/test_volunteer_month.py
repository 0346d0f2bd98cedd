"""A volunteer joins by the QR code's link, notes what was done, hands the month in; a lost phone is shut out."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos.models import Activity, Hub, User
from puskesos.queries.hub import forget_hub
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk
from tests.browser.pages_seen import PagesSeen
from tests.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
OWN = "perahu biru di muara"


def careful(desk: Desk) -> Desk:
    desk.axe = True
    return desk


@pytest.mark.vnu
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_the_qr_code_to_the_printed_month_and_a_lost_phone(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, scripts: bool
) -> None:
    Hub.update(network_address=pages_seen.address).where(Hub.id == cast.hub.id).execute()
    User.update(must_change_password=True).where(User.id == cast.ujang.id).execute()
    forget_hub()
    ratna, ujang = (careful(open_desk("", size, scripts=scripts)) for size in (LAPTOP, PHONE))
    ratna.sign_in("ratna")
    link = invite(ratna)
    join(ujang, link)
    note_the_day(ujang)
    print_the_month(ujang)
    read_the_month(ratna)
    lose_the_phone(ratna, ujang, link)
    assert pages_seen.complaints_of_nu(tmp_path) == []


def invite(ratna: Desk) -> str:
    ratna.open("/pengaturan/pengguna")
    ratna.expect_text("belum bergabung", "#user-list")
    ratna.press("Undang dengan QR Ujang")
    ratna.press("Buat undangan QR")
    link = ratna.page.locator(".invitation code").inner_text()
    ratna.press("Cetak undangan")
    ratna.expect_text("UNDANGAN RELAWAN")
    return link


def join(ujang: Desk, link: str) -> None:
    ujang.open(link)
    ujang.expect_text("Selamat datang, Ujang")
    ujang.page.get_by_label("Kata sandi baru", exact=True).fill("pendek")
    ujang.page.get_by_label("Ulangi kata sandi baru").fill("pendek")
    ujang.press("Simpan dan masuk")
    ujang.expect_text("paling sedikit 10 huruf", ".errors")
    for label in ("Kata sandi baru", "Ulangi kata sandi baru"):
        ujang.page.get_by_label(label, exact=True).fill(OWN)
    ujang.press("Simpan dan masuk")
    ujang.expect_text("Hari ini", "h1")


def note_the_day(ujang: Desk) -> None:
    ujang.press("Kegiatan saya")
    ujang.press("Pengantaran/evakuasi")
    ujang.expect_text("hari ini tercatat", "#flash")
    ujang.page.get_by_label("Tempat").fill("Puskesmas")
    ujang.press("Simpan")
    ujang.expect_text("Puskesmas, Pantai Bahagia", ".visit")
    ujang.press("Rapat")
    ujang.page.locator("summary", has_text="Salah catat?").click()
    ujang.press("Batalkan kegiatan ini")
    ujang.expect_text("1 kegiatan dibatalkan", "#activity-cancelled")
    assert sorted((row.kind, row.cancelled_at is None) for row in Activity.select()) == [
        ("pengantaran", True),
        ("rapat", False),
    ]
    ujang.press("Oktober 2026")
    ujang.expect_text("Belum ada kegiatan di bulan ini")
    ujang.press("November 2026")


def print_the_month(ujang: Desk) -> None:
    ujang.press("Cetak laporan")
    ujang.expect_text("LAPORAN KEGIATAN RELAWAN")
    ujang.press("Kembali ke kegiatan", within="body")


def read_the_month(ratna: Desk) -> None:
    ratna.open("/kegiatan-relawan")
    ratna.press("Ujang")
    ratna.expect_text("Pengantaran/evakuasi", ".visit")
    ratna.press("Cetak laporan")


def lose_the_phone(ratna: Desk, ujang: Desk, link: str) -> None:
    ratna.open("/pengaturan/pengguna")
    ratna.press("Ujang")
    ratna.press("Akhiri semua perangkat")
    ratna.expect_text("1 perangkat Ujang sudah keluar.", "#flash")
    ujang.open("/kegiatan")
    expect(ujang.page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    ujang.expects.add(410)
    ujang.open(link)
    ujang.expect_text("sudah dipakai")
