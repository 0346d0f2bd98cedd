"""The board keeps itself fresh: cheap when nothing moved, only what moved otherwise; and it stays light when full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from puskesos import clock
from puskesos.actions.assignment import accept_assignment, start_assignment
from puskesos.database import database
from puskesos.models import Assignment, Case, Person
from tests.cast import Cast, make_assignment, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]


def pulse(page: Page) -> str:
    return str(page.one("#board-pulse")["hx-get"])


def targets(page: Page) -> list[str]:
    return [str(one["hx-target"]) for one in page.select("hx-partial")]


def test_nothing_moved_costs_one_query_and_under_300_bytes(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    ratna = client_for("ratna")
    ask = pulse(ratna.get("/papan"))
    answer = ratna.get(ask, fragment=True, expect=204)
    assert len(answer.queries) <= 1 and not answer.content
    on_the_wire = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    assert on_the_wire + len("HTTP/1.1 204 NO CONTENT\r\nDate: Tue, 17 Nov 2026 02:00:00 GMT\r\n\r\n") < 300


def test_only_what_moved_comes_and_the_next_look_is_cheap_again(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    task, ratna = make_assignment(cast), client_for("ratna")
    ask = pulse(ratna.get("/papan"))
    accept_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    start_assignment(task, actor=viewer_of(cast.ujang), now=clock.now())
    page = ratna.get(ask, fragment=True)
    assert targets(page) == ["#board-ditugaskan", "#board-lapangan", "#board-pulse", "#board-load"]
    assert len(page.select("#board-lapangan .card")) == 1
    ratna.get(pulse(page), fragment=True, expect=204)


def test_what_moved_elsewhere_renews_the_look_alone(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    ask = pulse(ratna.get(f"/papan?desa={cast.bakti.id}"))
    make_case(cast)
    assert targets(ratna.get(ask, fragment=True)) == ["#board-pulse"]


def test_what_no_history_tells_comes_within_minutes(client_for: SignIn, cast: Cast, moment: object) -> None:
    make_case(cast)
    ratna = client_for("ratna")
    ask = pulse(ratna.get("/papan"))
    Person.update(name="Siti Nurhaliza Putri").execute()
    moment.shift(timedelta(minutes=5, seconds=1))
    assert "#board-belum" in targets(ratna.get(ask, fragment=True))


def test_with_lanes_the_board_changes_as_a_whole(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    ask = pulse(ratna.get("/papan?jalur=relawan"))
    make_assignment(cast)
    page = ratna.get(ask, fragment=True)
    assert targets(page) == ["#board", "#board-load"] and len(page.select(".lane .card")) == 1


def test_a_column_stays_as_long_as_the_screen_shows_it(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    for _ in range(35):
        make_case(cast, client=person)
    ratna = client_for("ratna")
    ask = pulse(ratna.get("/papan"))
    make_case(cast, client=person)
    assert len(ratna.get(f"{ask}&n_belum=60", fragment=True).select("#board-belum .card")) == 36


def test_asking_keeps_nobody_signed_in(client_for: SignIn, cast: Cast, moment: object) -> None:
    ratna = client_for("ratna")
    ask = pulse(ratna.get("/papan"))
    for _ in range(16):
        moment.shift(timedelta(seconds=57))
        answer = ratna.get(ask, fragment=True, expect={200, 204, 401})
    assert answer.status == 401


def test_opened_as_a_page_it_leads_to_the_board(client_for: SignIn, cast: Cast) -> None:
    assert client_for("ratna").get("/papan/denyut", expect=303).location == "/papan"


@pytest.mark.parametrize("query", ["d=", "d=a.b.c.d.e.f.g", "v=x&d=%00", "n_belum=999999&d=.", "n_belum=-1"])
def test_odd_looks_break_nothing(client_for: SignIn, cast: Cast, query: str) -> None:
    client_for("ratna").get(f"/papan/denyut?{query}", fragment=True)


@pytest.mark.slow
def test_a_column_of_five_hundred_cases_stays_under_60_kilobytes(
    client_for: SignIn, cast: Cast, tmp_path: Path
) -> None:
    with database.atomic():
        person = make_person(cast, "Raden Ayu Siti Nurhalimah Kusumaningrum", birth_date=date(1948, 1, 1), rt="001")
        Person.update(rw="002").execute()
        for _ in range(250):
            make_case(cast, client=person, priority="darurat")
        for _ in range(250):
            make_assignment(cast, make_case(cast, client=person, priority="darurat", service="K06"))
    first = Assignment.select(Assignment.id).order_by(Assignment.id).limit(125)
    Assignment.update(state="dilaporkan").where(Assignment.id.in_(first)).execute()
    Case.update(due_on=date(2026, 11, 1)).execute()
    ratna = client_for("ratna")
    for name in ("belum", "ditugaskan", "laporan"):
        page = ratna.get(f"/papan/{name}", fragment=True)
        assert len(page.select(".card")) == 30 and len(page.content) < 60_000, (name, len(page.content))
