"""Front and back office propose, the koordinator finds the form filled in and decides (domain.md 1.3 #8, 1.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Assignment, AuditEntry, Case, CaseEvent, CaseProposal
from tests.cast import Cast, make_case
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
CLOSING = {
    "result": "terpenuhi", "text": "Kartu aktif.", "given": "Kartu KIS", "told_how": "telepon",
    "told_family_on": "2026-11-17",
}  # fmt: skip
VISIT = {"kind": "verval", "instruction": "Lihat rumahnya, foto dapur."}


def put(case: Case, state: str) -> Case:
    Case.update(state=state, awaits_assignment=state == "terdaftar").where(Case.id == case.id).execute()
    return Case.get_by_id(case.id)


def fill(client: PageClient, case: Case, sub: str, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(f"/kasus/{case.number}/{sub}"), FORM, _expect=expect, **typed)


def next_step(client: PageClient, case: Case) -> str:
    return client.get(f"/kasus/{case.number}").text("#case-next")


@pytest.mark.parametrize("username", ["sari", "bayu"])
@pytest.mark.parametrize("state", ["dilayani", "dirujuk"])
def test_a_closing_is_proposed_and_the_koordinator_closes(
    client_for: SignIn, cast: Cast, username: str, state: str
) -> None:
    case = put(make_case(cast), state)
    fill(client_for(username), case, "usulan-tutup", **CLOSING)
    assert Case.get_by_id(case.id).state == state
    assert CaseEvent.get(CaseEvent.kind == "usulan").text == "Usulan tutup: Terpenuhi. Kartu aktif."
    assert AuditEntry.get(AuditEntry.action == "proposed").detail == '{"kind": "tutup"}'
    assert "menunggu koordinator" in next_step(client_for(username), case)
    ratna = client_for("ratna")
    name = getattr(cast, username).name
    page = ratna.get(f"/kasus/{case.number}")
    assert f"{name} mengusulkan tutup: Terpenuhi. Kartu aktif." in page.text("#case-next")
    assert page.one("#case-next a[data-main]")["href"].endswith("/penutupan")
    form = ratna.get(f"/kasus/{case.number}/penutupan")
    assert form.one("#given")["value"] == "Kartu KIS" and form.one("#told_family_on")["value"] == "2026-11-17"
    ratna.fill(form, FORM)
    closed = Case.get_by_id(case.id)
    assert (closed.state, closed.result_text, closed.told_how) == ("selesai", "Kartu aktif.", "telepon")
    assert CaseProposal.get().settled_at


@pytest.mark.parametrize("username", ["sari", "bayu"])
@pytest.mark.parametrize("state", ["terdaftar", "perlu_perbaikan", "penanganan"])
def test_a_visit_is_proposed_and_the_koordinator_sends_somebody(
    client_for: SignIn, cast: Cast, username: str, state: str
) -> None:
    case = put(make_case(cast), state)
    fill(client_for(username), case, "usulan-kunjungan", **VISIT)
    ratna = client_for("ratna")
    assert VISIT["instruction"] in ratna.get("/papan").text("#board section:first-child")
    assert "mengusulkan kunjungan" in next_step(ratna, case)
    form = ratna.get(f"/kasus/{case.number}/penugasan")
    assert form.text("#instruction") == VISIT["instruction"]
    ratna.fill(form, FORM, volunteer=str(cast.ujang.id))
    assert (Assignment.get().kind, Assignment.get().instruction) == (VISIT["kind"], VISIT["instruction"])
    assert CaseProposal.get().settled_at and not Case.get_by_id(case.id).awaits_assignment


def test_a_proposed_visit_stays_proposed_while_the_data_are_checked(client_for: SignIn, cast: Cast) -> None:
    case, bayu = make_case(cast), client_for("bayu")
    fill(bayu, case, "usulan-kunjungan", **VISIT)
    fill(bayu, case, "cek-data", status="tidak_terdaftar", channel="siks_ng")
    case = Case.get_by_id(case.id)
    assert (case.state, case.awaits_assignment, CaseProposal.get().settled_at) == ("penanganan", True, None)
    fill(bayu, case, "rekomendasi", choice="layani", reason="Sudah jelas.")
    assert CaseProposal.get().settled_at and not Case.get_by_id(case.id).awaits_assignment


def test_a_newer_proposal_takes_the_place_of_the_one_before(client_for: SignIn, cast: Cast) -> None:
    case, bayu = put(make_case(cast), "dilayani"), client_for("bayu")
    fill(bayu, case, "usulan-tutup", **CLOSING)
    assert bayu.get(f"/kasus/{case.number}/usulan-tutup").text("#text") == "Kartu aktif."
    fill(bayu, case, "usulan-tutup", text="Kartu dan surat diterima.")
    assert [row.settled_at is None for row in CaseProposal.select().order_by(CaseProposal.id)] == [False, True]
    assert "surat diterima" in next_step(client_for("ratna"), case)


@pytest.mark.parametrize(
    ("state", "sub", "typed"), [("dilayani", "usulan-tutup", CLOSING), ("penanganan", "usulan-kunjungan", VISIT)]
)
def test_the_koordinator_may_do_otherwise_and_says_why(
    client_for: SignIn, cast: Cast, state: str, sub: str, typed: dict[str, str]
) -> None:
    case, ratna = put(make_case(cast), state), client_for("ratna")
    fill(client_for("bayu"), case, sub, **typed)
    form = ratna.get(f"/kasus/{case.number}/{sub}/pengesampingan")
    ratna.fill(form, FORM, reason="Tunggu kabar bank.")
    ratna.fill(form, FORM, reason="Tunggu kabar keluarga.", _expect=422)
    row = Case.get_by_id(case.id)
    assert (row.state, row.awaits_assignment) == (state, False) and CaseProposal.get().settled_at
    assert "mengusulkan" not in next_step(ratna, case)
    assert "tidak diikuti: Tunggu kabar bank." in client_for("bayu").get(f"/kasus/{case.number}").text("#case-history")


@pytest.mark.parametrize(
    ("state", "sub", "typed"),
    [
        ("terdaftar", "usulan-tutup", CLOSING),
        ("dilayani", "usulan-kunjungan", VISIT),
        ("selesai", "usulan-tutup", CLOSING),
    ],
)
def test_a_proposal_out_of_turn_is_refused_in_words(
    client_for: SignIn, cast: Cast, state: str, sub: str, typed: dict[str, str]
) -> None:
    page = fill(client_for("bayu"), put(make_case(cast), state), sub, 422, **typed)
    assert "langkah ini tidak tersedia" in page.text(".errors") and not CaseProposal.select().exists()


def test_a_proposed_closing_needs_what_closing_needs(client_for: SignIn, cast: Cast) -> None:
    case = put(make_case(cast), "dilayani")
    page = fill(client_for("bayu"), case, "usulan-tutup", 422, told_family_on="2026-11-20", given_amount="5")
    for field, said in {"result": "Pilih", "text": "Isi", "told_family_on": "masa depan", "given": "Tulis"}.items():
        assert said in page.text(f"#{field}-error")


def test_a_stale_page_proposes_nothing(client_for: SignIn, cast: Cast) -> None:
    case, bayu = put(make_case(cast), "dilayani"), client_for("bayu")
    form = bayu.get(f"/kasus/{case.number}/usulan-tutup")
    Case.update(version=case.version + 1).where(Case.id == case.id).execute()
    bayu.fill(form, FORM, _expect=409, **CLOSING)
    assert not CaseProposal.select().exists()


def test_the_board_keeps_why_to_itself_for_a_restricted_case(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, restricted=True, by=cast.bayu)
    fill(client_for("bayu"), case, "usulan-kunjungan", **VISIT)
    assert VISIT["instruction"] not in client_for("ratna").get("/papan").text()
