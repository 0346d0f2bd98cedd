"""A visit sheet that came back: told to its volunteer and to staff, looked at, and copied into the report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.models import Assignment, AuditEntry, Case, CaseEvent, CaseTeam, Scan, Visit
from puskesos.queries.scan import find_scan
from tests.cast import Cast, make_assignment, make_case, viewer_of
from tests.page_client import PageClient
from tests.scanned import file_page, sheet_of
from tests.views.field import Field, start_field

SignIn = Callable[[str], PageClient]
FORM = "main form.sheet"
FOUND = {"outcome": "bertemu", "met_whom": "Istri", "findings": "Atap bocor.", "conclusion": "layak"}


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


@pytest.fixture
def scan(app: Flask, cast: Cast, field: Field) -> Scan:
    """Ujang's filled sheet, scanned by Sari."""
    return file_page(app.config["SETTINGS"], sheet_of(field.case, by=cast.ratna, task=field.task), by=cast.sari)


def test_the_volunteer_is_told_and_sees_the_picture(client_for: SignIn, field: Field, scan: Scan) -> None:
    ujang, own = client_for("ujang"), f"/tugas/{field.task.number}"
    told = ujang.get(own).text("#task-scans")
    assert told == "Lembar yang dipindai Lembar kunjungan dipindai 17 Nov 2026 09.00 oleh Sari"
    page = ujang.get(ujang.get(own).one("#task-scans a")["href"])
    picture = ujang.get(page.one("main img")["src"])
    assert picture.headers["Content-Type"] == "image/jpeg" and picture.content.startswith(b"\xff\xd8")
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert AuditEntry.get(AuditEntry.action == "attachment_seen").actor_id == field.cast.ujang.id
    report = ujang.get(page.one("main a[data-main]")["href"])
    assert report.path == f"{own}/laporan" and "Lembar kunjungan dipindai" in report.text(".remark")


def test_only_the_tasks_volunteer_looks_and_only_at_its_own_sheets(
    client_for: SignIn, app: Flask, cast: Cast, field: Field, scan: Scan
) -> None:
    other = file_page(app.config["SETTINGS"], sheet_of(field.case, by=cast.ratna), by=cast.sari)
    path = f"/tugas/{field.task.number}/lembar-dipindai/"
    for username, status in (("tono", 404), ("citra", 403), ("sari", 403), ("dewi", 403)):
        for picture in ("", "/gambar"):
            client_for(username).get(f"{path}{scan.id}{picture}", expect=status)
    for page in (other.id, 99):
        client_for("ujang").get(f"{path}{page}", expect=404)
        client_for("ujang").get(f"{path}{page}/gambar", expect=404)


def test_a_sheet_taken_back_is_told_no_more(client_for: SignIn, cast: Cast, field: Field, scan: Scan) -> None:
    sari = client_for("sari")
    sari.post(f"/pindaian/halaman/{find_scan(viewer_of(cast.sari), scan.id).id}/pengembalian")
    assert not client_for("ujang").get(f"/tugas/{field.task.number}").select("#task-scans")
    assert "Isi laporan dari lembar ini" not in sari.get(f"/kasus/{field.case.number}")


@pytest.mark.parametrize("username", ["sari", "bayu", "ratna"])
def test_staff_copy_the_report_from_the_sheet(
    client_for: SignIn, cast: Cast, field: Field, scan: Scan, username: str
) -> None:
    client = client_for(username)
    case = client.get(f"/kasus/{field.case.number}")
    assert "Lembar kunjungan dipindai 17 Nov 2026 09.00 oleh Sari" in case.text("#case-assignments")
    page = client.get(case.one(f"a[href='/penugasan/{field.task.number}/laporan']")["href"])
    assert client.get(page.one("main img")["src"]).headers["Content-Type"] == "image/jpeg"
    wrong = client.fill(page, FORM, outcome="bertemu", visited_on="", _expect=422)
    assert "Isi tanggal kunjungan." in wrong and "Isi temuan." in wrong
    after = client.follow(client.fill(page, FORM, visited_on="2026-11-16", **FOUND))
    assert "disalin dari lembarnya" in after.text("#flash") and "Isi laporan dari lembar ini" not in after
    visit, who = Visit.get(), getattr(cast, username)
    assert (visit.created_by_id, visit.findings, f"{visit.visited_at:%d}") == (cast.ujang.id, "Atap bocor.", "16")
    assert Assignment.get_by_id(field.task.id).state == "dilaporkan"
    assert AuditEntry.get(AuditEntry.action == "visit_copied").actor_id == who.id
    event = CaseEvent.select().where(CaseEvent.text.contains("disalin dari lembarnya: bertemu klien")).get()
    assert event.actor_name == who.name
    assert "Atap bocor." in client_for("ujang").get(f"/tugas/{field.task.number}").text("#task-report")


def test_a_task_that_nobody_accepted_on_a_phone_is_accepted_by_its_sheet(
    client_for: SignIn, app: Flask, cast: Cast
) -> None:
    case = make_case(cast)
    task = make_assignment(cast, case)
    file_page(app.config["SETTINGS"], sheet_of(case, by=cast.ratna, task=task), by=cast.sari)
    sari, path = client_for("sari"), f"/penugasan/{task.number}/laporan"
    form = sari.get(path)
    first, second = (sari.fill(form, FORM, visited_on="2026-11-17", **FOUND).location for _ in range(2))
    assert first == second and Visit.select().count() == 1, "a double tap records one report"
    assert Assignment.get().state == "dilaporkan"
    again = sari.follow(sari.get(path, expect=303))
    assert "tidak lagi ditunggu" in again.text("#flash")


def test_without_a_sheet_nothing_is_copied(client_for: SignIn, cast: Cast, field: Field) -> None:
    sari, path = client_for("sari"), f"/penugasan/{field.task.number}/laporan"
    assert "Belum ada lembar" in sari.follow(sari.get(path, expect=303)).text("#flash")
    assert not Visit.select().exists()
    for username, status in (("citra", 404), ("ujang", 403), ("dewi", 403)):
        client_for(username).get(path, expect=status)
        client_for(username).post(path, dict(FOUND), expect=status)


def test_a_verval_says_which_parts_are_missing(client_for: SignIn, cast: Cast, field: Field, scan: Scan) -> None:
    Assignment.update(kind="verval").where(Assignment.id == field.task.id).execute()
    sari = client_for("sari")
    page = sari.get(f"/penugasan/{field.task.number}/laporan")
    assert "memerlukan bagian verval, rumah" in page.text(".remark")
    refused = sari.fill(page, FORM, visited_on="2026-11-17", _expect=422, **FOUND)
    assert "Bagian ini belum diisi: Verval" in refused and not Visit.select().exists()


def test_a_restricted_case_shows_its_sheet_only_behind_its_door(
    client_for: SignIn, cast: Cast, field: Field, scan: Scan
) -> None:
    Case.update(restricted=True, created_by=cast.ratna).where(Case.id == field.case.id).execute()
    CaseTeam.create(case=field.case, user=cast.ratna, added_by=cast.ratna, at=scan.created_at)
    client_for("sari").get(f"/penugasan/{field.task.number}/laporan", expect=403)
    ujang = client_for("ujang")
    ujang.get(f"/tugas/{field.task.number}/lembar-dipindai/{scan.id}/gambar")
    Assignment.update(state="disetujui").where(Assignment.id == field.task.id).execute()
    ujang.get(f"/tugas/{field.task.number}/lembar-dipindai/{scan.id}/gambar", expect={403, 404})
