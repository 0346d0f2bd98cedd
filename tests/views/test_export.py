"""Unduh daftar: exactly what the list shows, what each role gets, and why it is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine

from puskesos.models import AuditEntry, Case, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PEOPLE, CASES, FORM = "/warga/ekspor", "/kasus/ekspor", "main form[method=post].sheet"
NIK, KK = "3216995206790003", "3216991206790001"
WHY = "Bahan rapat desa"


@pytest.fixture
def siti(cast: Cast) -> Person:
    return make_person(cast, nik=NIK, nik_reason="", kk=KK, birth_date=date(1979, 6, 12), phone="0812-0000-1234")


def download(client: PageClient, path: str = PEOPLE, **typed: object) -> Page:
    return client.fill(client.get(path), FORM, _expect=200, **{"reason": WHY} | typed)


def table(page: Page) -> list[dict[str, object]]:
    """The rows of a downloaded file by heading."""
    if page.headers["Content-Type"].startswith("text/csv"):
        return list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig")), delimiter=";"))
    head, *rows = openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_list_leads_to_its_export_with_the_same_filter(client_for: SignIn, cast: Cast, siti: Person) -> None:
    make_person(cast, "Wati", village_id=cast.bakti.id)
    ratna = client_for("ratna")
    link = ratna.get(f"/warga?desa={cast.bahagia.id}&keadaan=").one("#person-rows a[href^='/warga/ekspor']")
    page = ratna.get(str(link["href"]))
    assert page.text("#export-words") == "Warga dengan semua keadaan di Pantai Bahagia: 1 orang"
    rows = table(ratna.fill(page, FORM, reason=WHY, _expect=200))
    assert [(row["Nama"], row["NIK"], row["Nomor KK"]) for row in rows] == [
        ("Siti Nurhaliza", "3216••••••••0003", "3216••••••••0001")
    ]


def test_a_search_leads_to_the_people_it_found_and_its_text_to_nowhere(
    client_for: SignIn, cast: Cast, siti: Person
) -> None:
    make_person(cast, "Rohmat")
    ratna = client_for("ratna")
    found = ratna.post("/warga", {"q": NIK}, expect=200, fragment=True, allow_numbers=True)
    href = str(found.one("a[href^='/warga/ekspor']")["href"])
    assert href == f"/warga/ekspor?warga={siti.id}"
    assert "Warga hasil pencarian: 1 orang" in ratna.get(href)
    assert [row["Nama"] for row in table(download(ratna, href))] == ["Siti Nurhaliza"]
    assert "0 orang" in ratna.get("/warga/ekspor?warga=x")


def test_full_numbers_are_ticked_with_a_reason_of_their_own(client_for: SignIn, siti: Person) -> None:
    ratna = client_for("ratna")
    page = ratna.fill(ratna.get(PEOPLE), FORM, reason=WHY, full_numbers=True, _expect=422)
    assert "Tulis untuk apa NIK dan KK lengkap" in page.text("#numbers_reason-error")
    full = download(ratna, full_numbers=True, numbers_reason="Dicocokkan dengan SIKS-NG")
    assert (table(full)[0]["NIK"], table(full)[0]["Nomor KK"]) == (NIK, KK)


@pytest.mark.parametrize("username", ["sari", "bayu"])
def test_without_the_right_to_names_a_file_has_initials_and_no_number(
    client_for: SignIn, siti: Person, username: str
) -> None:
    client = client_for(username)
    page = client.get(PEOPLE)
    assert "NIK" in page.text("#export-columns dd:last-of-type") and not page.select("[name=full_numbers]")
    answer = download(client)
    assert list(table(answer)[0]) == [
        *("Nama", "L/P", "Umur", "Desa/kelurahan", "RT", "RW", "Keadaan", "Status DTSEN", "Desil")
    ]
    assert table(answer)[0]["Nama"] == "S. N." and table(answer)[0]["Umur"] == 47
    client.post(PEOPLE, {"reason": WHY, "format": "xlsx", "full_numbers": "y", "numbers_reason": WHY}, expect=403)


def test_the_file_says_who_took_it_and_its_name_says_nothing_of_anybody(client_for: SignIn, siti: Person) -> None:
    answer = download(client_for("ratna"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="daftar-warga-20261117-0900.xlsx"'
    notes = notes_of(answer)
    assert "Diunduh oleh Ratna (Koordinator), 17 Nov 2026 09.00." in notes
    assert "Isi: Warga hidup di semua desa." in notes


def test_a_reason_is_needed_and_a_refusal_is_not_noted(client_for: SignIn, siti: Person) -> None:
    ratna = client_for("ratna")
    page = ratna.fill(ratna.get(PEOPLE), FORM, reason="....", _expect=422)
    assert "paling sedikit 5 huruf" in page.text("#reason-error")
    assert not AuditEntry.select().where(AuditEntry.action == "export_made").exists()


def test_csv_is_there_for_other_programs(client_for: SignIn, siti: Person) -> None:
    answer = download(client_for("ratna"), format="csv")
    assert [row["Nama"] for row in table(answer)] == ["Siti Nurhaliza"]
    assert answer.headers["Content-Disposition"].endswith('.csv"')


@pytest.mark.parametrize("name", ["=cmd|'/C calc'!A0", "+62 812", "-1", "@x", "\tTab", "\r=1"])
def test_a_name_like_a_formula_harms_nobody(client_for: SignIn, siti: Person, name: str) -> None:
    Person.update(name=name, alias=name, occupation=name).execute()
    ratna = client_for("ratna")
    full = download(ratna, full_numbers=True, numbers_reason="Dicocokkan dengan SIKS-NG")
    book = openpyxl.load_workbook(io.BytesIO(full.content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert [cell.data_type for cell in cells if cell.value in {NIK, KK}] == ["s", "s"]
    written = [cell for row in table(download(ratna, format="csv")) for cell in row.values()]
    assert not [cell for cell in written if cell.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r"} and cell]


def test_cases_leave_without_the_restricted_ones_and_the_page_says_how_many(
    client_for: SignIn, cast: Cast, siti: Person
) -> None:
    open_case, hidden = make_case(cast, client=siti), make_case(cast, client=make_person(cast, "Wati"))
    Case.update(restricted=True).where(Case.id == hidden.id).execute()
    for username, client_name in (("ratna", "Siti Nurhaliza"), ("sari", "S. N.")):
        client = client_for(username)
        href = str(client.get("/kasus?status=").one("#case-rows a[href^='/kasus/ekspor']")["href"])
        page = client.get(href)
        assert "1 kasus terbatas tidak ikut." in page
        rows = table(client.fill(page, FORM, reason=WHY, _expect=200))
        assert [(row["Nomor kasus"], row["Klien"]) for row in rows] == [(open_case.number, client_name)]


def notes_of(answer: Page) -> list[str]:
    """The second sheet of a downloaded file."""
    return [
        row[0] for row in openpyxl.load_workbook(io.BytesIO(answer.content))["Petunjuk"].iter_rows(values_only=True)
    ]


def test_the_second_sheet_tells_what_is_not_whole(client_for: SignIn, cast: Cast, siti: Person) -> None:
    hidden = make_case(cast, client=make_person(cast, "Wati"))
    make_case(cast, client=siti)
    Case.update(restricted=True).where(Case.id == hidden.id).execute()
    ratna = client_for("ratna")
    assert "Tidak utuh: NIK (disamarkan), Nomor KK (disamarkan)." in notes_of(download(ratna))
    of_cases = notes_of(download(ratna, CASES))
    assert "1 kasus terbatas tidak ikut." in of_cases
    assert not [note for note in of_cases if "NIK" in note or "Tidak utuh" in note]
    full = notes_of(download(ratna, full_numbers=True, numbers_reason="Dicocokkan dengan SIKS-NG"))
    assert "NIK dan nomor KK lengkap. Jangan dikirim lewat grup WhatsApp." in full


def test_what_was_typed_above_the_cases_travels_in_the_form(client_for: SignIn, cast: Cast, siti: Person) -> None:
    make_case(cast, client=siti)
    make_case(cast, client=make_person(cast, "Wati"))
    ratna = client_for("ratna")
    page = ratna.fill(ratna.get("/kasus?cari=nurhaliza"), f"form[action='{CASES}']", _expect=200)
    assert "Kasus yang terbuka yang cocok dengan pencarian di semua desa: 1 kasus" in page
    assert [row["Klien"] for row in table(ratna.fill(page, FORM, reason=WHY, _expect=200))] == ["Siti Nurhaliza"]
    assert not AuditEntry.select().where(AuditEntry.detail.contains("nurhaliza")).exists()


@pytest.mark.parametrize(("path", "export"), [("/warga?keadaan=&desa=", PEOPLE), ("/kasus?status=", CASES)])
def test_all_of_a_list_stays_all_in_the_export(
    client_for: SignIn, cast: Cast, siti: Person, path: str, export: str
) -> None:
    make_case(cast, client=siti)
    Person.update(status="pindah").execute()
    Case.update(state="batal").execute()
    ratna = client_for("ratna")
    link = ratna.get(path).one(f"main a[href^='{export}']")
    assert ": 1 " in ratna.get(str(link["href"])).text("#export-words")


def test_the_next_page_of_all_people_stays_with_all(
    client_for: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("puskesos.queries.person.PAGE", "puskesos.views.person.PAGE"):
        monkeypatch.setattr(module, 1)
    for name in ("Aminah", "Wati"):
        make_person(cast, name)
    Person.update(status="pindah").execute()
    sari = client_for("sari")
    page = sari.get("/warga?keadaan=")
    assert "Wati" in sari.get(str(page.one("a[rel=next]")["href"])).text("#person-rows")


def test_what_was_typed_outlasts_a_lost_sign_in_with_its_filter(
    client_for: SignIn, cast: Cast, siti: Person, moment: time_machine.Traveller
) -> None:
    make_person(cast, "Wati", village_id=cast.bakti.id)
    ratna = client_for("ratna")
    page = ratna.get(f"{PEOPLE}?desa={cast.bakti.id}")
    moment.shift(timedelta(minutes=20))
    ratna.fill(page, FORM, reason=WHY)
    restored = client_for("ratna").get(PEOPLE)
    assert "di Pantai Bakti: 1 orang" in restored and restored.one("#reason")["value"] == WHY
