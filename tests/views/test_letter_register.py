"""Buku surat and the proof page: everything by its number, nobody's name for who should not know it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.letter import void_letter
from puskesos.models import Case, Letter
from puskesos.queries.letter import PAGE
from puskesos.rules.letter_code import LETTERS, show_code
from tests.cast import Cast, make_case, make_person, make_referral, viewer_of
from tests.letters import draft, issue
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]


def numbers(page: Page) -> list[str]:
    return [row.get_text(" ", strip=True).split()[0] for row in page.select("#letter-rows tbody tr td:first-child")]


def issued(cast: Cast, case: Case | None = None, **typed: object) -> Letter:
    letter = draft(cast, case, **typed)
    issue(cast, letter)
    return letter


def test_an_empty_register_says_how_letters_come_about(client_for: SignIn) -> None:
    page = client_for("ratna").get("/surat")
    assert "Belum ada surat" in page.text(".empty") and "Buku surat" in page.text("h1")


def test_letters_of_all_kinds_stand_in_it_the_newest_first(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast)
    letter, waiting = issued(cast), draft(cast)
    page = client_for("bayu").get("/surat")
    assert numbers(page) == ["Draf", letter.number, referral.letter_number]
    assert "3 surat" in page.text("#letter-rows") and str(waiting.id) in page.html
    assert page.text("#letter-drafts") == "1 draf menunggu diterbitkan koordinator."
    assert numbers(client_for("ratna").get(page.one("#letter-drafts a")["href"])) == ["Draf"]
    assert numbers(client_for("bayu").get("/surat?jenis=surat_rujukan")) == [referral.letter_number]
    assert numbers(client_for("bayu").get("/surat?keadaan=draf")) == ["Draf"]
    assert numbers(client_for("bayu").get("/surat?tahun=2026&keadaan=terbit")) == [
        letter.number,
        referral.letter_number,
    ]
    assert "Longgarkan saringan" in client_for("bayu").get("/surat?tahun=2019&keadaan=terbit").text(".empty")
    moved = client_for("bayu").get(f"/surat/{Letter.get(Letter.referral == referral).id}", expect=303)
    assert moved.location.endswith(f"/rujukan/{referral.number}")


@pytest.mark.parametrize(
    "text", ["001", "400.9/001/PKS", "Dinas Sosial", "rekomendasi pbi", "Nurhaliza", "321617-2611-0001"]
)
def test_a_letter_is_found_by_number_subject_office_client_or_case(client_for: SignIn, cast: Cast, text: str) -> None:
    letter = issued(cast, make_case(cast, client=make_person(cast, "Siti Nurhaliza")))
    issued(cast, make_case(cast, client=make_person(cast, "Budi")), subject="Lain", addressee="Baznas")
    assert numbers(client_for("ratna").get("/surat", query_string={"cari": text})) == [letter.number]


def test_a_long_register_turns_its_pages(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    for _ in range(PAGE + 2):
        draft(cast, case)
    ratna = client_for("ratna")
    page = ratna.get("/surat")
    older = str(page.one('a[rel="next"]')["href"])
    assert len(numbers(page)) == PAGE and len(numbers(ratna.get(older))) == 2


def test_of_a_closed_case_outsiders_read_only_the_number(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, by=cast.ratna, service="R08", client=make_person(cast, "Zulfa Rahasia"))
    letter = issued(cast, case, subject="Kekerasan", addressee="UPTD PPA")
    page = client_for("bayu").get("/surat")
    row = page.text(f"#letter-row-{letter.id}")
    assert letter.number in row and "Terbatas" in row
    assert not [word for word in ("Zulfa", "Kekerasan", "UPTD", case.number) if word in page.html]
    assert (
        numbers(client_for("bayu").get("/surat?cari=Zulfa"))
        == []
        == numbers(client_for("bayu").get("/surat?cari=UPTD"))
    )
    assert "Kekerasan" in client_for("ratna").get("/surat").text(f"#letter-row-{letter.id}")


@pytest.mark.pango
def test_the_register_is_printed_by_number_with_void_ones(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    first, second = issued(cast, case), issued(cast, case)
    draft(cast, case)
    void_letter(first, "Salah nama.", version=first.version, actor=viewer_of(cast.ratna), now=clock.now())
    answer = client_for("ratna").get("/surat/buku.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert text.index(first.number) < text.index(second.number) and "BATAL. Salah nama." in " ".join(text.split())
    assert "Draf" not in text


@pytest.mark.parametrize(("who", "status"), [("sari", 403), ("ujang", 403), ("dewi", 403), ("bayu", 200)])
def test_who_may_read_the_register(client_for: SignIn, cast: Cast, who: str, status: int) -> None:
    client_for(who).get("/surat", expect=status)


def test_another_hub_sees_nothing_of_ours(client_for: SignIn, cast: Cast) -> None:
    letter = issued(cast)
    citra = client_for("citra")
    assert numbers(citra.get("/surat")) == []
    for path in (f"/surat/{letter.id}", f"/surat/{letter.id}/cetak", f"/surat/{letter.id}/cetak.pdf"):
        citra.get(path, expect=404)


def test_anybody_learns_whether_a_letter_is_valid_and_no_name(anonymous: PageClient, cast: Cast) -> None:
    letter = issued(cast, make_case(cast, client=make_person(cast, "Siti Nurhaliza")))
    asked = anonymous.fill(anonymous.get("/surat/cek"), "main form", code=show_code(letter.proof_code).lower())
    page = anonymous.follow(asked)
    assert "Surat ini berlaku" in page.text("h1") and letter.number in page.text() and "17 November 2026" in page.text()
    assert "Puskesos Kecamatan Muaragembong" in page.text()
    assert not [word for word in ("Siti", "Nurhaliza", letter.subject, letter.addressee) if word in page.html]
    assert "noindex" in page.headers["X-Robots-Tag"]
    void_letter(letter, "Salah nama.", version=letter.version, actor=viewer_of(cast.ratna), now=clock.now())
    page = anonymous.get(f"/surat/cek/{letter.proof_code}")
    assert "Surat ini batal" in page.text("h1") and "Salah nama" not in page.html


def test_a_wrong_letter_in_the_code_is_noticed_and_an_unknown_code_is_not_believed(
    anonymous: PageClient, cast: Cast
) -> None:
    code = issued(cast).proof_code
    wrong = code[:3] + LETTERS[(LETTERS.index(code[3]) + 1) % len(LETTERS)] + code[4:]
    assert "satu di antaranya keliru" in anonymous.get(f"/surat/cek/{wrong}", expect=404).text(".error")
    other = draft(cast)
    assert "mungkin palsu" in anonymous.get(f"/surat/cek/{other.proof_code}", expect=404).text(".error")


def test_guessing_codes_is_slowed(anonymous: PageClient, cast: Cast) -> None:
    code = draft(cast).proof_code
    answers = [anonymous.get(f"/surat/cek/{code}", expect={404, 429}).status for _ in range(12)]
    assert answers[0] == 404 and answers[-1] == 429
