"""The visit report: sent once with its photos, bad input said and kept, then approved or returned."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from puskesos.models import Assignment, AuditEntry, Photo, Visit
from tests.cast import Cast
from tests.page_client import Page, PageClient
from tests.views.field import Field, jpeg, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
FOUND = {"outcome": "bertemu", "met_whom": "Ibu Wati", "findings": "Atap bocor.", "conclusion": "layak"}
MEGABYTE = 1024 * 1024


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


@pytest.fixture
def uploads(app: Flask) -> Path:
    return app.config["SETTINGS"].uploads


def send(client: PageClient, field: Field, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(f"/tugas/{field.task.number}/laporan"), FORM, _expect=expect, **FOUND | typed)


def stored(uploads: Path) -> list[str]:
    return sorted(path.name for path in uploads.iterdir()) if uploads.exists() else []


def test_a_report_with_photos_is_stored_and_audited(client_for: SignIn, field: Field, uploads: Path) -> None:
    send(client_for("ujang"), field, photos=[(jpeg(3000, 2000), "rumah.jpg"), (jpeg(), "dapur.jpg")])
    visit = Visit.get()
    assert (visit.met_whom, visit.findings, visit.assignment_id) == ("Ibu Wati", "Atap bocor.", field.task.id)
    assert [(photo.width, photo.height) for photo in Photo.select()] == [(1600, 1067), (640, 480)]
    assert stored(uploads) == sorted(photo.stored_name for photo in Photo.select())
    assert field.again().task.state == "dilaporkan"
    assert AuditEntry.get(AuditEntry.action == "visit_reported").detail == '{"outcome": "bertemu", "photos": 2}'


def test_sent_again_later_it_is_still_one_report(
    client_for: SignIn, field: Field, uploads: Path, moment: time_machine.Traveller
) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{field.task.number}/laporan")
    for _ in range(3):
        moment.shift(timedelta(seconds=50))
        ujang.fill(page, FORM, **FOUND, photos=[(jpeg(), "rumah.jpg")])
    assert Visit.select().count() == Photo.select().count() == len(stored(uploads)) == 1


def test_the_same_form_with_other_findings_is_refused_and_leaves_no_file(
    client_for: SignIn, field: Field, uploads: Path
) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{field.task.number}/laporan")
    ujang.fill(page, FORM, **FOUND)
    other = ujang.fill(page, FORM, **FOUND | {"findings": "Lain."}, photos=[(jpeg(), "a.jpg")], _expect=422)
    assert "dengan isi lain" in other.text(".errors") and other.text("#findings") == "Lain."
    assert stored(uploads) == []


@pytest.mark.parametrize(
    ("wrong", "at", "message"),
    [
        ({"findings": ""}, "findings", "Isi temuan."),
        ({"met_whom": ""}, "met_whom", "Isi bertemu siapa."),
        ({"conclusion": ""}, "conclusion", "Pilih kesimpulan."),
        ({"outcome": None}, "outcome", "Pilih hasil kunjungan."),
        ({"visited_on": "2026-11-18"}, "visited_on", "masa depan"),
        ({"visited_time": "pagi"}, "visited_time", "Jam tidak terbaca."),
        ({"return_on": "2026-11-16"}, "return_on", "sebelum hari ini"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_is_wrong_is_said_at_the_field_and_kept(
    client_for: SignIn, field: Field, wrong: dict[str, str], at: str, message: str
) -> None:
    page = send(client_for("ujang"), field, 422, **{"next_step": "Bantu perbaikan atap."} | wrong)
    assert message in page.text(f"#{at}-error") and page.text("#next_step") == "Bantu perbaikan atap."
    assert not Visit.select().exists()


@pytest.mark.parametrize(
    ("photos", "message"),
    [
        ([(b"Ini teks biasa.", "rumah.jpg")], "“rumah.jpg” bukan foto yang dapat dibaca."),
        ([(b"\xff\xd8\xff\xe0" + b"x" * 500, "rusak.jpg")], "bukan foto yang dapat dibaca"),
        ([(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "gambar.svg")], "bukan foto yang dapat dibaca"),
        ([(b"GIF89a" + b"\x00" * 100, "gerak.gif")], "bukan foto yang dapat dibaca"),
        ([(b"x" * 20 * MEGABYTE, "besar.jpg")], "“besar.jpg” lebih dari 8 MB."),
        ([(b"x", f"{number}.jpg") for number in range(7)], "Foto paling banyak 6."),
        ([(jpeg(), "baik.jpg"), (b"teks", "buruk.jpg")], "“buruk.jpg” bukan foto"),
    ],
    ids=["text", "broken", "svg", "gif", "20-megabytes", "seven", "one-of-two"],
)
def test_a_photo_that_is_none_is_named_and_the_report_kept(
    client_for: SignIn, field: Field, uploads: Path, photos: list[tuple[bytes, str]], message: str
) -> None:
    page = send(client_for("ujang"), field, 422, photos=photos)
    assert message in page.text("#photos-error") and page.text("#findings") == "Atap bocor."
    assert not Visit.select().exists() and stored(uploads) == []


def test_more_than_six_photos_at_full_size_are_refused_in_words(client_for: SignIn, field: Field) -> None:
    photos = [(b"x" * 10 * MEGABYTE, f"{number}.jpg") for number in range(5)]
    page = send(client_for("ujang"), field, 413, photos=photos)
    assert "Kiriman terlalu besar" in page.text("h1")


def test_a_failed_visit_needs_neither_person_nor_conclusion(client_for: SignIn, field: Field) -> None:
    send(
        client_for("ujang"), field, outcome="tidak_ada", met_whom="", conclusion="", return_on="2026-11-19"
    )  # fmt: skip
    assert str(Visit.get().return_on) == "2026-11-19"


def test_a_task_not_yet_accepted_cannot_be_reported(client_for: SignIn, field: Field) -> None:
    Assignment.update(state="ditugaskan").where(Assignment.id == field.task.id).execute()
    assert "laporan belum atau tidak lagi ditunggu" in send(client_for("ujang"), field, 422).text(".errors")


class TestReview:
    """Ratna or Bayu answers the report."""

    @pytest.fixture
    def path(self, field: Field, uploads: Path) -> str:
        report(field, uploads)
        return f"/penugasan/{field.task.number}/pemeriksaan"

    @pytest.mark.parametrize("username", ["ratna", "bayu"])
    def test_approves(self, client_for: SignIn, field: Field, path: str, username: str) -> None:
        client = client_for(username)
        page = client.get(path)
        assert "Rumah panggung." in page and re.fullmatch(r"/foto/\d+", page.one(".photo-grid img")["src"])
        client.fill(page, FORM, target="disetujui")
        assert field.again().task.state == "disetujui" and Visit.get().approved
        assert AuditEntry.get(AuditEntry.action == "visit_reviewed").detail == '{"approved": true}'

    @pytest.mark.parametrize("target", ["dikembalikan", "kunjungan_ulang"])
    def test_returns_with_a_reason_that_the_volunteer_reads(
        self, client_for: SignIn, field: Field, path: str, target: str
    ) -> None:
        ratna = client_for("ratna")
        refused = ratna.fill(ratna.get(path), FORM, target=target, _expect=422)
        assert "Tulis apa yang perlu diperbaiki" in refused.text("#reason-error")
        ratna.fill(refused, FORM, reason="Foto dapur belum ada.", due_on="2026-11-25")
        assert (field.again().task.state, str(field.again().task.due_on)) == (target, "2026-11-25")
        ujang = client_for("ujang")
        assert "Foto dapur belum ada." in ujang.get("/")
        send(ujang, field, findings="Dapur difoto.")
        assert Visit.select().count() == 2

    def test_answers_once(self, client_for: SignIn, field: Field, path: str) -> None:
        ratna = client_for("ratna")
        page = ratna.get(path)
        ratna.fill(page, FORM, target="disetujui")
        ratna.fill(page, FORM, target="dikembalikan", reason="Ragu.", _expect=409)
        assert field.again().task.state == "disetujui"

    @pytest.mark.parametrize("target", [None, "batal", "ditugaskan"])
    def test_knows_three_answers_only(self, client_for: SignIn, field: Field, path: str, target: str | None) -> None:
        client_for("ratna").post(path, {"target": target or ""}, expect=422)
        assert field.again().task.state == "dilaporkan"

    def test_waits_for_a_report(self, client_for: SignIn, field: Field) -> None:
        page = client_for("ratna").get(f"/penugasan/{field.task.number}/pemeriksaan", expect=422)
        assert "Belum ada laporan" in page
