"""Working the board: by keys alone, by dragging, by the menu on a phone, while others move cards too."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from puskesos import clock
from puskesos.actions.assignment import accept_assignment, cancel_assignment
from puskesos.models import Assignment, Case
from tests.browser.conftest import Desks
from tests.browser.desk import PHONE, Desk
from tests.cast import Cast, make_assignment, make_case, make_person, viewer_of

pytestmark = pytest.mark.chromium
FORM = "#board-dialog form[method=post]"


@pytest.fixture
def task(app: Flask, cast: Cast) -> Assignment:
    make_case(cast, client=make_person(cast, "Wati"))
    make_case(cast, client=make_person(cast, "Karsih"))
    return make_assignment(cast, make_case(cast, client=make_person(cast, "Rokayah")))


@pytest.fixture
def ratna(task: Assignment, open_desk: Desks) -> Desk:
    desk = open_desk("ratna")
    desk.expects |= {404, 409}
    desk.open("/papan")
    return desk


def card(desk: Desk, name: str) -> Locator:
    return desk.page.locator(".card", has_text=name)


def in_column(desk: Desk, column: str, name: str) -> Locator:
    return desk.page.locator(f"#board-{column} .card", has_text=name)


def focused_name(desk: Desk) -> str:
    return desk.page.evaluate("document.activeElement.textContent")


def look_again(desk: Desk) -> None:
    with desk.page.expect_response("**/papan/denyut?**"):
        desk.page.evaluate("htmx.trigger('#board-pulse', 'segarkan')")


def state_of(task: Assignment) -> str:
    return Assignment.get_by_id(task.id).state


def test_arrows_go_between_cards_and_t_opens_the_form(ratna: Desk) -> None:
    keys = ratna.page.keyboard
    ratna.page.locator("#board").focus()
    for key, name in [("ArrowDown", "Wati"), ("ArrowDown", "Karsih"), ("ArrowRight", "Rokayah"), ("ArrowLeft", "Wati")]:
        keys.press(key)
        assert focused_name(ratna) == name, key
    keys.press("End")
    assert focused_name(ratna) == "Karsih"
    keys.press("t")
    expect(ratna.page.locator(FORM)).to_be_visible()
    expect(ratna.page.locator("#board-dialog")).to_contain_text("Karsih")
    assert ratna.page.locator(FORM).get_attribute("action").endswith("/penugasan?dari=papan")
    keys.press("Escape")
    expect(ratna.page.locator("#board-dialog")).to_be_hidden()
    assert focused_name(ratna) == "Karsih"


def test_a_volunteer_is_assigned_by_keys_alone_and_the_focus_stays_in_the_column(ratna: Desk, cast: Cast) -> None:
    keys = ratna.page.keyboard
    ratna.page.locator("#board").focus()
    keys.press("ArrowDown")
    keys.press("t")
    expect(ratna.page.locator(f"{FORM} input[type=radio]").first).to_be_focused()
    keys.press("Space")
    keys.press("Enter")
    expect(in_column(ratna, "ditugaskan", "Wati")).to_have_count(1)
    expect(ratna.page.locator("#board-dialog")).to_be_hidden()
    expect(ratna.page.locator(".card a", has_text="Karsih")).to_be_focused()
    ratna.expect_text("dibuat.", "#flash")


def test_ticked_cards_are_assigned_together_by_keys(ratna: Desk) -> None:
    keys = ratna.page.keyboard
    ratna.open("/papan")
    expect(ratna.page.get_by_role("button", name="Tugaskan yang dipilih")).to_be_hidden()
    ratna.page.locator("#board").focus()
    for key in ("ArrowDown", "x", "ArrowDown", "x"):
        keys.press(key)
    expect(ratna.page.get_by_role("button", name="Tugaskan yang dipilih")).to_be_visible()
    numbers = [case.number for case in Case.select().order_by(Case.id).limit(2)]
    with ratna.page.expect_request("**/papan/penugasan?**") as asked:
        keys.press("t")
    assert asked.value.url.endswith("?" + "&".join(f"kasus={number}" for number in numbers))


def test_only_one_card_is_in_the_order_of_tab(ratna: Desk) -> None:
    ratna.page.locator("#board").focus()
    ratna.page.keyboard.press("Tab")
    stops = ratna.page.evaluate(
        "[...document.querySelectorAll('#board .card a')].filter((a) => a.tabIndex === 0).length"
    )
    assert stops == 2, "the name and the button of one card"


def test_a_card_goes_back_by_b_with_a_reason_and_its_column_follows(ratna: Desk, task: Assignment) -> None:
    ratna.page.locator(".card a", has_text="Rokayah").focus()
    ratna.page.keyboard.press("b")
    ratna.page.get_by_label("Alasan").fill("Ujang sakit.")
    ratna.page.get_by_role("button", name="Ambil kembali").click()
    expect(in_column(ratna, "belum", "Rokayah")).to_have_count(1)
    expect(in_column(ratna, "ditugaskan", "Rokayah")).to_have_count(0)
    expect(ratna.page.locator("#board-dialog")).to_be_hidden()
    ratna.expect_text(f"Dibatalkan: {task.number}.", "#flash")
    assert state_of(task) == "batal"
    assert focused_name(ratna) == "Wati", "its column is empty now: the first card of the board"
    expect(ratna.page.locator("[data-new]")).to_have_count(0)


def test_the_keys_are_listed_by_a_question_mark_and_by_a_button(ratna: Desk) -> None:
    ratna.page.locator(".card a", has_text="Wati").focus()
    ratna.page.keyboard.press("?")
    expect(ratna.page.locator("#board-keys")).to_contain_text("Menugaskan")
    ratna.page.keyboard.press("Escape")
    ratna.page.get_by_role("button", name="Tombol pintas").click()
    expect(ratna.page.locator("#board-keys")).to_be_visible()


def test_a_card_is_dragged_only_where_the_path_leads(ratna: Desk, task: Assignment) -> None:
    card(ratna, "Rokayah").drag_to(ratna.page.locator("#board-laporan"))
    expect(ratna.page.locator("#board-dialog")).to_be_hidden()
    card(ratna, "Rokayah").drag_to(ratna.page.locator("#board-belum"))
    expect(ratna.page.locator("#board-dialog")).to_contain_text("Ambil kembali")
    ratna.page.get_by_role("link", name="Batal").click()
    card(ratna, "Wati").drag_to(ratna.page.locator("#board-ditugaskan"))
    expect(ratna.page.locator("#board-dialog h2")).to_have_text("Tugaskan relawan")
    assert state_of(task) == "ditugaskan"


def test_a_stale_card_says_by_whom_it_was_moved(ratna: Desk, cast: Cast, task: Assignment) -> None:
    accept_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    card(ratna, "Rokayah").locator("summary").click()
    ratna.page.get_by_role("link", name="Ambil kembali").click()
    ratna.expect_text("Kartu ini sudah dipindah Ujang pukul 09.00: tugasnya sudah diterima relawan.", "#board-dialog")
    expect(card(ratna, "Rokayah")).to_contain_text("Diterima PSM")


def test_news_wait_while_a_dialog_or_a_menu_is_open(ratna: Desk, cast: Cast, task: Assignment) -> None:
    ratna.page.locator(".card a", has_text="Rokayah").focus()
    ratna.page.keyboard.press("b")
    ratna.page.get_by_label("Alasan").fill("Ujang sak")
    cancel_assignment(task, reason="Banjir.", actor=viewer_of(cast.ratna), now=clock.now())
    ratna.page.evaluate("htmx.trigger('#board-pulse', 'segarkan')")
    ratna.page.wait_for_timeout(400)
    expect(in_column(ratna, "ditugaskan", "Rokayah")).to_have_count(1)
    expect(ratna.page.get_by_label("Alasan")).to_have_value("Ujang sak")
    with ratna.page.expect_response("**/papan/denyut?**"):
        ratna.page.keyboard.press("Escape")
    expect(in_column(ratna, "belum", "Rokayah")).to_have_count(1)


def test_new_and_changed_cards_are_marked_until_they_were_looked_at(ratna: Desk, cast: Cast, task: Assignment) -> None:
    marks: Any = ratna.page.locator("[data-new]")
    expect(marks).to_have_count(0)
    accept_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    make_case(cast, client=make_person(cast, "Encep"))
    look_again(ratna)
    expect(marks).to_have_count(2)
    expect(card(ratna, "Encep")).to_contain_text("baru")
    ratna.page.reload()
    expect(marks).to_have_count(2)
    card(ratna, "Encep").locator("p").first.click()
    expect(marks).to_have_count(1)
    ratna.page.get_by_role("button", name="Tandai 1 kartu sudah dilihat").click()
    ratna.page.reload()
    expect(marks).to_have_count(0)


def test_news_keep_the_focus_on_its_card(ratna: Desk, cast: Cast) -> None:
    ratna.page.locator(".card a", has_text="Karsih").focus()
    first = Case.select().order_by(Case.id).get()
    make_assignment(cast, first)
    look_again(ratna)
    expect(in_column(ratna, "ditugaskan", "Wati")).to_have_count(1)
    assert focused_name(ratna) == "Karsih"


def test_on_a_phone_the_menu_moves_cards_and_only_the_board_scrolls_sideways(
    task: Assignment, open_desk: Desks
) -> None:
    desk = open_desk("ratna", PHONE)
    desk.axe = True
    desk.open("/papan")
    assert desk.page.evaluate("document.querySelector('#board').scrollWidth > innerWidth")
    small = """[...document.querySelectorAll('#board :is(summary, .button, .pick, h3 a)')]
      .map((each) => each.getBoundingClientRect())
      .filter((box) => box.height && (box.height < 44 || box.width < 44)).length"""
    assert desk.page.evaluate(small) == 0
    card(desk, "Rokayah").locator("summary").tap()
    desk.page.get_by_role("link", name="Ambil kembali").tap()
    desk.page.get_by_label("Alasan").fill("Ujang sakit.")
    desk.look()
    desk.page.get_by_role("button", name="Ambil kembali").tap()
    expect(in_column(desk, "belum", "Rokayah")).to_have_count(1)


def test_without_scripts_the_menu_leads_to_a_page_and_back(task: Assignment, open_desk: Desks) -> None:
    desk = open_desk("ratna", scripts=False)
    desk.open("/papan")
    card(desk, "Rokayah").locator("summary").click()
    desk.press("Ambil kembali")
    desk.page.get_by_label("Alasan").fill("Ujang sakit.")
    desk.press("Ambil kembali")
    expect(in_column(desk, "belum", "Rokayah")).to_have_count(1)
    assert state_of(task) == "batal"


@pytest.mark.axe
@pytest.mark.parametrize(
    "path", ["/papan?jalur=desa", "/papan?jalur=relawan&lewat=1", "/papan/dinding", "/papan/saringan"]
)
def test_axe_finds_nothing_on_the_other_views(task: Assignment, open_desk: Desks, path: str) -> None:
    for size in (None, PHONE):
        desk = open_desk("ratna", *([size] if size else []))
        desk.axe = True
        desk.open(path)
