"""The board with three hundred open cards: thirty at a time, narrowed by village and volunteer."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from puskesos.database import database
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.cast import Cast, make_assignment, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
WAYS = pytest.mark.parametrize(
    ("size", "scripts"),
    [(LAPTOP, True), (PHONE, True), (LAPTOP, False)],
    ids=["laptop", "phone", "laptop-without-scripts"],
)


@pytest.fixture
def full_board(app: Flask, cast: Cast) -> None:
    """260 cases without a volunteer in Pantai Bahagia, 37 with Ujang, 3 with Tono in Pantai Bakti."""
    with database.atomic():
        wati = make_person(cast, "Wati")
        for _ in range(260):
            make_case(cast, client=wati)
        for _ in range(37):
            make_assignment(cast, make_case(cast, client=wati))
        karsih = make_person(cast, "Karsih", village_id=cast.bakti.id)
        for _ in range(3):
            make_assignment(cast, make_case(cast, client=karsih), volunteer=cast.tono)


def column(desk: Desk, name: str) -> Locator:
    return desk.page.get_by_role("region", name=re.compile(f"^{name}"))


def cards(desk: Desk, name: str) -> Locator:
    return column(desk, name).locator(".card")


@WAYS
def test_a_full_board_shows_thirty_cards_and_the_way_to_the_next(
    full_board: None, open_desk: Desks, size: Size, scripts: bool
) -> None:
    ratna = open_desk("ratna", size, scripts=scripts)
    ratna.open("/papan")
    expect(cards(ratna, "Belum ditugaskan")).to_have_count(30)
    expect(cards(ratna, "Ditugaskan")).to_have_count(30)
    expect(column(ratna, "Belum ditugaskan").locator("header")).to_contain_text("260")
    more = column(ratna, "Ditugaskan").get_by_role("link", name="Tampilkan berikutnya")
    if scripts:
        more.click()
        expect(cards(ratna, "Ditugaskan")).to_have_count(40)
        expect(more).to_have_count(0)
    else:
        with ratna.arriving():
            more.click()
        expect(ratna.page.locator(".card")).to_have_count(10)
    ratna.look()


@WAYS
def test_the_board_narrows_to_a_village_and_to_a_volunteer(
    full_board: None, open_desk: Desks, size: Size, scripts: bool
) -> None:
    ratna = open_desk("ratna", size, scripts=scripts)
    ratna.open("/papan")
    ratna.page.get_by_label("Desa/kelurahan").select_option("Pantai Bakti")
    if not scripts:
        ratna.press("Saring")
    expect(ratna.page.locator(".card")).to_have_count(3)
    expect(ratna.page.locator("#board")).not_to_contain_text("Wati")
    ratna.page.get_by_label("Desa/kelurahan").select_option("Semua desa")
    ratna.page.get_by_label("Relawan", exact=True).select_option("Ujang")
    if not scripts:
        ratna.press("Saring")
    expect(cards(ratna, "Ditugaskan")).to_have_count(30)
    expect(column(ratna, "Ditugaskan").locator("header")).to_contain_text("37")
    ratna.page.reload()
    expect(column(ratna, "Ditugaskan").locator("header")).to_contain_text("37")
