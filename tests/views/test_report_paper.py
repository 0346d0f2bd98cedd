"""/cetak/laporan and /laporan/unduh.xlsx: who may take the month, what is written down, and that no client is in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from puskesos.models import AuditEntry, Case
from puskesos.sheets.writing import XLSX_TYPE
from tests.cast import NOW, Cast, make_assignment, make_case, make_person
from tests.documents.read_pdf import read_pdf
from tests.page_client import PageClient
from tests.sheets.reckoning import read_sheets
from tests.welfare import claim_spm, note_ppks

SignIn = Callable[[str], PageClient]
PAGE, FILE, BOOK = "/cetak/laporan", "/cetak/laporan.pdf", "/laporan/unduh.xlsx"
LATER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)
SECRET, KNOWN = "Mawar Kusumawardhani", "Siti Nurhaliza"


def fill_month(cast: Cast) -> None:
    """A restricted case and one that is none, with PPKS, SPM and a volunteer at work."""
    hidden = make_case(cast, service="R08", by=cast.ratna, client=make_person(cast, name=SECRET))
    note_ppks(cast, hidden, "19")
    case = make_case(cast, client=make_person(cast, name=KNOWN))
    note_ppks(cast, case, "08")
    claim_spm(cast, case, "SPM-3", given="rujukan")
    make_assignment(cast, Case.get_by_id(case.id))


def test_the_page_of_the_month_leads_to_paper_and_workbook(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    page = client_for("ratna").get("/laporan")
    found = page.select("nav[aria-label='Cetak dan unduh'] a")
    links = {str(link["href"]): link.get_text(strip=True) for link in found}
    assert links == {
        f"{PAGE}?bulan=2026-11": "Cetak",
        f"{BOOK}?bulan=2026-11": "Unduh Excel",
        f"{PAGE}?bulan=2026-11&keluar=1": "Cetak untuk Dinsos",
        f"{BOOK}?bulan=2026-11&keluar=1": "Unduh untuk Dinsos",
    }


def test_figures_on_paper_are_those_on_screen(client_for: SignIn, cast: Cast) -> None:
    fill_month(cast)
    ratna = client_for("ratna")
    screen, paper = ratna.get("/laporan"), ratna.get(PAGE)
    for row in screen.select("#bagian-c tbody tr, #bagian-b2 tbody tr, #bagian-h1 tbody tr"):
        label, *figures = [cell.get_text(strip=True) for cell in row.select("th, td")]
        (same,) = [one for one in paper.select("tr") if one.th and one.th.get_text(strip=True) == label]
        assert [cell.get_text(strip=True) for cell in same.select("td")][: len(figures)] == figures
    assert paper.one("nav.tools a[href='/laporan?bulan=2026-11']")
    assert paper.one(f"nav.tools a[href='{FILE}?bulan=2026-11']")


@pytest.mark.parametrize("out", ["", "&keluar=1"], ids=["for the hub", "for others"])
def test_no_client_is_named(client_for: SignIn, cast: Cast, out: str) -> None:
    fill_month(cast)
    for who in ("ratna", "bayu"):
        told = str(client_for(who).get(f"{PAGE}?bulan=2026-11{out}"))
        book = client_for(who).get(f"{BOOK}?bulan=2026-11{out}").content
        told += " ".join(str(value) for sheet in read_sheets(book).values() for value in sheet.values.values())
        assert "Ujang" in told
        for name in (SECRET, KNOWN, "Mawar", "Nurhaliza", "(Terbatas)"):
            assert name not in told, (who, name)


@pytest.mark.pango
def test_the_pdf_names_nobody_either_and_is_noted(client_for: SignIn, cast: Cast) -> None:
    fill_month(cast)
    answer = client_for("ratna").get(f"{FILE}?bulan=2026-11&keluar=1")
    sheet = read_pdf(answer.content)
    assert "19 Korban tindak kekerasan" in sheet.text and "Ujang" in sheet.text and "Mawar" not in sheet.text
    assert answer.headers["Content-Disposition"] == 'inline; filename="laporan-bulanan-2026-11-keluar.pdf"'
    noted = AuditEntry.get(AuditEntry.action == "printed")
    assert "laporan-bulanan-2026-11-keluar.pdf" in noted.detail
    sheet.assert_fit_for_the_office("Laporan bulanan November 2026")


def test_taking_the_workbook_is_noted(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    answer = client_for("bayu").get(f"{BOOK}?bulan=2026-11&keluar=1")
    assert answer.headers["Content-Type"] == XLSX_TYPE
    assert answer.headers["Content-Disposition"] == 'attachment; filename="laporan-bulanan-2026-11-keluar.xlsx"'
    noted = AuditEntry.get(AuditEntry.action == "report_downloaded")
    assert (noted.object_type, noted.object_id, noted.actor_id) == ("month_report", "2026-11", cast.bayu.id)
    assert '"leaves":true' in noted.detail.replace(" ", "")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert "Diunduh oleh Bayu" in str(workbook.get_sheet_by_index(0).to_python())


def test_a_closed_month_is_printed_as_it_was_closed(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(LATER)
    ratna = client_for("ratna")
    assert "SEMENTARA" in ratna.get(f"{PAGE}?bulan=2026-11")
    ratna.fill(ratna.get("/laporan?bulan=2026-11"), "#tutup form")
    make_case(cast, received_at=NOW, late_because="Kertas tercecer")
    closed, after = ratna.get(f"{PAGE}?bulan=2026-11"), ratna.get(f"{PAGE}?bulan=2026-12")
    assert "SEMENTARA" not in closed and "Sidik laporan (SHA-256): " in closed
    assert number_of(closed, "Masuk") == "1" and number_of(after, "Sisa lalu") == "2"
    assert "Koreksi setelah tutup buku" in after and "SEMENTARA" in after
    sheets = read_sheets(ratna.get(f"{BOOK}?bulan=2026-12").content)
    assert {"November 2026", "Masuk", 1.0, 2.0} <= set(sheets["Koreksi"].values.values())


def test_an_empty_hub_prints_an_empty_month(client_for: SignIn) -> None:
    page = client_for("ratna").get(f"{PAGE}?bulan=2026-11")
    assert "Belum ada kasus yang selesai pada bulan ini." in page and number_of(page, "Masuk") == "0"


@pytest.mark.parametrize("path", [PAGE, FILE, BOOK])
def test_only_those_who_read_the_report_take_it_along(client_for: SignIn, path: str) -> None:
    for who in ("sari", "ujang", "dewi"):
        client_for(who).get(path, expect=403)
    assert not AuditEntry.select().where(AuditEntry.action.in_(["printed", "report_downloaded"])).count()


def test_another_hub_gets_its_own_month(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    page = client_for("citra").get(f"{PAGE}?bulan=2026-11")
    assert number_of(page, "Masuk") == "0" and cast.hub.name not in page


def number_of(page: Any, label: str) -> str:
    """A figure of the first table."""
    row = next(one for one in page.select("tbody tr") if one.th.get_text(strip=True) == label)
    return row.td.get_text(strip=True)
