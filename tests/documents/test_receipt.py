"""The receipt: two copies, NIK masked, and silence about restricted cases."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.case_papers import tick_paper
from puskesos.documents.receipt import receipt_html, receipt_pdf
from puskesos.models import Case, CaseDocument, Hub
from puskesos.queries.case import find_case
from tests.cast import Cast, make_case, make_person, viewer_of
from tests.documents.full_case import NIK
from tests.documents.read_pdf import read_pdf

Make = Callable[..., str | bytes]


def receipt(make: Make, cast: Cast, case: Case, **hub_fields: object) -> str | bytes:
    hub = Hub.get(Hub.id == cast.hub.id)
    for name, value in hub_fields.items():
        setattr(hub, name, value)
    seen = find_case(viewer_of(cast.sari), case.number)
    return make(seen, hub, base_url="http://10.0.0.5:8000/", printed_by="Sari", now=clock.now())


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_both_copies_stand_on_one_page(app: Flask, cast: Cast, paper: str) -> None:
    case = make_case(cast, client=make_person(cast, nik=NIK))
    tick_paper(case, 3, state="ada", form="asli", actor=viewer_of(cast.sari), now=clock.now())
    with app.app_context():
        reader = PdfReader(io.BytesIO(receipt(receipt_pdf, cast, case, paper=paper)))
    text = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    masked = "3216••••••••0003"
    for wanted in (case.number, "Siti Nurhaliza", masked, "tidak dipungut biaya", "02112345678", "Reaktivasi PBI-JK"):
        assert text.count(wanted) >= 2, wanted
    assert "Lembar untuk pemohon" in text and "Lembar untuk Puskesos" in text


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_the_longest_names_and_paper_lists_leave_two_whole_copies(app: Flask, cast: Cast, paper: str) -> None:
    long = make_person(cast, "Nurhayati " * 6, nik=NIK)
    case = make_case(cast, client=long, reporter_name="Rahmawati " * 6, service="P01")
    with app.app_context():
        sheet = read_pdf(receipt(receipt_pdf, cast, case, paper=paper, practice=True))
    assert sheet.pages == 1 and "berkas lain" not in sheet.text, "all seven missing papers are named"
    for wanted in ("TANDA TERIMA", "3216••••••••0003", "tidak dipungut biaya", "UU 27/2022", "MODE LATIHAN"):
        assert sheet.text.count(wanted) == 2, wanted


@pytest.mark.pango
def test_papers_with_very_long_names_are_counted_before_a_copy_leaves_the_page(app: Flask, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, nik=NIK), service="P01")
    CaseDocument.update(name="Surat keterangan yang panjang sekali namanya " * 4).execute()
    with app.app_context():
        sheet = read_pdf(receipt(receipt_pdf, cast, case, paper="A4", practice=True))
    assert sheet.pages == 1 and "berkas lain" in sheet.text and sheet.text.count("Petugas penerima,") == 2


def test_a_restricted_case_is_carried_home_without_name_or_reason(app: Flask, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, nik=NIK), restricted=True, reporter_name="Wati Kusumawati")
    with app.app_context():
        html = receipt(receipt_html, cast, case)
    for secret in ("Siti Nurhaliza", "Wati", "Reaktivasi", "RAHASIA", "0003<"):
        assert secret not in html
    assert "S. N." in html and "Layanan sosial" in html
