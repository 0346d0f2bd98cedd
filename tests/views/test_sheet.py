"""The code on a sheet: handed out once while the sheet is out, opened by camera, box and search, and awaited."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.sheet import hand_out
from puskesos.models import AuditEntry, Case, SheetOut
from puskesos.rules.letter_code import show_code
from puskesos.rules.sheet import SheetPaper
from tests.cast import Cast, make_assignment, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.scanned import sheet_of

SignIn = Callable[[str], PageClient]
LIST = "/pindaian/lembar"


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast)


@pytest.fixture
def visit(cast: Cast, case: Case) -> SheetOut:
    """The sheet of Ujang's visit."""
    return sheet_of(case, by=cast.ratna, task=make_assignment(cast, case))


def search(client: PageClient, text: str) -> Page:
    return client.post("/cari", {"q": text}, expect={200, 303})


def test_printing_again_keeps_the_code_until_the_sheet_is_back(client_for: SignIn, case: Case) -> None:
    ratna = client_for("ratna")
    for _ in range(2):
        page = ratna.get(f"/kasus/{case.number}/lembar-kasus", allow_numbers=True)
    sheet = SheetOut.get()
    assert sheet.times == 2 and show_code(sheet.code) in page.text(".qr") and page.select(".qr svg")
    pdf = ratna.get(f"/kasus/{case.number}/lembar-kasus.pdf").content
    assert show_code(sheet.code) in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    SheetOut.update(state="kembali", open_key=None, settled_at=sheet.printed_at).execute()
    ratna.get(f"/kasus/{case.number}/lembar-kasus", allow_numbers=True)
    assert SheetOut.select().count() == 2 and len({sheet.code for sheet in SheetOut.select()}) == 2


def test_what_stays_in_the_folder_is_not_awaited_and_a_signed_report_is(
    client_for: SignIn, cast: Cast, case: Case
) -> None:
    sari, task = client_for("sari"), make_assignment(cast, case)
    for paper in (SheetPaper.KARTU_KENDALI, SheetPaper.LEMBAR_KASUS, SheetPaper.LAPORAN_KUNJUNGAN):
        of_task = task if paper == SheetPaper.LAPORAN_KUNJUNGAN else None
        hand_out(paper, case, assignment=of_task, actor=viewer_of(cast.ratna), now=clock.now())
    assert [row.split()[0] for row in sari.get(LIST).texts("tbody tr")] == ["Laporan"]
    assert len(sari.get(f"{LIST}?jenis=semua").select("tbody tr")) == 3
    assert "Kartu kendali" in sari.get(f"{LIST}?jenis=kartu_kendali").text("tbody")


@pytest.mark.parametrize("letter", ["b", "B"])
def test_a_scanned_code_leads_staff_to_the_case_and_the_volunteer_to_the_task(
    client_for: SignIn, anonymous: PageClient, visit: SheetOut, case: Case, letter: str
) -> None:
    path = f"/{letter}/{visit.code}"
    assert anonymous.get(path, expect=303).location == f"/masuk?lanjut=%2F{letter}%2F{visit.code}"
    for username in ("sari", "bayu", "ratna"):
        assert client_for(username).get(path, expect=303).location == f"/kasus/{case.number}"
    assert client_for("ujang").get(path, expect=303).location == f"/tugas/T-{case.number}"
    for username in ("tono", "dewi", "citra"):
        client_for(username).get(path, expect=404)


def test_a_typed_code_opens_the_case_in_the_box_and_in_the_search(
    client_for: SignIn, visit: SheetOut, case: Case
) -> None:
    sari, typed = client_for("sari"), show_code(visit.code).lower()
    for page in (sari.fill(sari.get("/b"), "main form", code=typed), search(sari, typed)):
        assert sari.get(page.location, expect=303).location == f"/kasus/{case.number}"
    ujang = client_for("ujang")
    assert ujang.fill(ujang.get("/b"), "main form", code=typed).location == f"/b/{visit.code}"


@pytest.mark.parametrize(
    ("typed", "said"), [("SR7U-X539", "Ada huruf yang keliru"), ("SR7U-X538", "tidak dikenal di hub ini")]
)
def test_a_wrong_letter_is_noticed(client_for: SignIn, typed: str, said: str) -> None:
    sari = client_for("sari")
    assert said in sari.fill(sari.get("/b"), "main form", code=typed, _expect=422).text("#code-error")
    assert said in sari.get(f"/b/{typed}", expect=404) and said in search(sari, typed).text(".remark")


def test_the_code_of_another_hub_is_unknown(client_for: SignIn, visit: SheetOut) -> None:
    citra = client_for("citra")
    assert "tidak dikenal" in citra.get(f"/b/{visit.code}", expect=404)
    assert "tidak dikenal" in search(citra, visit.code).text(".remark")


def test_what_is_out_is_listed_by_age_village_and_volunteer(
    client_for: SignIn, cast: Cast, case: Case, visit: SheetOut, moment: time_machine.Traveller
) -> None:
    sheet_of(case, by=cast.ratna)  # a case sheet stays in its folder
    moment.shift(timedelta(days=16))
    other = make_case(cast, client=make_person(cast, village_id=cast.bakti.id))
    sheet_of(other, by=cast.ratna, task=make_assignment(cast, other, volunteer=cast.tono))
    sari = client_for("sari")
    page = sari.get(LIST)
    assert [row["id"] for row in page.select("tbody tr")] == [f"sheet-row-{visit.id}", f"sheet-row-{visit.id + 2}"]
    assert "16 hari" in page.texts("tbody tr")[0] and "hari ini" in page.texts("tbody tr")[1]
    assert "Ujang" in page.texts("tbody tr")[0] and "T-" in page.texts("tbody tr")[0]
    counts = {"umur=14": 1, "umur=30": 0, f"desa={cast.bakti.id}": 1, f"relawan={cast.ujang.id}": 1, "jenis=semua": 3}
    for query, count in {**counts, "jenis=lembar_kasus": 1, "jenis=aneh&umur=x&desa=y&sesudah=z": 2}.items():
        assert len(sari.get(f"{LIST}?{query}", fragment=True).select("tbody tr")) == count, query
    assert not client_for("citra").get(f"{LIST}?jenis=semua").select("tbody tr")


def test_long_lists_go_on_after_the_last_row(
    client_for: SignIn, cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("puskesos.views.sheet_out.PAGE", 2)
    for _ in range(3):
        sheet_of(case, by=cast.ratna, task=make_assignment(cast, case))
    sari = client_for("sari")
    first = sari.get(LIST)
    second = sari.get(first.one("a[rel=next]")["href"])
    ids = [row["id"] for page in (first, second) for row in page.select("tbody tr")]
    assert len(ids) == len(set(ids)) == 3 and not second.select("a[rel=next]")


def test_of_a_restricted_case_the_list_holds_no_name(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, "Zulfatina Qomariyah"), service="R08", by=cast.ratna)
    sheet_of(case, by=cast.ratna, task=make_assignment(cast, case))
    for path in (LIST, f"{LIST}/cetak"):
        page = client_for("sari").get(path)
        assert case.number in page and "Zulfatina" not in page.html


def test_sheets_out_are_found_by_code_number_and_name(client_for: SignIn, cast: Cast, visit: SheetOut) -> None:
    hidden = make_case(cast, client=make_person(cast, "Zulfatina"), service="R08")
    sheet_of(hidden, by=cast.ratna, task=make_assignment(cast, hidden))
    sari = client_for("sari")
    for typed in (show_code(visit.code).lower(), visit.code[2:6], Case.get_by_id(visit.case_id).number, "nurhal"):
        (row,) = sari.get(f"{LIST}?cari={typed}").select("tbody tr")
        assert "Siti Nurhaliza" in row.get_text()
    nothing = sari.get(f"{LIST}?cari=Zulfatina", fragment=True)
    assert "Tidak ada lembar yang cocok" in nothing and not nothing.select("tbody tr")
    assert len(sari.get(f"{LIST}?cari={hidden.number}").select("tbody tr")) == 1
    assert len(sari.get(f"{LIST}?cari=%27%22%25").select("tbody tr")) == 0


def test_the_printed_list_has_initials(client_for: SignIn, visit: SheetOut) -> None:
    pdf = client_for("sari").get(f"{LIST}/cetak.pdf").content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert (
        show_code(visit.code) in text
        and "S. N." in " ".join(text.split())
        and "Nurhaliza" not in text
        and "Ujang" in text
    )


def test_a_sheet_is_given_up_with_a_reason_and_awaited_again(client_for: SignIn, visit: SheetOut) -> None:
    sari = client_for("sari")
    form = sari.get(f"{LIST}/{visit.id}/tidak-kembali")
    assert "Isi alasan." in sari.fill(form, "main form.sheet", _expect=422)
    page = sari.follow(sari.fill(form, "main form.sheet", reason="Hilang di jalan"))
    assert not page.select("tbody tr") and "Hilang di jalan" in page.text("details")
    page = sari.follow(sari.fill(page, "details form"))
    assert len(page.select("tbody tr")) == 1 and SheetOut.get().state == "di_luar"
    assert AuditEntry.select().where(AuditEntry.action.in_(["sheet_lost", "sheet_awaited_again"])).count() == 2
    for username, status in (("citra", 404), ("ujang", 403)):
        client_for(username).post(f"{LIST}/{visit.id}/tidak-kembali", {"reason": "x"}, expect=status)
        client_for(username).post(f"{LIST}/{visit.id}/ditunggu", expect=status)
