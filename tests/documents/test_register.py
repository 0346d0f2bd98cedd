"""Buku register on paper: landscape, heads on every page, no row cut, masked NIK, and a book's closing lines."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from puskesos import clock
from puskesos.documents.printing import print_pdf
from puskesos.documents.register import HEADINGS, register_html
from puskesos.queries.register import MOST_ROWS
from puskesos.rules.period import Period
from tests.cast import TODAY, Cast
from tests.documents.read_pdf import Paper, read_pdf

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def row(place: int, **changed: object) -> SimpleNamespace:
    usual = {
        "number": f"321617-2611-{place:04}",
        "registered_on": TODAY,
        "restricted": False,
        "state": "selesai",
        "result": "terpenuhi",
        "closed_at": clock.now(),
        "story": f"AWAL{place} kartu tidak aktif, perlu berobat AKHIR{place}",
        "created_by": 1,
        "client_name": "Siti Nurhaliza",
        "nik": "3216995206790003",
        "occupation": "Buruh harian lepas",
        "village_name": "Pantai Bahagia",
        "service_name": "Reaktivasi PBI-JK",
    }
    return SimpleNamespace(**usual | changed)


def printed(app: Flask, cast: Cast, rows: list[SimpleNamespace]) -> Paper:
    with app.app_context():
        html = register_html(rows, NOVEMBER, {1: "Sari"}, cast.hub, printed_by="Ratna", now=clock.now())
        return read_pdf(print_pdf(html, most_pages=60))


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_a_long_month_flows_over_pages_with_its_heads(app: Flask, cast: Cast, paper: str) -> None:
    cast.hub.paper = paper
    sheet = printed(app, cast, [row(place) for place in range(1, 41)])
    assert sheet.paper_size == ((330, 210) if paper == "F4" else (297, 210)) and sheet.pages >= 3
    with_rows = [text for text in sheet.sheets if "321617-2611" in text]
    assert all(heading in text for text in with_rows for heading, _ in HEADINGS)
    for place in range(1, 41):
        (where,) = [at for at, text in enumerate(sheet.sheets) if f"AWAL{place} " in text]
        assert f"AKHIR{place}" in sheet.sheets[where], "a row stays on one page"
    for wanted in ("BUKU REGISTER LAYANAN", "November 2026", "3216••••••••0003", "17-11-2026", "Mengetahui,", "Sari"):
        assert wanted in sheet.text, wanted
    assert "Jumlah 40 kasus: 40 selesai, 0 dalam proses" in sheet.text and "3216995206790003" not in sheet.text
    assert sum(width for _, width in HEADINGS) == 100
    sheet.assert_fit_for_the_office("Buku register")


@pytest.mark.pango
def test_a_month_without_cases_says_so(app: Flask, cast: Cast) -> None:
    text = printed(app, cast, []).text
    assert "Tidak ada kasus pada masa ini." in text and "Jumlah 0 kasus" in text


def test_what_has_no_room_is_told(app: Flask, cast: Cast) -> None:
    with app.app_context():
        rows = [row(place) for place in range(MOST_ROWS + 1)]
        html = register_html(rows, NOVEMBER, {}, cast.hub, printed_by="Ratna", now=clock.now())
    assert "pilih masa yang lebih pendek" in html and f"Jumlah {MOST_ROWS} kasus" in html
