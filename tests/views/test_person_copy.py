"""Salinan data: asked for, read on screen, given as PDF and JSON, each time logged; for the koordinator alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from puskesos.documents import printing
from puskesos.models import AuditEntry, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
NIK, FORM = "3216995206790003", "main form[data-no-draft]"


@pytest.fixture
def person(cast: Cast) -> Person:
    made = make_person(cast, nik=NIK, nik_reason="", kk="3216991206790001")
    make_person(cast, "Rohman Saputra", kk="3216991206790001", sex="L")
    make_case(cast, client=made, story="Siti Nurhaliza tinggal dengan Rohman. Diantar oleh Marbun.")
    return made


def ask(client: PageClient, person: Person, wanted: str, expect: int = 200, **typed: str) -> Page:
    fields = {"format": wanted, "checked": "ktp"} | typed
    return client.post(f"/warga/{person.id}/salinan", fields, expect=expect, allow_numbers=True)


def given() -> list[dict[str, str]]:
    rows = AuditEntry.select().where(AuditEntry.action == "copy_given").order_by(AuditEntry.id)
    assert all(row.object_type == "person" for row in rows)
    return [json.loads(row.detail) for row in rows]


def test_the_page_explains_and_shows_no_number_before_it_asked(client_for: SignIn, person: Person) -> None:
    ratna = client_for("ratna")
    page = ratna.get(ratna.get(f"/warga/{person.id}").one("#person-looks a.button")["href"])
    assert "UU 27/2022 Pasal 32" in page and "3 x 24 jam" in page
    assert not page.select("#copy-preview") and page.texts("form.sheet button") == ["Lihat salinan"]
    assert given() == []


def test_the_copy_is_read_before_it_leaves_and_the_reading_is_logged(client_for: SignIn, person: Person) -> None:
    ratna = client_for("ratna")
    ratna.get(f"/warga/{person.id}")
    page = ratna.fill(ratna.get(f"/warga/{person.id}/salinan"), FORM, checked="dikenal", _expect=200)
    assert "3216 9952 0679 0003" in page.text("#copy-preview")
    assert "Siti Nurhaliza tinggal dengan ■■■■■." in page.text("#copy-preview")
    assert "Marbun" in page.text("#copy-doubtful") and "Rohman" not in page
    assert "Ratna Koordinator membuka halaman warga" in page.text("#copy-preview")
    assert given() == [{"format": "pratinjau", "checked": "dikenal"}]
    again = ratna.fill(page, FORM, press="button[value=pratinjau]", words="marbun", _expect=200)
    assert "Marbun" not in again.text("#copy-preview") and not again.select("#copy-doubtful")
    assert again.one("textarea[name=words]").get_text().strip() == "marbun"


@pytest.mark.pango
def test_the_pdf_is_given_under_a_name_that_tells_nobody(client_for: SignIn, person: Person) -> None:
    answer = ask(client_for("ratna"), person, "pdf")
    name = f"salinan-data-{person.uuid[:8]}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith(b"%PDF") and answer.headers["Cache-Control"] == "no-store"
    assert given() == [{"format": "pdf", "checked": "ktp"}]


def test_the_json_is_given_and_holds_no_third_party(client_for: SignIn, person: Person) -> None:
    answer = ask(client_for("ratna"), person, "json", words="Marbun")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="salinan-data-')
    told = json.loads(answer.content)
    assert told["format"] == "puskesos-salinan-1" and NIK in answer.content.decode()
    assert not [name for name in ("Rohman", "Marbun", "Wati") if name in answer.content.decode()]
    assert given() == [{"format": "json", "checked": "ktp"}]


def test_each_copy_stands_in_the_next_ones_trail(client_for: SignIn, person: Person) -> None:
    ratna = client_for("ratna")
    ask(ratna, person, "json", checked="kuasa")
    looks = json.loads(ask(ratna, person, "json").content)["sections"][-1]
    assert looks["section"] == "looks"
    assert looks["tables"][0]["rows"][0]["what_text"] == "membuat salinan data (JSON)"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"checked": ""}, "checked", "Pilih cara memeriksa peminta."),
        ({"checked": "lain"}, "checked", "Pilih peminta diperiksa lewat dari daftar."),
        ({"words": "a" * 1001}, "words", "paling banyak 1000 huruf"),
    ],
    ids=["not said", "not in the list", "too long"],
)
def test_what_is_missing_is_said_at_the_field(
    client_for: SignIn, person: Person, typed: dict[str, str], field: str, message: str
) -> None:
    page = ask(client_for("ratna"), person, "pdf", 422, **typed)
    assert message in page.text(f"#{field}-error") and not page.select("#copy-preview")
    assert given() == []


def test_an_odd_format_is_read_on_screen(client_for: SignIn, person: Person) -> None:
    assert ask(client_for("ratna"), person, "exe").select("#copy-preview")


def test_without_a_pdf_engine_the_print_ready_page_is_offered(
    client_for: SignIn, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    printing.stop_printing()
    ratna = client_for("ratna")
    page = ask(ratna, person, "pdf")
    assert "PDF tidak dapat dibuat" in page.text("[role=alert]") and given() == []
    ready = ratna.fill(page, FORM, press="button[value=html]", _expect=200)
    assert ready.text("h1") == "SALINAN DATA PRIBADI" and "Rohman" not in ready
    assert ready.select("button[data-print]") and given() == [{"format": "html", "checked": "ktp"}]


@pytest.mark.parametrize(
    ("who", "status"), [("sari", 403), ("bayu", 403), ("ujang", 403), ("dewi", 403), ("citra", 404)]
)
def test_nobody_but_the_koordinator_gives_copies(client_for: SignIn, person: Person, who: str, status: int) -> None:
    client = client_for(who)
    client.get(f"/warga/{person.id}/salinan", expect=status)
    ask(client, person, "json", status)
    assert given() == []


def test_a_stranger_is_sent_to_sign_in(anonymous: PageClient, person: Person) -> None:
    assert anonymous.get(f"/warga/{person.id}/salinan", expect=303).location.startswith("/masuk?lanjut=")


def test_a_restricted_case_warns_whom_to_hand_it_to(client_for: SignIn, cast: Cast, person: Person) -> None:
    ratna = client_for("ratna")
    assert "kasus terbatas" not in ratna.get(f"/warga/{person.id}/salinan")
    number = make_case(cast, client=person, by=cast.ratna, restricted=True).number
    assert "Serahkan langsung kepada warga" in ratna.get(f"/warga/{person.id}/salinan")
    assert f"Kasus {number}" in ask(ratna, person, "pratinjau").text("#copy-preview")


def test_typed_markup_is_shown_as_text(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, story="<script>alert(1)</script> <b>tebal</b>")
    page = ask(client_for("ratna"), Person.get_by_id(case.client_id), "pratinjau")
    assert "<script>alert(1)</script> <b>tebal</b>" in page.text("#copy-preview")
    assert not page.select("#copy-preview script, #copy-preview b")
