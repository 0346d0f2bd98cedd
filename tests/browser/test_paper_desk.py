"""Paper at the desk and in the pocket: empty sheets, the register, a case's folder, a volunteer's route."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from puskesos.models import Assignment
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk
from tests.browser.keys import go_to
from tests.browser.pages_seen import PagesSeen
from tests.cast import TODAY, Cast
from tests.views.field import Field, start_field

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]


def field_today(cast: Cast) -> Field:
    field = start_field(cast, address="Kp. Muara Jaya", rt="004", rw="002", landmark="sebelah musala")
    Assignment.update(due_on=TODAY).execute()
    return field.again()


@pytest.mark.vnu
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_every_paper_is_found_and_printed(
    cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, scripts: bool
) -> None:
    field = field_today(cast)
    ratna, ujang = (open_desk("", size, scripts=scripts) for size in (LAPTOP, PHONE))
    ratna.axe = ujang.axe = True
    at_the_desk(ratna, field, scripts=scripts)
    for_a_volunteer(ratna)
    in_the_pocket(ujang)
    assert pages_seen.complaints_of_nu(tmp_path) == []


def at_the_desk(ratna: Desk, field: Field, *, scripts: bool) -> None:
    ratna.sign_in("ratna", "/cetak")
    press_paper(ratna, "Lembar kasus kosong")
    ratna.expect_text("LEMBAR KASUS")
    expect(ratna.page.get_by_role("button", name="Cetak")).to_be_visible(visible=scripts)
    ratna.press("Kembali ke kertas", within="nav.tools")
    ratna.page.get_by_label("Dari tanggal").fill("2026-11-01")
    ratna.press("Buka register")
    ratna.expect_text("1 November 2026 sampai 17 November 2026")
    ratna.expect_text(field.case.number)
    ratna.open(f"/kasus/{field.case.number}")
    ratna.page.locator("details.printing summary").click()
    ratna.press("Persetujuan klien")
    ratna.expect_text("Siti Nurhaliza")
    ratna.press("Kembali ke kasus", within="nav.tools")


def for_a_volunteer(ratna: Desk) -> None:
    ratna.open("/relawan")
    ratna.press("Ujang")
    ratna.press("Cetak rute")
    ratna.expect_text("RUTE HARI INI")
    ratna.expect_text("Kp. Muara Jaya")


def in_the_pocket(ujang: Desk) -> None:
    ujang.sign_in("ujang")
    ujang.press("Cetak rute")
    ujang.expect_text("Jumlah 1 kunjungan")
    ujang.press("Kembali ke Hari ini", within="nav.tools")
    ujang.open(f"/tugas/{Assignment.get().number}")
    ujang.press("Lembar untuk pulpen")
    ujang.expect_text("LEMBAR KUNJUNGAN")


def press_paper(desk: Desk, name: str) -> None:
    """A line of the list of papers, whose link tells more than its name."""
    with desk.arriving():
        desk.page.locator("main .results a", has_text=name).click()
    desk.look()


def test_the_papers_of_a_case_are_opened_by_keyboard(cast: Cast, open_desk: Desks) -> None:
    field, ratna = field_today(cast), open_desk("", LAPTOP)
    ratna.sign_in("ratna", f"/kasus/{field.case.number}")
    go_to(ratna, "details.printing > summary", most=60)
    ratna.page.keyboard.press("Enter")
    go_to(ratna, 'details.printing a[href$="/label-map"]')
    with ratna.arriving():
        ratna.page.keyboard.press("Enter")
    ratna.expect_text("KARTU KENDALI")
