"""A family whose cards were switched off, one of them in hospital: from the counter to cards that work again."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from puskesos.models import Case, TrackMember
from tests.browser.conftest import Seat
from tests.browser.counter_steps import (
    Told,
    find_client,
    open_from_list,
    open_paper,
    register,
    take_up,
    tick_papers,
)
from tests.browser.desk import Desk
from tests.browser.path_steps import (
    check_data,
    close,
    decide_to_serve,
    recommend,
)
from tests.browser.registry_desk import follow
from tests.cast import Cast, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
KK = "3216991206790001"
STORY = "Suami dirawat sejak kemarin; kartu sekeluarga ditolak rumah sakit."
FACTS = "Nomor surat keterangan faskes"


def test_a_family_gets_its_cards_back_and_one_of_them_otherwise(cast: Cast, seat: Seat) -> None:
    for name, sex, born in (
        ("Rohayati", "P", date(1984, 3, 1)),
        ("Endang Suryana", "L", date(1980, 7, 9)),
        ("Wulan Sari", "P", date(2007, 1, 20)),
    ):
        make_person(cast, name, sex=sex, birth_date=born, kk=KK)
    sari = seat("sari")
    find_client(sari, "Rohayati")
    number = register(sari, Told("Reaktivasi PBI-JK", STORY, priority="Segera"))
    sari.press("Buka kasus")
    bring_papers(sari)
    add_the_baby(sari)
    open_from_list(sari, number)
    check_data(sari, "Terdaftar", decile="6", channel="SIKS-NG (operator desa)")
    sari.expect_text("Desil 6: di atas batas PBI-JK (1–5)", "#case-data-check")
    begin_for_the_family(sari)
    take_on(sari, "Berkas sudah diperiksa", {FACTS: "440/12/RSUD", "Faskes": "RSUD Karawang"})

    bayu = seat("bayu")
    find_on_the_list(bayu, "Berkas diperiksa", people=4)
    propose(bayu)
    bayu.open("/kasus/" + number)
    recommend(bayu, "Layani di Puskesos", "Ayah dirawat; tiga kartu sudah diusulkan.")

    ratna = seat("ratna")
    take_up(ratna, "Rohayati", "Tetapkan")
    decide_to_serve(ratna, "Dampingi sampai kartu aktif.", "Bayu")
    find_on_the_list(bayu, "Diusulkan lewat SIKS-NG", people=3)
    take_on(bayu, "Catat disetujui", {"Nomor SK": "SK-77/2026"})
    take_on(bayu, "Sudah aktif kembali", {})
    bayu.expect_text("perbaiki desil sebelum", "#track-step-aktif")

    find_track(ratna, number, "Aktif kembali")
    take_on(ratna, "Keluarga sudah diberi tahu", {"Siapa yang diberi tahu": "Rohayati, datang ke kantor"})
    ratna.expect_text("Semua orang sudah ada hasilnya.")
    ratna.press("Tutup kasus", within="#track-end")
    close(ratna, "Terpenuhi sebagian", "Tiga kartu aktif, satu beralih mandiri.", given="Kartu PBI-JK aktif")
    steps = sorted(TrackMember.select(TrackMember.step).tuples())
    assert Case.get(Case.number == number).state == "selesai"
    assert steps == [("dihentikan",), ("selesai",), ("selesai",), ("selesai",)]


def bring_papers(sari: Desk) -> None:
    """All but the summary of the hospital, which stands on the paper that the family takes home."""
    tick_papers(sari, "Surat keterangan membutuhkan layanan dari faskes", "KTP", "KK", "Kartu BPJS/KIS")
    tick_papers(sari, "Nomor HP yang aktif")
    sari.expect_text("1 dari 6 belum ada", "#case-papers")
    address = sari.page.url
    open_paper(sari, "Cetak yang perlu dibawa", within="#case-papers")
    expect(sari.page.locator(".bring ol li")).to_have_text(["Resume medis (bila ada)"])
    sari.open(address)


def add_the_baby(sari: Desk) -> None:
    """The newborn is on the family card and not yet in the register."""
    sari.press("Rohayati", within="#case-identity")
    follow(sari, sari.page.locator("#person-household > header a"))
    sari.press("Tambah anggota", within="#household-members")
    page = sari.page
    page.get_by_label("Cari warga", exact=True).fill("Putra Rohayati")
    sari.press("Cari")
    sari.press("Catat anggota baru")
    page.get_by_label("Nama", exact=True).fill("Putra Rohayati")
    page.get_by_label("Bila tanpa NIK, sebabnya").select_option("Bayi")
    page.get_by_label("Laki-laki", exact=True).check()
    page.get_by_label("Tanggal lahir").fill("2026-11-09")
    page.get_by_label("Hubungan dalam keluarga").select_option("Anak")
    sari.press("Simpan warga")
    expect(page.locator("#person-household .results li")).to_have_count(4)


def begin_for_the_family(sari: Desk) -> None:
    sari.press("Mulai Reaktivasi PBI-JK", within="#case-tracks")
    page = sari.page
    page.get_by_label("Kartu nonaktif sejak", exact=False).first.fill("2026-10-01")
    expect(page.get_by_label("Rohayati", exact=False).first).to_be_checked()
    for name in ("Endang Suryana", "Wulan Sari", "Putra Rohayati"):
        page.locator(".family-member", has_text=name).get_by_role("checkbox").check()
    page.locator(".family-member", has_text="Endang Suryana").get_by_label("Sedang dirawat di").fill("RSUD Karawang")
    sari.press("Mulai jalur")
    sari.expect_text("4 orang", "#track-step-diajukan")
    sari.expect_text("Dirawat di RSUD Karawang", "#track-step-diajukan")


def propose(bayu: Desk) -> None:
    """Checked for four; one has found work with insurance; the other three are proposed."""
    take_on(bayu, "Kelayakan sudah diverifikasi", {"Diverifikasi oleh": "Dinsos, Ibu Neneng"})
    take_on(bayu, "Hentikan", {"Alasan dihentikan": "Sudah ditanggung perusahaan"}, only="Wulan Sari")
    take_on(bayu, "Rekomendasi sudah terbit", {"Nomor surat keterangan Dinsos": "400.9/88/Dinsos"})
    take_on(bayu, "Sudah diusulkan lewat SIKS-NG", {"Lewat": "SIKS-NG Dinsos"})
    bayu.expect_text("3 orang", "#track-step-diusulkan")


def take_on(desk: Desk, step: str, typed: dict[str, str], only: str = "") -> None:
    """A step for everybody who stands before it, or for one of them."""
    desk.press(step)
    page = desk.page
    for box in page.get_by_role("group", name="Untuk siapa").get_by_role("checkbox").all() if only else []:
        box.uncheck()
    if only:
        page.get_by_label(only, exact=True).check()
    for label, text in typed.items():
        field = page.get_by_label(re.compile("^" + label))
        field.select_option(text) if label == "Lewat" else field.fill(text)
    desk.press(step)
    desk.expect_text("tercatat.", "#flash")


def find_on_the_list(desk: Desk, step: str, people: int) -> None:
    """From the list of guided ways, narrowed to a step, to the one that stands there."""
    desk.open("/jalur")
    desk.page.get_by_label("Langkah").select_option(f"{step} ({people})")
    if not desk.scripts:
        desk.press("Saring")
    desk.expect_text(f"{people} orang", "#track-rows")
    desk.expect_text(f"Sedang dirawat · {step}", "#track-rows h2 >> nth=0")
    follow(desk, desk.page.locator("#track-rows li a"))


def find_track(desk: Desk, number: str, step: str) -> None:
    """From the case to its guided way."""
    open_from_list(desk, number)
    follow(desk, desk.page.locator("#case-tracks a", has_text=step))
