"""A morning at the board: twelve cases handed out by keys alone, and two koordinators at one card."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from puskesos.models import Assignment, User
from tests.browser.conftest import Desks
from tests.browser.desk import Desk
from tests.cast import Cast, make_case, make_person

pytestmark = pytest.mark.chromium
NAMES = ["Wati", "Karsih", "Encep", "Rokayah", "Odah", "Nasir", "Mulya", "Enjum", "Ropiah", "Tarsih", "Wasti", "Kosim"]


def give_roles(role: str, *people: User) -> None:
    User.update(roles=role).where(User.id.in_([one.id for one in people])).execute()


def test_twelve_cases_go_to_four_volunteers_by_keys_alone(cast: Cast, open_desk: Desks) -> None:
    give_roles("psm", cast.sari, cast.dewi)
    for name in NAMES:
        make_case(cast, by=cast.ratna, client=make_person(cast, name, by=cast.ratna))
    desk = open_desk("ratna")
    desk.open("/papan")
    keys, chosen = desk.page.keyboard, desk.page.locator("#board-dialog input[type=radio]:focus")
    desk.page.locator("#board").focus()
    keys.press("ArrowDown")
    for place, name in enumerate(NAMES):
        expect(desk.page.locator("#board-belum .card").first.locator("h3 a")).to_be_focused()
        keys.press("t")
        expect(chosen).to_have_count(1)
        keys.press("Space")
        for _ in range(place % 4):
            keys.press("ArrowDown")
        keys.press("Enter")
        expect(desk.page.locator("#board-ditugaskan .card", has_text=name)).to_have_count(1)
    expect(desk.page.locator("#board-ditugaskan .card")).to_have_count(12)
    shares = [Assignment.select().where(Assignment.volunteer == one).count() for one in User.select()]
    assert sum(shares) == 12 and sorted(shares)[-4] >= 2, "the list begins anew with who carries least"
    assert desk.page.evaluate("document.activeElement.closest('.card') !== null"), "the last card gone, another has it"


@pytest.fixture
def desks(cast: Cast, open_desk: Desks) -> tuple[Desk, Desk]:
    give_roles("koordinator", cast.bayu)
    for name in ("Wati", "Karsih"):
        make_case(cast, client=make_person(cast, name))
    both = open_desk("ratna"), open_desk("bayu")
    for desk in both:
        desk.expects |= {409}
        desk.open("/papan")
    return both


def begin(desk: Desk, name: str, volunteer: str) -> None:
    desk.page.locator(".card a", has_text=name).focus()
    desk.page.keyboard.press("t")
    desk.page.locator("#board-dialog").get_by_label(volunteer).check()


def send(desk: Desk) -> None:
    desk.page.locator("#board-dialog").get_by_role("button", name="Tugaskan").click()


def test_two_koordinators_at_one_card_and_neither_loses_a_move(desks: tuple[Desk, Desk]) -> None:
    ratna, bayu = desks
    begin(ratna, "Wati", "Ujang")
    begin(bayu, "Wati", "Tono")
    send(ratna)
    expect(ratna.page.locator("#board-ditugaskan .card", has_text="Wati")).to_have_count(1)
    send(bayu)
    bayu.expect_text("Kartu ini sudah diubah Ratna pukul 09.00: Ujang ditugaskan", "#board-dialog")
    expect(bayu.page.locator("#board-ditugaskan .card", has_text="Wati")).to_contain_text("Ujang")
    bayu.page.keyboard.press("Escape")
    begin(bayu, "Karsih", "Tono")
    send(bayu)
    expect(bayu.page.locator("#board-ditugaskan .card")).to_have_count(2)
    with ratna.page.expect_response("**/papan/denyut?**"):
        ratna.page.evaluate("htmx.trigger('#board-pulse', 'segarkan')")
    expect(ratna.page.locator("#board-ditugaskan .card", has_text="Karsih")).to_contain_text("Tono")
    assert Assignment.select().count() == 2
