"""A volunteer's month on paper: in the order of days, with room for two signatures, and a full month fits."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.documents.activity_report import MOST_PAGES, activity_report_html, activity_report_pdf
from puskesos.documents.invitation import Asked, invitation_html, invitation_pdf
from puskesos.models import Hub
from puskesos.queries.activity import VolunteerMonth
from puskesos.rules.activity import Month
from tests.cast import TODAY, Cast

LONG = "Penyuluhan bersama bidan desa dan kader posyandu tentang syarat reaktivasi PBI-JK di Kampung Muara Jaya. " * 3


def visit(day: int) -> SimpleNamespace:
    moment = datetime(2026, 11, day, 3, tzinfo=UTC)
    facts = {"kind": "kunjungan_rumah", "number": f"321617-2611-{day:04}", "village": "Pantai Bahagia"}
    return SimpleNamespace(visited_at=moment, outcome="bertemu", approved=True, **facts)


def activity(day: int, **texts: str) -> SimpleNamespace:
    usual = {"kind": "sosialisasi", "place": "Balai desa", "village_name": "Pantai Bahagia", "obstacle": "", "note": ""}
    return SimpleNamespace(id=day, day=TODAY.replace(day=day), **usual | texts)


def month(visits: list[SimpleNamespace], activities: list[SimpleNamespace]) -> VolunteerMonth:
    return VolunteerMonth(Month.of(TODAY), visits, activities, [], 3, 2, 1)


def html(cast: Cast, seen: VolunteerMonth, hub: Hub | None = None, koordinator: str = "Ratna") -> str:
    who = {"villages": ["Pantai Bahagia"], "koordinator": koordinator, "signed_on": "30 November 2026"}
    facts = {"printed_by": "Ujang", "now": clock.now()}
    return activity_report_html(seen, cast.ujang, hub or Hub.get_by_id(cast.hub.id), **who, **facts)


def test_days_stand_in_their_order_whatever_was_done(app: Flask, cast: Cast) -> None:
    with app.app_context():
        page = html(cast, month([visit(9)], [activity(3), activity(20)]))
    places = [page.index(day) for day in ("3 Nov 2026", "9 Nov 2026", "20 Nov 2026")]
    assert places == sorted(places) and "Bertemu klien, kasus 321617-2611-0009" in page
    assert "Muaragembong, 30 November 2026" in page


def test_what_was_typed_stays_text_and_an_unknown_koordinator_leaves_a_line(app: Flask, cast: Cast) -> None:
    with app.app_context():
        page = html(cast, month([], [activity(3, note="<script>alert(1)</script>")]), koordinator="")
    assert "<script>alert" not in page and 'class="dots"' in page


def test_an_empty_month_is_a_paper_too(app: Flask, cast: Cast) -> None:
    with app.app_context():
        page = html(cast, month([], []))
    assert 'class="blank"' in page and "0, bertemu klien 0" in page


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
@pytest.mark.parametrize(("rows", "pages"), [(12, 1), (100, MOST_PAGES)], ids=["usual", "very full"])
def test_a_month_fits_its_pages(app: Flask, cast: Cast, paper: str, rows: int, pages: int) -> None:
    hub = Hub.get_by_id(cast.hub.id)
    hub.paper = paper
    text = LONG if rows > 12 else "Tertib."
    seen = month([visit(1 + n % 28) for n in range(rows // 2)], [activity(1 + n % 28, note=text) for n in range(rows)])
    with app.app_context():
        pdf = PdfReader(io.BytesIO(activity_report_pdf(html(cast, seen, hub))))
    assert len(pdf.pages) <= pages
    assert "Koordinator Puskesos" in pdf.pages[-1].extract_text()


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_an_invitation_is_one_page_with_a_code(app: Flask, cast: Cast, paper: str) -> None:
    hub = Hub.get_by_id(cast.hub.id)
    hub.paper, hub.name = paper, "Puskesos Kecamatan Pagelaran Utara Selatan Tengah"
    asked = Asked("https://puskesos.kecamatan-muaragembong.example:8443/gabung/" + "x" * 24, clock.now())
    with app.app_context():
        page = invitation_html(cast.ujang, hub, asked, printed_by="Ratna", now=clock.now() - timedelta(hours=1))
        pdf = PdfReader(io.BytesIO(invitation_pdf(page)))
    assert len(pdf.pages) == 1 and "ujang" in pdf.pages[0].extract_text()
