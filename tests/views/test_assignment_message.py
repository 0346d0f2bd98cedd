"""Questions under a task: the volunteer asks, the staff see that it waits, answer, and the case tells both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine

from puskesos.models import AssignmentMessage, Case
from tests.cast import TODAY, Cast
from tests.page_client import Page, PageClient
from tests.views.field import Field, start_field

SignIn = Callable[[str], PageClient]
FAR = TODAY.replace(month=12)


@pytest.fixture
def field(cast: Cast) -> Field:
    started = start_field(cast)
    Case.update(due_on=FAR).execute()
    return started


def ask(client: PageClient, field: Field, text: str = "Rumahnya yang mana?", **how: object) -> Page:
    path = f"/tugas/{field.task.number}/pertanyaan"
    return client.fill(client.get(path), "main form.sheet", text=text, **how)


def test_a_question_is_work_for_the_staff_until_it_is_answered(client_for: SignIn, field: Field) -> None:
    ujang, bayu = client_for("ujang"), client_for("bayu")
    assert ask(ujang, field).location == f"/tugas/{field.task.number}"
    assert "Pertanyaan belum dijawab" in ujang.get("/")
    line = bayu.get("/").one(".needs li")
    assert "Ujang bertanya dan menunggu jawaban sejak" in line.get_text()
    path = line.select_one(".button")["href"]
    assert path == f"/penugasan/{field.task.number}/jawaban"
    number = field.case.number
    assert bayu.get(f"/kasus/{number}").one("#case-next a[data-main]")["href"] == path
    page = bayu.get(path)
    assert "Rumahnya yang mana?" in page.text(".thread")
    assert bayu.fill(page, "main form.sheet", text="Sebelah surau.").location == f"/kasus/{number}"
    assert not bayu.get("/").select(".needs li")
    told = bayu.get(f"/kasus/{number}").texts("#case-assignments .thread li")
    assert [words.split()[0] for words in told] == ["Ujang", "Bayu"]
    assert "Bayu: Sebelah surau." in ujang.get("/").text(".day")
    assert "Sebelah surau." in ujang.get(f"/tugas/{field.task.number}").text("#task-thread")


@pytest.mark.parametrize("path", ["/tugas/{}/pertanyaan", "/penugasan/{}/jawaban"])
def test_an_empty_text_is_refused_at_its_field(client_for: SignIn, field: Field, path: str) -> None:
    client = client_for("ujang" if path.startswith("/tugas") else "ratna")
    page = client.get(path.format(field.task.number))
    assert client.fill(page, "main form.sheet", text=" ", _expect=422).text("#text-error").startswith("Salah: Isi")
    assert client.fill(page, "main form.sheet", text="x" * 1001, _expect=422).select("#text-error")
    assert not AssignmentMessage.select().exists()


def test_sent_again_much_later_it_is_one_question(
    client_for: SignIn, field: Field, moment: time_machine.Traveller
) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{field.task.number}/pertanyaan")
    for _ in range(2):
        moment.shift(60)
        ujang.fill(page, "main form.sheet", text="Rumahnya yang mana?")
    assert AssignmentMessage.select().count() == 1


def test_it_works_as_a_fragment(client_for: SignIn, field: Field) -> None:
    assert ask(client_for("ujang"), field, _fragment=True).location == f"/tugas/{field.task.number}"


def test_other_volunteers_counter_and_other_hubs_do_not_meet_it(client_for: SignIn, field: Field) -> None:
    ask(client_for("ujang"), field)
    for path, username, status in (
        (f"/tugas/{field.task.number}/pertanyaan", "tono", 404),
        (f"/tugas/{field.task.number}/pertanyaan", "ratna", 403),
        (f"/penugasan/{field.task.number}/jawaban", "ujang", 403),
        (f"/penugasan/{field.task.number}/jawaban", "sari", 403),
        (f"/penugasan/{field.task.number}/jawaban", "citra", 404),
    ):
        assert "Rumahnya" not in client_for(username).get(path, expect=status)


def test_a_question_that_waits_is_told_to_the_counter_without_a_button(client_for: SignIn, field: Field) -> None:
    ask(client_for("ujang"), field)
    page = client_for("sari").get(f"/kasus/{field.case.number}")
    assert "menunggu jawaban back office atau koordinator" in page.text("#case-next")
    assert not page.select("a[href$='/jawaban']")
