"""Cases from the counter to their end, on a laptop, on a phone, and without scripts: help before the decision."""

from __future__ import annotations

import pytest
import time_machine

from puskesos.models import Case, Person
from tests.browser.conftest import Seat
from tests.browser.counter_steps import (
    Told,
    describe,
    meet_new_client,
    open_from_list,
    register,
    take_up,
)
from tests.browser.desk import Desk
from tests.browser.path_steps import (
    Letter,
    accept_task,
    approve_report,
    close,
    decide_afterwards,
    fill_letter,
    help_now,
    note_sent,
    report_visit,
    say_why,
    send_volunteer,
    tell_family,
)
from tests.cast import Cast

pytestmark = [pytest.mark.chromium, pytest.mark.slow]

STRANGER = "Tanpa identitas (L), Pantai Bahagia 17-11-2026"
AFTER = "Tetapkan yang sudah berjalan"


def test_a_man_out_of_his_mind_is_brought_in_at_night_and_decided_on_after(
    cast: Cast, seat: Seat, moment: time_machine.Traveller
) -> None:
    moment.move_to("2026-11-17T22:40:00+07:00")
    sari = seat("sari")
    meet_new_client(sari, "Dadang Suhendar")
    describe(sari, sex="Laki-laki", why_no_nik="Tidak diketahui", age="38")
    number = register(
        sari,
        Told(
            "Evakuasi / rujukan ODGJ",
            "Mengamuk di balai RW sejak magrib, melukai tangannya sendiri.",
            relation="RT/RW",
            reporter="Pak RT Sukarya",
            phone="0812-0000-1234",
            kind="Laporan kejadian (darurat/PPKS)",
            channel="Telepon/WA",
        ),
    )
    sari.press("Buka kasus")
    sari.expect_text("Darurat: tolong dahulu.", "#case-next")
    send_volunteer(sari, "Ujang", "Temani keluarganya sampai bidan datang.")
    open_from_list(sari, number)
    help_now(sari, "Dibawa ke puskesmas bersama bidan desa dan Pak RT.")

    ujang = seat("ujang")
    accept_task(ujang, "Dadang Suhendar")
    report_visit(ujang, "Kakak klien", "Sudah tenang, tangan diperban; kakaknya setuju dirawat.")

    ratna = seat("ratna")
    take_up(ratna, number, "Periksa laporan")
    say_why(ratna, "Memeriksa atau menetapkan")
    approve_report(ratna)
    ratna.press(AFTER, within="#case-next")
    decide_afterwards(ratna, "Disetujui; rujuk ke rumah sakit jiwa.", "Bayu")
    refer(ratna)
    hear_by_telephone(seat("bayu"), number)
    open_from_list(sari, number)
    sari.press("Lihat jawaban", within="#case-next")
    tell_family(sari, "Telepon", "Kakak klien", "Boleh dijenguk mulai Kamis.")
    open_from_list(ratna, number)
    ratna.press("Tutup kasus", within="#case-next")
    close(ratna, "Terpenuhi", "Dirawat; keluarga mendampingi.", given="Rawat inap", told="Telepon")
    assert Case.get(Case.number == number).state == "selesai"


def refer(ratna: Desk) -> None:
    ratna.press("Rujuk ke instansi", within="#case-next")
    fill_letter(
        ratna,
        Letter(
            "Rumah Sakit Jiwa",
            "Rawat inap",
            "Gaduh gelisah, melukai diri; sudah ditenangkan di puskesmas.",
            "Kepentingan vital (keselamatan jiwa)",
            "Melukai diri sendiri",
        ),
    )
    ratna.press("Buat rujukan")
    ratna.expect_text("Surat belum dikirim")
    note_sent(ratna)
    ratna.expect_text("Menunggu jawaban Rumah Sakit Jiwa")


def hear_by_telephone(bayu: Desk, number: str) -> None:
    """The hospital calls, and the back office writes down what it said."""
    open_from_list(bayu, number)
    say_why(bayu, "Menangani kasus ini")
    bayu.press("Buka rujukan", within="#case-next")
    bayu.press("Catat selesai")
    page = bayu.page
    page.get_by_label("Lewat").select_option("Telepon")
    page.get_by_label("Nama petugas instansi").fill("Suster Yanti")
    page.get_by_label("Keterangan").fill("Dirawat di bangsal Melati.")
    bayu.press("Simpan")
    bayu.expect_text("Telepon, Suster Yanti", "#referral-log")


def test_a_stranger_without_name_or_papers_is_helped_recognised_and_sent_home(cast: Cast, seat: Seat) -> None:
    sari = seat("sari")
    sari.open("/penerimaan")
    sari.press("Langsung isi warga baru")
    sari.page.get_by_label("Identitas tidak diketahui").check()
    describe(sari, sex="Laki-laki", age="50")
    number = register(
        sari,
        Told(
            "Orang terlantar tanpa identitas (penelusuran keluarga)",
            "Duduk di dermaga sejak kemarin, tidak menjawab bila ditanya namanya.",
            relation="Polisi",
            reporter="Aiptu Wahyu",
            phone="0812-0000-5678",
            priority="Darurat",
            kind="Laporan kejadian (darurat/PPKS)",
            channel="Polisi/faskes",
        ),
    )
    sari.press("Buka kasus")
    help_now(sari, "Diberi makan dan tempat tidur di balai desa.")

    ratna = seat("ratna")
    take_up(ratna, STRANGER, AFTER)
    decide_afterwards(ratna, "Layani sambil menelusuri keluarganya.", "Sari")

    recognise(sari, number)
    open_from_list(ratna, number)
    ratna.expect_text("Karsono", "#case-header")
    ratna.press("Tutup kasus", within="#case-next")
    close(ratna, "Dipulangkan", "Dijemput kakaknya.", given="Ongkos pulang ke Indramayu", content="Sangat puas")
    case = Case.get(Case.number == number)
    assert (case.state, Person.get_by_id(case.client_id).identity) == ("selesai", "lengkap")


def recognise(sari: Desk, number: str) -> None:
    """His brother has seen the picture: the stranger has a name and a number."""
    open_from_list(sari, number)
    sari.press(STRANGER, within="#case-identity")
    sari.press("Isi identitas")
    page = sari.page
    page.get_by_label("Identitas tidak diketahui").uncheck()
    page.get_by_label("Nama", exact=True).fill("Karsono")
    page.get_by_label("NIK", exact=True).fill("3216990101760004")
    page.get_by_label("Alasan").fill("Dikenali kakaknya dari foto di grup desa")
    sari.press("Simpan")
    sari.expect_text("Karsono", "h1")
    sari.expect_text("Dikenali kakaknya", "#person-history")
