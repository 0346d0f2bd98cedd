"""The referral letter: one page with its slip; a restricted client stays initials; no code once it is revoked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader

from puskesos.models import Agency, AuditEntry, Case, Hub, Person, Referral
from puskesos.rules.letter_code import show_code
from puskesos.security.letter_code import letter_code, letter_token
from tests.cast import Cast, make_case, make_person, make_referral
from tests.conftest import SECRET
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
NIK = "3216994203880003"


def letter_of(cast: Cast, *, restricted: bool = False, **typed: object) -> Referral:
    known = {"nik": NIK, "birth_date": date(1988, 3, 2), "address": "Kp. Muara Jaya", "rt": "004", "rw": "002"}
    client = make_person(cast, "Siti Nurhaliza", **known)
    Person.update(health_insurance="pbi", insurance_status="nonaktif").where(Person.id == client.id).execute()
    case = make_case(cast, client=client, by=cast.ratna, restricted=restricted)
    return make_referral(cast, case, **typed)


def where(referral: Referral) -> str:
    return f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/{referral.number}/surat"


def printed(client: PageClient, referral: Referral) -> tuple[str, int]:
    answer = client.get(f"{where(referral)}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_letter_and_slip_stand_on_one_page(client_for: SignIn, cast: Cast, paper: str) -> None:
    Hub.update(paper=paper).execute()
    referral = letter_of(cast, papers=(1, 2))
    text, pages = printed(client_for("ratna"), referral)
    assert pages == 1
    code = show_code(letter_code(SECRET, referral.uuid, 1))
    for wanted in (
        referral.letter_number, "Sifat : Biasa", "Yth. Pimpinan Dinas Pendidikan", "Siti Nurhaliza", "3216 9942 0388",
        "2 Maret 1988", "Kp. Muara Jaya", "Beasiswa dan kembali sekolah.", "Putus sekolah", "24 November 2026",
        "persetujuan klien, tertulis", "Ratna", "LEMBAR JAWABAN", "Surat diterima", "Diteruskan ke", code,
        "/j dan ketik kode",
        "Jaminan kesehatan : PBI-JK (APBN)", "Tembusan:", "Camat Muaragembong", "Kepala Desa Pantai Bahagia", "Arsip",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert text.count(referral.letter_number) >= 3
    entry = AuditEntry.get(AuditEntry.action == "printed")
    assert (entry.object_type, entry.object_id) == ("referral", referral.number)


@pytest.mark.pango
def test_a_restricted_client_is_initials_in_a_closed_envelope(client_for: SignIn, cast: Cast) -> None:
    text, _pages = printed(client_for("ratna"), letter_of(cast, restricted=True, basis_note="Ibu Wati"))
    assert "RAHASIA, dalam amplop tertutup" in text and "S. N." in text
    for hidden in ("Siti", "Nurhaliza", "3216 99", "Muara Jaya", "1988", "Wati", "Kepala Desa", "PBI-JK"):
        assert hidden not in text, hidden
    assert "Identitas : disampaikan langsung oleh Bayu, telepon 02112345678" in text
    assert text.count("RAHASIA") >= 3, "on the letter, on the slip, and as its kind"
    assert "inisial" in AuditEntry.get(AuditEntry.action == "printed").detail


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_a_restricted_client_is_named_where_the_office_must_act(client_for: SignIn, cast: Cast, paper: str) -> None:
    Hub.update(paper=paper).execute()
    text, pages = printed(client_for("ratna"), letter_of(cast, restricted=True, identity="lengkap"))
    for wanted in ("Siti Nurhaliza", "3216 9942 0388", "Muara Jaya", "RAHASIA, dalam amplop tertutup"):
        assert wanted in text, wanted
    assert pages == 1 and text.count("RAHASIA") >= 3 and "klien S. N." in text and "Tembusan" not in text
    assert json.loads(AuditEntry.get(AuditEntry.action == "printed").detail)["paper"].endswith("(identitas lengkap)")


def test_how_a_letter_names_its_client_is_asked_for_restricted_cases_alone(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    for restricted in (False, True):
        number = Case.get_by_id(letter_of(cast, restricted=restricted).case_id).number
        form = ratna.get(f"/kasus/{number}/rujukan/baru")
        assert bool(form.select("#identity")) is restricted
    agency = str(Agency.get(Agency.hub == cast.hub, Agency.code == "PPA").id)
    typed = {"agency": agency, "wanted": "Pendampingan", "reason": "Perlu dijemput.", "identity": "lengkap"}
    page = ratna.follow(ratna.fill(form, "form[data-draft]", **typed))
    assert "Lengkap, dalam amplop tertutup" in page.text("#referral-facts")
    assert Referral.select().order_by(Referral.id.desc()).get().identity == "lengkap"


@pytest.mark.pango
def test_the_longest_reason_still_leaves_letter_and_slip_whole(client_for: SignIn, cast: Cast) -> None:
    long = letter_of(cast, reason="Keluarga menumpang di rumah saudara. " * 40, wanted="Perawatan " * 18)
    text, pages = printed(client_for("ratna"), long)
    assert pages <= 2 and "LEMBAR JAWABAN" in text and "selengkapnya di aplikasi" in text


def test_the_page_for_printing_carries_the_code_until_it_is_revoked(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = letter_of(cast), client_for("bayu")
    page = bayu.get(where(referral))
    assert show_code(letter_code(SECRET, referral.uuid, 1)) in page and page.select(".qr svg")
    assert letter_token(SECRET, referral.uuid, 1) not in page.html, "the token stands in the QR code only"
    assert page.one(f'nav a[href="{where(referral)}.pdf"]') and page.one(f'nav a[href="{where(referral)[:-6]}"]')
    Referral.update(token_hash=None, code_hash=None).execute()
    page = bayu.get(where(referral))
    assert not page.select(".qr svg") and "ketik kode" not in page and "LEMBAR JAWABAN" in page


def test_a_letter_printed_again_names_its_office_as_it_was_sent(client_for: SignIn, cast: Cast) -> None:
    sent, draft = letter_of(cast), letter_of(cast, channel="")
    Agency.update(name="Dinas Pendidikan dan Kebudayaan").where(Agency.id == sent.agency_id).execute()
    ratna = client_for("ratna")
    assert "Dinas Pendidikan dan Kebudayaan" not in ratna.get(where(sent))
    assert "Dinas Pendidikan dan Kebudayaan" in ratna.get(where(draft))
