"""The list of assignments on paper: long names, many lines, and what is beyond its room."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.documents.assigned_work import MOST_LINES, MOST_PAGES, assigned_work_html, assigned_work_pdf
from puskesos.models import Hub
from tests.cast import NOW, TODAY, Cast

LONG_NAME = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari Binti Salim"


@dataclass(frozen=True)
class Row:
    """A line as the query gives it."""

    volunteer: int
    number: str
    volunteer_name: str = LONG_NAME
    case_number: str = "321617-2611-0001"
    restricted: bool = False
    village_name: str = "Pantai Harapanjaya"
    service_name: str = "Orang terlantar kehabisan bekal / pemulangan ke daerah asal"
    kind: str = "pendampingan"
    state: str = "kunjungan_ulang"
    created_at: object = NOW
    due_on: date = TODAY - timedelta(days=8)


def paper(cast: Cast, rows: list[Row]) -> str:
    facts = {"printed_by": "Ratna", "now": clock.now(), "days_off": frozenset[date]()}
    return assigned_work_html(rows, hub=Hub.get_by_id(cast.hub.id), today=TODAY, **facts)


def rows_of(people: int, each: int) -> list[Row]:
    return [Row(who, f"T-321617-2611-{who * each + place:04}") for who in range(people) for place in range(each)]


def test_two_of_one_name_are_two_volunteers_and_long_names_are_cut(app: Flask, cast: Cast) -> None:
    with app.app_context():
        html = paper(cast, rows_of(2, 3))
    assert html.count(f"{LONG_NAME[:60].rstrip()}… · 3 tugas") == 2 and "lewat 6 hari kerja" in html


def test_a_restricted_case_says_nothing_of_its_need(app: Flask, cast: Cast) -> None:
    with app.app_context():
        html = paper(cast, [Row(1, "T-321617-2611-0001", restricted=True)])
    assert "Terbatas · Pantai Harapanjaya" in html and "terlantar" not in html


def test_what_has_no_room_is_counted(app: Flask, cast: Cast) -> None:
    with app.app_context():
        html = paper(cast, rows_of(21, 10))
    assert ": 210." in html and "dan 10 tugas lagi di aplikasi" in html


@pytest.mark.pango
def test_the_longest_list_fits_its_pages(app: Flask, cast: Cast) -> None:
    with app.app_context():
        pdf = assigned_work_pdf(paper(cast, rows_of(40, MOST_LINES // 40)))
    assert len(PdfReader(io.BytesIO(pdf)).pages) <= MOST_PAGES
