"""The canary: what names the people of a restricted case is met nowhere by anybody outside its team (domain.md 8.4).

Every route × everybody outside, looking and sending, with searches; pages, fragments, PDF, JSON, headers, log, audit.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos.models import AuditEntry, Case, CaseAccess, CaseEvent, Person, Track
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient
from tests.tracked_family import go
from tests.views.everything import Step, furnish, steps_of, walk
from tests.views.field import Field, approve, start_field

SignIn = Callable[[str], PageClient]
OUTSIDE = ("sari", "bayu", "ujang", "tono", "dewi", "citra")
CLIENT = {
    "name": "Zulfatina Qomariyah",
    "alias": "Bu Zuzu",
    "nik": "3216995206790003",
    "nik_reason": "",
    "phone": "0812-7777-1234",
    "address": "Gang Zaitun 77",
    "landmark": "warung Xenia",
}
KK = "3216991206790001"
PERSON_WORDS = ("Zulfatina", "Qomariyah", "Zuzu", CLIENT["nik"], KK, "08127777", "0812-7777", "Zaitun", "Xenia")
CASE_WORDS = ("Yudhoyanti", "08138888", "0813-8888", "lebam", "rumah aman")
# The family has another member whom everybody knows: its address is that member's too.
FAMILY, ITS_ADDRESS = {"household", "household_merging"}, {"Zaitun"}
SEARCHES = ("Zulfatina", "zulfatinah qomariah", CLIENT["nik"], KK, "081277771234", "Yudhoyanti", "081388884321")


@pytest.fixture
def field(cast: Cast, app: Flask) -> Field:
    """Ratna's restricted case outside Bayu's area, with something behind every address; Ujang's task in it is over."""
    started = start_field(cast, service="R08", kk=KK, **CLIENT)
    told = {"reporter_name": "Yudhoyanti", "reporter_phone": "081388884321", "story": "Lebam; ke rumah aman."}
    Case.update(created_by=cast.ratna, **told).where(Case.id == started.case.id).execute()
    furnished = furnish(started.again(), app)
    approve(furnished)
    make_case(cast, client=make_person(cast, "Suparman", sex="L"))
    CaseAccess.delete().execute()
    return furnished.again()


@pytest.fixture
def steps(app: Flask, field: Field) -> list[Step]:
    return steps_of(app, field)


def said(page: Page) -> str:
    """Everything that an answer says: address, headers, text; of a PDF its pages and what it says about itself."""
    text = page.content.decode("utf-8", "replace")
    if page.content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(page.content))
        text = " ".join([*(sheet.extract_text() for sheet in reader.pages), str(reader.metadata)])
    return f"{page.headers} {text}"


def forbidden(step: Step) -> set[str]:
    return {*CASE_WORDS, *PERSON_WORDS} - (ITS_ADDRESS if step.endpoint.partition(".")[0] in FAMILY else set())


def of_the_hidden(_step: Step) -> set[str]:
    """The number of the card and the address are the whole family's."""
    return {*PERSON_WORDS} - {KK, "Zaitun"}


def leaks(
    steps: list[Step],
    client: PageClient,
    methods: tuple[str, ...],
    forbidden: Callable[[Step], set[str]] = forbidden,
) -> Iterator[str]:
    for step in steps:
        if step.method in methods and step.permission is not None:
            text = said(walk(client, step)).lower()
            yield from (f"{step.method} {step.path}: {word}" for word in forbidden(step) if word.lower() in text)


@pytest.mark.parametrize("username", OUTSIDE)
def test_nobody_outside_meets_the_people_of_the_case(
    steps: list[Step], client_for: SignIn, caplog: pytest.LogCaptureFixture, username: str
) -> None:
    assert not list(leaks(steps, client_for(username), ("GET",)))
    assert not list(leaks(steps, client_for(username), ("POST",)))
    log = " ".join(str(vars(record)) for record in caplog.records).lower()
    log += " ".join(f"{entry.reason} {entry.detail}" for entry in AuditEntry.select()).lower()
    assert "request" in log and not [word for word in CASE_WORDS + PERSON_WORDS if word.lower() in log]


@pytest.mark.parametrize("path", ["/", "/kasus?status=", "/papan", "/rujukan", "/jalur", "/papan/penugasan"])
def test_lists_do_not_say_what_the_case_is_about(field: Field, client_for: SignIn, path: str) -> None:
    for username in ("sari", "bayu", "ratna"):
        page = client_for(username).get(path, expect={200, 403})
        assert "Kekerasan" not in page.text("main .results, main table, main .board"), username


@pytest.mark.parametrize("username", ["sari", "bayu"])
def test_no_search_of_cases_finds_them(field: Field, client_for: SignIn, username: str) -> None:
    client = client_for(username)
    for typed in SEARCHES:
        pages = [client.get(f"/kasus?status=&cari={typed}", allow_numbers=True)]
        pages += [
            client.get(f"/{place}?cari={typed}&q={typed}", expect={200, 403}, allow_numbers=True)
            for place in ("rujukan", "jalur")
        ]
        for page in pages:
            assert field.case.number not in page.text(), (page.path, typed)
            assert not [word for word in PERSON_WORDS if word in page.text("main")], (page.path, typed)


def test_before_the_reason_not_even_the_koordinator_meets_them(
    steps: list[Step], field: Field, client_for: SignIn
) -> None:
    of_the_case = [step for step in steps if step.path.startswith(f"/kasus/{field.case.number}")]
    assert len(of_the_case) > 40
    assert not list(leaks(of_the_case, client_for("ratna"), ("GET",)))


def test_the_canary_sings_for_who_is_inside(field: Field, client_for: SignIn) -> None:
    ratna, number = client_for("ratna"), field.case.number
    ratna.fill(ratna.get(f"/kasus/{number}/alasan"), "main form.sheet", reason="periksa")
    page = ratna.get(f"/kasus/{number}", budget=20)  # everything that a case can have, the door, small tables
    assert "Zulfatina" in page and "Yudhoyanti" in page and Person.get_by_id(field.case.client_id).name in page


@pytest.fixture
def sibling(cast: Cast, app: Flask) -> Field:
    """An open case of the same family, on a guided way that began before its member's only case was restricted."""
    started = start_field(cast, kk=KK)
    hidden = make_person(cast, kk=KK, **CLIENT)
    furnished = furnish(started.again(), app)  # takes the whole family on a track
    go(cast, Track.get(), "berkas")
    make_case(cast, client=hidden, service="R08", by=cast.ratna)
    Case.update(area="pendidikan").where(Case.client == hidden).execute()
    return furnished.again()


@pytest.mark.parametrize("username", OUTSIDE)
def test_nobody_meets_a_hidden_member_through_an_open_case_of_the_family(
    sibling: Field, app: Flask, client_for: SignIn, username: str
) -> None:
    steps, client = steps_of(app, sibling), client_for(username)
    assert not list(leaks(steps, client, ("GET",), of_the_hidden))
    assert not list(leaks(steps, client, ("POST",), of_the_hidden))


def test_the_koordinator_meets_the_hidden_member_there(sibling: Field, client_for: SignIn) -> None:
    number, ratna = sibling.case.number, client_for("ratna")
    pages = [f"/kasus/{number}/{place}" for place in ("jalur/baru", "lembar-kasus", f"jalur/{Track.get().id}")]
    assert all("Zulfatina" in ratna.get(path, allow_numbers=True, budget=20) for path in [*pages, "/jalur"])
    assert "Zulfatina" not in " ".join(event.text for event in CaseEvent.select())
