"""A register comes in from a spreadsheet as the koordinator does it, with real workers beside the server, and goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import expect

from puskesos import clock
from puskesos.jobs.launching import stop_workers
from puskesos.models import AuditEntry, Import, Person
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.pages_seen import PagesSeen
from tests.cast import Cast, make_person
from tests.views.lists import ASEP, EATEN, STRANGE, as_csv

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
DEVICES = [
    pytest.param(LAPTOP, True, id="laptop"),
    pytest.param(PHONE, True, id="phone"),
    pytest.param(PHONE, False, id="phone-without-scripts"),
]
LONG = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari"
DOUBT = ";Siti Nurhayati;P;12/06/1979;Pantai Bahagia;Islam"
ALSO_NEW = f";{LONG};P;01/02/1950;Pantai Bahagia;Islam"
RELOADS = 60


@pytest.fixture
def workers(app: Flask, moment: time_machine.Traveller) -> Iterator[None]:
    """Asking for work starts a worker process. It goes by the machine's clock, so this test does as well."""
    moment.move_to(time_machine.escape_hatch.datetime.datetime.now(UTC))
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], testing=False)
    yield
    stop_workers()


@pytest.mark.vnu
@pytest.mark.usefixtures("workers")
@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_a_register_comes_in_and_goes_out_again(
    cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    make_person(cast, "Siti Nurhayati", birth_date=date(1979, 6, 12))
    ratna = open_desk("", size, scripts=scripts)
    ratna.axe = True
    ratna.sign_in("ratna", "/warga")
    upload(ratna)
    match_columns(ratna)
    decide(ratna)
    apply(ratna)
    see_the_new_people(ratna)
    download_what_was_refused(ratna, tmp_path)
    take_back(ratna)
    assert [person.name for person in Person.select()] == ["Siti Nurhayati"]
    assert pages_seen.complaints_of_nu(tmp_path) == []


def upload(ratna: Desk) -> None:
    ratna.press("Impor")
    ratna.press("Impor baru")
    page, content = ratna.page, as_csv(ASEP, DOUBT, ALSO_NEW, EATEN, STRANGE)
    page.locator("#file").set_input_files({"name": "penduduk.csv", "mimeType": "text/csv", "buffer": content})
    if ratna.scripts:
        ratna.expect_text("penduduk.csv: 0,1 MB.", "[data-file-said]")
    page.get_by_label("Data per tanggal").fill(str(clock.today("Asia/Jakarta")))
    page.get_by_label("Nama daftar").fill("Penduduk Pantai Bahagia")
    ratna.press("Unggah")
    wait_for(ratna, "Arti setiap kolom")


def match_columns(ratna: Desk) -> None:
    page = ratna.page
    expect(page.get_by_label("Arti kolom A NIK")).to_have_value("nik")
    page.get_by_label("Arti kolom F Agama").select_option("Nama")
    ratna.press("Periksa isi berkas")
    ratna.expect_text("Pilih arti lain", "#columns-5-error")
    page.get_by_label("Arti kolom F Agama").select_option("Agama")
    page.get_by_label("Perbarui dengan kolom F Agama").check()
    page.get_by_label("Simpan susunan ini dengan nama").fill("Daftar desa")
    ratna.press("Periksa isi berkas")
    wait_for(ratna, "Siap diterapkan.")
    assert page.locator("#import-counts .figure").all_inner_texts() == ["2", "0", "1", "2", "0"]


def decide(ratna: Desk) -> None:
    ratna.press("Periksa yang ragu")
    ratna.page.get_by_label("Orang yang sama").last.check()
    ratna.press("Simpan pilihan")
    ratna.expect_text("1 pilihan tersimpan.")
    ratna.press("Penduduk Pantai Bahagia")


def apply(ratna: Desk) -> None:
    ratna.press("Terapkan 3 baris")
    ratna.expect_text("2 warga baru akan dicatat.")
    ratna.press("Terapkan 3 baris")
    wait_for(ratna, "Yang sudah diterapkan")
    assert Import.get().state == "selesai"


def see_the_new_people(ratna: Desk) -> None:
    address = ratna.page.url
    ratna.open("/warga")
    for name in ("Asep Saepudin", LONG):
        ratna.expect_text(name, "#person-rows")
    with ratna.arriving():
        ratna.page.get_by_role("link", name="Siti Nurhayati").click()
    ratna.look()
    ratna.expect_text("agama: kosong → Islam")
    ratna.open(address)


def download_what_was_refused(ratna: Desk, folder: Path) -> None:
    with ratna.page.expect_download() as download:
        ratna.control("Unduh yang ditolak").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".xlsx" and file.read_bytes().startswith(b"PK")
    assert AuditEntry.select().where(AuditEntry.action == "import_rejects_given").count() == 1


def take_back(ratna: Desk) -> None:
    ratna.press("Batalkan impor ini")
    ratna.expect_text("dihapus lagi")
    ratna.press("Batalkan impor ini")
    wait_for(ratna, "Semua kembali seperti sebelum impor.")


def wait_for(desk: Desk, text: str) -> None:
    """Until the worker is done: the page reloads itself, or somebody reloads it."""
    if desk.scripts:
        desk.expect_text(text)
        desk.page.wait_for_load_state("load")
    for _ in range(RELOADS):
        if text in desk.page.locator("main").inner_text():
            break
        desk.page.wait_for_timeout(250)
        with desk.arriving():
            desk.control("Muat ulang").click()
    desk.look()
    desk.expect_text(text)
