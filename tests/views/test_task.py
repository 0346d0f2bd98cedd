"""The volunteer's side: the list, one task, accepting, setting out, declining."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.models import Assignment, AuditEntry, Case
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.page_client import PageClient
from tests.views.field import approve, report, start_field

SignIn = Callable[[str], PageClient]


def state(task: Assignment) -> str:
    return Assignment.get_by_id(task.id).state


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
def test_a_task_is_accepted_once_however_often_it_is_tapped(client_for: SignIn, cast: Cast, fragment: bool) -> None:
    task, ujang = make_assignment(cast), client_for("ujang")
    page = ujang.get(f"/tugas/{task.number}")
    for _ in range(2):
        sent = ujang.fill(
            page,
            f"form[action='/tugas/{task.number}/penerimaan']",
            _fragment=fragment,
            _expect=200 if fragment else 303,
        )
        assert sent.location == f"/tugas/{task.number}"
    assert state(task) == "diterima"
    assert AuditEntry.select().where(AuditEntry.action == "assignment_moved").count() == 1


def test_setting_out_is_noted_once(client_for: SignIn, cast: Cast) -> None:
    task, ujang = start_field(cast).task, client_for("ujang")
    page = ujang.get(f"/tugas/{task.number}")
    for _ in range(2):
        ujang.fill(page, f"form[action='/tugas/{task.number}/keberangkatan']")
    assert state(task) == "dikerjakan"


def test_the_page_has_address_and_calls_but_no_numbers_of_the_state(client_for: SignIn, cast: Cast) -> None:
    client = make_person(cast, nik="3216995206790003", nik_reason="", phone="0812-0000-1234", landmark="Dekat surau")
    task = make_assignment(cast, make_case(cast, client=client))
    page = client_for("ujang").get(f"/tugas/{task.number}")
    assert "Dekat surau" in page and "3216" not in page.text("main").replace(task.number, "")
    links = [link["href"] for link in page.select(".actions a")]
    assert "tel:+6281200001234" in links and "https://wa.me/6281200001234" in links
    assert links[0].startswith("geo:0,0?q=") and "Siti" not in links[0]


def test_declining_needs_a_reason_and_closes_the_case_for_the_volunteer(client_for: SignIn, cast: Cast) -> None:
    task, ujang = make_assignment(cast), client_for("ujang")
    form = ujang.get(f"/tugas/{task.number}/penolakan")
    assert "Isi alasan." in ujang.fill(form, "main form", reason="", _expect=422).text("#reason-error")
    assert ujang.fill(form, "main form", reason="Sedang sakit.").location == "/"
    assert state(task) == "ditolak" and Case.get_by_id(task.case_id).awaits_assignment
    assert "sudah dikembalikan" in ujang.get(f"/tugas/{task.number}", expect=404)
    ujang.fill(form, "main form", reason="Sedang sakit.", _expect=404)
    assert "Sedang sakit." in client_for("ratna").get(f"/kasus/{Case.get_by_id(task.case_id).number}")


def test_a_step_that_is_not_due_is_a_conflict(client_for: SignIn, cast: Cast, app: Flask) -> None:
    field = start_field(cast)
    report(field, app.config["SETTINGS"].uploads)
    page = client_for("ujang").post(f"/tugas/{field.task.number}/keberangkatan", expect=409)
    assert "Laporan masuk" in page
    assert state(field.task) == "dilaporkan"


def test_the_list_holds_open_and_approved_tasks(client_for: SignIn, cast: Cast, app: Flask) -> None:
    done = start_field(cast, name="Rohmat")
    report(done, app.config["SETTINGS"].uploads)
    approve(done)
    start_field(cast)
    page = client_for("ujang").get("/tugas")
    assert "Siti Nurhaliza" in page.text(".visit") and "Rohmat" in page.text(".results")


def test_a_restricted_case_closes_for_its_volunteer_with_the_task(client_for: SignIn, cast: Cast, app: Flask) -> None:
    field, ujang = start_field(cast, service="R08"), client_for("ujang")
    assert "Siti Nurhaliza" in ujang.get(f"/tugas/{field.task.number}")
    report(field, app.config["SETTINGS"].uploads)
    approve(field)
    assert "Kasus ini terbatas" in ujang.get(f"/tugas/{field.task.number}", expect=403)
    assert "Siti" not in ujang.get("/tugas")


def test_the_case_page_is_for_the_staff(client_for: SignIn, cast: Cast) -> None:
    field = start_field(cast)
    client_for("ujang").get(f"/kasus/{field.case.number}", expect=403)
    assert client_for("ujang").get(f"/k/{field.case.number}", expect=303).location == f"/tugas/{field.task.number}"


def test_staff_have_no_tasks_of_their_own(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    for username in ("sari", "bayu", "ratna", "dewi"):
        client_for(username).get(f"/tugas/{task.number}", expect=403)
