"""What a fresh pair of eyes found on the pages: drafts that outlive sending, lost corrections, blind approvals."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from puskesos.config import ROOT
from puskesos.models import Assignment, Case, CaseEvent, ParkedForm, Person, User, UserVillage, Visit
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.page_client import PageClient
from tests.views.field import Field, jpeg, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
DROPPED = r"""(?:draft=|DRAFT = )"([a-z-]+)\""""
NOTE = "Keluarga menelepon: kartu masih belum aktif."


def test_every_draft_is_dropped_by_the_view_that_takes_it() -> None:
    forms = (ROOT / "puskesos" / "templates").rglob("*.html")
    kept = {name for path in forms for name in re.findall(r'data-draft="([a-z-]+)"', path.read_text(encoding="utf-8"))}
    views = (ROOT / "puskesos" / "views").glob("*.py")
    dropped = {name for path in views for name in re.findall(DROPPED, path.read_text(encoding="utf-8"))}
    assert kept == dropped


def test_a_sent_correction_of_the_identity_leaves_no_draft_behind(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari = client_for("sari")
    path = f"/kasus/{case.number}/identitas"
    after = sari.follow(sari.fill(sari.get(path), FORM, alias="Bu Iti", rt="4"))
    assert f"{path}:identitas" in [str(meta.get("content") or "") for meta in after.select('[name="draft-done"]')]


def test_an_older_page_does_not_take_back_another_officers_correction(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari, bayu = client_for("sari"), client_for("bayu")
    path = f"/kasus/{case.number}/identitas"
    old = bayu.get(path)
    sari.fill(sari.get(path), FORM, phone="0812-3456-7890")
    bayu.fill(old, FORM, landmark="Depan masjid", _expect=409)
    assert Person.get_by_id(case.client_id).phone == "0812-3456-7890"
    fresh = bayu.get(path)
    assert fresh.one("#landmark")["value"] == "Depan masjid"


def test_a_report_sent_anew_is_not_approved_from_the_page_of_the_old_one(
    client_for: SignIn, cast: Cast, opened: object, app: object
) -> None:
    field = start_field(cast)
    uploads = app.config["SETTINGS"].uploads
    report(field, uploads, findings="Laporan pertama.")
    ratna, bayu = client_for("ratna"), client_for("bayu")
    path = f"/penugasan/{field.task.number}/pemeriksaan"
    old = ratna.get(path)
    bayu.fill(bayu.get(path), FORM, target="dikembalikan", reason="Foto dapur belum ada.")
    report(field.again(), uploads, findings="Laporan kedua.")
    ratna.fill(old, FORM, target="disetujui", _expect=409)
    assert Visit.get(Visit.findings == "Laporan kedua.").approved is None


def test_two_koordinators_do_not_send_two_volunteers(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    first, second = client_for("ratna"), client_for("ratna")
    path = f"/kasus/{case.number}/penugasan"
    one, other = first.get(path), second.get(path)
    first.fill(one, FORM, volunteer=str(cast.ujang.id))
    second.fill(other, FORM, volunteer=str(cast.tono.id), _expect=409)
    assert Assignment.select().count() == 1


def test_a_returned_report_is_mended_and_not_typed_anew(client_for: SignIn, cast: Cast, app: object) -> None:
    field = start_field(cast)
    report(field, app.config["SETTINGS"].uploads, findings="Atap bocor.", next_step="Usul PBI.")
    ratna, ujang = client_for("ratna"), client_for("ujang")
    path = f"/penugasan/{field.task.number}/pemeriksaan"
    ratna.fill(ratna.get(path), FORM, target="dikembalikan", reason="Siapa yang ditemui?")
    page = ujang.get(f"/tugas/{field.task.number}/laporan")
    assert page.text("#findings") == "Atap bocor." and page.text("#next_step") == "Usul PBI."
    assert page.one("#met_whom")["value"] == "Anak klien"
    ujang.fill(page, FORM, met_whom="Anak sulung")
    assert Visit.select().order_by(Visit.id.desc()).get().met_whom == "Anak sulung"


def test_a_form_sent_after_signing_in_again_in_another_tab_is_given_back(client_for: SignIn, cast: Cast) -> None:
    path = f"/kasus/{make_case(cast).number}/catatan"
    sari = client_for("sari")
    half_typed = sari.get(path)
    with sari.browser.session_transaction() as session:
        session["csrf_token"] = "milik-tab-yang-baru"  # what a sign-in in another tab leaves in the shared cookie
    failed = sari.fill(half_typed, FORM, text=NOTE, _expect=400, _headers={"Origin": "http://localhost"})
    assert failed.one("#failure a[data-main]")["href"] == path
    assert sari.get(path).text("#text") == NOTE


def test_another_sites_page_parks_nothing(client_for: SignIn, cast: Cast) -> None:
    path = f"/kasus/{make_case(cast).number}/catatan"
    sari = client_for("sari")
    sari.post(path, {"text": NOTE}, csrf=False, expect=(400, 403), headers={"Origin": "http://jahat.example"})
    sari.post(path, {"text": NOTE}, csrf=False, expect=400)
    assert not ParkedForm.select().exists()


def test_what_was_parked_last_week_does_not_turn_up_in_todays_form(
    client_for: SignIn, cast: Cast, moment: time_machine.Traveller
) -> None:
    path = f"/kasus/{make_case(cast).number}/catatan"
    sari = client_for("sari")
    page = sari.get(path)
    moment.shift(timedelta(minutes=16))
    sari.fill(page, FORM, text=NOTE)
    moment.shift(timedelta(days=8))
    assert client_for("sari").get(path).text("#text") == ""


def test_an_officer_who_also_visits_finds_the_own_tasks(client_for: SignIn, cast: Cast) -> None:
    User.update(roles="fo,psm").where(User.id == cast.sari.id).execute()
    UserVillage.create(user=cast.sari, village=cast.bahagia)
    task = make_assignment(cast, volunteer=cast.sari)
    sari = client_for("sari")
    assert "/tugas" in [link["href"] for link in sari.get("/").select("nav a")]
    assert sari.get("/tugas").select(f'main a[href="/tugas/{task.number}"]')


def test_a_disk_that_is_full_for_photos_is_said_so(
    client_for: SignIn, cast: Cast, app: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = start_field(cast)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("puskesos.photos.os.fsync", full)
    ujang = client_for("ujang")
    typed = {"outcome": "bertemu", "met_whom": "Ibu Wati", "findings": "Atap bocor.", "conclusion": "layak"}
    page = ujang.get(f"/tugas/{field.task.number}/laporan")
    failed = ujang.fill(page, FORM, **typed, photos=[(jpeg(), "a.jpg")], _expect=507)
    assert "penuh" in failed.text("#failure")
    assert not Visit.select().exists() and not any(Path(app.config["SETTINGS"].uploads).iterdir())


def test_a_family_card_number_can_be_looked_at_without_a_nik(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, kk="3216170101100001"))
    page = client_for("sari").get(f"/kasus/{case.number}")
    assert page.select(f'#case-identity a[href$="/kasus/{case.number}/nomor"]')


def test_the_history_speaks_in_words_not_in_codes(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    sari = client_for("sari")
    typed = {"village": str(cast.bakti.id), "priority": "segera", "reporter_relation": "anak"}
    sari.fill(sari.get(f"/kasus/{case.number}/isian"), FORM, **typed, due_on="2026-12-24")
    said = CaseEvent.get(CaseEvent.kind == "perbaikan").text
    due = Case.get_by_id(case.id).due_on
    assert due.isoformat() == "2026-12-24"
    assert "Pantai Bahagia" in said and "“Biasa”" in said and "“Tetangga”" in said
    assert "False" not in said and "2026-" not in said and "(kode)" not in said
    path = f"/kasus/{case.number}/identitas"
    sari.fill(sari.get(path), FORM, sex="L", nik="3216174101600003", birth_date="1960-01-01")
    sari.fill(sari.get(path), FORM, birth_date="1961-01-01", village=str(cast.bakti.id))
    said = " ".join(event.text for event in CaseEvent.select().where(CaseEvent.kind == "identitas"))
    assert "“Perempuan”" in said and "“Tidak dibawa”" in said and "1 Januari 1960" in said and "Pantai Bahagia" in said


def test_a_users_name_made_at_the_command_line_appears_soon(
    client_for: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    field: Field = start_field(cast)
    ratna = client_for("ratna")
    assert "Ujang" in ratna.get(f"/kasus/{field.case.number}").text("#case-assignments")
    User.update(name="Ujang Supriatna").where(User.id == cast.ujang.id).execute()  # another process did this
    monkeypatch.setattr("puskesos.queries.hub.KEPT_SECONDS", 0.0)
    again = ratna.get(f"/kasus/{field.case.number}", budget=24)  # nothing is kept here, so the hub is asked each time
    assert "Ujang Supriatna" in again.text("#case-assignments")
