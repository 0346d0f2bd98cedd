"""What was typed is never lost: an expired sign-in and a stale page give the form back, to its owner alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from puskesos.models import Case, CaseEvent, ParkedForm
from tests.cast import PASSWORD, Cast, make_case
from tests.page_client import CSRF_RAW, Page, PageClient
from tests.views.field import checked_case, start_field

SignIn = Callable[[str], PageClient]
NOTE = "Keluarga menelepon: kartu masih belum aktif."
IDLE = timedelta(minutes=16)


def enter(client: PageClient, username: str, path: str) -> Page:
    form = client.get(path)
    return client.fill(form, "form[action='/masuk']", username=username, password=PASSWORD)


def type_and_wait(client: PageClient, path: str, moment: time_machine.Traveller, fragment: bool = False) -> Page:
    """Fill in the note's form, let the session expire, and send."""
    page = client.get(path)
    moment.shift(IDLE)
    return client.fill(page, "form[data-draft]", text=NOTE, _fragment=fragment, _expect=401 if fragment else 303)


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
def test_a_half_typed_form_comes_back_after_signing_in_again(
    client_for: SignIn, cast: Cast, moment: time_machine.Traveller, fragment: bool
) -> None:
    path = f"/kasus/{make_case(cast).number}/catatan"
    client = client_for("sari")
    refused = type_and_wait(client, path, moment, fragment)
    assert refused.location == f"/masuk?lanjut={path.replace('/', '%2F')}"
    back = client.follow(enter(client, "sari", refused.location))
    assert back.path == path and back.text("#text") == NOTE
    assert "Isian yang belum terkirim sudah dikembalikan." in back.text("#flash")
    client.fill(back, "form[data-draft]")
    assert CaseEvent.select().where(CaseEvent.text == NOTE).count() == 1
    assert client.get(path).text("#text") == ""


def test_nobody_else_gets_it_not_even_at_the_same_browser(
    client_for: SignIn, cast: Cast, moment: time_machine.Traveller
) -> None:
    path = f"/kasus/{make_case(cast).number}/catatan"
    client = client_for("sari")
    refused = type_and_wait(client, path, moment)
    other = client.follow(enter(client, "ratna", refused.location))
    assert other.path == path and other.text("#text") == ""
    assert client_for("sari").get(path).text("#text") == NOTE


def test_a_stranger_cannot_park_anything(anonymous: PageClient, cast: Cast) -> None:
    anonymous.post(f"/kasus/{make_case(cast).number}/catatan", {"text": NOTE})
    assert not ParkedForm.select().exists()


def test_a_signed_out_session_parks_nothing(client_for: SignIn, cast: Cast) -> None:
    client = client_for("sari")
    with client.browser.session_transaction() as session:
        token = session["masuk"]
    client.fill(client.get("/akun"), "form[action='/keluar']")
    with client.browser.session_transaction() as session:
        session.update(masuk=token, csrf_token=CSRF_RAW)
    client.post(f"/kasus/{make_case(cast).number}/catatan", {"text": NOTE})
    assert not ParkedForm.select().exists()


def test_passwords_and_tokens_are_never_parked(client_for: SignIn, moment: time_machine.Traveller) -> None:
    client = client_for("sari")
    page = client.get("/akun/kata-sandi")
    moment.shift(IDLE)
    form = "form[action='/akun/kata-sandi']"
    client.fill(page, form, current_password=PASSWORD, new_password="jala ikan", repeat_password="jala ikan")
    assert not ParkedForm.select().exists()


def test_a_volunteers_report_survives_three_days_without_the_phone(
    client_for: SignIn, cast: Cast, moment: time_machine.Traveller
) -> None:
    path = f"/tugas/{start_field(cast).task.number}/laporan"
    ujang = client_for("ujang")
    page = ujang.get(path)
    moment.shift(timedelta(hours=73))
    typed = {"outcome": "bertemu", "met_whom": "Ibu Wati", "findings": "Atap bocor."}
    refused = ujang.fill(page, "form[data-draft]", **typed)
    back = ujang.follow(enter(ujang, "ujang", refused.location))
    assert back.text("#findings") == "Atap bocor."
    assert back.one("#met_whom")["value"] == "Ibu Wati"
    assert back.one("input[name=outcome][checked]")["value"] == "bertemu"


def test_a_stale_page_says_what_to_do_and_keeps_what_was_typed(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    path = f"/kasus/{case.number}/rekomendasi"
    bayu, ratna = client_for("bayu"), client_for("ratna")
    stale = bayu.get(path)
    ratna.fill(ratna.get(f"/kasus/{case.number}/isian"), "form[data-draft]", story="Uraian yang lebih jelas.")
    typed = {"choice": "layani", "reason": "Berkas lengkap."}
    page = bayu.fill(stale, "form[data-draft]", **typed, _expect=409)
    assert "baru saja diubah orang lain" in page
    assert Case.get_by_id(case.id).state == "penanganan"
    back = bayu.get(page.one("a[data-main]")["href"])
    assert back.path == path and back.text("#reason") == "Berkas lengkap."
    bayu.fill(back, "form[data-draft]")
    assert Case.get_by_id(case.id).state == "menunggu_penetapan"


def test_the_parked_form_of_an_expired_page_still_meets_the_version_check(
    client_for: SignIn, cast: Cast, moment: time_machine.Traveller
) -> None:
    case = make_case(cast)
    path = f"/kasus/{case.number}/isian"
    sari = client_for("sari")
    page = sari.get(path)
    moment.shift(IDLE)
    refused = sari.fill(page, "form[data-draft]", story="Uraian dari Sari.")
    Case.update(version=case.version + 1, story="Uraian dari Ratna.").where(Case.id == case.id).execute()
    back = sari.follow(enter(sari, "sari", refused.location))
    sari.fill(back, "form[data-draft]", _expect=409)
    assert Case.get_by_id(case.id).story == "Uraian dari Ratna."


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("http://localhost/penerimaan/baru?jenis=pertanyaan", "/penerimaan/baru?jenis=pertanyaan"),
        ("http://localhost/papan", "/papan"),
        ("https://jahat.example/papan", "/"),
        ("http://localhost:x/papan", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_a_look_that_finds_the_session_ended_leads_back_to_its_page(
    anonymous: PageClient, page: str, leads_to: str
) -> None:
    answer = anonymous.post("/penerimaan/kemiripan", fragment=True, headers={"HX-Current-URL": page}, expect=401)
    assert parse_qs(urlsplit(answer.headers["HX-Redirect"]).query) == {"lanjut": [leads_to]}
