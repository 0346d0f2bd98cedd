"""Giving a case to a volunteer, and taking the task back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Assignment, AuditEntry, Case
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import Page, PageClient
from tests.views.field import start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


def give(client: PageClient, case: Case, cast: Cast, expect: int = 303, query: str = "", **typed: object) -> Page:
    page = client.get(f"/kasus/{case.number}/penugasan{query}")
    return client.fill(
        page, FORM, _expect=expect, **{"volunteer": cast.ujang.id, "instruction": "Lihat kartu."} | typed
    )


def test_the_volunteer_gets_the_task_and_the_case_is_in_the_field(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    give(client_for("ratna"), case, cast)
    task = Assignment.get()
    assert (task.number, task.state, task.volunteer_id) == ("T-321617-2611-0001", "ditugaskan", cast.ujang.id)
    assert str(task.due_on) == "2026-11-20"
    changed = Case.get_by_id(case.id)
    assert (changed.state, changed.awaits_assignment) == ("kunjungan", False)
    assert AuditEntry.get(AuditEntry.action == "assigned").object_id == case.number
    assert "Siti Nurhaliza" in client_for("ujang").get("/")


def test_a_verval_is_due_before_the_cut_off_of_the_month(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    proposal = ratna.get(f"/kasus/{make_case(cast, service='E02').number}/penugasan")
    assert proposal.one("#kind option[selected]")["value"] == "verval"
    assert proposal.one("#due_on")["value"] == "2026-12-15"
    address = f"/kasus/{make_case(cast).number}/penugasan"
    page = ratna.get(address)
    assert page.one("#due_on")["value"] == "2026-11-20" and "sebelum batas DTSEN: 15 Des 2026" in page
    assert ratna.get(f"{address}?kind=verval", fragment=True).one("#assignment-due input")["value"] == "2026-12-15"
    assert ratna.get(f"{address}?kind=lain", fragment=True).one("#assignment-due input")["value"] == "2026-11-20"


def test_volunteers_of_the_clients_village_come_first_with_their_load(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    page = client_for("ratna").get(f"/kasus/{make_case(cast).number}/penugasan")
    names = [one for one in page.texts("main option, main label") if one.startswith(("Ujang", "Tono"))]
    assert names[0].startswith("Ujang")


def test_sent_twice_it_is_one_task_and_leads_back_to_where_it_began(client_for: SignIn, cast: Cast) -> None:
    case, ratna = make_case(cast), client_for("ratna")
    page = ratna.get(f"/kasus/{case.number}/penugasan?dari=papan")
    typed = {"volunteer": cast.ujang.id, "instruction": "Lihat kartu."}
    ratna.fill(page, FORM, **typed)
    ratna.fill(page, FORM, **typed)
    assert Assignment.select().count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"volunteer": ""}, "volunteer", "Pilih relawan."),
        ({"volunteer": "999999999"}, "volunteer", "Pilih relawan dari daftar."),
        ({"due_on": ""}, "due_on", "Isi batas waktu."),
        ({"due_on": "2026-11-16"}, "due_on", "sebelum hari ini"),
        ({"kind": "jalan_jalan"}, "kind", "Pilih jenis kunjungan dari daftar."),
        ({"instruction": "x" * 1001}, "instruction", "paling banyak 1000 huruf"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_task_is_said_at_the_field(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, message: str
) -> None:
    page = give(client_for("ratna"), make_case(cast), cast, 422, **wrong)
    assert message in page.text(f"#{field}-error, .errors")
    assert "instruction" in wrong or page.text("#instruction") == "Lihat kartu."
    assert not Assignment.select().exists()


@pytest.mark.parametrize("name", ["sari", "citra"])
def test_only_volunteers_of_this_hub_can_be_chosen(client_for: SignIn, cast: Cast, name: str) -> None:
    page = give(client_for("ratna"), make_case(cast), cast, 422, volunteer=getattr(cast, name).id)
    assert "Pilih relawan dari daftar." in page


def test_a_closed_case_gets_no_task(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    Case.update(state="selesai").where(Case.id == case.id).execute()
    assert "sudah ditutup" in give(client_for("ratna"), case, cast, 422)


def test_a_task_taken_back_returns_the_case_to_the_board_and_leaves_the_volunteer(
    client_for: SignIn, cast: Cast
) -> None:
    field, ratna, ujang = start_field(cast), client_for("ratna"), client_for("ujang")
    ujang.get(f"/tugas/{field.task.number}")
    ratna.fill(ratna.get(f"/penugasan/{field.task.number}/pembatalan"), "main form", reason="Klien pindah.")
    again = field.again()
    assert (again.task.state, again.case.state, again.case.awaits_assignment) == ("batal", "kunjungan", True)
    for path in (f"/tugas/{field.task.number}", f"/tugas/{field.task.number}/laporan", f"/k/{field.case.number}"):
        ujang.get(path, expect=404)
    assert "Siti" not in ujang.get("/") and "Siti" not in ujang.get("/tugas")


def test_taking_back_needs_a_reason_and_happens_once(client_for: SignIn, cast: Cast) -> None:
    field, ratna = start_field(cast), client_for("ratna")
    form = ratna.get(f"/penugasan/{field.task.number}/pembatalan")
    assert "Isi alasan." in ratna.fill(form, "main form", reason="", _expect=422).text("#reason-error")
    ratna.fill(form, "main form", reason="Klien pindah.")
    ratna.fill(form, "main form", reason="Klien pindah.")
    assert "Dibatalkan" in ratna.fill(form, "main form", reason="Lain lagi.", _expect=409)
    assert AuditEntry.select().where(AuditEntry.action == "assignment_moved").count() == 2
