"""Lapor kebutuhan on the volunteer's phone: a minute, a photo, whom to call, and what became of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from puskesos.models import AuditEntry, FieldPhoto, FieldReport, User
from tests.cast import Cast, make_case
from tests.field_reports import send_report
from tests.page_client import PageClient
from tests.views.field import jpeg

SignIn = Callable[[str], PageClient]
FORM = "main form.sheet"


def test_story_and_village_are_enough(client_for: SignIn, cast: Cast) -> None:
    ujang = client_for("ujang")
    sent = ujang.fill(ujang.get("/lapangan/baru"), FORM, story="Kakek sendirian, rumahnya bocor.")
    page = ujang.follow(sent)
    report = FieldReport.get()
    assert page.path == f"/lapangan/{report.number}" and report.village_id == cast.bahagia.id
    assert report.number in page and "menunggu petugas" in page
    assert report.number in ujang.get("/lapangan")


def test_an_emergency_says_whom_to_call_at_once(client_for: SignIn, cast: Cast) -> None:
    User.update(phone="0812-0000-0002").where(User.username == "ratna").execute()
    ujang = client_for("ujang")
    form = ujang.get("/lapangan/baru")
    page = ujang.follow(ujang.fill(form, FORM, story="Pingsan.", urgent=True, photos=(jpeg(), "foto.jpg")))
    assert page.one(".next a[href^='tel:']").text.strip() == "Telepon Ratna"
    assert FieldReport.get().urgent and FieldPhoto.select().count() == 1


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(client_for: SignIn, cast: Cast) -> None:
    ujang = client_for("ujang")
    page = ujang.fill(ujang.get("/lapangan/baru"), FORM, name="Kasim", phone="12", age="300", _expect=422)
    assert page.texts(".error") == [
        "Salah: Isi apa yang terjadi.",
        "Salah: Nomor HP diawali 08 dan hanya angka, misalnya 0812-3456-7890.",
        "Salah: Perkiraan umur paling banyak 120 tahun.",
    ]
    assert page.one("#name")["value"] == "Kasim" and not FieldReport.select().exists()


def test_the_draft_is_corrected_and_withdrawn_by_its_volunteer(client_for: SignIn, cast: Cast, app: Flask) -> None:
    number = send_report(cast, app.config["SETTINGS"].uploads).number
    ujang = client_for("ujang")
    page = ujang.get(f"/lapangan/{number}")
    assert ujang.fill(page, FORM, place="Pasar lama").location == f"/lapangan/{number}"
    assert FieldReport.get().place == "Pasar lama"
    stale = ujang.fill(page, FORM, place="Pasar baru", _expect=409)
    assert "Pasar baru" not in stale and FieldReport.get().place == "Pasar lama"
    ujang.fill(ujang.get(f"/lapangan/{number}/penarikan"), FORM, reason="Sudah ditolong keluarga.")
    assert FieldReport.get().state == "batal"
    assert "Sudah ditolong keluarga." in ujang.get(f"/lapangan/{number}")
    assert client_for("tono").get(f"/lapangan/{number}", expect=404)


def test_what_became_a_case_tells_its_number_and_no_more(client_for: SignIn, cast: Cast, app: Flask) -> None:
    report = send_report(cast, app.config["SETTINGS"].uploads)
    case = make_case(cast, report=report.number)
    page = client_for("ujang").get(f"/lapangan/{report.number}")
    assert case.number in page and "Kasim" not in page.html and "Lemas" not in page.html
    assert "Kasim" not in client_for("ujang").get("/lapangan").html
    photo = FieldPhoto.get()
    client_for("ujang").get(f"/laporan-lapangan/{report.number}/foto/{photo.id}", expect=404)


def test_photos_are_shown_to_who_wrote_and_who_receives_and_logged(client_for: SignIn, cast: Cast, app: Flask) -> None:
    report = send_report(cast, app.config["SETTINGS"].uploads)
    path = f"/laporan-lapangan/{report.number}/foto/{FieldPhoto.get().id}"
    for name in ("ujang", "sari", "ratna"):
        assert client_for(name).get(path).headers["Content-Type"] == "image/jpeg"
    for name in ("tono", "bayu", "dewi", "citra"):
        client_for(name).get(path, expect=404)
    assert AuditEntry.select().where(AuditEntry.action == "field_photo_viewed").count() == 3
