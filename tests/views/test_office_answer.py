"""The page behind the letter's code: no account, no script, nothing but this letter, and nothing to learn by trying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from puskesos.models import MODELS, Case, LoginThrottle, Referral
from puskesos.rules.letter_code import code_from, show_code
from puskesos.security.letter_code import letter_code, letter_token
from tests.cast import TODAY, Cast, make_case, make_person, make_referral
from tests.conftest import SECRET
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "#office-answer"


def path(referral: Referral) -> str:
    return f"/j/{letter_token(SECRET, referral.uuid, referral.code_generation)}"


def enter(client: PageClient, code: str, expect: int = 303) -> Page:
    return client.fill(client.get("/j"), "form", code=code, _expect=expect)


def test_the_office_answers_on_a_phone_without_account_or_script(anonymous: PageClient, cast: Cast) -> None:
    referral = make_referral(cast)
    opened = enter(anonymous, show_code(letter_code(SECRET, referral.uuid, 1)))
    assert opened.location == path(referral)
    page = anonymous.follow(opened)
    assert page.texts("#office-answer button") == ["Surat diterima", "Selesai dilayani", "Tidak dapat dilayani"]
    assert not page.select("script[src*=htmx]")
    received = anonymous.follow(anonymous.fill(page, FORM, name="Rini", press="[value=diterima]"))
    assert "Surat diterima , 17 November 2026." in received.text("#office-said")
    assert received.texts("#office-answer button") == ["Selesai dilayani", "Tidak dapat dilayani"]
    done = anonymous.fill(received, FORM, name="Rini", text="Kembali sekolah 1 Desember.", press="[value=selesai]")
    last = anonymous.follow(done)
    assert "Selesai dilayani , 17 November 2026." in last.text("#office-said") and not last.select("form")
    assert "Kembali sekolah" not in last and "Rini" not in last, "whoever scans the letter reads no words"
    assert Referral.get_by_id(referral.id).state == "selesai"


def test_the_page_tells_letter_and_initials_only(anonymous: PageClient, cast: Cast) -> None:
    client = make_person(cast, "Siti Nurhaliza", nik="3216994203880003", address="Kp. Muara Jaya")
    case = make_case(cast, client=client, story="Dipukul ayahnya.")
    referral = make_referral(cast, case, reason="Rahasia keluarga.", basis_note="Saksi Pak RT", contact="Ibu Rini")
    page = anonymous.get(path(referral))
    for shown in ("Puskesos Kecamatan Muaragembong", referral.letter_number, "17 November 2026", "S. N."):
        assert shown in page
    untold = ("Siti", "Nurhaliza", "3216", "Beasiswa", "Muara Jaya", "Dipukul", "Rahasia", "Saksi", "Rini", case.number)
    for hidden in untold:
        assert hidden not in page.html.replace("PKS-321617", ""), hidden


def test_words_of_our_staff_never_reach_the_office(anonymous: PageClient, cast: Cast) -> None:
    referral = make_referral(cast)
    Referral.update(state="selesai", answer_text="Siti sudah pulang.").execute()
    page = anonymous.get(path(referral))
    assert "Siti" not in page and "sudah dijawab" in page


def test_no_page_here_is_listed_kept_or_told_on(anonymous: PageClient, cast: Cast) -> None:
    for where in ("/j", path(make_referral(cast)), "/j/tidak-ada"):
        page = anonymous.get(where, expect={200, 404})
        assert "noindex" in page.headers["X-Robots-Tag"] and page.select("meta[name=robots][content*=noindex]")
        assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "same-origin"
        assert not [link for link in page.select("a[href^=http]")]


def test_unknown_expired_revoked_and_cancelled_letters_look_the_same(anonymous: PageClient, cast: Cast) -> None:
    old, revoked, cancelled = make_referral(cast), make_referral(cast), make_referral(cast)
    Referral.update(code_expires_on=TODAY - timedelta(days=1)).where(Referral.id == old.id).execute()
    Referral.update(token_hash=None, code_hash=None).where(Referral.id == revoked.id).execute()
    Referral.update(state="batal").where(Referral.id == cancelled.id).execute()
    pages = [anonymous.get(f"/j/{'x' * 24}", expect=404), anonymous.get(f"/j/{'x' * 900}", expect=404)]
    pages += [anonymous.get(path(one), expect=404) for one in (old, revoked, cancelled)]
    assert len({page.text() for page in pages}) == 1 and "tidak berlaku" in pages[0]
    assert {len(page.queries) for page in pages} == {len(pages[0].queries)}
    answered = anonymous.post(path(old), {"answer": "selesai", "name": "Rini", "text": "Ya"}, expect=404)
    assert answered.text() == pages[0].text() and Referral.get_by_id(old.id).state == "dikirim"


def test_wrong_codes_look_the_same_and_wait_longer(anonymous: PageClient, cast: Cast) -> None:
    revoked = make_referral(cast)
    Referral.update(token_hash=None, code_hash=None).execute()
    codes = [code_from(1), letter_code(SECRET, revoked.uuid, 1), code_from(2), code_from(3), code_from(4)]
    said = [enter(anonymous, code, 422).text("#code-error") for code in codes]
    assert len(set(said)) == 1 and "tidak berlaku" in said[0]
    good = make_referral(cast)
    held = enter(anonymous, letter_code(SECRET, good.uuid, 1), 429)
    assert "Terlalu sering" in held.text(".errors")


def test_looking_writes_nothing_and_a_typing_slip_is_not_held_against_anybody(
    anonymous: PageClient, cast: Cast
) -> None:
    referral = make_referral(cast)
    before = [model.select().count() for model in MODELS]
    for where in ("/j", path(referral), "/j/tidak-ada"):
        anonymous.get(where, expect={200, 404})
    assert "satu per satu" in enter(anonymous, "K7QF", 422).text("#code-error")
    assert [model.select().count() for model in MODELS] == before and not LoginThrottle.select().exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "Isi nama petugas."),
        ({"text": ""}, "Tulis hasil atau alasannya."),
        ({"answer": ""}, "Pilih salah satu jawaban."),
        ({"answer": "batal"}, "Pilih salah satu jawaban."),
        ({"answer": "'; --"}, "Pilih salah satu jawaban."),
    ],
    ids=["name", "words", "none", "ours", "odd"],
)
def test_an_answer_says_what_is_missing(anonymous: PageClient, cast: Cast, typed: dict[str, str], said: str) -> None:
    referral = make_referral(cast)
    sent = {"answer": "selesai", "name": "Rini", "text": "Baik."} | typed
    assert said in anonymous.post(path(referral), sent, expect=422).text(".errors")
    assert Referral.get_by_id(referral.id).state == "dikirim"


def test_an_answer_sent_twice_changes_nothing_and_one_too_late_is_given_back(anonymous: PageClient, cast: Cast) -> None:
    referral = make_referral(cast)
    sent = {"answer": "ditolak", "name": "Rini", "text": "Kuota habis."}
    for said in (sent, sent):
        assert anonymous.post(path(referral), said).location == path(referral)
    late = anonymous.post(path(referral), {"answer": "selesai", "name": "Adi", "text": "Sudah dilayani."}, expect=409)
    assert "belum tercatat" in late.text("#office-lost") and "Sudah dilayani." in late.text("#office-lost")
    assert "sudah tercatat “Ditolak”" in late.text("#office-lost")
    assert anonymous.get(path(referral)).text("#office-said").count("Tidak dapat dilayani") == 1
    assert Referral.get_by_id(referral.id).state == "ditolak"


def test_an_answer_needs_the_page_and_its_own_origin(anonymous: PageClient, cast: Cast) -> None:
    referral = make_referral(cast)
    sent = {"answer": "diterima", "name": "Rini"}
    anonymous.post(path(referral), sent, csrf=False, expect=400)
    anonymous.post(path(referral), sent, headers={"Origin": "http://jahat.example"}, expect=403)
    assert Referral.get_by_id(referral.id).state == "dikirim"


def test_the_answer_stands_in_the_case_with_the_office_as_its_author(
    anonymous: PageClient, client_for: SignIn, cast: Cast
) -> None:
    referral = make_referral(cast)
    anonymous.post(path(referral), {"answer": "ditolak", "name": "Rini", "text": "Kuota habis."})
    number = Case.get_by_id(referral.case_id).number
    page = client_for("sari").get(f"/kasus/{number}")
    assert "Rini (Dinas Pendidikan)" in page.text("#case-history") and "Kuota habis." in page.text("#case-history")
    assert "Sampaikan kepada keluarga" in page.text("#case-next")
    log = client_for("bayu").get(f"/kasus/{number}/rujukan/{referral.number}").text("#referral-log")
    assert "Rini (instansi) Ditolak · Kode/QR pada surat · dicatat" in log
