"""Planning the day to go, asking for more time, trying again, and giving a task back, as pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from puskesos.models import Assignment, Case, Visit
from tests.cast import TODAY, Cast
from tests.page_client import Page, PageClient
from tests.views.field import Field, start_field

SignIn = Callable[[str], PageClient]
LATER = TODAY + timedelta(days=6)
FORM = "main form.sheet"


@pytest.fixture
def field(cast: Cast) -> Field:
    started = start_field(cast)
    Case.update(due_on=TODAY + timedelta(days=30)).execute()
    return started


def postpone(client: PageClient, field: Field, **typed: object) -> Page:
    usual = {"planned_on": LATER.isoformat(), "reason": "Jalan terendam."}
    return client.fill(client.get(f"/tugas/{field.task.number}/rencana"), FORM, **usual | typed)


def due(field: Field) -> object:
    return field.again().task.due_on


def test_more_time_is_granted_with_one_tap_on_the_case(client_for: SignIn, field: Field) -> None:
    ujang, ratna = client_for("ujang"), client_for("ratna")
    assert "minta ditunda" in ujang.follow(postpone(ujang, field)).text(".flashes")
    line = ratna.get("/").one(".needs li")
    assert "Ujang minta ditunda sampai 23 Nov 2026: Jalan terendam." in line.get_text()
    page = ratna.get(f"/kasus/{field.case.number}")
    action = f"form[action='/penugasan/{field.task.number}/penundaan']"
    assert ratna.fill(page, action, press="button").location == f"/kasus/{field.case.number}"
    assert due(field) == LATER and not ratna.get("/").select(".needs li")
    assert "Berkunjung Senin 23 November" in ujang.get("/")


def test_refusing_needs_a_reason_which_the_volunteer_reads(client_for: SignIn, field: Field) -> None:
    ujang, ratna = client_for("ujang"), client_for("ratna")
    postpone(ujang, field)
    page = ratna.get(f"/penugasan/{field.task.number}/penundaan")
    refuse = "button[value=tolak]"
    assert "Tulis mengapa" in ratna.fill(page, FORM, press=refuse, _expect=422).text("#reason-error")
    ratna.fill(page, FORM, press=refuse, reason="Obatnya habis besok.")
    assert "Obatnya habis besok." in ujang.get(f"/tugas/{field.task.number}").text("#task-thread")
    assert "Tidak ada penundaan" in ratna.get(f"/penugasan/{field.task.number}/penundaan")
    assert "sudah dijawab" in ratna.fill(page, FORM, press="button[value=setuju]", _expect={409, 422})
    assert due(field) == TODAY + timedelta(days=3)


def test_a_stale_page_moves_nothing(client_for: SignIn, field: Field) -> None:
    ujang, ratna = client_for("ujang"), client_for("ratna")
    postpone(ujang, field)
    page = ratna.get(f"/penugasan/{field.task.number}/penundaan")
    postpone(ujang, field, planned_on=(LATER + timedelta(days=3)).isoformat())
    ratna.fill(page, FORM, press="button[value=setuju]", _expect=409)
    assert due(field) == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"reason": ""}, "#reason-error"),
        ({"planned_on": ""}, "#planned_on-error"),
        ({"planned_on": "2026-11-16"}, "#planned_on-error"),
        ({"planned_on": "2027-02-01"}, "#planned_on-error"),
        ({"planned_on": "besok"}, "#planned_on-error"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    client_for: SignIn, field: Field, typed: dict[str, str], error: str
) -> None:
    assert postpone(client_for("ujang"), field, **typed, _expect=422).select(error)
    assert field.again().task.planned_on is None


def test_plans_are_of_the_volunteer_and_answers_of_the_koordinator(client_for: SignIn, field: Field) -> None:
    plan, decision = f"/tugas/{field.task.number}/rencana", f"/penugasan/{field.task.number}/penundaan"
    for path, username, status in (
        (plan, "tono", 404), (plan, "ratna", 403), (decision, "bayu", 403), (decision, "ujang", 403),
        (decision, "citra", 404),
    ):  # fmt: skip
        client_for(username).get(path, expect=status)
        client_for(username).post(path, expect=status)


def test_nobody_at_home_is_noted_with_two_taps_and_a_day(client_for: SignIn, field: Field) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{field.task.number}/laporan?hasil=tidak_ada")
    assert page.one("input[name=outcome][checked]")["value"] == "tidak_ada"
    sent = ujang.fill(page, "form[data-draft]", return_on=(TODAY + timedelta(days=1)).isoformat())
    assert sent.location == f"/tugas/{field.task.number}"
    assert "Tercatat: coba lagi 18 November 2026." in ujang.follow(sent)
    assert field.again().task.state == "dikerjakan" and Visit.get().findings == "Tidak ada di tempat."
    assert "Rabu 18 November" in ujang.get("/").text(".day")
    assert "Coba lagi" in client_for("ratna").get(f"/kasus/{field.case.number}").text("#case-assignments")


@pytest.mark.parametrize("typed", [{}, {"return_on": "2027-02-01"}, {"outcome": "menolak", "return_on": "2026-11-18"}])
def test_a_report_without_findings_or_beyond_a_month_is_refused(
    client_for: SignIn, field: Field, typed: dict[str, str]
) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{field.task.number}/laporan?hasil=tidak_ada")
    ujang.fill(page, "form[data-draft]", **typed, _expect=422)
    assert not Visit.select().exists()


def test_a_task_at_work_is_given_back_in_its_own_words(client_for: SignIn, field: Field) -> None:
    ujang = client_for("ujang")
    ujang.fill(ujang.get("/"), f"form[action='/tugas/{field.task.number}/keberangkatan']")
    page = ujang.get(f"/tugas/{field.task.number}/penolakan")
    assert page.text("h1") == "Kembalikan tugas ini?"
    ujang.follow(ujang.fill(page, FORM, reason="Ibu saya sakit."))
    assert Assignment.get().state == "ditolak"
    assert "Ibu saya sakit." in client_for("ratna").get(f"/kasus/{field.case.number}")
