"""A month is read, explained, closed and sent, and everything else that is counted opens: at every kind of desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from puskesos.models import GuestVisit, MonthNote, MonthReport
from tests.browser.conftest import Seat
from tests.cast import NOW, Cast, make_case, make_person
from tests.welfare import claim_spm, note_ppks

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
LONG = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari"
OCTOBER = "bulan=2026-10"


def test_a_month_from_its_figures_to_the_dinsos(seat: Seat, cast: Cast) -> None:
    case = make_case(
        cast, client=make_person(cast, LONG), received_at=NOW - timedelta(days=30), late_because="Dicatat di kertas"
    )
    note_ppks(cast, case, "08")
    claim_spm(cast, case, "SPM-3", given="rujukan")
    ratna = seat("ratna")
    ratna.open(f"/laporan?{OCTOBER}")
    with ratna.arriving():
        ratna.page.locator("#neraca a").first.click()
    ratna.expect_text(LONG)
    ratna.look()
    ratna.press("Laporan Oktober 2026")
    ratna.page.locator("#obstacles").fill("Listrik padam tiga hari.")
    ratna.press("Simpan kendala dan usul")
    ratna.expect_text("Kendala dan usul disimpan.", "#flash")
    assert MonthNote.get().obstacles == "Listrik padam tiga hari."
    ratna.press("Tutup laporan Oktober 2026")
    ratna.expect_text("Angkanya tidak berubah lagi.", "#flash")
    assert MonthReport.select().count() == 1
    ratna.open(f"/laporan/kirim?{OCTOBER}")
    with ratna.page.expect_download() as download:
        ratna.control("Unduh berkas untuk Dinsos").click()
    assert download.value.suggested_filename.endswith(".zip")
    ratna.open(f"/cetak/laporan?{OCTOBER}")
    ratna.expect_text("Listrik padam tiga hari.", "body")


def test_everything_else_that_is_counted_opens(seat: Seat, cast: Cast) -> None:
    make_case(cast, client=make_person(cast, LONG))
    ratna = seat("ratna")
    for name in ("Hari ini", "SPM", "Gambaran", "Register", "Rekap"):
        ratna.open("/laporan")
        ratna.press(name)
    for path in ("/register/penugasan", "/register/surat", "/susunan-kolom", "/pengaturan/laporan"):
        ratna.open(path)
    ratna.open("/laporan/spm/SPM-3")
    ratna.open("/register/tamu")
    ratna.page.get_by_label("Keperluan").fill("Menanyakan syarat KIP")
    ratna.press("Catat tamu")
    assert GuestVisit.get().purpose == "Menanyakan syarat KIP"
    ratna.expect_text("Menanyakan syarat KIP")
