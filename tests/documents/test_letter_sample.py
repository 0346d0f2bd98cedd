"""Samples of letters print as letters do; the hub's own words and signer stand on the referral, restricted ones too."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from puskesos.documents.printing import print_pdf
from puskesos.documents.referral_letter import MOST_REASON
from puskesos.documents.referral_sample import LONG
from puskesos.models import Hub
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_words import USUAL
from tests.cast import Cast
from tests.documents.test_referral_letter import letter_of, printed, where
from tests.page_client import PageClient
from tests.signers import change_words, make_signer, sign_kind
from tests.views.test_letter_logo import busy

SignIn = Callable[[str], PageClient]
SETTINGS = "/pengaturan/surat"
OWN = "Kami kirim {nama} ({nik}) ke {instansi}.\n\n{identitas}\n\n- {layanan}\n- {masalah}\n\nJawab sebelum {batas}."


@pytest.mark.pango
@pytest.mark.parametrize("kind", LetterKind)
def test_a_sample_is_a_letter(client_for: SignIn, cast: Cast, kind: LetterKind) -> None:
    answer = client_for("dewi").get(f"{SETTINGS}/contoh/{kind}.pdf")
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 1 and "CONTOH" in text and "400.9/017/PKS-321617/XI/2026" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == "id"
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert all("SourceSans" in str(font["/BaseFont"]).replace("-", "") for font in fonts)
    assert len(answer.content) < 40_000


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_two_logos_leave_a_long_referral_on_one_page(client_for: SignIn, cast: Cast, paper: str) -> None:
    dewi = client_for("dewi")
    dewi.fill(dewi.get(SETTINGS), "#kop-form", paper=paper)
    for side in ("kiri", "kanan"):
        dewi.fill(dewi.get(SETTINGS), f"form[action='{SETTINGS}/logo/{side}']", logo=(busy(), "lambang.png"))
    path = f"{SETTINGS}/teks/surat_rujukan"
    dewi.fill(dewi.get(path), "#text-form", text=USUAL[LetterKind.RUJUKAN] + " Salam.")


def test_the_long_sample_holds_the_longest_reason_that_prints() -> None:
    assert len(LONG) == MOST_REASON


@pytest.mark.pango
def test_words_that_push_the_slip_off_its_page_are_refused(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    long = USUAL[LetterKind.RUJUKAN] + "\n\n" + "Kalimat yang panjang sekali. " * 80
    page = dewi.fill(dewi.get(f"{SETTINGS}/teks/surat_rujukan"), "#text-form", text=long, _expect=422)
    assert "tidak muat satu halaman" in page.text("#text-error")


@pytest.mark.pango
def test_a_paper_too_short_for_the_hubs_own_words_is_refused(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    change_words(cast, LetterKind.RUJUKAN, USUAL[LetterKind.RUJUKAN] + "\n\nBaris." * 6)
    dewi.fill(dewi.get(SETTINGS), "#kop-form", name="PUSKESOS BAHARI")
    page = dewi.fill(dewi.get(SETTINGS), "#kop-form", paper="A4", _expect=422)
    assert "tidak muat satu halaman" in page.text("#above-error")
    assert Hub.get_by_id(cast.hub.id).paper == "F4"


@pytest.mark.pango
def test_the_hubs_own_words_and_signer_stand_on_the_referral(client_for: SignIn, cast: Cast) -> None:
    referral = letter_of(cast)
    change_words(cast, LetterKind.RUJUKAN, OWN)
    signer = make_signer(cast, "Sri Rahayu", identity="psm", identity_number="12")
    sign_kind(cast, LetterKind.RUJUKAN, signer)
    text, pages = printed(client_for("ratna"), referral)
    assert pages == 1 and "Kami kirim Siti Nurhaliza (3216 9942 0388 0003) ke Dinas Pendidikan." in text
    assert "Sri Rahayu" in text and "No. Anggota PSM 12" in text and "Dengan hormat" not in text
    assert "LEMBAR JAWABAN" in text


def test_own_words_tell_nothing_of_a_restricted_client(client_for: SignIn, cast: Cast) -> None:
    referral = letter_of(cast, restricted=True)
    change_words(cast, LetterKind.RUJUKAN, OWN + "\n{alamat} {lahir} {umur}")
    page = client_for("ratna").get(where(referral))
    assert "Kami kirim S. N." in page.text("main")
    for hidden in ("Siti", "Nurhaliza", "3216 99", "Muara Jaya", "1988"):
        assert hidden not in page.text("main"), hidden


@pytest.mark.pango
def test_a_picture_of_another_kind_is_never_decoded(cast: Cast) -> None:
    html = '<!doctype html><html lang="id"><title>x</title><body><p>a</p><img alt="" src="{}"></body></html>'
    hostile = ("data:image/svg+xml;base64,PHN2Zy8+", "data:image/png;base64,PHN2Zy8+", "file:///etc/hostname")
    for address in (*hostile, "data:image/png;base64," + "A" * 40_000):
        assert not PdfReader(io.BytesIO(print_pdf(html.format(address), most_pages=1))).pages[0].images
