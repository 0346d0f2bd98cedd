"""Berkas kurang: what is missing is named, becomes missing, and the family reads it (domain.md 1.3 #2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Case, CaseDocument, CaseEvent
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


def fill(client: PageClient, case: Case, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(f"/kasus/{case.number}/kekurangan"), FORM, _expect=expect, **typed)


def states(case: Case) -> dict[str, str]:
    rows = CaseDocument.select().where(CaseDocument.case == case).order_by(CaseDocument.position)
    return {row.name: row.state for row in rows}


def place_of(case: Case, name: str) -> str:
    """The number of this paper on its case, as the form sends it."""
    return str(CaseDocument.get(CaseDocument.case == case, CaseDocument.name == name).position)


def test_missing_papers_stand_ticked_and_those_there_do_not(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, papers_present=("KTP", "KK"))
    page = client_for("sari").get(f"/kasus/{case.number}/kekurangan")
    ticked = {box["value"] for box in page.select("input[name=papers][checked]")}
    missing = ("Surat keterangan membutuhkan layanan dari faskes", "Kartu BPJS/KIS", "Nomor HP yang aktif")
    assert ticked >= {place_of(case, name) for name in missing} and "KTP (ada)" in page.text("main")
    assert not ticked & {place_of(case, name) for name in ("KTP", "KK", "SK desil/DTSEN")}


@pytest.mark.parametrize("username", ["sari", "bayu", "ratna"])
def test_what_is_asked_for_is_missing_from_now_on(client_for: SignIn, cast: Cast, username: str) -> None:
    case = make_case(cast, papers_present=("KTP", "KK"))
    papers = [place_of(case, name) for name in ("KTP", "Kartu BPJS/KIS")]
    fill(client_for(username), case, papers=papers, more="Surat pindah\nsurat  pindah", reason="KTP buram.")
    found = states(case)
    assert (found["KTP"], found["KK"], found["Surat pindah"]) == ("belum", "ada", "belum")
    assert Case.get_by_id(case.id).state == "perlu_perbaikan"
    said = CaseEvent.get(CaseEvent.to_state == "perlu_perbaikan").text
    assert "KTP buram." in said and "KTP (semula ada); Kartu BPJS/KIS; Surat pindah." in said and "KK" not in said
    assert AuditEntry.get(AuditEntry.action == "papers_asked").detail == '{"papers": 3}'


def test_the_family_reads_what_to_bring(client_for: SignIn, anonymous: PageClient, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, nik="3216995206790003"), papers_present=("KTP",))
    fill(client_for("sari"), case, papers=[place_of(case, "KTP")], more="Surat pindah", reason="KTP buram.")
    typed = {"number": case.number, "digits": "0003"}
    page = anonymous.fill(anonymous.get("/status"), "main form", _expect=200, **typed)
    assert "KTP" in page.text("main") and "Surat pindah" in page.text("main")
    printed = client_for("sari").get(f"/kasus/{case.number}/perlu-dibawa")
    assert "Surat pindah" in printed.text()


def test_an_empty_list_is_refused_at_the_field(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    page = fill(client_for("sari"), case, 422, papers=[], reason="Lengkapi.")
    assert "Centang berkas yang kurang" in page.text("#papers-error") and page.text("#reason") == "Lengkapi."
    assert Case.get_by_id(case.id).state == "terdaftar"


def test_a_service_without_papers_asks_by_name(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, service="R09")
    assert "tulis berkas lain" in fill(client_for("sari"), case, 422, reason="Bukti.").text("#more-error")
    fill(client_for("sari"), case, more="Surat rehabilitasi", reason="Bukti.")
    assert states(case) == {"Surat rehabilitasi": "belum"}


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"more": "KTP"}, "more", "sudah ada dalam daftar"),
        ({"more": "x" * 200}, "more", "paling banyak"),
        ({"reason": ""}, "reason", "Isi alasan."),
        ({"papers": ["99"]}, "papers", "Pilih berkas dari daftar."),
    ],
    ids=["known", "long", "no-words", "strange"],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    client_for: SignIn, cast: Cast, typed: dict[str, object], field: str, message: str
) -> None:
    case, sari = make_case(cast), client_for("sari")
    form, before = sari.get(f"/kasus/{case.number}/kekurangan"), states(case)
    version = form.one("input[name=version]")["value"]
    sent = {"version": version, "papers": ["1"], "reason": "Lengkapi."} | typed
    page = sari.post(f"/kasus/{case.number}/kekurangan", sent, expect=422)
    assert message in page.text(f"#{field}-error")
    assert Case.get_by_id(case.id).state == "terdaftar" and states(case) == before


def test_asking_twice_from_one_page_asks_once(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast), client_for("sari")
    form, before = sari.get(f"/kasus/{case.number}/kekurangan"), states(case)
    sari.fill(form, FORM, more="Surat pindah", reason="Baru pindah.")
    sari.fill(form, FORM, more="Surat pindah", reason="Baru pindah.")  # a double tap leads where the first led
    sari.fill(form, FORM, more="Surat pindah", reason="Dari hari lain.", _expect={409, 422})
    assert states(case) == before | {"Surat pindah": "belum"}
