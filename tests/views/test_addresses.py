"""Addresses on paper: set in the settings, never this computer's own, nothing to scan where nothing can be reached."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
import segno

from puskesos.documents.paper import qr_image
from puskesos.models import Agency, Case, Hub, Referral, SheetOut
from puskesos.queries.hub import forget_hub
from puskesos.rules.letter_code import show_code
from puskesos.security.letter_code import letter_code, letter_token
from tests.cast import NETWORK, PUBLIC, Cast, make_case, make_referral
from tests.conftest import SECRET
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[action='/pengaturan']"
PAPERS = ["tanda-terima", "perlu-dibawa"]


def reach(network: str = "", public: str = "", *, status: bool = True) -> None:
    Hub.update(network_address=network, public_address=public, public_status=status).execute()
    forget_hub()


def shows(page: Page, address: str) -> int:
    """How many of the page's QR codes open that address."""
    return sum(str(path["d"]) in str(qr_image(address)) for path in page.select(".qr svg path"))


def letter(referral: Referral) -> str:
    return f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/{referral.number}"


@pytest.mark.parametrize("paper", PAPERS)
def test_without_an_address_that_others_reach_nothing_is_there_to_scan(
    client_for: SignIn, cast: Cast, paper: str
) -> None:
    reach()
    page = client_for("sari").get(f"/kasus/{make_case(cast).number}/{paper}", allow_numbers=True)
    assert not page.select(".qr") and "localhost" not in page and "127.0.0.1" not in page


@pytest.mark.parametrize("paper", PAPERS)
def test_staff_scan_the_hubs_own_network(client_for: SignIn, cast: Cast, paper: str) -> None:
    reach(NETWORK)
    case = make_case(cast)
    page = client_for("sari").get(f"/kasus/{case.number}/{paper}", allow_numbers=True)
    assert shows(page, f"{NETWORK}/k/{case.number}") == len(page.select(".qr")) == 1


def test_the_code_of_a_case_sheet_opens_the_hubs_network_or_is_for_the_hubs_own_scanner(
    client_for: SignIn, cast: Cast
) -> None:
    case, sari = make_case(cast), client_for("sari")
    for known, said in (({"network": NETWORK}, f"{NETWORK.upper()}/B/"), ({}, "PUSKESOS:B/")):
        reach(**known)
        page = sari.get(f"/kasus/{case.number}/lembar-kasus", allow_numbers=True)
        code = SheetOut.get().code
        drawn = segno.make(f"{said}{code}", error="q", micro=False).svg_inline(omitsize=True, border=2, lineclass=None)
        (path,) = page.select(".qr svg path")
        assert str(path["d"]) in drawn and show_code(code) in page
        assert "localhost" not in page and "127.0.0.1" not in page


def test_a_family_without_a_page_to_look_at_asks_by_phone(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast), client_for("sari")
    for known in ({"network": NETWORK}, {"network": NETWORK, "public": PUBLIC, "status": False}):
        reach(**known)
        first, second = sari.get(f"/kasus/{case.number}/tanda-terima").select(".receipt")
        assert not first.select(".qr") and second.select(".qr"), "only the hub's own copy is scanned"
        assert "telepon atau WA" in first.get_text() and "pindai" not in first.get_text()
    reach(NETWORK, PUBLIC)
    page = sari.get(f"/kasus/{case.number}/tanda-terima")
    assert "pindai kode QR" in page and shows(page, f"{PUBLIC}/k/{case.number}") == 1
    assert shows(page, f"{NETWORK}/k/{case.number}") == 1


def test_a_restricted_receipt_promises_no_more_than_the_page_tells(client_for: SignIn, cast: Cast) -> None:
    page = client_for("ratna").get(f"/kasus/{make_case(cast, by=cast.ratna, restricted=True).number}/tanda-terima")
    assert "hanya menjawab “Hubungi Puskesos”" in page and "empat angka" not in page


def test_offices_that_cannot_reach_the_hub_get_slip_and_code_alone(client_for: SignIn, cast: Cast) -> None:
    reach(NETWORK)
    referral, bayu = make_referral(cast), client_for("bayu")
    Agency.update(phone="0812-0000-4321").execute()
    page = bayu.get(f"{letter(referral)}/surat")
    assert show_code(letter_code(SECRET, referral.uuid, 1)) in page and "LEMBAR JAWABAN" in page
    assert "Tanpa kertas" not in page and not page.select(".qr") and "/j" not in page.text("main")
    assert "belum diisi di Pengaturan" in bayu.get(letter(referral)).text("#referral-code")
    reminder = unquote(str(bayu.get(f"{letter(referral)}/pengingat").one("a[href^='https://wa.me']")["href"]))
    assert "Mohon hubungi" in reminder and "/j/" not in reminder and "localhost" not in reminder


def test_offices_that_can_reach_it_scan_the_public_address(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = make_referral(cast), client_for("bayu")
    Agency.update(phone="0812-0000-4321").execute()
    token = letter_token(SECRET, referral.uuid, 1)
    page = bayu.get(f"{letter(referral)}/surat")
    assert f"{PUBLIC}/j" in page and shows(page, f"{PUBLIC}/j/{token}") == 1
    reminder = unquote(str(bayu.get(f"{letter(referral)}/pengingat").one("a[href^='https://wa.me']")["href"]))
    assert f"{PUBLIC}/j/{token}" in reminder


def test_both_addresses_are_set_with_a_sample(client_for: SignIn, cast: Cast) -> None:
    reach()
    client = client_for("dewi")
    assert "belum diketahui" in client.get("/pengaturan").text("#addresses")
    typed = {"network_address": "http://192.168.1.10:8000/", "public_address": "https://puskesos.example"}
    page = client.follow(client.fill(client.get("/pengaturan"), FORM, **typed))
    assert "http://192.168.1.10:8000/k/321617-2611-0001" in page.text("#addresses")
    assert "https://puskesos.example/j" in page.text("#addresses")
    assert Hub.get_by_id(cast.hub.id).network_address == "http://192.168.1.10:8000"


@pytest.mark.parametrize("field", ["network_address", "public_address"])
@pytest.mark.parametrize("typed", ["http://127.0.0.1:8000", "192.168.1.10", "https://puskesos.example/status"])
def test_an_address_that_would_not_work_is_refused_at_its_field(
    client_for: SignIn, cast: Cast, field: str, typed: str
) -> None:
    client = client_for("dewi")
    page = client.fill(client.get("/pengaturan"), FORM, _expect=422, **{field: typed})
    assert "alamat" in page.text(f"#{field}-error").lower() and page.one(f"#{field}")["value"] == typed
