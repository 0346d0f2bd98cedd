"""What an outside tester broke: addresses that cannot be parsed, a photo with odd EXIF, leaving on a full disk."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
from peewee import OperationalError
from PIL import Image

from puskesos.models import Visit
from tests.cast import Cast
from tests.page_client import PageClient
from tests.views.field import start_field

SignIn = Callable[[str], PageClient]
ASCII, SHORT = 2, 3  # kinds of EXIF entries
ORIENTATION, WIDTH, X_RESOLUTION = 0x0112, 0x0100, 0x011A


def photo_with_text_for(number: int) -> bytes:
    """A sideways photo whose EXIF holds a text where `number` should be a number."""
    entries = sorted([(ORIENTATION, SHORT, 1, b"\6\0\0\0"), (number, ASCII, 4, b"abc\0")])
    directory = b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in entries)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + directory + bytes(4)
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize("wanted", ["//[", "//[::1", "/%09/["])
def test_a_way_on_that_cannot_be_parsed_leads_home(client_for: SignIn, anonymous: PageClient, wanted: str) -> None:
    anonymous.get(f"/masuk?lanjut={wanted}")
    assert client_for("sari").get(f"/masuk?lanjut={wanted}", expect=303).location == "/"


@pytest.mark.parametrize("origin", ["http://[", "", "http://localhost@lain.example"])
def test_an_origin_that_is_no_address_is_foreign(client_for: SignIn, origin: str) -> None:
    client_for("sari").post("/keluar", headers={"Origin": origin}, expect=403)
    client_for("sari").post("/keluar", headers={"Origin": origin}, csrf=False, expect=400)


@pytest.mark.parametrize("number", [WIDTH, X_RESOLUTION])
def test_a_photo_with_odd_exif_is_named_and_the_report_kept(client_for: SignIn, cast: Cast, number: int) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"/tugas/{start_field(cast).task.number}/laporan")
    found = {"outcome": "tidak_ada", "findings": "Rumah kosong."}
    photos = [(photo_with_text_for(number), "a.jpg")]
    sent = ujang.fill(page, "form[data-draft]", **found, photos=photos, _expect=422)
    assert "“a.jpg” bukan foto" in sent.text("#photos-error") and sent.text("#findings") == "Rumah kosong."
    assert not Visit.select().exists()


def test_a_full_disk_keeps_nobody_signed_in_at_the_shared_counter(
    client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    sari = client_for("sari")
    monkeypatch.setattr("puskesos.actions.account.end_sessions", full)
    sari.post("/keluar", expect=507)
    assert sari.get("/kasus", expect=303).location.startswith("/masuk")
