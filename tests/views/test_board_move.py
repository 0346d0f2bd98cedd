"""Moving a card: by the steps of the path, with a reason where one is needed, never over somebody else's move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos import clock
from puskesos.actions.assignment import accept_assignment, cancel_assignment, start_assignment
from puskesos.models import Assignment, AuditEntry, Case, CaseEvent, Visit
from tests.cast import Cast, make_assignment, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.views.boards import digests_of
from tests.views.field import report, start_field

SignIn = Callable[[str], PageClient]
FORM = "#board-move form"


@pytest.fixture
def given(cast: Cast) -> Assignment:
    return make_assignment(cast)


def link(page: Page, words: str) -> str:
    return next(str(one["href"]) for one in page.select(".card .menu a") if one.get_text() == words)


def state_of(task: Assignment) -> str:
    return Assignment.get_by_id(task.id).state


def columns_in(page: Page) -> list[str]:
    return [str(one["hx-target"]) for one in page.select("hx-partial")]


def test_what_others_moved_meanwhile_comes_along(client_for: SignIn, cast: Cast, given: Assignment) -> None:
    other = make_assignment(cast, make_case(cast))
    ratna = client_for("ratna")
    board = ratna.get("/papan")
    form = ratna.get(link(board, "Ambil kembali") + digests_of(board), fragment=True)
    accept_assignment(other, actor=viewer_of(cast.ujang), now=clock.now())
    start_assignment(other, actor=viewer_of(cast.ujang), now=clock.now())
    page = ratna.fill(form, FORM, reason="Ujang sakit.", _fragment=True, _expect=200)
    assert columns_in(page)[:3] == ["#board-belum", "#board-ditugaskan", "#board-lapangan"]


def test_a_task_is_taken_back_with_a_reason(client_for: SignIn, given: Assignment) -> None:
    ratna = client_for("ratna")
    form = ratna.get(link(ratna.get("/papan"), "Ambil kembali"))
    back = ratna.fill(form, FORM, reason="Ujang sakit.")
    assert back.location == "/papan" and state_of(given) == "batal"
    assert Case.get_by_id(given.case_id).awaits_assignment
    assert AuditEntry.select().where(AuditEntry.action == "assignment_moved").count() == 1
    assert f"Dibatalkan: {given.number}." in ratna.follow(back)


def test_as_a_fragment_the_two_columns_come_back_with_the_message(client_for: SignIn, given: Assignment) -> None:
    ratna = client_for("ratna")
    board = ratna.get("/papan")
    form = ratna.get(link(board, "Ambil kembali") + digests_of(board), fragment=True)
    assert not form.select("h1") and form.text("h2") == "Ambil kembali"
    page = ratna.fill(form, FORM, reason="Ujang sakit.", _fragment=True, _expect=200)
    assert columns_in(page) == ["#board-belum", "#board-ditugaskan", "#board-pulse", "#board-load", "#flash"]
    assert page.headers["HX-Trigger"] == "kartu-pindah"
    assert len(page.select("#board-belum .card")) == 1 and not page.select("#board-ditugaskan .card")


def test_the_filter_of_the_board_survives_a_move(client_for: SignIn, cast: Cast, given: Assignment) -> None:
    ratna = client_for("ratna")
    here = f"/papan?desa={cast.bahagia.id}&jalur=desa"
    form = ratna.get(link(ratna.get(here), "Ambil kembali"))
    assert form.one("[data-close]")["href"] == here
    assert ratna.fill(form, FORM, reason="Ujang sakit.").location == here


def test_without_the_reason_it_stays_where_it_is(client_for: SignIn, given: Assignment) -> None:
    ratna = client_for("ratna")
    form = ratna.get(link(ratna.get("/papan"), "Ambil kembali"))
    page = ratna.fill(form, FORM, _expect=422)
    assert "Tulis alasannya" in page.text("#reason-error") and state_of(given) == "ditugaskan"


@pytest.mark.parametrize(
    ("words", "state", "approved"),
    [
        ("Setujui laporan", "disetujui", True),
        ("Kembalikan laporan", "dikembalikan", False),
        ("Minta kunjungan ulang", "kunjungan_ulang", False),
    ],
)
@pytest.mark.parametrize("who", ["ratna", "bayu"])
def test_a_report_is_answered_from_the_board(
    client_for: SignIn, cast: Cast, app: Flask, words: str, state: str, approved: bool, who: str
) -> None:
    field = start_field(cast)
    report(field, app.config["SETTINGS"].uploads)
    office = client_for(who)
    form = office.get(link(office.get("/papan"), words))
    office.fill(form, FORM, **({} if approved else {"reason": "Foto dapur belum ada."}))
    assert state_of(field.task) == state and Visit.get().approved is approved


def test_dropped_on_a_column_the_card_asks_which_step_is_meant(client_for: SignIn, cast: Cast, app: Flask) -> None:
    field = start_field(cast)
    report(field, app.config["SETTINGS"].uploads)
    page = client_for("ratna").get(f"/papan/pindah/{field.task.number}?lajur=lapangan&v=3")
    assert page.texts(f"{FORM} .choice") == ["Kembalikan laporan", "Minta kunjungan ulang"]


def test_a_stale_card_says_what_became_of_it_and_by_whom(client_for: SignIn, cast: Cast, given: Assignment) -> None:
    ratna = client_for("ratna")
    old = link(ratna.get("/papan"), "Ambil kembali")
    form = ratna.get(old)
    cancel_assignment(given, reason="Ujang sakit.", actor=viewer_of(cast.ratna), now=clock.now())
    make_assignment(cast, Case.get_by_id(given.case_id), volunteer=cast.tono)
    said = "Kartu ini sudah dipindah Ratna pukul 09.00: ditugaskan kepada Tono."
    board = ratna.get(old, expect=409)
    assert said in board.text("[role=alert]") and len(board.select("#board .card")) == 1
    before = CaseEvent.select().count()
    late = ratna.fill(form, FORM, reason="Salah orang.", _fragment=True, _expect=409)
    assert said in late.text("#board-stale")
    assert columns_in(late)[:2] == ["#board-belum", "#board-ditugaskan"]
    assert CaseEvent.select().count() == before


def test_a_card_that_the_volunteer_moved_says_so(client_for: SignIn, cast: Cast, given: Assignment) -> None:
    ratna = client_for("ratna")
    old = link(ratna.get("/papan"), "Ambil kembali")
    accept_assignment(given, actor=viewer_of(cast.ujang), now=clock.now())
    page = ratna.get(old, fragment=True, expect=409)
    assert "sudah dipindah Ujang pukul 09.00: tugasnya sudah diterima relawan." in page


def test_sent_twice_it_moves_once(client_for: SignIn, given: Assignment) -> None:
    ratna = client_for("ratna")
    form = ratna.get(link(ratna.get("/papan"), "Ambil kembali"))
    for _ in range(2):
        assert ratna.fill(form, FORM, reason="Ujang sakit.").location == "/papan"
    assert CaseEvent.select().where(CaseEvent.text.contains("dibatalkan")).count() == 1


def test_the_back_office_takes_nothing_back(client_for: SignIn, given: Assignment) -> None:
    bayu = client_for("bayu")
    assert not bayu.get("/papan").select(".card .menu")
    path = f"/papan/pindah/{given.number}"
    assert "tidak ada langkah dari papan" in bayu.get(path)
    bayu.post(path, {"target": "batal", "version": "1", "reason": "x"}, expect=422)
    assert state_of(given) == "ditugaskan"


@pytest.mark.parametrize("target", ["diterima", "dikerjakan", "dilaporkan", "disetujui", "lain"])
def test_only_the_steps_of_the_path_are_taken(client_for: SignIn, given: Assignment, target: str) -> None:
    sent = {"target": target, "version": "1", "reason": "x"}
    client_for("ratna").post(f"/papan/pindah/{given.number}", sent, expect=422)
    assert state_of(given) == "ditugaskan"


@pytest.mark.parametrize(("who", "status"), [("sari", 403), ("ujang", 403), ("dewi", 403), ("citra", 404)])
def test_nobody_else_moves_cards(client_for: SignIn, given: Assignment, who: str, status: int) -> None:
    client_for(who).get(f"/papan/pindah/{given.number}", expect=status)
    sent = {"target": "batal", "version": "1", "reason": "x"}
    client_for(who).post(f"/papan/pindah/{given.number}", sent, expect=status)
    assert state_of(given) == "ditugaskan"


def test_a_restricted_card_asks_why_first(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast, make_case(cast, client=make_person(cast), restricted=True))
    ratna = client_for("ratna")
    asked = ratna.get(link(ratna.get("/papan"), "Ambil kembali"), expect=303)
    page = ratna.fill(ratna.follow(asked), "main form.sheet", reason="periksa")
    assert page.location.startswith(f"/papan/pindah/{task.number}?ke=batal")


def test_strangers_are_sent_to_sign_in(anonymous: PageClient, given: Assignment) -> None:
    assert anonymous.get(f"/papan/pindah/{given.number}", expect=303).location.startswith("/masuk")
