"""/status: a family hears about its case without an account, and nobody else learns anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.models import MODELS, AuditEntry, Case, Hub, LoginThrottle, Person
from puskesos.queries.hub import forget_hub
from puskesos.rules.case_path import CaseState
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

NIK, PHONE, REPORTER = "3216994203881234", "081200005678", "081200009012"


@pytest.fixture
def case(cast: Cast) -> Case:
    client = make_person(cast, "Siti Nurhaliza", nik=NIK, nik_reason="", phone=PHONE, address="Kp. Muara Jaya")
    return make_case(cast, client=client, reporter_phone=REPORTER, story="Kartu BPJS tidak aktif.")


def without_phone(case: Case) -> None:
    """Nobody of the case left a phone number: the NIK alone is known."""
    Case.update(reporter_phone="").where(Case.id == case.id).execute()
    Person.update(phone="", phone_normal="").where(Person.id == case.client_id).execute()


def ask(client: PageClient, number: str, digits: str, expect: int = 200) -> Page:
    return client.fill(client.get("/status"), "form", number=number, digits=digits, _expect=expect)


@pytest.mark.parametrize("digits", ["1234", "5678", "9012"], ids=["NIK", "phone", "reporter"])
def test_the_right_digits_show_state_papers_and_where_to_go(anonymous: PageClient, case: Case, digits: str) -> None:
    Case.update(state="perlu_perbaikan").execute()
    if digits == NIK[-4:]:
        without_phone(case)
    page = ask(anonymous, case.number, digits)
    assert page.text("h1") == "Menunggu berkas dari keluarga." and page.texts("#public-status li")
    for shown in ("Jl. Raya Muaragembong No. 1", "Senin–Jumat 08.00–15.00", case.number):
        assert shown in page
    for hidden in ("Siti", "Nurhaliza", "Wati", "tidak aktif", "Muara Jaya", digits, "PBI", "Sari"):
        assert hidden not in page.text().replace(case.number, "").replace("02112345678", ""), hidden
    entry = AuditEntry.get(AuditEntry.action == "status_shown")
    assert entry.object_id == case.number and digits not in entry.detail


@pytest.mark.parametrize("state", [*CaseState], ids=str)
def test_every_state_reads_as_a_sentence(anonymous: PageClient, case: Case, state: CaseState) -> None:
    Case.update(state=state).execute()
    page = ask(anonymous, case.number, "5678")
    assert page.text("h1").endswith(".") and len(page.texts("#public-status > p")) == 2


def test_a_restricted_case_says_only_where_to_ask(anonymous: PageClient, case: Case) -> None:
    Case.update(restricted=True, state="perlu_perbaikan").execute()
    page = ask(anonymous, case.number, "5678")
    assert page.text("h1") == "Hubungi Puskesos." and not page.select("#public-status li")
    assert "berkas" not in page.text("#public-status") and "erbatas" not in page


def test_an_unknown_number_and_wrong_digits_answer_the_same(anonymous: PageClient, case: Case, cast: Cast) -> None:
    nobody = make_case(cast)
    pages = [
        ask(anonymous, case.number, "0000", 422),
        ask(anonymous, nobody.number, "0000", 422),
        ask(anonymous, "321617-2611-9999", "1234", 422),
    ]
    assert len({page.text(".errors") for page in pages}) == 1
    assert len({len(page.queries) for page in pages}) == 1
    assert not AuditEntry.select().where(AuditEntry.action == "status_shown").exists()


@pytest.mark.parametrize("digits", ["", "12", "12345", "abcd", "١٢٣٤", "----", "-"])
def test_what_is_no_four_digits_is_not_even_tried(anonymous: PageClient, case: Case, digits: str) -> None:
    ask(anonymous, case.number, digits, 422)
    assert not LoginThrottle.select().exists()


def test_guessing_is_slowed_for_the_address_and_for_the_case(
    anonymous: PageClient, case: Case, moment: time_machine.Traveller
) -> None:
    for guess in range(5):
        ask(anonymous, case.number, f"000{guess}", 422)
    held = ask(anonymous, case.number, "5678", 429)
    assert "Terlalu sering" in held.text(".errors")
    LoginThrottle.delete().where(LoginThrottle.key.startswith("alamat:")).execute()
    moment.shift(timedelta(minutes=58))
    ask(anonymous, case.number, "5678", 429)  # from another address the case stays closed for an hour
    moment.shift(timedelta(minutes=3))
    ask(anonymous, case.number, "5678")
    assert not LoginThrottle.select().where(LoginThrottle.key == f"kasus:status {case.number}").exists()


def test_a_nik_proves_nothing_where_a_phone_is_known(anonymous: PageClient, case: Case) -> None:
    ask(anonymous, case.number, NIK[-4:], 422)
    ask(anonymous, case.number, PHONE[-4:])


def test_nobody_walks_through_the_numbers_with_the_commonest_digits(
    anonymous: PageClient, cast: Cast, moment: time_machine.Traveller
) -> None:
    niks = [f"321699{day + 40}068{place:02}0001" for place, day in enumerate(range(1, 13), start=70)]
    cases = [make_case(cast, client=make_person(cast, nik=nik, nik_reason="")) for nik in niks]
    for case in cases[:10]:
        ask(anonymous, case.number, "0001")
    held = ask(anonymous, cases[10].number, "0001", 429)
    assert "Terlalu banyak nomor kasus" in held.text(".errors")
    ask(anonymous, cases[11].number, "9999", 429)  # a wrong answer says the same
    ask(anonymous, cases[0].number, "0001")  # the own number again is no new one
    moment.shift(timedelta(minutes=61))
    ask(anonymous, cases[10].number, "0001")


def test_all_addresses_together_ask_for_so_many_numbers_an_hour(anonymous: PageClient, case: Case) -> None:
    rows = [{"key": f"nomor:10.0.{one}.1 x", "failures": 1, "last_at": clock.now()} for one in range(200)]
    LoginThrottle.insert_many(rows).execute()
    ask(anonymous, case.number, "5678", 429)
    assert not LoginThrottle.select().where(LoginThrottle.key == f"kasus:status {case.number}").exists()


def test_looking_at_the_form_writes_nothing_and_holds_no_digits(anonymous: PageClient, case: Case) -> None:
    before = [model.select().count() for model in MODELS]
    page = anonymous.get(f"/status?nomor={case.number}&digits=1234")
    assert page.one("#number")["value"] == case.number and not page.one("#digits").get("value")
    assert [model.select().count() for model in MODELS] == before
    wrong = ask(anonymous, case.number, "4321", 422)
    assert not wrong.one("#digits").get("value") and wrong.one("#number")["value"] == case.number
    odd = anonymous.get("/status?nomor=%3Cscript%3E").one("#number")
    assert not odd.get("value")


def test_no_page_here_is_listed_kept_scripted_or_logged(
    anonymous: PageClient, case: Case, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for page in (
        anonymous.get("/status"),
        ask(anonymous, case.number, "5678"),
        ask(anonymous, case.number, "4321", 422),
    ):
        assert "noindex" in page.headers["X-Robots-Tag"] and page.select("meta[name=robots][content*=noindex]")
        assert page.headers["Cache-Control"] == "no-store" and not page.select("script[src*=htmx]")
    said = capsys.readouterr()
    logged = said.err + said.out + caplog.text
    assert "5678" not in logged.replace("02112345678", "") and "4321" not in logged and case.number not in logged


def test_switched_off_it_takes_nothing_and_says_so(anonymous: PageClient, case: Case) -> None:
    Hub.update(public_status=False).execute()
    forget_hub()
    page = anonymous.get(f"/status?nomor={case.number}")
    assert "tidak dipakai di hub ini" in page and not page.select("form")
    sent = anonymous.post("/status", {"number": case.number, "digits": "1234"}, expect=200)
    assert "tidak dipakai" in sent and not AuditEntry.select().where(AuditEntry.action == "status_shown").exists()


def test_it_needs_its_own_page_and_origin(anonymous: PageClient, case: Case) -> None:
    sent = {"number": case.number, "digits": "1234"}
    anonymous.post("/status", sent, csrf=False, expect=400)
    anonymous.post("/status", sent, headers={"Origin": "http://jahat.example"}, expect=403)
