"""The checklist of required papers: ticked on the case page, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Case, CaseDocument, CaseEvent
from tests.cast import Cast, make_case
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
TICK = {"shown": "ada:fotokopi"}


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast)


def first_paper() -> tuple[str, str]:
    paper = CaseDocument.get(CaseDocument.position == 1)
    return paper.state, paper.form


def test_a_tick_is_stored_told_and_audited(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    sent = sari.post(f"/kasus/{case.number}/berkas/1", TICK)
    assert sent.headers["Location"] == f"/kasus/{case.number}#case-papers"
    assert first_paper() == ("ada", "fotokopi")
    assert CaseEvent.select().where(CaseEvent.kind == "berkas").count() == 1
    assert AuditEntry.get(AuditEntry.action == "paper_ticked").detail == '{"position": 1, "state": "ada"}'


def test_the_tick_button_wins_over_the_list(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    sari.post(f"/kasus/{case.number}/berkas/1", {"state": "ada", "shown": "belum"})
    assert first_paper() == ("ada", "")


def test_htmx_gets_the_list_alone(client_for: SignIn, case: Case) -> None:
    page = client_for("sari").post(f"/kasus/{case.number}/berkas/1", TICK, fragment=True)
    assert page.one("#case-papers") and not page.select("h1")


def test_the_same_tick_again_writes_nothing(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    for _ in range(2):
        sari.post(f"/kasus/{case.number}/berkas/1", TICK)
    assert CaseEvent.select().where(CaseEvent.kind == "berkas").count() == 1


def test_a_paper_that_is_not_there_has_no_form(client_for: SignIn, case: Case) -> None:
    client_for("sari").post(f"/kasus/{case.number}/berkas/1", {"shown": "menyusul"})
    assert first_paper() == ("menyusul", "")


@pytest.mark.parametrize(
    ("position", "fields", "message"),
    [
        ("1", {"shown": "hilang"}, "Pilih keadaan berkas dari daftar."),
        ("1", {"shown": "ada:digital"}, "Pilih keadaan berkas dari daftar."),
        ("1", {"state": "hilang"}, "Pilih keadaan berkas dari daftar."),
        ("999999999", TICK, "Berkas ini tidak ada pada kasus."),
    ],
)
def test_what_cannot_be_ticked_is_said(
    client_for: SignIn, case: Case, position: str, fields: dict[str, str], message: str
) -> None:
    assert message in client_for("sari").post(f"/kasus/{case.number}/berkas/{position}", fields, expect=422)
    assert first_paper() == ("belum", "")


def test_a_closed_case_is_not_ticked_any_more(client_for: SignIn, case: Case) -> None:
    Case.update(state="batal").where(Case.id == case.id).execute()
    page = client_for("sari").post(f"/kasus/{case.number}/berkas/1", TICK, expect=422)
    assert "sudah ditutup" in page
    assert not client_for("sari").get(f"/kasus/{case.number}").select("#case-papers form")


def test_the_checklist_has_a_page_of_its_own(client_for: SignIn, case: Case) -> None:
    assert client_for("sari").get(f"/kasus/{case.number}/berkas").select("#case-papers li")


def test_what_does_not_apply_is_asked_for_its_reason(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    sent = sari.post(f"/kasus/{case.number}/berkas/1", {"shown": "tidak_berlaku"})
    page = sari.follow(sent)
    assert page.one("option[selected]")["value"] == "tidak_berlaku" and first_paper() == ("belum", "")
    assert "Tulis mengapa berkas ini tidak berlaku." in sari.fill(page, ".sheet", _expect=422).text("#note-error")
    shown = sari.follow(sari.fill(page, ".sheet", note="Bayi belum punya KTP"))
    assert first_paper() == ("tidak_berlaku", "")
    assert "Bayi belum punya KTP" in shown.text("#case-papers")
    leads = sari.post(f"/kasus/{case.number}/berkas/2", {"shown": "tidak_berlaku"}, fragment=True)
    assert leads.location == f"/kasus/{case.number}/berkas/2/keadaan?pilih=tidak_berlaku"


def test_a_promised_day_stands_beside_the_paper(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    sari.post(f"/kasus/{case.number}/berkas/1", {"shown": "menyusul"})
    assert "Isi tanggal" in sari.get(f"/kasus/{case.number}").text("#case-papers")
    page = sari.get(f"/kasus/{case.number}/berkas/1/keadaan")
    shown = sari.follow(sari.fill(page, ".sheet", promised_on="2026-11-20"))
    assert "dijanjikan 20 Nov 2026" in shown.text("#case-papers")
    page = sari.fill(page, ".sheet", promised_on="2026-11-01", _expect=422)
    assert "sebelum kasus didaftarkan" in page.text("#promised_on-error")


def test_a_case_asks_for_a_paper_of_its_own(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.get(f"/kasus/{case.number}/berkas/tambahan")
    shown = sari.follow(sari.fill(page, ".sheet", name="Surat nikah"))
    assert "Surat nikah tambahan" in shown.text("#case-papers")
    sari.fill(page, ".sheet", name="Surat nikah")
    assert CaseDocument.select().where(CaseDocument.name == "Surat nikah").count() == 1
    again = sari.get(f"/kasus/{case.number}/berkas/tambahan")
    assert "sudah ada dalam daftar" in sari.fill(again, ".sheet", name="KK", _expect=422).text("#name-error")


def test_a_paper_that_is_not_there_has_no_page(client_for: SignIn, case: Case) -> None:
    client_for("sari").get(f"/kasus/{case.number}/berkas/99/keadaan", expect=404)


def test_what_is_missing_is_offered_to_print(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    assert sari.get(f"/kasus/{case.number}").select(f"a[href='/kasus/{case.number}/perlu-dibawa.pdf']")
    CaseDocument.update(state="ada").execute()
    assert not sari.get(f"/kasus/{case.number}").select("a[href$='perlu-dibawa.pdf']")
