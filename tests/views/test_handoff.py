"""Telling by WhatsApp: words without anything personal, a link for the own phone, and a note that it was sent."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from puskesos.models import Assignment, CaseEvent, Hub, User
from puskesos.queries.hub import forget_hub
from tests.cast import NETWORK, Cast, make_assignment, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "main form[method=post]"


@pytest.fixture
def task(cast: Cast) -> Assignment:
    User.update(phone="0812-0000-0099").where(User.id == cast.ujang.id).execute()
    client = make_person(cast, "Zulfatina", phone="0812-7777-1234", address="Gang Zaitun 77")
    return make_assignment(cast, make_case(cast, client=client), instruction="Temui bu Zul.")


def message(page: Page) -> str:
    """The text that the WhatsApp link carries."""
    return parse_qs(urlsplit(page.one("a[href^='https://wa.me/']")["href"]).query)["text"][0]


def test_the_link_goes_to_the_volunteer_with_number_day_and_address(client_for: SignIn, task: Assignment) -> None:
    page = client_for("ratna").get(f"/penugasan/{task.number}/kabar")
    assert page.one("a[href^='https://wa.me/']")["href"].startswith("https://wa.me/6281200000099?text=Tugas%20baru%20")
    link = f"{NETWORK}/tugas/{task.number}"
    assert message(page) == f"Tugas baru {task.number}, batas laporan 20 Nov 2026. Buka setelah masuk: {link}"
    assert page.text("p.story") == message(page) and page.select(".scan svg")


def test_nothing_of_the_client_is_sent(client_for: SignIn, cast: Cast, task: Assignment) -> None:
    Hub.update(handoff_text="{nomor} {batas} {tautan} {desa} {hub}").where(Hub.id == cast.hub.id).execute()
    forget_hub()
    page = client_for("ratna").get(f"/penugasan/{task.number}/kabar")
    said = message(page)
    assert "Pantai Bahagia" in said and "Puskesos Kecamatan Muaragembong" in said
    assert not [word for word in ("Zul", "7777", "Zaitun", "K01", "Temui") if word in said]


def test_that_it_was_sent_is_noted_once_and_stands_in_the_case(client_for: SignIn, task: Assignment) -> None:
    ratna = client_for("ratna")
    page = ratna.get(f"/penugasan/{task.number}/kabar")
    for _time in range(2):
        answer = ratna.fill(page, FORM)
    assert Assignment.get().handed_off_at and CaseEvent.select().where(CaseEvent.text.contains("WhatsApp")).count() == 1
    case = ratna.get(answer.location)
    assert "dikabari lewat WhatsApp 17 Nov 2026 09.00" in case.text("#case-assignments")
    assert f"{task.number}: dikabarkan lewat WhatsApp." in case.text(".timeline")
    assert "terakhir dikabari 17 Nov 2026 09.00" in ratna.get(f"/penugasan/{task.number}/kabar")


def test_all_new_tasks_of_one_are_told_in_one_message(client_for: SignIn, cast: Cast, task: Assignment) -> None:
    other, ratna = make_assignment(cast), client_for("ratna")
    page = ratna.get(f"/relawan/{cast.ujang.id}/kabar")
    assert [line.split(",")[0] for line in message(page).split("\n")] == [
        f"Tugas baru {task.number}", f"Tugas baru {other.number}",
    ]  # fmt: skip
    assert "2 tugas dikabarkan kepada Ujang." in ratna.follow(ratna.fill(page, FORM)).text("#flash")
    page = ratna.get(f"/relawan/{cast.ujang.id}/kabar")
    assert "Semua tugas sudah dikabarkan" in page and not page.select("a[href^='https://wa.me/']")


def test_many_tasks_are_told_twelve_at_a_time(client_for: SignIn, cast: Cast, task: Assignment) -> None:
    for _ in range(13):
        make_assignment(cast)
    ratna = client_for("ratna")
    page = ratna.get(f"/relawan/{cast.ujang.id}/kabar")
    assert len(message(page).split("\n")) == 12 and not page.select(".scan svg"), "no code a camera cannot read"
    ratna.fill(page, FORM)
    assert len(message(ratna.get(f"/relawan/{cast.ujang.id}/kabar")).split("\n")) == 2


def test_a_task_given_after_the_page_was_opened_is_not_noted(client_for: SignIn, cast: Cast, task: Assignment) -> None:
    ratna = client_for("ratna")
    page = ratna.get(f"/relawan/{cast.ujang.id}/kabar")
    later = make_assignment(cast)
    ratna.fill(page, FORM)
    assert Assignment.get_by_id(later.id).handed_off_at is None


def test_without_a_mobile_number_there_is_the_text_to_copy(client_for: SignIn, cast: Cast, task: Assignment) -> None:
    User.update(phone="021-555").where(User.id == cast.ujang.id).execute()
    page = client_for("ratna").get(f"/penugasan/{task.number}/kabar")
    assert not page.select("a[href^='https://wa.me/']") and "belum diisi atau bukan nomor ponsel" in page


def test_without_an_address_no_link_leads_to_this_computer(client_for: SignIn, cast: Cast, task: Assignment) -> None:
    Hub.update(network_address="", public_address="").where(Hub.id == cast.hub.id).execute()
    forget_hub()
    said = message(client_for("ratna").get(f"/penugasan/{task.number}/kabar"))
    assert said.endswith("Buka setelah masuk: Semua tugas di aplikasi Puskesos")


def test_the_front_office_tells_too_and_a_task_taken_back_is_refused(client_for: SignIn, task: Assignment) -> None:
    sari = client_for("sari")
    page = sari.get(f"/penugasan/{task.number}/kabar")
    assert not page.select("a[href='/pengaturan/penugasan']")
    Assignment.update(state="batal").where(Assignment.id == task.id).execute()
    assert "tidak terbuka lagi" in sari.fill(page, FORM, _expect=422).text(".errors")
