"""The assignment board: columns by state, filters, moves without dragging, and many cards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos import clock
from puskesos.models import Case, CaseProposal
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.page_client import Page, PageClient
from tests.views.field import approve, report, start_field

SignIn = Callable[[str], PageClient]


def counts(page: Page) -> dict[str, str]:
    return dict(zip(page.texts("#board h2"), page.texts("#board section > header strong"), strict=True))


def test_each_card_stands_in_the_column_of_its_state(client_for: SignIn, cast: Cast, app: Flask) -> None:
    make_case(cast)
    make_assignment(cast)
    reported = start_field(cast)
    report(reported, app.config["SETTINGS"].uploads)
    done = start_field(cast)
    report(done, app.config["SETTINGS"].uploads)
    approve(done)
    page = client_for("ratna").get("/papan")
    assert list(counts(page).values()) == ["1", "1", "0", "1", "1"]
    assert len(page.select("article.card")) == 4


def test_the_koordinator_moves_cards_by_buttons(client_for: SignIn, cast: Cast, app: Flask) -> None:
    waiting, given = make_case(cast), make_assignment(cast)
    reported = start_field(cast)
    report(reported, app.config["SETTINGS"].uploads)
    back, done, task = f"/papan/pindah/{given.number}", f"/papan/pindah/{reported.task.number}", reported.task.number
    page = client_for("ratna").get("/papan")
    assert {link["href"] for link in page.select("article footer a, article .menu a")} == {
        f"/kasus/{waiting.number}/penugasan?dari=papan",
        f"{back}?ke=batal&v=1",
        f"/penugasan/{given.number}/pengalihan?dari=papan",
        f"/penugasan/{task}/pemeriksaan",
        *(f"{done}?ke={state}&v=3" for state in ("disetujui", "dikembalikan", "kunjungan_ulang")),
    }
    for_office = client_for("bayu").get("/papan").select("article footer a, article .menu a")
    assert len(for_office) == 4 and not [link for link in for_office if "penugasan?" in link["href"]]


def test_handing_on_is_offered_to_the_koordinator(client_for: SignIn, cast: Cast) -> None:
    waiting, given = make_case(cast), make_assignment(cast)
    page = client_for("ratna").get("/papan")
    assert page.one(".pick input")["value"] == waiting.number and page.one("#board-choose button")
    assert page.one(f'.menu a[href="/penugasan/{given.number}/pengalihan?dari=papan"]')
    assert not client_for("bayu").get("/papan").select(".pick, #board-choose, .menu a[href*=pengalihan]")


def test_why_a_visit_was_proposed_stands_on_its_card_but_not_of_a_restricted_case(
    client_for: SignIn, cast: Cast
) -> None:
    for restricted in (False, True):
        case = make_case(cast, by=cast.ratna, restricted=restricted)
        said = {"kind": "kunjungan", "summary": "Rumah roboh.", "content": "{}"}
        CaseProposal.create(case=case, **said, created_by=cast.bayu, created_at=clock.now())
        Case.update(awaits_assignment=True).where(Case.id == case.id).execute()
    assert client_for("ratna").get("/papan").texts(".card .hint") == ["Rumah roboh."]


def test_filters_by_village_and_volunteer_narrow_every_column(client_for: SignIn, cast: Cast) -> None:
    elsewhere = make_person(cast, village_id=cast.bakti.id)
    make_case(cast, client=elsewhere)
    make_assignment(cast, make_case(cast, client=elsewhere), volunteer=cast.tono)
    make_assignment(cast)
    ratna = client_for("ratna")
    by_village = ratna.get(f"/papan?desa={cast.bakti.id}")
    assert list(counts(by_village).values())[:2] == ["1", "1"]
    by_volunteer = ratna.get(f"/papan?relawan={cast.ujang.id}", fragment=True)
    assert list(counts(by_volunteer).values())[:2] == ["0", "1"] and not by_volunteer.select("h1")


def test_a_long_column_goes_on_as_fragment_and_as_page(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    for _ in range(35):
        make_case(cast, client=person)
    ratna = client_for("ratna")
    page = ratna.get("/papan")
    assert len(page.select("article.card")) == 30 and counts(page)["Belum ditugaskan"] == "35"
    more = page.one(".more a")["href"]
    assert len(ratna.get(more, fragment=True).select("article.card")) == 5
    assert ratna.get(more).text("h1") == "Belum ditugaskan"


def test_finished_cards_leave_after_a_week(client_for: SignIn, cast: Cast, app: Flask, moment: object) -> None:
    done = start_field(cast)
    report(done, app.config["SETTINGS"].uploads)
    approve(done)
    moment.shift(8 * 24 * 3600)
    assert set(counts(client_for("ratna").get("/papan")).values()) == {"0"}


def test_the_load_of_each_volunteer_is_shown(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    rows = client_for("ratna").get("/papan").texts("#board-load tbody tr")
    assert rows[:2] == ["Tono Pantai Bakti 0 0 dari 8", "Ujang Pantai Bahagia 1 1 dari 8"]


def test_another_hub_sees_an_empty_board(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    make_assignment(cast)
    page = client_for("citra").get(f"/papan?desa={cast.bahagia.id}&relawan={cast.ujang.id}")
    assert set(counts(page).values()) == {"0"} and "Ujang" not in page


@pytest.mark.parametrize("query", ["desa=x", "desa=²", f"relawan={'9' * 30}", "mulai=-1", "mulai=999999999"])
def test_odd_filters_break_nothing(client_for: SignIn, cast: Cast, query: str) -> None:
    client_for("ratna").get(f"/papan?{query}")
    client_for("ratna").get(f"/papan/belum?{query}")
