"""Five ways of a case beside the usual one, on a laptop, on a phone, and without scripts."""

from __future__ import annotations

import pytest
from flask import Flask

from puskesos.models import Case, Referral
from puskesos.security.letter_code import letter_token
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.cast import Cast, make_case, make_person, make_referral

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
DEVICES = [
    pytest.param(LAPTOP, True, id="laptop"),
    pytest.param(PHONE, True, id="phone"),
    pytest.param(PHONE, False, id="phone-without-scripts"),
]


def state(case: Case) -> str:
    return Case.get_by_id(case.id).state


def close(ratna: Desk, result: str, text: str) -> None:
    ratna.press("Tutup kasus", within="#case-next")
    ratna.page.get_by_label("Hasil akhir").select_option(result)
    ratna.page.get_by_label("Keterangan hasil").fill(text)
    ratna.page.get_by_label("Puas", exact=True).check()
    ratna.press("Tutup kasus")
    ratna.expect_text("Selesai", "#case-header")


def help_now(sari: Desk, done: str) -> None:
    sari.press("Tangani sekarang, penetapan menyusul", within="#case-next")
    sari.page.get_by_label("Tindakan pertama").fill(done)
    sari.press("Catat penanganan")
    sari.expect_text("Penetapan menyusul", "#case-header")


def decide_afterwards(ratna: Desk, text: str) -> None:
    ratna.press("Tetapkan yang sudah berjalan", within="#case-next")
    ratna.page.get_by_label("Isi penetapan").fill(text)
    ratna.page.get_by_label("Petugas yang melayani").fill("Bayu")
    ratna.press("Simpan penetapan")


@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_a_man_out_of_his_mind_is_brought_in_at_night_and_decided_on_after(
    cast: Cast, open_desk: Desks, size: Size, scripts: bool
) -> None:
    case = make_case(cast, service="K05", priority="darurat", kind="laporan")
    sari = open_desk("sari", size, scripts=scripts)
    sari.open(f"/kasus/{case.number}")
    help_now(sari, "Dibawa ke puskesmas bersama bidan desa.")
    ratna = open_desk("ratna", size, scripts=scripts)
    ratna.open(f"/kasus/{case.number}")
    ratna.page.get_by_label("Memeriksa atau menetapkan").check()
    ratna.press("Buka kasus")
    decide_afterwards(ratna, "Disetujui, rawat dan kabari keluarga.")
    close(ratna, "Terpenuhi", "Dirawat; keluarga mendampingi.")
    assert state(case) == "selesai"


@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_a_stranger_without_name_or_papers_is_helped_and_sent_home(
    cast: Cast, open_desk: Desks, size: Size, scripts: bool
) -> None:
    nobody = make_person(cast, "", identity="tidak", nik_reason="tidak_diketahui", birth_year_estimate=1976)
    case = make_case(cast, client=nobody, service="R02", priority="darurat", kind="laporan")
    sari = open_desk("sari", size, scripts=scripts)
    sari.open(f"/kasus/{case.number}")
    help_now(sari, "Diberi makan dan tempat tidur di balai desa.")
    ratna = open_desk("ratna", size, scripts=scripts)
    ratna.open(f"/kasus/{case.number}")
    decide_afterwards(ratna, "Layani sambil menelusuri keluarganya.")
    close(ratna, "Dipulangkan", "Dijemput kakaknya.")
    assert state(case) == "selesai"


@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_a_child_out_of_school_is_referred_and_the_office_answers_by_its_code(
    app: Flask, cast: Cast, open_desk: Desks, size: Size, scripts: bool
) -> None:
    secret = app.config["SETTINGS"].secret
    case = make_case(cast, service="P03")
    referral = make_referral(cast, case, secret=secret)
    office = open_desk("", size, scripts=scripts)
    office.open(f"/j/{letter_token(secret, referral.uuid, referral.code_generation)}")
    office.page.get_by_label("Nama", exact=False).first.fill("Rini")
    office.page.locator("#office-answer textarea").fill("Diterima di SMP terbuka mulai Senin.")
    office.press("Selesai dilayani")
    assert Referral.get_by_id(referral.id).state == "selesai"
    ratna = open_desk("ratna", size, scripts=scripts)
    ratna.open(f"/kasus/{case.number}/penutupan")
    ratna.page.get_by_label("Hasil akhir").select_option("Terpenuhi")
    ratna.page.get_by_label("Keterangan hasil").fill("Kembali sekolah.")
    ratna.press("Tutup kasus")
    assert state(case) == "selesai"


@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_a_complaint_noted_twice_becomes_one_case(cast: Cast, open_desk: Desks, size: Size, scripts: bool) -> None:
    kept, double = (make_case(cast, service="L02", kind="pengaduan") for _ in range(2))
    sari = open_desk("sari", size, scripts=scripts)
    sari.open(f"/kasus/{double.number}")
    sari.press("Batalkan atau duplikat", within="#case-next")
    sari.page.get_by_label("Duplikat kasus lain").check()
    sari.page.get_by_label("Nomor kasus yang diteruskan").fill(kept.number)
    sari.page.get_by_label("Alasan").fill("Dicatat dua kali pada hari yang sama.")
    sari.press("Batalkan kasus")
    sari.expect_text(kept.number, "#case-links")
    sari.open(f"/kasus/{kept.number}")
    sari.expect_text("duplikat kasus ini", "#case-links")
    assert (state(kept), state(double)) == ("terdaftar", "batal")


@pytest.mark.parametrize(("size", "scripts"), DEVICES)
def test_who_only_asks_is_answered_and_done_with(cast: Cast, open_desk: Desks, size: Size, scripts: bool) -> None:
    person = make_person(cast)
    sari = open_desk("sari", size, scripts=scripts)
    sari.open(f"/penerimaan/warga/{person.id}")
    page = sari.page
    page.get_by_label("Jenis layanan").select_option("Informasi / konsultasi")
    page.get_by_label("Uraian masalah").fill("Kapan PKH tahap ini cair?")
    page.get_by_label("Hubungan pelapor").select_option("Diri sendiri")
    page.get_by_text("Hanya bertanya? Jawab dan selesai di sini").click()
    page.get_by_label("Informasi yang diberikan").fill("Pekan depan, lewat kantor pos.")
    sari.press("Simpan dan selesai, informasi sudah diberikan")
    case = Case.get(Case.client == person)
    assert (case.state, case.result) == ("selesai", "informasi")
