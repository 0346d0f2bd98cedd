"""/register: the books by period and village, visitors without a case, paper and spreadsheet."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest

from puskesos.models import AuditEntry, Case, GuestVisit
from puskesos.queries.book import PAGE
from tests.books import make_guest
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person
from tests.letters import draft, issue
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
REGISTER, GUESTS, LETTERS, TASKS = (f"/register/{book}" for book in ("register", "tamu", "surat", "penugasan"))
FORM, EXPORT = "#tamu-baru", "main form[method=post].sheet"
NIK = "3216995206790003"
HOSTILE = ["=1+1", "+62", "-5", "@SUM(A1)", "\t=x"]


def rows_of(page: Page) -> list[str]:
    return page.texts("#book-rows tbody tr")


def cells(page: Page) -> list[list[object]]:
    """The first sheet of a downloaded workbook, headings first."""
    return [
        list(row) for row in openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0].iter_rows(values_only=True)
    ]


@pytest.mark.parametrize("path", ["/register", REGISTER, GUESTS, LETTERS, TASKS])
def test_an_empty_book_says_so(client_for: SignIn, cast: Cast, path: str) -> None:
    page = client_for("ratna").get(path)
    assert "Kosong" in page.text(".empty") and "November 2026: 0 baris" in page.text("#book-rows")


def test_the_books_by_period_and_village(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, "Siti Nurhaliza", occupation="Buruh"))
    make_case(cast, client=make_person(cast, "Budi", village_id=cast.bakti.id))
    task = make_assignment(cast, case)
    letter = draft(cast, case)
    issue(cast, letter)
    ratna = client_for("ratna")
    assert len(rows_of(ratna.get(REGISTER))) == 2
    (row,) = rows_of(ratna.get(f"{REGISTER}?desa={cast.bahagia.id}"))
    assert all(word in row for word in (case.number, "Siti Nurhaliza", "Buruh", "Sari"))
    (row,) = rows_of(ratna.get(TASKS))
    assert all(word in row for word in (task.number, "Ujang", case.number, "Kunjungan rumah"))
    (row,) = rows_of(ratna.get(LETTERS))
    assert letter.number in row and case.number in row
    for path in (REGISTER, TASKS, LETTERS):
        assert not rows_of(ratna.get(f"{path}?bulan=2026-10")) and rows_of(ratna.get(f"{path}?bulan=2026-11"))


def test_visitors_are_who_came_in_person_and_who_was_noted(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, reporter_name="Wati")
    make_case(cast, reporter_name="Penelepon", channel="telepon")
    sari = client_for("sari")
    page = sari.get(GUESTS)
    done = sari.fill(page, FORM, purpose="Bertanya BLT", people="3", village=str(cast.bakti.id))
    page = sari.follow(done)
    assert "November 2026: 2 baris, 4 orang" in page.text("#book-rows")
    assert "Penelepon" not in page and "Wati" in page
    guest = GuestVisit.get()
    assert (guest.name, guest.day, guest.people, guest.village_id) == ("", TODAY, 3, cast.bakti.id)
    assert any("tamu" in row and "Bertanya BLT" in row and "Tanpa kasus" in row for row in rows_of(page))
    assert AuditEntry.select().where(AuditEntry.action == "guest_noted").count() == 1


def test_sending_a_visitor_twice_notes_one(client_for: SignIn, cast: Cast) -> None:
    sari = client_for("sari")
    page = sari.get(GUESTS)
    for _ in range(2):
        sari.fill(page, FORM, purpose="Bertanya BLT")
    assert GuestVisit.select().count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"people": "0"}, "people"),
        ({"people": "banyak"}, "people"),
        ({"day": "2026-11-18"}, "day"),
        ({"day": "2026-09-30"}, "day"),
        ({"purpose": f"Cek {NIK}"}, "purpose"),
    ],
)
def test_a_wrong_visitor_is_refused_at_the_field(
    client_for: SignIn, cast: Cast, typed: dict[str, str], field: str
) -> None:
    sari = client_for("sari")
    usual = {"purpose": "Bertanya BLT"}
    page = sari.fill(sari.get(GUESTS), FORM, **usual | typed, _expect=422, _allow_numbers=True)
    assert page.text(f"#{field}-error") and not GuestVisit.select().exists()


def test_a_visitor_is_corrected_and_cancelled_with_a_trace(client_for: SignIn, cast: Cast) -> None:
    guest = make_guest(cast)
    bayu, path = client_for("bayu"), f"{GUESTS}/{guest.id}"
    stale = bayu.get(path)
    bayu.fill(stale, "main form.sheet", people="5")
    bayu.fill(stale, "main form.sheet", people="6", _expect=409)
    bayu.fill(bayu.get(path), "details form")
    page = bayu.get(GUESTS)
    assert "1 baris, 0 orang" in page.text("#book-rows") and "Batal" in rows_of(page)[0]
    assert "sudah dibatalkan" in bayu.get(path) and GuestVisit.get().people == 5
    told = [entry.action for entry in AuditEntry.select().where(AuditEntry.object_type == "guest")]
    assert sorted(told) == ["guest_cancelled", "guest_changed", "guest_noted"]
    bayu.get(f"{path}/pembatalan", expect=405)


def test_last_months_visitors_stay_open_and_older_ones_not(client_for: SignIn, cast: Cast) -> None:
    guest = make_guest(cast)
    GuestVisit.update(day=date(2026, 9, 30)).execute()
    assert "sudah lewat" in client_for("sari").get(f"{GUESTS}/{guest.id}")


def test_a_restricted_case_shows_initials_and_nothing_of_itself(client_for: SignIn, cast: Cast) -> None:
    client = make_person(cast, "Zulfa Qomariyah", nik=NIK, nik_reason="", occupation="Penjahit")
    case = make_case(cast, client=client, by=cast.ratna, service="R08", reporter_name="Zulfa Qomariyah")
    make_assignment(cast, case)
    issue(cast, draft(cast, case, subject="Kekerasan", addressee="UPTD PPA"))
    ratna = client_for("ratna")
    for path in (REGISTER, GUESTS, LETTERS, TASKS):
        for page in (
            ratna.get(path),
            ratna.follow(ratna.get(f"{path}/cetak", expect={200, 303}))
            if path == REGISTER
            else ratna.get(f"{path}/cetak"),
        ):
            assert not [word for word in ("Zulfa", "Penjahit", "Kekerasan", "UPTD") if word in page.text()], path
    assert "Z. Q." in rows_of(ratna.get(REGISTER))[0] and "Z. Q." in rows_of(ratna.get(GUESTS))[0]
    for path in (REGISTER, GUESTS, LETTERS, TASKS):
        assert "0 " in ratna.get(f"{path}/ekspor").text("#export-words"), path


def test_many_rows_turn_their_pages_in_order(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    for place in range(100):
        make_guest(cast, day=TODAY - timedelta(days=place % 10), name=f"Tamu {place}")
        make_case(cast, client=person)
    sari, path, seen = client_for("sari"), GUESTS, []
    while path:
        page = sari.get(path)
        seen += [row.td.get_text(strip=True) for row in page.select("#book-rows tbody tr")]
        following = page.select("#book-rows a[rel=next]")
        path = str(following[0]["href"]) if following else ""
    assert len(seen) == 200 and PAGE == 50
    days = [int(day.split()[0]) for day in seen]
    assert days == sorted(days)
    printed = sari.get(f"{GUESTS}/cetak")
    assert len(printed.select("tbody .ruled-row")) == 200 and "Jumlah 200 kunjungan, 300 orang" in printed


@pytest.mark.pango
def test_the_books_are_printed(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    make_guest(cast)
    ratna = client_for("ratna")
    for path in (GUESTS, LETTERS, TASKS):
        assert ratna.get(f"{path}/cetak.pdf").content.startswith(b"%PDF")
    moved = ratna.get(f"{REGISTER}/cetak.pdf?desa={cast.bahagia.id}&bulan=2026-11", expect=303)
    assert "Pantai Bahagia" in ratna.get(moved.location.replace(".pdf", ""))


def test_a_book_leaves_as_text_with_masked_numbers_and_is_noted(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, client=make_person(cast, "Siti Nurhaliza", nik=NIK, nik_reason=""))
    ratna = client_for("ratna")
    page = ratna.get(f"{REGISTER}/ekspor?bulan=2026-11&desa={cast.bahagia.id}")
    assert "Buku register November 2026 di Pantai Bahagia: 1 kasus" in page.text("#export-words")
    head, row = cells(ratna.fill(page, EXPORT, reason="Bahan rapat desa", _expect=200))
    found = dict(zip(head, row, strict=True))
    assert (found["Nama"], found["NIK"], found["Petugas"]) == ("Siti Nurhaliza", "3216••••••••0003", "Sari")
    detail = json.loads(AuditEntry.get(AuditEntry.action == "export_made").detail)
    assert detail["rows"] == 1 and detail["filter"] == {
        **{"list": "register", "first": "2026-11-01", "last": "2026-11-30", "village": cast.bahagia.id}
    }
    sari = client_for("sari")
    head, row = cells(sari.fill(sari.get(f"{REGISTER}/ekspor"), EXPORT, reason="Bahan rapat desa", _expect=200))
    assert "NIK" not in head and dict(zip(head, row, strict=True))["Nama"] == "S. N."


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_visitor_becomes_no_formula(client_for: SignIn, cast: Cast, name: str) -> None:
    make_guest(cast, name=name, purpose=name)
    make_guest(cast, name="Batal")
    GuestVisit.update(cancelled_at=GuestVisit.created_at).where(GuestVisit.name == "Batal").execute()
    ratna = client_for("ratna")
    file = ratna.fill(ratna.get(f"{GUESTS}/ekspor"), EXPORT, reason="Bahan rapat desa", _expect=200)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "inlineStr", "n", "d"} and sheet.max_row == 2


@pytest.mark.parametrize("query", ["dari=x&sampai=y", "desa=0", "desa=99999999", "setelah=2026-13-01.0.1", "setelah=x"])
def test_an_odd_address_harms_nothing(client_for: SignIn, cast: Cast, query: str) -> None:
    make_case(cast)
    client_for("ratna").get(f"{REGISTER}?{query}")


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        *(("sari", path, 200) for path in (REGISTER, GUESTS)),
        *(("sari", path, 403) for path in (LETTERS, TASKS, f"{LETTERS}/cetak", f"{TASKS}/ekspor")),
        *(("bayu", path, 200) for path in (REGISTER, GUESTS, LETTERS, TASKS)),
        *((who, REGISTER, 403) for who in ("ujang", "dewi")),
    ],
)
def test_who_may_read_which_book(client_for: SignIn, cast: Cast, who: str, path: str, status: int) -> None:
    client_for(who).get(path, expect=status)


def test_another_hub_sees_nothing_of_ours(client_for: SignIn, cast: Cast) -> None:
    guest, case = make_guest(cast), make_case(cast)
    make_assignment(cast, case)
    issue(cast, draft(cast, case))
    citra = client_for("citra")
    for path in (REGISTER, GUESTS, LETTERS, TASKS):
        assert not rows_of(citra.get(path)) and ": 0 " in citra.get(f"{path}/ekspor").text("#export-words")
    citra.get(f"{GUESTS}/{guest.id}", expect=404)
    citra.post(f"{GUESTS}/{guest.id}/pembatalan", {"version": "1"}, expect=404)
    assert Case.select().count() == 1 and GuestVisit.get().cancelled_at is None
