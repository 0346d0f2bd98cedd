"""Kept filters of the board: under a name of one's own, renamed, forgotten; and what the filter leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from puskesos.actions.board_view import MOST_VIEWS
from puskesos.models import AuditEntry, BoardView
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]


def keep(client: PageClient, query: str, name: str, status: int = 303) -> str:
    page = client.get(f"/papan?{query}")
    return client.fill(page, "#board-views form", name=name, _expect=status).location


def test_a_filter_is_kept_and_opens_again(client_for: SignIn, cast: Cast) -> None:
    ratna, query = client_for("ratna"), f"desa={cast.bahagia.id}&lewat=1"
    assert keep(ratna, query, "Lewat di Bahagia") == f"/papan?{query}"
    page = ratna.get("/papan")
    assert page.one("#board-views nav a.button")["href"] == f"/papan?{query}"
    assert ratna.get(f"/papan?{query}").one("#board-views a[aria-current]").get_text() == "Lewat di Bahagia"
    assert not client_for("bayu").get("/papan").select("#board-views nav")
    assert AuditEntry.select().where(AuditEntry.action == "board_view_saved").count() == 1


def test_the_same_name_means_the_newer_filter(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    for query in ("lewat=1", "prioritas=darurat"):
        keep(ratna, query, "Penting")
    assert [(one.name, one.query) for one in BoardView.select()] == [("Penting", "prioritas=darurat")]


def test_only_what_the_board_knows_is_kept(client_for: SignIn, cast: Cast) -> None:
    sent = {"name": "Aneh", "query": "lewat=1&lain=//jahat&desa=7&desa=8&" + "x" * 400}
    client_for("ratna").post("/papan/saringan", sent)
    assert BoardView.get().query == "desa=7&lewat=1"


def test_a_filter_needs_a_name_and_something_that_narrows(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    page = ratna.post("/papan/saringan", {"name": " ", "query": "lewat=1"}, expect=422)
    assert "Isi nama saringan." in page.text("#name-error")
    page = ratna.fill(page, "main form.sheet", name="Lewat")
    assert BoardView.get().query == "lewat=1"
    ratna.post("/papan/saringan", {"name": "Semua", "query": ""}, expect=422)
    assert BoardView.select().count() == 1


def test_there_is_an_end_to_keeping(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    for number in range(MOST_VIEWS):
        BoardView.create(user=cast.ratna, name=f"Saringan {number}", query="lewat=1")
    page = ratna.post("/papan/saringan", {"name": "Lagi", "query": "lewat=1"}, expect=422)
    assert f"paling banyak {MOST_VIEWS}" in page


def test_it_is_renamed_and_forgotten(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    keep(ratna, "lewat=1", "Lewat")
    keep(ratna, "prioritas=darurat", "Darurat")
    lewat = BoardView.get(BoardView.name == "Lewat")
    form = ratna.get(f"/papan/saringan/{lewat.id}")
    taken = ratna.fill(form, "main form.sheet", name="Darurat", _expect=422)
    assert "Sudah ada saringan bernama" in taken.text("#name-error")
    ratna.fill(form, "main form.sheet", name="Terlambat")
    assert ratna.get("/papan/saringan").texts("tbody td:first-child") == ["Darurat", "Terlambat"]
    ratna.fill(ratna.get("/papan/saringan"), f"form[action$='/{lewat.id}/penghapusan']")
    assert [one.name for one in BoardView.select()] == ["Darurat"]


@pytest.mark.parametrize(("who", "status"), [("bayu", 404), ("citra", 404), ("sari", 403)])
def test_others_reach_none_of_it(client_for: SignIn, cast: Cast, who: str, status: int) -> None:
    view = BoardView.create(user=cast.ratna, name="Lewat", query="lewat=1")
    client = client_for(who)
    client.get(f"/papan/saringan/{view.id}", expect=status)
    client.post(f"/papan/saringan/{view.id}", {"name": "Lain"}, expect=status)
    client.post(f"/papan/saringan/{view.id}/penghapusan", expect=status)
    assert BoardView.get().name == "Lewat"


def test_filters_of_the_address_narrow_the_board(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, service="P01")
    urgent = make_case(cast, priority="darurat")
    make_case(cast, restricted=True)
    ratna = client_for("ratna")
    by_service = ratna.get(f"/papan?layanan={cast.services['P01'].id}")
    assert len(by_service.select(".card")) == 1 and "Terbatas" not in by_service.text("#board")
    assert [card["id"] for card in ratna.get("/papan?prioritas=darurat").select(".card")] == [f"card-{urgent.number}"]
    assert "Terbatas" in ratna.get("/papan?terbatas=1").text(".card")
    assert not ratna.get("/papan?lewat=1").select(".card")


def test_lanes_show_cards_by_village_or_volunteer_with_the_load(client_for: SignIn, cast: Cast) -> None:
    elsewhere = make_person(cast, "Karsih", village_id=cast.bakti.id)
    make_case(cast, client=elsewhere)
    make_assignment(cast)
    ratna = client_for("ratna")
    by_village = ratna.get("/papan?jalur=desa")
    lanes = dict(zip(by_village.texts(".lane h2"), by_village.texts(".lane"), strict=True))
    assert "Karsih" in lanes["Pantai Bakti"] and "1 dari 8" in lanes["Pantai Bahagia"]
    assert "Belum ada relawan" in lanes["Pantai Mekar"]
    by_volunteer = ratna.get("/papan?jalur=relawan")
    assert by_volunteer.texts(".lane h2") == ["Belum ada relawan", "Tono", "Ujang"]
    ujang = by_volunteer.select(".lane")[2]
    assert len(ujang.select(".card")) == 1 and "1 dari 8" in ujang.get_text()


def test_the_wall_shows_numbers_and_villages_but_no_names(client_for: SignIn, cast: Cast) -> None:
    shown, closed = make_case(cast), make_case(cast, service="R08", restricted=True)
    make_assignment(cast)
    wall = client_for("ratna").get("/papan/dinding")
    assert wall.texts(".wall-count") == ["2", "1", "0", "0", "0"]
    assert f"…{shown.number[12:]} Pantai Bahagia" in wall and f"…{closed.number[12:]}" in wall
    for word in ("Siti", "Nurhaliza", "S. N.", "Ujang", "Kekerasan"):
        assert word not in wall.text("main")
    assert not wall.select("nav, form, button")


def test_the_wall_looks_again_by_itself_and_cheaply(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    ask = ratna.get("/papan/dinding").one("#board-wall")["hx-get"]
    ratna.get(ask, fragment=True, expect=204)
    make_case(cast)
    fresh = ratna.get(ask, fragment=True)
    assert fresh.texts(".wall-count")[0] == "1" and not fresh.select("h1")


def test_the_wall_outlives_idleness_but_neither_the_sign_out_nor_the_day(
    client_for: SignIn, cast: Cast, app: Flask, moment: Any
) -> None:
    ratna = client_for("ratna")
    ask, screen = ratna.get("/papan/dinding").one("#board-wall")["hx-get"], PageClient(app)
    make_case(cast)
    moment.shift(3 * 3600)
    assert ratna.get("/papan", expect=303).location.startswith("/masuk")
    assert screen.get(ask, fragment=True).texts(".wall-count")[0] == "1"
    key = ask.partition("layar=")[2].partition("&")[0]
    for elsewhere in (
        f"/papan?layar={key}",
        f"/papan/denyut?layar={key}",
        f"/?layar={key}",
        "/papan/dinding?layar=MQ.x",
    ):
        assert screen.get(elsewhere, expect=303).location.startswith("/masuk"), elsewhere
    moment.shift(8 * 3600)
    screen.get(ask, fragment=True, expect=401)


def test_the_wall_keeps_nobody_signed_in(client_for: SignIn, cast: Cast, moment: Any) -> None:
    ratna = client_for("ratna")
    ask = ratna.get("/papan/dinding").one("#board-wall")["hx-get"]
    for fragment in (True, False) * 8:
        moment.shift(58)
        ratna.get(ask, fragment=fragment, expect={200, 204})
    assert ratna.get("/papan", expect=303).location.startswith("/masuk")


def test_signing_out_ends_the_wall(client_for: SignIn, cast: Cast, app: Flask) -> None:
    ratna = client_for("ratna")
    ask = ratna.get("/papan/dinding").one("#board-wall")["hx-get"]
    make_case(cast)
    ratna.post("/keluar")
    PageClient(app).get(ask, fragment=True, expect=401)


@pytest.mark.parametrize(("who", "status"), [("sari", 403), ("ujang", 403), ("dewi", 403), ("bayu", 200)])
def test_who_sees_the_wall(client_for: SignIn, cast: Cast, who: str, status: int) -> None:
    client_for(who).get("/papan/dinding", expect=status)
