"""A child out of school: recommended, referred by letter, answered by its code and QR, told, and closed."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from puskesos.documents.paper import qr_image
from puskesos.models import Case, Referral
from tests.browser.conftest import Desks, Seat
from tests.browser.counter_steps import (
    Told,
    describe,
    meet_new_client,
    open_from_list,
    open_paper,
    register,
    take_up,
)
from tests.browser.desk import PHONE, Desk
from tests.browser.path_steps import (
    Letter,
    check_data,
    close,
    decide_to_refer,
    note_sent,
    recommend,
    tell_family,
)
from tests.cast import PUBLIC, Cast

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
LETTER = Letter(
    "Dinas Pendidikan",
    "Kembali sekolah dan bantuan seragam",
    "Putus sekolah sejak Juli; sudah dikunjungi, orang tua mendukung.",
    "Persetujuan orang tua/wali",
    "Ibunya, Wati",
)


def test_a_child_out_of_school_is_referred_and_the_office_answers_by_its_letter(
    app: Flask, cast: Cast, seat: Seat, open_desk: Desks, moment: time_machine.Traveller
) -> None:
    number = bring_the_child(seat("sari"))
    bayu = seat("bayu")
    open_from_list(bayu, number)
    check_data(bayu, "Terdaftar", decile="2")
    recommend(bayu, "Rujuk ke instansi", "Anak ingin sekolah lagi; biaya pendaftaran tidak ada.")

    ratna = seat("ratna")
    take_up(ratna, "Rizki Maulana", "Tetapkan")
    decide_to_refer(ratna, "Rujuk ke Dinas Pendidikan.", LETTER)
    code, qr = send_the_letter(ratna)

    office = open_desk("", PHONE, scripts=False)
    type_the_code(office, code)
    path = urlsplit(office.page.url).path
    assert qr in qr_image(f"{PUBLIC}{path}"), "the QR on the letter leads to the same page, by the hub's public address"
    office_says(office, "Surat diterima", "Kami panggil orang tuanya.")
    assert Referral.get().state == "diterima"

    moment.shift(2 * 24 * 3600)
    office.open(office.page.url)
    office_says(office, "Selesai dilayani", "Masuk SMP terbuka mulai Senin.")
    come_back(ratna, "ratna")
    take_up(ratna, "Rizki Maulana", "Lihat jawaban")
    ratna.expect_text("Masuk SMP terbuka mulai Senin.", "#referral-next")
    tell_family(ratna, "WA", "Ibu Wati", "Datang Senin pukul tujuh, bawa akta.")
    ratna.press("Ke kasus")
    ratna.press("Tutup kasus", within="#case-next")
    see_it_closed(ratna, number)


def bring_the_child(sari: Desk) -> str:
    meet_new_client(sari, "Rizki Maulana")
    describe(sari, sex="Laki-laki", born="2013-05-02", why_no_nik="Tidak dibawa")
    story = "Berhenti di kelas 6 sejak Juli karena membantu ayahnya melaut."
    told = Told("Anak putus sekolah", story, relation="Orang tua", reporter="Wati", phone="0812-0000-1234")
    return register(sari, told)


def send_the_letter(ratna: Desk) -> tuple[str, str]:
    """The letter as it goes out: its short code, and what its QR draws."""
    ratna.press("Buka rujukan", within="#case-next")
    letter = ratna.page.url
    open_paper(ratna, "Surat", within="#referral-next")
    ratna.expect_text("Ibunya, Wati", ".letter")
    slip = ratna.page.locator(".slip")
    code, qr = slip.locator(".number").inner_text(), slip.locator(".qr svg path").get_attribute("d") or "no QR"
    ratna.open(letter)
    note_sent(ratna)
    ratna.expect_text("Menunggu jawaban Dinas Pendidikan", "#referral-next")
    return code, qr


def type_the_code(office: Desk, code: str) -> None:
    office.open("/j")
    office.page.get_by_label("Kode pada surat").fill(code.lower().replace("-", " "))
    office.press("Buka")
    office.expect_text("R. M.")
    assert "Rizki" not in office.page.content()


def office_says(office: Desk, button: str, text: str) -> None:
    office.page.get_by_label("Nama petugas").fill("Rini")
    office.page.get_by_label("Catatan").fill(text)
    office.press(button)
    office.expect_text(button, "#office-said")


def come_back(desk: Desk, username: str) -> None:
    """Days later the session is over."""
    desk.open("/")
    desk.fill_in(username)


def see_it_closed(ratna: Desk, number: str) -> None:
    close(
        ratna,
        "Terpenuhi",
        "Kembali sekolah.",
        given="Seragam dan biaya pendaftaran",
        told="Lewat relawan",
        content="Sangat puas",
    )
    for words in ("Seragam dan biaya pendaftaran", "Lewat relawan", "Sangat puas"):
        ratna.expect_text(words, "#case-decision")
    assert Case.get(Case.number == number).state == "selesai"
