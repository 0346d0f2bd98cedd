"""When something is wrong: a sentence, a way on, and nothing half-written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from puskesos.database import database
from puskesos.models import AuditEntry, Case, CaseEvent, Person
from tests.cast import Cast, make_case
from tests.page_client import PageClient
from tests.views.test_intake import NEW, typed

SignIn = Callable[[str], PageClient]


@pytest.fixture
def full_disk(app: Flask) -> Iterator[None]:
    """The database may not grow by one page more."""
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    yield
    database.execute_sql("PRAGMA max_page_count = 4294967294")


def test_a_full_disk_is_said_and_nothing_is_half_written(
    client_for: SignIn, cast: Cast, request: pytest.FixtureRequest
) -> None:
    sari = client_for("sari")
    form = sari.get(NEW)
    request.getfixturevalue("full_disk")
    page = sari.fill(form, "#intake", _expect=507, **typed(cast, story="é" * 4000))
    assert "Ruang simpan penuh" in page.text("h1") and "Isian tetap ada" in page
    assert not Person.select().exists() and not Case.select().exists() and not CaseEvent.select().exists()
    assert not database.in_transaction()
    sari.get("/kasus")


def test_the_same_form_passes_once_there_is_room_again(
    client_for: SignIn, cast: Cast, request: pytest.FixtureRequest
) -> None:
    sari = client_for("sari")
    form, story = sari.get(NEW), "é" * 4000  # more than the free space of any page
    request.getfixturevalue("full_disk")
    sari.fill(form, "#intake", _expect=507, **typed(cast, story=story))
    database.execute_sql("PRAGMA max_page_count = 4294967294")
    sari.fill(form, "#intake", **typed(cast, story=story))
    assert Case.get().number == "321617-2611-0001"


def test_a_token_that_does_not_fit_is_explained(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").post(NEW, {"csrf_token": "lama"}, expect=400)
    assert "Halaman ini sudah kedaluwarsa" in page


def test_a_sending_that_is_far_too_large_is_explained(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").post(NEW, {"story": "x" * 2_000_000}, expect=413)
    assert "Kiriman terlalu besar" in page.text("h1")


def test_the_way_back_stays_on_this_site(client_for: SignIn, cast: Cast) -> None:
    path = f"/kasus/{make_case(cast).number}/berkas/1"
    sari = client_for("sari")
    own = sari.post(path, {"shown": "x"}, expect=422, headers={"Referer": "http://localhost/kasus?lewat=1"})
    assert own.one("a[data-main]")["href"] == "/kasus?lewat=1"
    other = sari.post(path, {"shown": "x"}, expect=422, headers={"Referer": "http://jahat.example/kasus"})
    assert other.one("a[data-main]")["href"] == "/"


def test_htmx_gets_the_sheet_alone(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").get("/kasus/321617-2611-9999", fragment=True, expect=404)
    assert page.one("#failure") and not page.select("header")


def test_a_stranger_sees_a_failure_without_names(anonymous: PageClient, cast: Cast) -> None:
    page = anonymous.get("/tidak-ada", expect=404)
    assert "Sari" not in page and not page.select("nav")


def test_a_fault_has_a_number_and_tells_nothing(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast), client_for("sari")
    database.execute_sql("ALTER TABLE case_event RENAME TO gone")
    page = sari.get(f"/kasus/{case.number}", expect=500)
    assert len(page.text(".number")) == 8 and "case_event" not in page
    assert not database.in_transaction()


def test_the_audit_trail_cannot_be_changed(cast: Cast) -> None:
    make_case(cast)
    for statement in ("UPDATE audit_entry SET action = ''", "DELETE FROM audit_entry"):
        with pytest.raises(Exception, match="append-only"):
            database.execute_sql(statement)
    assert AuditEntry.select().exists()


@pytest.mark.parametrize(
    "path",
    [
        f"/kasus/{'9' * 30}",
        f"/kasus/321617-2611-{'9' * 30}",
        f"/tugas/T-321617-2611-{'9' * 30}",
        f"/foto/{'9' * 30}",
        f"/penerimaan/warga/{'9' * 30}",
        "/penerimaan/warga/999999999",
        "/penerimaan/warga/0",
        "/kasus/321617-2611-9999",
        "/kasus/321617-2611-0001'--",
        "/kasus/321617-2611-0001%00",
        "/papan/lain",
        "/bantuan/lain",
    ],
)
def test_an_address_that_names_nothing_is_not_found_in_words(app: Flask, client_for: SignIn, path: str) -> None:
    page = client_for("ratna" if "tugas" not in path else "ujang").get(path, expect=404)
    assert "Tidak ditemukan" in page.text("h1")
