"""The list of referrals: found by the slip that came back, offices with letters first, on paper as on screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from puskesos.models import Agency, AuditEntry, Referral
from puskesos.rules.letter_code import show_code
from puskesos.security.letter_code import letter_code
from tests.cast import Cast, make_case, make_person, make_referral
from tests.conftest import SECRET
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]


def found(page: Page) -> list[str]:
    return [str(row["id"])[13:] for row in page.select("tbody tr")]


def test_the_slip_that_comes_back_is_found_by_its_code(client_for: SignIn, cast: Cast) -> None:
    referral, sari = make_referral(cast), client_for("sari")
    make_referral(cast)
    Referral.update(state="selesai").where(Referral.id == referral.id).execute()
    code = letter_code(SECRET, referral.uuid, 1)
    for typed in (code, code.lower(), show_code(code), f" {show_code(code).replace('-', ' ')} "):
        assert found(sari.get(f"/rujukan?cari={quote(typed)}")) == [referral.number], typed


def test_a_code_with_one_wrong_letter_is_told(client_for: SignIn, cast: Cast) -> None:
    referral, sari = make_referral(cast), client_for("sari")
    code = letter_code(SECRET, referral.uuid, 1)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    page = sari.get(f"/rujukan?cari={show_code(wrong)}")
    assert "salah ketik" in page.text("#referral-rows .empty") and not found(page)
    Referral.update(code_hash=None).execute()
    assert "sudah diganti atau dicabut" in sari.get(f"/rujukan?cari={code}").text("#referral-rows .empty")


def test_a_number_of_another_state_is_one_press_away(client_for: SignIn, cast: Cast) -> None:
    referral, sari = make_referral(cast), client_for("sari")
    Referral.update(state="selesai").execute()
    page = sari.get(f"/rujukan?cari={referral.number}")
    assert found(sari.get(str(page.one(".empty a")["href"]))) == [referral.number]


def test_offices_that_letters_went_to_are_offered_first(client_for: SignIn, cast: Cast) -> None:
    make_referral(cast, agency_name="aneka Karya")
    page = client_for("sari").get("/rujukan")
    groups = [(group["label"], group.get_text(" ", strip=True)) for group in page.select("#instansi optgroup")]
    assert groups[0] == ("Ada suratnya", "aneka Karya") and groups[1][0] == "Belum ada surat"
    assert "Dinas Pendidikan" in groups[1][1]
    chosen = Agency.get(Agency.name == "aneka Karya").id
    page = client_for("sari").get(f"/rujukan?instansi={chosen}")
    assert page.one("#instansi option[selected]")["value"] == str(chosen)


def test_what_is_listed_is_printed_office_by_office(client_for: SignIn, cast: Cast) -> None:
    secret = make_case(cast, client=make_person(cast, "Nengsih Kartika"), by=cast.ratna, restricted=True, service="R08")
    first, hidden = make_referral(cast), make_referral(cast, secret, agency_name="UPTD PPA")
    done = make_referral(cast, agency_name="Panti Asih")
    Referral.update(state="selesai").where(Referral.id == done.id).execute()
    sari, ratna = client_for("sari"), client_for("ratna")
    link = str(sari.get("/rujukan?cari=dinas").one("a[href^='/rujukan/cetak.pdf']")["href"])
    assert link == "/rujukan/cetak.pdf?cari=dinas"
    page = sari.get("/rujukan/cetak")
    assert first.letter_number in page and "paling lambat 24 Nov 2026" in page and "Dinas Pendidikan" in page
    assert hidden.letter_number not in page and done.letter_number not in page
    assert done.letter_number in sari.get("/rujukan/cetak?status=")
    full = ratna.get("/rujukan/cetak")
    assert "N. K. (Terbatas)" in full and "Nengsih" not in full
    assert "Tidak ada rujukan." in sari.get("/rujukan/cetak?cari=nihil")
    entry = AuditEntry.select().where(AuditEntry.action == "printed").order_by(AuditEntry.id.desc()).get()
    assert json.loads(entry.detail) == {"paper": "daftar-rujukan"}


@pytest.mark.pango
def test_the_list_is_a_pdf_too(client_for: SignIn, cast: Cast) -> None:
    make_referral(cast)
    answer = client_for("sari").get("/rujukan/cetak.pdf?lewat=1&status=")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'inline; filename="daftar-rujukan-20261117.pdf"'
