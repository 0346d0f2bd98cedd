"""Assigning from a card: the columns come back, the filter stays, and a card that somebody else took says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Assignment, Case, CaseEvent
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import Page, PageClient
from tests.views.boards import digests_of

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


@pytest.fixture
def waiting(cast: Cast) -> Case:
    return make_case(cast)


def card_link(page: Page) -> str:
    return str(page.one(".card [data-assign]")["href"])


def test_in_the_dialog_the_two_columns_come_back_with_the_message(
    client_for: SignIn, cast: Cast, waiting: Case
) -> None:
    ratna = client_for("ratna")
    board = ratna.get("/papan")
    form = ratna.get(card_link(board) + digests_of(board), fragment=True)
    page = ratna.fill(form, FORM, volunteer=cast.ujang.id, _fragment=True, _expect=200)
    places = [one["hx-target"] for one in page.select("hx-partial")]
    assert places == ["#board-belum", "#board-ditugaskan", "#board-pulse", "#board-load", "#flash"]
    assert page.headers["HX-Trigger"] == "kartu-pindah" and "T-321617-2611-0001 dibuat." in page
    assert not page.select("#board-belum .card") and len(page.select("#board-ditugaskan .card")) == 1


def test_a_mistake_shows_the_whole_form_again_in_the_dialog(client_for: SignIn, waiting: Case) -> None:
    ratna = client_for("ratna")
    form = ratna.get(card_link(ratna.get("/papan")), fragment=True)
    page = ratna.fill(form, FORM, _fragment=True, _expect=422)
    assert page.select(FORM) and page.text("#volunteer-error") == "Pilih relawan."


def test_without_scripts_it_leads_back_to_the_filtered_board(client_for: SignIn, cast: Cast, waiting: Case) -> None:
    ratna, here = client_for("ratna"), f"/papan?desa={cast.bahagia.id}&jalur=desa"
    form = ratna.get(card_link(ratna.get(here)))
    assert form.one("[data-close]")["href"] == here
    assert ratna.fill(form, FORM, volunteer=cast.ujang.id).location == here


def test_of_two_koordinators_the_second_is_told_by_whom_the_card_was_taken(
    client_for: SignIn, cast: Cast, waiting: Case
) -> None:
    ratna = client_for("ratna")
    link = card_link(ratna.get("/papan"))
    form = ratna.get(link, fragment=True)
    make_assignment(cast, Case.get_by_id(waiting.id), volunteer=cast.tono)
    before = CaseEvent.select().count()
    said = "Kartu ini sudah diubah Ratna pukul 09.00: Tono ditugaskan: kunjungan rumah."
    late = ratna.fill(form, FORM, volunteer=cast.ujang.id, _fragment=True, _expect=409)
    assert said in late.text("#board-stale") and late.select('hx-partial[hx-target="#board-ditugaskan"]')
    assert said in ratna.get(link, fragment=True, expect=409).text("#board-stale")
    assert said in ratna.get(link, expect=409).text("main [role=alert]")
    assert (Assignment.select().count(), CaseEvent.select().count()) == (1, before)


def test_from_the_case_a_second_volunteer_is_still_possible(client_for: SignIn, cast: Cast, waiting: Case) -> None:
    make_assignment(cast, waiting)
    assert client_for("ratna").get(f"/kasus/{waiting.number}/penugasan").select(FORM)


def test_who_sees_no_board_gets_none_by_asking_for_it(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast, priority="darurat"), client_for("sari")
    form = sari.get(f"/kasus/{case.number}/penugasan?dari=papan")
    page = sari.fill(form, FORM, volunteer=cast.ujang.id, _fragment=True, _expect=200)
    assert page.headers["HX-Redirect"] == f"/kasus/{case.number}" and not page.select("hx-partial")
