"""Photos after the text: one by one from a phone, several from a plain form, until the report is approved."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.models import Case, Photo
from tests.cast import Cast
from tests.page_client import Page, PageClient
from tests.views.field import Field, approve, jpeg, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-photos-to]"


@pytest.fixture
def field(cast: Cast, app: Flask) -> Field:
    started = start_field(cast)
    report(started, app.config["SETTINGS"].uploads)
    return started


@pytest.fixture
def path(field: Field) -> str:
    return f"/tugas/{field.task.number}/foto"


def send(client: PageClient, path: str, key: str, photo: bytes = b"", **how: object) -> Page:
    how = {"fragment": True} | how
    fields = {"key": key, "kind": "dapur", "photos": [(io.BytesIO(photo or jpeg(2000, 1000)), "dapur.jpg")]}
    return client.post(path, fields, **how)


def test_a_phone_sends_one_and_sees_all_that_arrived(client_for: SignIn, path: str) -> None:
    ujang, key = client_for("ujang"), str(uuid.uuid4())
    for _ in range(3):
        answer = send(ujang, path, key)
        assert answer.text("h2") == "Sudah terkirim: 2" and "Dapur" in answer
    late = Photo.get(Photo.kind == "dapur")
    assert (late.width, late.height, late.key) == (1600, 800, key)


def test_a_plain_form_sends_several(client_for: SignIn, path: str) -> None:
    ujang = client_for("ujang")
    page = ujang.get(path)
    photos = [(jpeg(), "a.jpg"), (jpeg(32, 32), "b.jpg")]
    for said in ("2 foto terkirim.", "Foto sudah terkirim sebelumnya."):
        back = ujang.follow(ujang.fill(page, FORM, kind="ruang_tamu", photos=photos))
        assert said in back and back.text("#task-photos h2") == "Sudah terkirim: 3"


@pytest.mark.parametrize("fragment", [True, False])
def test_what_is_no_photo_is_said(client_for: SignIn, path: str, fragment: bool) -> None:
    refused = send(client_for("ujang"), path, str(uuid.uuid4()), b"teks", fragment=fragment, expect=422)
    assert "“dapur.jpg” bukan foto" in refused.text("[data-refused], #photos-error")
    assert Photo.select().count() == 1


def test_nothing_chosen_and_a_kind_nobody_offered_are_said(client_for: SignIn, path: str) -> None:
    ujang = client_for("ujang")
    assert "Pilih foto dulu." in ujang.fill(ujang.get(path), FORM, _expect=422).text("#photos-error")
    assert ujang.post(path, {"kind": "kolam"}, expect=422).text("#kind-error")


def test_the_report_comes_first_and_approval_is_the_end(
    client_for: SignIn, cast: Cast, field: Field, path: str
) -> None:
    ujang = client_for("ujang")
    early = start_field(cast)
    page = ujang.get(f"/tugas/{early.task.number}/foto")
    assert "setelah laporan terkirim" in page and not page.select("input[type=file]")
    refused = send(ujang, f"/tugas/{early.task.number}/foto", str(uuid.uuid4()), expect=422)
    assert "Kirim laporannya dulu" in refused.text("[data-refused]")
    approve(field)
    refused = send(ujang, path, str(uuid.uuid4()), expect=422)
    assert "sudah disetujui" in refused.text("[data-refused]")


def test_a_report_says_how_many_photos_are_on_the_way(client_for: SignIn, field: Field, path: str) -> None:
    ujang, ratna = client_for("ujang"), client_for("ratna")
    page = ujang.get(f"/tugas/{field.task.number}/laporan")
    sent = ujang.fill(page, "form[data-draft]", findings="Dapur sempit.", photos_waiting="2")
    assert sent.location == path
    review = f"/penugasan/{field.task.number}/pemeriksaan"
    assert "Relawan masih mengirim foto: 1 dari 2 sudah masuk." in ratna.get(review)


def test_a_restricted_case_closes_its_photos_with_the_task(client_for: SignIn, field: Field, path: str) -> None:
    ujang = client_for("ujang")
    Case.update(restricted=True).where(Case.id == field.case.id).execute()
    picture = f"/foto/{Photo.get().id}"
    assert ujang.get(picture).headers["Content-Type"] == "image/jpeg"
    approve(field)
    for closed in (picture, path, f"/tugas/{field.task.number}/laporan-kunjungan.pdf"):
        ujang.get(closed, expect=403)
