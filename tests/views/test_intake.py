"""Penerimaan: one box finds people, no match grows the form, one submit makes one case; bad input is said and kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from puskesos.models import AuditEntry, Case, CaseDocument, CaseEvent, Household, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
NEW = "/penerimaan/baru"
NIK = "3216995206790003"
STORY = "Kartu KIS tidak dapat dipakai saat berobat."


def typed(cast: Cast, **other: Any) -> dict[str, Any]:
    usual = {
        "name": "Nurhayati",
        "nik_reason": "tidak_dibawa",
        "sex": "P",
        "village": cast.bahagia.id,
        "service": cast.services["K01"].id,
        "story": STORY,
        "reporter_relation": "anak",
        "reporter_name": "Wawan",
    }
    return usual | other


def send(client: PageClient, cast: Cast, expect: int = 303, **other: Any) -> Page:
    return client.fill(client.get(NEW), "#intake", _expect=expect, **typed(cast, **other))


def test_a_new_person_and_need_become_one_case_with_papers_history_and_audit(client_for: SignIn, cast: Cast) -> None:
    receipt = client_for("sari").follow(send(client_for("sari"), cast, kk="3216991206790001"))
    case = Case.get(Case.number == receipt.text(".big"))
    assert (case.number, case.state, case.client_id) == ("321617-2611-0001", "terdaftar", Person.get().id)
    assert Household.get().kk == "3216991206790001"
    assert CaseDocument.select().where(CaseDocument.case == case).count() > 0
    assert CaseEvent.get(CaseEvent.case == case).actor_name == "Sari"
    actions = [row.action for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert actions == ["person_created", "case_registered"]


def test_the_form_works_as_fragment_too(client_for: SignIn, cast: Cast) -> None:
    client = client_for("sari")
    sent = client.fill(client.get(NEW), "#intake", _fragment=True, **typed(cast))
    assert sent.location == "/penerimaan/selesai/321617-2611-0001"


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"nik": "321699520679000"}, "nik", "16 angka"),
        ({"nik": "32169952067900AB"}, "nik", "angka"),
        ({"reporter_phone": "0812-huruf-12"}, "reporter_phone", "Nomor HP diawali 08 dan hanya angka"),
        ({"phone": "telepon rumah"}, "phone", "Nomor HP diawali 08 dan hanya angka"),
        ({"birth_date": "2026-11-18"}, "birth_date", "Tanggal lahir tidak boleh di masa depan."),
        ({"birth_date": "1850-01-01"}, "birth_date", "Tahun pada tanggal ini tidak wajar."),
        ({"birth_date": "kemarin"}, "birth_date", "Tanggal tidak terbaca."),
        ({"village": "999999999"}, "village", "Pilih desa/kelurahan dari daftar."),
        ({"village": ""}, "village", "Pilih desa/kelurahan."),
        ({"service": "999999999"}, "service", "Pilih jenis layanan dari daftar."),
        ({"story": "   "}, "story", "Isi uraian masalah."),
        ({"story": "x" * 4001}, "story", "paling banyak 4000 huruf"),
        ({"name": ""}, "name", "Isi nama klien"),
        ({"nik_reason": ""}, "nik_reason", "Isi NIK, atau pilih sebab NIK tidak ada."),
        ({"reporter_name": ""}, "reporter_name", "Isi nama pelapor."),
        ({"kk": "12"}, "kk", "Nomor KK harus 16 angka."),
        ({"rt": "empat"}, "rt", "RT berupa angka"),
        ({"age_estimate": "tua"}, "age_estimate", "harus angka"),
        ({"age_estimate": "121"}, "age_estimate", "paling banyak 120 tahun"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, message: str
) -> None:
    page = send(client_for("sari"), cast, expect=422, **wrong)
    assert message in page.text(f"#{field}-error")
    assert page.select(f".errors a[href^='#{field}']")
    if "story" not in wrong:
        assert page.text("#story") == STORY
    if "name" not in wrong:
        assert page.one("#name")["value"] == "Nurhayati"
    if isinstance(value := wrong.get("nik") or wrong.get("reporter_phone"), str):
        assert page.one(f"#{field}")["value"] == value
    assert not Case.select().exists() and not Person.select().exists()


def test_the_village_of_another_hub_is_refused(client_for: SignIn, cast: Cast) -> None:
    elsewhere = next(iter(cast.other_villages.values()))
    page = send(client_for("sari"), cast, expect=422, village=elsewhere.id)
    assert "Pilih desa/kelurahan dari daftar." in page.text("#village-error")


def test_a_double_submit_and_a_reload_give_the_same_case(client_for: SignIn, cast: Cast) -> None:
    client = client_for("sari")
    form = client.get(NEW)
    first = client.fill(form, "#intake", **typed(cast))
    again = client.fill(form, "#intake", **typed(cast))
    assert first.location == again.location
    assert Case.select().count() == Person.select().count() == 1


def test_the_same_form_with_other_content_is_refused_with_a_way_on(client_for: SignIn, cast: Cast) -> None:
    client = client_for("sari")
    form = client.get(NEW)
    client.fill(form, "#intake", **typed(cast))
    page = client.fill(form, "#intake", **typed(cast, story="Keluhan yang lain."), _expect=422)
    assert "sudah pernah dikirim dengan isi lain" in page.text(".errors")
    assert page.text("#story") == "Keluhan yang lain."
    assert Case.select().count() == 1


def test_the_same_key_from_somebody_else_makes_nothing(client_for: SignIn, cast: Cast) -> None:
    key = str(uuid.uuid4())
    fields = {name: str(value) for name, value in typed(cast, key=key).items()}
    client_for("sari").post(NEW, fields)
    client_for("bayu").post(NEW, fields, expect=422)
    assert Case.select().count() == 1


def test_without_a_key_a_form_still_works_once_per_submit(client_for: SignIn, cast: Cast) -> None:
    client_for("sari").post(NEW, {name: str(value) for name, value in typed(cast, key="bukan-uuid").items()})
    assert Case.select().count() == 1


def test_an_unknown_person_needs_no_name_and_no_nik(client_for: SignIn, cast: Cast) -> None:
    send(client_for("sari"), cast, name="", nik_reason="", unknown=True, service=cast.services["R01"].id)
    person = Person.get()
    assert (person.name, person.identity, person.nik_reason) == (
        "Tanpa identitas (P), Pantai Bahagia 17-11-2026", "tidak", "tidak_diketahui",
    )  # fmt: skip


def test_the_client_may_be_the_reporter(client_for: SignIn, cast: Cast) -> None:
    send(client_for("sari"), cast, reporter_relation="diri", reporter_name="")
    assert Case.get().reporter_name == "Nurhayati"


def test_papers_brought_along_are_noted_and_odd_ticks_ignored(client_for: SignIn, cast: Cast) -> None:
    fields = {name: str(value) for name, value in typed(cast).items()} | {"papers": ["KTP", "Ijazah", "²", "1"]}
    client_for("sari").post(NEW, fields)
    states = {row.name: row.state for row in CaseDocument.select()}
    assert [name for name, state in states.items() if state == "ada"] == ["KTP"] and len(states) > 1


def test_birth_date_and_sex_are_filled_in_from_the_nik(client_for: SignIn, cast: Cast) -> None:
    client = client_for("sari")
    page = client.fill(client.get(NEW), "#intake", nik=NIK, name="Nurhayati", _expect=422, _allow_numbers=True)
    pressed = client.fill(page, "#intake", press="[name=fill_from_nik]", _expect=200, _allow_numbers=True)
    assert pressed.one("#birth_date")["value"] == "1979-06-12"
    assert pressed.one("input[name=sex][checked]")["value"] == "P"
    assert not Case.select().exists()


def test_a_nik_that_is_known_warns_and_offers_the_person(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast, nik=NIK, nik_reason="")
    page = client_for("sari").post("/penerimaan/nik", {"nik": NIK}, fragment=True)
    assert "NIK sudah terdaftar atas nama Siti Nurhaliza" in page.text("#nik-remarks")
    assert page.one("#nik-remarks a")["href"] == f"/penerimaan/warga/{person.id}"


def test_a_nik_warning_never_blocks(client_for: SignIn, cast: Cast) -> None:
    send(client_for("sari"), cast, nik=NIK, nik_reason="", sex="L", birth_date="1980-01-01")
    assert Person.get().nik == NIK


def test_choosing_a_service_brings_area_papers_and_target(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").post("/penerimaan/layanan", {"service": cast.services["K01"].id}, fragment=True)
    assert "Kesehatan" in page.text(".badge") and page.select("input[name=papers]")
    nothing = client_for("sari").post("/penerimaan/layanan", {"service": "999999999"}, fragment=True)
    assert nothing.text() == ""


def test_a_known_person_needs_only_the_need(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    client = client_for("sari")
    client.fill(
        client.get(f"/penerimaan/warga/{person.id}"), "#intake",
        service=str(cast.services["K01"].id), story=STORY, reporter_relation="diri",
    )  # fmt: skip
    case = Case.get()
    assert (case.client_id, case.village_id, case.reporter_name) == (person.id, person.village_id, person.name)


def test_the_box_finds_people_with_their_open_cases(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    client = client_for("sari")
    for fragment in (True, False):
        page = client.post("/penerimaan/cari", {"q": "nurhaliza siti"}, fragment=fragment, expect=200)
        assert page.texts(".results strong") == ["Siti Nurhaliza"]
        assert page.one(".results a.sub")["href"] == f"/kasus/{case.number}"


def test_no_match_grows_the_form_with_what_was_typed(client_for: SignIn, cast: Cast) -> None:
    client = client_for("sari")
    page = client.fill(client.get("/penerimaan"), "#intake-search", q="Nurhayati", _expect=200)
    assert page.one("#intake #name")["value"] == "Nurhayati"
    by_number = client.fill(client.get("/penerimaan"), "#intake-search", q=NIK, _expect=200, _allow_numbers=True)
    assert by_number.one("#intake #nik")["value"] == NIK


def test_a_touched_form_is_never_replaced_while_typing_in_the_box(client_for: SignIn, cast: Cast) -> None:
    fields = {"q": "Tidak ada siapa", "form_touched": "1"}
    page = client_for("sari").post("/penerimaan/cari", fields, fragment=True)
    assert not page.select("#intake-form")


@pytest.mark.parametrize("text", ["", " ", "a", "%", "_", "'\"*", "x" * 5000, "\x00", "nama\x00lain", "²²²²²²", "-"])
def test_odd_searches_find_nothing_and_break_nothing(client_for: SignIn, cast: Cast, text: str) -> None:
    make_person(cast)
    page = client_for("sari").post("/penerimaan/cari", {"q": text}, expect=200)
    assert not page.select(".results li")


def test_the_receipt_offers_print_and_the_next_case(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").get(f"/penerimaan/selesai/{make_case(cast).number}")
    assert page.one("a[data-main]")["href"].endswith("/tanda-terima.pdf")
    assert page.select("a[href='/penerimaan']")


def test_what_came_in_by_night_is_written_down_with_its_day_and_why(client_for: SignIn, cast: Cast) -> None:
    sari, person = client_for("sari"), make_person(cast)
    page = sari.get(f"/penerimaan/warga/{person.id}")
    told = {"service": str(cast.services["K02"].id), "story": "Datang malam.", "reporter_relation": "diri"}
    late = {"received_on": "2026-11-13", "received_time": "23:05"}
    refused = sari.fill(page, "form#intake", **told, **late, _expect=422)
    assert "Tulis mengapa dicatat belakangan." in refused and refused.one("#received_time")["value"] == "23:05"
    sent = sari.fill(refused, "form#intake", late_because="Listrik padam")
    assert Case.get().registered_on == date(2026, 11, 13)
    assert "dicatat belakangan" in sari.get(f"/kasus/{Case.get().number}").text("#case-header") and sent.location
