"""What people come with beside a need: a complaint about an official, one told twice, and a question."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from puskesos.models import Case
from tests.browser.conftest import Seat
from tests.browser.counter_steps import (
    Told,
    describe,
    fill_need,
    find_client,
    meet_new_client,
    open_from_list,
    register,
    take_up,
)
from tests.browser.desk import Desk
from tests.browser.path_steps import (
    close,
    decide_to_serve,
    go_on_unchecked,
    recommend,
    say_why,
)
from tests.cast import Cast, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
NAME = "Maman Suherman"
COMPLAINT = Told(
    "Pengaduan layanan",
    "Petugas desa meminta Rp200.000 untuk pendaftaran bantuan.",
    phone="0812-0000-1234",
    kind="Pengaduan",
    about_official=True,
)


def test_a_complaint_about_an_official_is_handled_behind_closed_doors(cast: Cast, seat: Seat) -> None:
    sari = seat("sari")
    meet_new_client(sari, NAME)
    describe(sari, sex="Laki-laki", born="1971-02-03", why_no_nik="Tidak dibawa")
    number = register(sari, COMPLAINT)
    sari.press("Buka kasus")
    sari.expect_text("Hanya tim kasus dan koordinator yang dapat membuka.", "#case-restricted")

    bayu = seat("bayu")
    stand_before_the_door(bayu, number)
    ratna = seat("ratna")
    open_from_list(ratna, number)
    say_why(ratna, "Memeriksa atau menetapkan")
    ratna.expect_text("pengaduan tentang petugas atau pejabat tertentu", "#case-restricted")
    let_in(ratna, "Bayu")

    open_from_list(bayu, number)
    say_why(bayu, "Menangani kasus ini")
    bayu.expect_text(NAME, "#case-header")
    go_on_unchecked(bayu)
    recommend(bayu, "Layani di Puskesos", "Dua saksi membenarkan; minta penjelasan kepala desa.")
    take_up(ratna, number, "Tetapkan")
    decide_to_serve(ratna, "Uang dikembalikan, petugas ditegur.", "Bayu")
    ratna.press("Tutup kasus", within="#case-next")
    close(ratna, "Terpenuhi", "Uang sudah dikembalikan.", given="Uang kembali", content="Kurang puas")
    case = Case.get(Case.number == number)
    assert (case.state, case.restricted_reason) == ("selesai", "pejabat")


def stand_before_the_door(bayu: Desk, number: str) -> None:
    """The list shows initials, and the case does not open."""
    bayu.expects.add(403)
    bayu.open("/kasus")
    row = bayu.page.locator(f"#case-row-{number}")
    expect(row).to_contain_text("M. S.")
    expect(row).to_contain_text("Terbatas")
    open_from_list(bayu, number)
    bayu.expect_text("Kasus ini terbatas", "#failure")
    bayu.control("Buka darurat").wait_for()
    assert NAME not in bayu.page.content()


def let_in(ratna: Desk, name: str) -> None:
    """The koordinator names who works on the case."""
    ratna.press("Tim kasus")
    ratna.page.get_by_label("Petugas").select_option(name)
    ratna.press("Tambahkan")
    ratna.expect_text(name, "#team-members")


def test_a_complaint_noted_twice_becomes_one_case(cast: Cast, seat: Seat) -> None:
    kept, double = (make_case(cast, service="L02", kind="pengaduan") for _ in range(2))
    sari = seat("sari")
    sari.open(f"/kasus/{double.number}")
    sari.press("Batalkan atau duplikat", within="#case-next")
    sari.page.get_by_label("Duplikat kasus lain").check()
    sari.page.get_by_label("Nomor kasus yang diteruskan").fill(kept.number)
    sari.page.get_by_label("Alasan").fill("Dicatat dua kali pada hari yang sama.")
    sari.press("Batalkan kasus")
    sari.expect_text(kept.number, "#case-links")
    sari.open(f"/kasus/{kept.number}")
    sari.expect_text("duplikat kasus ini", "#case-links")
    states = [Case.get_by_id(case.id).state for case in (kept, double)]
    assert states == ["terdaftar", "batal"]


def test_who_only_asks_is_answered_and_done_with(cast: Cast, seat: Seat) -> None:
    person = make_person(cast, NAME, sex="L")
    sari = seat("sari")
    find_client(sari, NAME)
    fill_need(sari, Told("Informasi / konsultasi", "Kapan PKH tahap ini cair?"))
    sari.page.get_by_text("Hanya bertanya? Jawab dan selesai di sini").click()
    sari.page.get_by_label("Informasi yang diberikan").fill("Pekan depan, lewat kantor pos.")
    sari.press("Simpan dan selesai, informasi sudah diberikan")
    case = Case.get(Case.client == person)
    assert (case.state, case.result) == ("selesai", "informasi")
