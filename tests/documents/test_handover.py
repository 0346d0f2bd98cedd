"""The handover on paper: one or two pages whatever was done, and nothing it should not tell."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.documents.handover import handover_html, handover_pdf
from puskesos.models import Handover, Hub
from puskesos.queries.handover import find_handover
from puskesos.rules.handover import MOST_LINES
from tests.attached import give
from tests.cast import Cast, viewer_of

LONG_NAME = "Marhamah binti Haji Muhammad Syarifuddin Al-Karawangi bin Salim"
LONG_TEXT = "Surat keterangan membutuhkan layanan dari fasilitas kesehatan tingkat pertama: dijanjikan 18 Nov 2026."


def facts(cast: Cast) -> dict[str, object]:
    return {"hub": Hub.get_by_id(cast.hub.id), "printed_by": "Ratna", "now": clock.now()}


def given(cast: Cast, text: str) -> Handover:
    found = find_handover(viewer_of(cast.ratna), give(cast, text=text).id)
    assert found is not None
    return found


def parts(count: int) -> list[SimpleNamespace]:
    lines = [
        SimpleNamespace(number=f"321617-2611-{place:04}", name=LONG_NAME, text=LONG_TEXT) for place in range(count)
    ]
    return [SimpleNamespace(title=f"Bagian {place}", lines=lines, more=count) for place in range(4)]


def test_it_says_from_whom_since_when_and_the_note(app: Flask, cast: Cast) -> None:
    with app.app_context():
        html = handover_html(given(cast, "Jaga loket.\nKunci di laci."), parts(1), **facts(cast))
    for wanted in ("SERAH TERIMA", "Sari", "17 Nov 2026 09.00 WIB", "Jaga loket.\nKunci di laci.", "ST-1"):
        assert wanted in html, wanted
    assert "Bagian 0 (dan 1 lagi di aplikasi)" in html and "Marhamah binti Haji Muhammad Syarifuddin" in html


def test_what_was_typed_stays_text(app: Flask, cast: Cast) -> None:
    with app.app_context():
        html = handover_html(given(cast, "<script>alert(1)</script>"), [], **facts(cast))
    assert "<script>alert" not in html and "Tidak ada kasus yang tercatat." in html


@pytest.mark.pango
@pytest.mark.parametrize(("lines", "pages"), [(4, 1), (MOST_LINES, 2)])
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_the_longest_handover_fits_two_pages(app: Flask, cast: Cast, paper: str, lines: int, pages: int) -> None:
    note = "Keluarga Pak Amin datang besok jam 9 membawa KK. " * (30 if lines == MOST_LINES else 4)
    hub = Hub.get_by_id(cast.hub.id)
    hub.paper = paper
    with app.app_context():
        pdf = handover_pdf(given(cast, note), parts(lines), **facts(cast) | {"hub": hub})
    assert len(PdfReader(io.BytesIO(pdf)).pages) <= pages
