"""Impor, after the dry run: counts that lead to rows, reasons, search, decisions, refused rows as a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from openpyxl import load_workbook

from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, ImportRow, Person
from tests.cast import Cast, make_person
from tests.page_client import Page, PageClient
from tests.views.lists import ASEP, EATEN, SITI, STRANGE, check, upload

SignIn = Callable[[str], PageClient]
DOUBT = ";Siti Nurhayati;P;12/06/1979;Pantai Bahagia;Islam"  # no NIK: is it the one who is known?


@pytest.fixture
def known(cast: Cast) -> Person:
    return make_person(cast, "Siti Nurhayati", birth_date=date(1979, 6, 12))


@pytest.fixture
def ratna(client_for: SignIn) -> PageClient:
    return client_for("ratna")


@pytest.fixture
def path(app: Flask, known: Person, ratna: PageClient) -> str:
    """A list with a new, a doubtful and two refused rows."""
    return check(app, ratna, ASEP, DOUBT, EATEN, STRANGE)


def test_five_counts_lead_to_their_rows(ratna: PageClient, path: str) -> None:
    page = ratna.get(path, budget=8)
    assert page.texts("#import-counts a") == ["1 warga baru", "0 berubah", "1 ragu", "2 ditolak", "0 sudah sama"]
    assert "1 baris ragu belum dipilih" in page and "Terapkan 1 baris" in page
    for tile in page.select("#import-counts a"):
        ratna.get(tile["href"], budget=8)


def test_a_refused_row_says_why(ratna: PageClient, path: str) -> None:
    page = ratna.get(f"{path}/baris?hasil=ditolak", budget=8)
    assert page.text("#import-row-list").startswith("2 baris")
    assert "rusak oleh Excel" in page and "Tambun" in page


def test_a_doubtful_row_leads_to_the_known_person(ratna: PageClient, path: str, known: Person) -> None:
    page = ratna.get(f"{path}/baris?hasil=ragu")
    assert page.select(f".judged a[href='/warga/{known.id}']")
    assert page.texts(".judged .choice") == ["Orang yang sama", "Orang lain (warga baru)", "Lewati"]


def test_the_filter_swaps_the_rows_with_the_form_that_decides_them(ratna: PageClient, path: str) -> None:
    part = ratna.get(f"{path}/baris?hasil=ragu", fragment=True, budget=8)
    assert part.one("#import-row-list") and part.select("form[action*='/pilihan?'] input[name=csrf_token]")
    assert not ratna.get(f"{path}/baris?hasil=baru", fragment=True).select("input[type=radio]")


def test_rows_are_found_by_name_and_by_nik_without_a_number_in_the_address(ratna: PageClient, path: str) -> None:
    page = ratna.get(f"{path}/baris")
    for text in ("asep", "3216991708850004"):
        found = ratna.fill(page, "form[role=search]:not(.find)", q=text, _expect=200, _allow_numbers=True)
        assert found.text(".judged tbody").startswith("Asep Saepudin")
    assert "Tidak ada baris yang cocok" in ratna.fill(page, "form[role=search]:not(.find)", q="zzz", _expect=200)


def test_a_choice_is_kept_and_counted(ratna: PageClient, path: str) -> None:
    page = ratna.get(f"{path}/baris?hasil=ragu")
    row = ImportRow.get(ImportRow.verdict == "ragu")
    page = ratna.follow(ratna.fill(page, "form[action*='/pilihan?']", **{f"choice-{row.id}": "sama"}))
    assert "1 pilihan tersimpan." in page
    assert page.one(f"#choice-{row.id}-sama").has_attr("checked")
    assert "belum dipilih" not in ratna.get(path) and "Terapkan 2 baris" in ratna.get(path)


def test_all_that_are_undecided_can_be_decided_at_once(ratna: PageClient, path: str) -> None:
    page = ratna.get(f"{path}/baris?hasil=ragu")
    page = ratna.follow(ratna.fill(page, "#import-choose-all form", choice="lewati"))
    assert "1 baris ragu: lewati." in page and ImportRow.get(ImportRow.verdict == "ragu").choice == "lewati"


def test_deciding_all_without_a_choice_changes_nothing(ratna: PageClient, path: str) -> None:
    page = ratna.get(f"{path}/baris?hasil=ragu")
    assert "Pilih dulu" in ratna.follow(ratna.fill(page, "#import-choose-all form"))
    assert ImportRow.get(ImportRow.verdict == "ragu").choice == ""


@pytest.mark.parametrize("choice", ["", "hapus", "SAMA"])
def test_a_choice_that_is_none_is_left_out(ratna: PageClient, path: str, choice: str) -> None:
    row = ImportRow.get(ImportRow.verdict == "ragu")
    ratna.post(f"{path}/pilihan", {f"choice-{row.id}": choice, "choice-x": "sama", "choice-999999": "sama"})
    assert ImportRow.get_by_id(row.id).choice == ""


def workbook(answer: Page) -> list[list[str | None]]:
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_refused_rows_come_back_as_a_workbook_that_can_be_uploaded_again(
    app: Flask, ratna: PageClient, path: str
) -> None:
    answer = ratna.fill(ratna.get(path), "#import-refused form", press="button", _expect=200)
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = workbook(answer)
    titles = next(row for row in rows if "Alasan ditolak" in row)
    assert titles[:2] == ["NIK", "Nama Lengkap"] and "Rokayah" in str(rows) and "Asep" not in str(rows)
    assert AuditEntry.select().where(AuditEntry.action == "import_rejects_given").count() == 1
    again = upload(ratna, answer.content, file="ditolak.xlsx")
    run_waiting(app.config["SETTINGS"])
    page = ratna.follow(ratna.get(again, expect=303))
    assert page.select("option[value=nik][selected]") and "Alasan ditolak" in page.text(".meanings")


def test_the_download_is_for_the_koordinator_alone(client_for: SignIn, path: str) -> None:
    client_for("sari").post(f"{path}/ditolak.xlsx", expect=403)
    assert not AuditEntry.select().where(AuditEntry.action == "import_rejects_given").exists()


def test_rows_are_paged_by_their_position(app: Flask, ratna: PageClient) -> None:
    rows = (f";Warga {letter}{other};L;;Pantai Bahagia;" for letter in "ABCDEFGH" for other in "ABCDEFGH")
    path = check(app, ratna, *rows)
    page = ratna.get(f"{path}/baris", budget=8)
    assert len(page.select(".judged tbody tr")) == 50
    assert len(ratna.get(page.one(".pagination a")["href"], budget=8).select(".judged tbody tr")) == 14


def test_known_people_show_what_changes_from_old_to_new(app: Flask, cast: Cast, ratna: PageClient) -> None:
    make_person(cast, "Siti Nurhayati", nik="3216995206790003", nik_reason="", birth_date=date(1979, 6, 12))
    path = check(app, ratna, SITI, **{"updates-5": True})
    page = ratna.get(f"{path}/baris?hasil=berubah")
    assert page.texts(".changes li") == ["agama: kosong → Islam"]
