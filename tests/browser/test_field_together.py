"""A day in the field: two volunteers of two villages at their phones while the koordinator moves cards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from puskesos.models import Assignment, User
from tests.browser.conftest import Desks
from tests.browser.desk import PHONE, Desk
from tests.browser.path_steps import approve_report, report_visit
from tests.cast import Cast, make_assignment, make_case, make_person

pytestmark = pytest.mark.chromium


def give(cast: Cast, volunteer: User, village_id: int, *names: str) -> None:
    for name in names:
        case = make_case(cast, client=make_person(cast, name, village_id=village_id))
        make_assignment(cast, case, volunteer=volunteer)


def card(ratna: Desk, column: str, name: str) -> Locator:
    return ratna.page.locator(f"#board-{column} .card", has_text=name)


def look_again(ratna: Desk) -> None:
    """What the board does by itself every half minute."""
    with ratna.page.expect_response("**/papan/denyut?**"):
        ratna.page.evaluate("htmx.trigger('#board-pulse', 'segarkan')")


def take_back(ratna: Desk, name: str, reason: str) -> None:
    ratna.page.locator(".card a", has_text=name).focus()
    ratna.page.keyboard.press("b")
    ratna.page.get_by_label("Alasan").fill(reason)
    ratna.page.get_by_role("button", name="Ambil kembali").click()
    expect(card(ratna, "belum", name)).to_have_count(1)


def read(phone: Desk, name: str) -> None:
    phone.open("/")
    with phone.arriving():
        phone.page.locator(".visit li", has_text=name).get_by_role("link", name="Lihat dan terima tugas").click()
    phone.look()


def set_out(phone: Desk, name: str) -> None:
    read(phone, name)
    phone.press("Terima tugas")
    phone.press("Berangkat sekarang")


def states() -> dict[str, list[str]]:
    """States of the tasks by volunteer, in order."""
    rows = (
        Assignment.select(User.username, Assignment.state).join(User, on=Assignment.volunteer).order_by(Assignment.id)
    )
    found: dict[str, list[str]] = {}
    for username, state in rows.order_by(Assignment.id).tuples():
        found.setdefault(username, []).append(state)
    return found


def test_two_volunteers_work_while_the_koordinator_moves_cards(cast: Cast, open_desk: Desks) -> None:
    give(cast, cast.ujang, cast.bahagia.id, "Odah", "Karsih")
    give(cast, cast.tono, cast.bakti.id, "Encep", "Rokayah")
    ratna, ujang, tono = open_desk("ratna"), open_desk("ujang", PHONE), open_desk("tono", PHONE)
    tono.expects |= {404}
    ratna.open("/papan")
    expect(card(ratna, "ditugaskan", "")).to_have_count(4)
    set_out(ujang, "Odah")
    read(tono, "Rokayah")
    take_back(ratna, "Rokayah", "Tono ke Encep dahulu.")
    expect(card(ratna, "lapangan", "Odah")).to_contain_text("Ujang")
    tono.press("Terima tugas")
    tono.expect_text("diambil kembali, atau dialihkan", "body")
    set_out(tono, "Encep")
    look_again(ratna)
    expect(card(ratna, "lapangan", "Encep")).to_contain_text("Tono")
    report_visit(ujang, "Klien", "Atap bocor di dua tempat.")
    look_again(ratna)
    expect(card(ratna, "laporan", "Odah")).to_have_count(1)
    with ratna.arriving():
        card(ratna, "laporan", "Odah").get_by_role("link", name="Periksa").click()
    approve_report(ratna)
    report_visit(tono, "Klien", "Perahu rusak.")
    assert states() == {"ujang": ["disetujui", "ditugaskan"], "tono": ["dilaporkan", "batal"]}
    assert "Encep" not in ujang.page.content() and "Odah" not in tono.page.content()
