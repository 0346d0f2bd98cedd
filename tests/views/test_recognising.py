"""Recognising who comes: likely people while typing, one question before saving, its answers, its memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from puskesos.models import AuditEntry, Case, CaseEvent, NotSame, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
NEW, LIKELY = "/penerimaan/baru", "/penerimaan/kemiripan"
NIK = "3216995206790003"
BORN = "1979-06-12"
STORY = "Kartu KIS tidak dapat dipakai saat berobat."


@pytest.fixture
def aisyah(cast: Cast) -> Person:
    """Somebody the hub knows."""
    return make_person(cast, "Siti Aisyah", nik=NIK, nik_reason="", birth_date="1979-06-12", rt="004", rw="002")


def typed(cast: Cast, **other: Any) -> dict[str, Any]:
    usual = {
        "name": "St. Aisah",
        "nik_reason": "tidak_dibawa",
        "birth_date": BORN,
        "sex": "P",
        "village": cast.bahagia.id,
        "service": cast.services["K01"].id,
        "story": STORY,
        "reporter_relation": "anak",
        "reporter_name": "Wawan",
    }
    return usual | other


def send(client: PageClient, cast: Cast, expect: int = 200, **other: Any) -> Page:
    return client.fill(client.get(NEW), "#intake", _expect=expect, **typed(cast, **other))


def test_likely_people_appear_while_typing_with_the_reasons_in_words(
    client_for: SignIn, cast: Cast, aisyah: Person
) -> None:
    fields = {"name": "St. Aisah", "birth_date": BORN, "village": cast.bahagia.id}
    page = client_for("sari").post(LIKELY, fields, fragment=True)
    assert page.texts("#likely-same .person strong") == ["Siti Aisyah"]
    assert "nama mirip · lahir sama · desa sama" in page.text("#likely-same")
    assert "3216••••••••0003" in page.text("#likely-same")
    assert page.one("#likely-same input[type=checkbox]")["value"] == str(aisyah.id)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": "Aisyah"},
        {"name": "Siti Aisyah", "birth_date": "1985-01-30"},
        {"name": "\x00²'\"*", "nik": "²" * 16, "village": "²", "age_estimate": "999999999", "rt": "x" * 500},
        {"not_same": "1,²,-4," + "9" * 50, "birth_date": "kemarin", "name": "Siti"},
    ],
    ids=["nothing", "one word", "other birth date", "odd text", "odd answers"],
)
def test_nobody_appears_without_a_likeness(
    client_for: SignIn, cast: Cast, aisyah: Person, fields: dict[str, str]
) -> None:
    page = client_for("sari").post(LIKELY, fields, fragment=True)
    assert page.text("#likely-same") == ""


def test_the_same_nik_comes_first(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    make_person(cast, "Kokom Komariah", birth_date="1990-02-03")
    page = client_for("sari").post(
        LIKELY, {"name": "Kokom Komariah", "birth_date": "1990-02-03", "nik": NIK}, fragment=True
    )
    assert page.texts("#likely-same .person strong") == ["Siti Aisyah", "Kokom Komariah"]


def test_saving_somebody_who_is_surely_known_asks_once_and_keeps_what_was_typed(
    client_for: SignIn, cast: Cast, aisyah: Person
) -> None:
    page = send(client_for("sari"), cast)
    assert page.text("#likely-same h2") == "Orang yang sama?"
    assert page.text("#story") == STORY and page.one("#name")["value"] == "St. Aisah"
    assert not Case.select().exists() and Person.select().count() == 1


def test_told_apart_is_saved_and_remembered_for_the_pair(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    client = client_for("sari")
    asked = send(client, cast)
    saved = client.fill(asked, "#intake", press="button[name=not_same]")
    again = client.fill(asked, "#intake", press="button[name=not_same]")
    assert saved.location == again.location == "/penerimaan/selesai/321617-2611-0001"
    new = Person.get(Person.name == "St. Aisah")
    pair = NotSame.get()
    assert (pair.person_low_id, pair.person_high_id, pair.actor_name) == (aisyah.id, new.id, "Sari")
    assert AuditEntry.select().where(AuditEntry.action == "told_apart").count() == 1


def test_the_box_ticked_while_typing_spares_the_question(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    client = client_for("sari")
    fields = {name: str(value) for name, value in typed(cast).items()} | {"not_same": str(aisyah.id)}
    client.post(NEW, fields)
    assert NotSame.select().count() == Case.select().count() == 1


def test_the_answer_survives_a_form_that_needs_mending(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    client = client_for("sari")
    fields = {name: str(value) for name, value in typed(cast, story="").items()} | {"not_same": str(aisyah.id)}
    mending = client.post(NEW, fields, expect=422)
    client.fill(mending, "#intake", story=STORY, _expect=303)
    assert NotSame.select().count() == 1


def test_an_answer_can_be_taken_back(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    client = client_for("sari")
    fields = {name: str(value) for name, value in typed(cast, story="").items()} | {"not_same": str(aisyah.id)}
    mending = client.post(NEW, fields, expect=422)
    sent = {tag["name"]: tag.get("value", "") for tag in mending.select("#intake input[name=not_same][type=hidden]")}
    assert sent == {"not_same": ""} and mending.one("#told-apart").has_attr("checked")


def test_the_same_person_with_a_new_need_becomes_a_case_of_that_person(
    client_for: SignIn, cast: Cast, aisyah: Person
) -> None:
    client = client_for("sari")
    saved = client.fill(send(client, cast), "#intake", press="button[formaction*='/warga/']")
    assert saved.location.startswith("/penerimaan/selesai/")
    assert Case.get().client_id == aisyah.id and Person.select().count() == 1
    assert "/penerimaan/baru:penerimaan" in [
        tag["content"] for tag in client.follow(saved).select("meta[name=draft-done]")
    ]


def test_the_same_case_gets_a_note_instead_of_a_second_case(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    case = make_case(cast, client=aisyah)
    client = client_for("sari")
    asked = send(client, cast)
    saved = client.fill(asked, "#intake", press="button[formaction*='/kasus-sama/']")
    client.fill(asked, "#intake", press="button[formaction*='/kasus-sama/']")
    assert saved.location == f"/kasus/{case.number}"
    notes = CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == "catatan")
    assert [note.text for note in notes] == [f"Datang lagi untuk kebutuhan yang sama (pelapor: Wawan, anak). {STORY}"]
    assert Case.select().count() == Person.select().count() == 1


def test_another_service_is_another_need(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    make_case(cast, client=aisyah, service="K02")
    page = send(client_for("sari"), cast)
    assert not page.select("button[formaction*='/kasus-sama/']")
    assert "1 kasus terbuka untuk layanan lain" in page.text("#likely-same")


def test_a_note_without_words_is_asked_for(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    case = make_case(cast, client=aisyah)
    page = client_for("sari").post(f"/penerimaan/kasus-sama/{case.number}", {"story": " "}, expect=422)
    assert "Isi catatan." in page.text("#story-error")


def test_people_known_through_closed_doors_stay_unnamed(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    make_case(cast, client=aisyah, by=cast.ratna, restricted=True)
    client = client_for("sari")
    asked = send(client, cast)
    remarks = client.post("/penerimaan/nik", {"nik": NIK}, fragment=True)
    assert "Siti Aisyah" not in remarks
    assert "Tanyakan koordinator" in asked.text("#likely-same")
    assert "Siti Aisyah" not in asked and not asked.select("button[formaction*='/warga/']")
    client.fill(asked, "#intake", press="button[name=not_same]")
    assert Person.select().count() == 2 and not NotSame.select().exists()
    assert "Siti Aisyah" in send(client_for("ratna"), cast).text("#likely-same")


@pytest.mark.parametrize("username", ["ujang", "dewi"])
def test_only_the_staff_may_compare(client_for: SignIn, cast: Cast, username: str) -> None:
    client_for(username).post(LIKELY, {"name": "Siti Aisyah"}, fragment=True, expect=403)


def test_another_hub_finds_nobody_of_ours(client_for: SignIn, cast: Cast, aisyah: Person) -> None:
    page = client_for("citra").post(LIKELY, {"name": "Siti Aisyah", "nik": NIK, "birth_date": BORN}, fragment=True)
    assert page.text("#likely-same") == ""
