"""Letters when something is missing or hostile: no engine, no file, markup, very long words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.documents import printing
from puskesos.documents.printing import PrintingUnavailable
from tests.cast import Cast
from tests.page_client import PageClient
from tests.views.letters_written import case_of, press, printed, text_of, write

SignIn = Callable[[str], PageClient]


def test_without_an_engine_the_letter_prints_from_the_browser(
    client_for: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratna = client_for("ratna")
    letter = write(ratna, case_of(cast))
    press(ratna, letter, "penerbitan")

    def broken(*_: object, **__: object) -> bytes:
        raise PrintingUnavailable

    monkeypatch.setattr(printing._printer, "print", broken)
    answer = ratna.get(f"/surat/{letter.id}/cetak.pdf", expect=303)
    assert answer.headers["Location"] == f"/surat/{letter.id}/cetak"
    page = ratna.get(f"/surat/{letter.id}/cetak", allow_numbers=True)
    assert "Cetak halaman ini lewat menu peramban" in page.text(".tools") and "SURAT REKOMENDASI" in page.text()


def test_a_paper_that_is_gone_from_the_disk_is_said_and_never_made_anew(
    client_for: SignIn, cast: Cast, app: Flask
) -> None:
    ratna = client_for("ratna")
    letter = write(ratna, case_of(cast))
    press(ratna, letter, "penerbitan")
    for kept in app.config["SETTINGS"].papers.rglob("*.html"):
        kept.write_text("lain")
    page = ratna.get(f"/surat/{letter.id}/cetak", expect=422)
    assert "Pulihkan dari cadangan" in page.text()


@pytest.mark.pango
@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"statement": "<script>alert(1)</script> <img src=file:///etc/passwd>"}, id="markup"),
        pytest.param({"statement": "panjang " * 310}, id="very long"),
        pytest.param({"statement": "\u202eterbalik\u202c 😀 \u0627\u0644"}, id="rtl and emoji"),
        pytest.param({"addressee": "K" * 160, "subject": "S" * 160, "purpose": "P" * 200}, id="one long word"),
    ],
)
def test_whatever_is_typed_prints_as_text(client_for: SignIn, cast: Cast, typed: dict[str, str]) -> None:
    ratna = client_for("ratna")
    letter = write(ratna, case_of(cast), **typed)
    press(ratna, letter, "penerbitan")
    text = text_of(printed(ratna, letter))
    assert "400.9/001" in text and "root:" not in text
    if "script" in typed.get("statement", ""):
        assert "<script>alert(1)</script>" in text
