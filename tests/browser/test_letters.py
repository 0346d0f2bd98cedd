"""A letter from the case to the office's own check, at both sizes, with and without scripts, and by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from puskesos.models import Case, Letter
from puskesos.rules.letter_code import show_code
from tests.browser.conftest import Desks, Seat
from tests.browser.keys import go_to
from tests.browser.pages_seen import PagesSeen
from tests.cast import Cast, make_case, make_person
from tests.letters import draft

pytestmark = pytest.mark.chromium
LONG = "Siti Nurhasanah Kusumaningrum Puspita Rahayuningsih Wulandari"


def case_of(cast: Cast) -> Case:
    return make_case(cast, client=make_person(cast, LONG, nik="3216994203880003", address="Kp. Muara Jaya"))


@pytest.mark.vnu
def test_a_letter_goes_from_the_case_to_the_office_that_checks_it(
    seat: Seat, cast: Cast, pages_seen: PagesSeen, tmp_path: Path
) -> None:
    case, bayu = case_of(cast), seat("bayu")
    bayu.open(f"/kasus/{case.number}")
    bayu.page.locator("#case-letters summary").click()
    bayu.press("Surat rekomendasi", within="#case-letters")
    bayu.press("Simpan dan lihat pratinjau")
    bayu.expect_text("Isi keperluan.")
    bayu.page.get_by_label("Keperluan").fill("Reaktivasi PBI-JK")
    bayu.page.get_by_label("Ditujukan kepada").fill("Kepala Dinas Sosial")
    bayu.page.get_by_label("Keterangan").fill("Keluarga ini layak dibantu.\n\n- rumah sewa")
    bayu.press("Simpan dan lihat pratinjau")
    bayu.expect_text("Menunggu koordinator menerbitkan", "#letter-next")
    paper = bayu.page.frame_locator("#letter-paper")
    expect(paper.locator("main")).to_contain_text("DRAF")
    expect(paper.locator("main")).to_contain_text(LONG)
    assert not bayu.control("Terbitkan dan beri nomor").count()
    ratna = seat("ratna")
    ratna.open(f"/surat/{Letter.get().id}")
    ratna.press("Terbitkan dan beri nomor")
    ratna.expect_text("400.9/001/PKS-321617/XI/2026")
    expect(ratna.page.frame_locator("#letter-paper").locator("main")).to_contain_text("400.9/001/PKS-321617/XI/2026")
    expect(ratna.page.get_by_role("button", name="Cetak dari layar")).to_be_visible(visible=ratna.scripts)
    ratna.press("Lihat di layar")
    ratna.press("Kembali ke surat", within="nav.tools")
    ratna.open("/surat")
    ratna.expect_text("Kepala Dinas Sosial")
    office = seat()
    office.open("/surat/cek")
    office.page.get_by_label("Kode surat").fill(show_code(Letter.get().proof_code))
    office.press("Periksa")
    office.expect_text("Surat ini berlaku")
    assert pages_seen.complaints_of_nu(tmp_path) == []


def test_by_keyboard_a_letter_is_issued_and_made_void(cast: Cast, open_desk: Desks) -> None:
    letter, ratna = draft(cast, case_of(cast), content={"purpose": "KIS", "statement": "Layak."}), open_desk("ratna")
    ratna.open(f"/surat/{letter.id}")
    go_to(ratna, "#letter-next form button", most=40)
    with ratna.arriving():
        ratna.page.keyboard.press("Enter")
    ratna.expect_text("Surat sudah terbit.", "#letter-next")
    go_to(ratna, "#reason", most=40)
    ratna.page.keyboard.type("Salah nama instansi.")
    ratna.page.keyboard.press("Tab")
    with ratna.arriving():
        ratna.page.keyboard.press("Enter")
    ratna.expect_text("Surat ini batal. Salah nama instansi.", "#letter-next")
    assert Letter.get().state == "batal"


def test_the_register_is_narrowed_while_it_is_typed_and_empties_politely(cast: Cast, open_desk: Desks) -> None:
    case, ratna = case_of(cast), open_desk("ratna")
    for number in range(3):
        draft(cast, case, subject=f"Perihal {number}")
    ratna.open("/surat")
    ratna.page.get_by_label("Nomor, perihal").press_sequentially("Perihal 1")
    expect(ratna.page.locator("#letter-rows tbody tr")).to_have_count(1)
    ratna.page.get_by_label("Nomor, perihal").fill("tidak ada")
    ratna.expect_text("Longgarkan saringan", "#letter-rows")
