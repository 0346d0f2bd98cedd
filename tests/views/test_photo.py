"""Photos of visits: only within the viewer's scope, always re-encoded, every look written down."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from puskesos.models import AuditEntry, Case, Photo, User
from tests.cast import Cast
from tests.page_client import PageClient
from tests.views.field import Field, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


@pytest.fixture
def path(field: Field, app: Flask) -> str:
    report(field, app.config["SETTINGS"].uploads)
    return f"/foto/{Photo.get().id}"


@pytest.mark.parametrize("username", ["sari", "bayu", "ratna", "ujang"])
def test_it_is_shown_as_an_image_and_nothing_else(client_for: SignIn, path: str, username: str) -> None:
    answer = client_for(username).get(path)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store" and answer.content.startswith(b"\xff\xd8")
    assert AuditEntry.select().where(AuditEntry.action == "photo_viewed").count() == 1


def test_a_restricted_case_hides_its_photos(client_for: SignIn, field: Field, path: str) -> None:
    Case.update(restricted=True, created_by=User.get(User.username == "ratna")).execute()
    client_for("sari").get(path, expect=403)
    client_for("ujang").get(path)
    Case.update(area="pendidikan").execute()
    client_for("bayu").get(path, expect=403)


def test_a_photo_that_is_gone_from_the_disk_is_not_found(client_for: SignIn, path: str, app: Flask) -> None:
    (app.config["SETTINGS"].uploads / Photo.get().stored_name).unlink()
    client_for("ratna").get(path, expect=404)


def test_place_and_device_do_not_survive_the_upload(client_for: SignIn, field: Field, app: Flask) -> None:
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0110], exif[0x0112] = "Ponsel Ujang", 6
    Image.new("RGB", (400, 300), "#7a9").save(buffer, "JPEG", exif=exif, comment=b"rahasia")
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{field.task.number}/laporan")
    typed = {"outcome": "tidak_ada", "findings": "Kosong.", "photos": [(buffer.getvalue() + b"<script>", "a.jpg")]}
    ujang.fill(page, FORM, **typed)
    stored = (app.config["SETTINGS"].uploads / Photo.get().stored_name).read_bytes()
    assert not any(word in stored for word in (b"Ponsel", b"rahasia", b"<script>", b"Exif"))
    assert (Photo.get().width, Photo.get().height) == (300, 400)
