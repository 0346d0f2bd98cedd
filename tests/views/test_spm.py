"""SPM on screen: the five with their hints, confirming one, the checklist, and correcting what was given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from puskesos.models import Case, Person, SpmClaim, SpmService
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient
from tests.welfare import claim_spm, note_ppks

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


@pytest.fixture
def case(cast: Cast) -> Case:
    """An old woman's case."""
    return make_case(cast, client=make_person(cast, "Minah", birth_date=date(1954, 2, 1)))


def url(case: Case, sub: str = "") -> str:
    return f"/kasus/{case.number}/spm{sub}"


def test_the_five_stand_with_their_hints_the_likely_first(client_for: SignIn, cast: Cast, case: Case) -> None:
    note_ppks(cast, case, "08")
    page = client_for("sari").get(url(case))
    assert len(page.select("[id^=SPM]")) == 5 and len(page.select("#spm-others li")) == 4
    first = page.texts("section.sheet[id^=SPM]")[0]
    assert first.startswith("SPM-3 Lanjut usia telantar Tampaknya berlaku")
    assert "Petunjuk: PPKS 08 Lanjut usia telantar, usia 72 tahun." in first
    assert "Periksa SPM-3" not in page and "Lanjut usia telantar: PPKS 08" in client_for("sari").get(
        f"/kasus/{case.number}"
    ).text("#case-welfare")


def test_the_questions_are_answered_and_the_spm_confirmed(client_for: SignIn, case: Case) -> None:
    bayu = client_for("bayu")
    page = bayu.get(url(case, "/SPM-3"))
    assert "Berlaku bila telantar: jawab tiga pertanyaan." in page
    wrong = bayu.fill(page, FORM, _expect=422, state="dikonfirmasi")
    assert "Centang paling sedikit satu tanda telantar" in wrong.text("#signs-error")
    sent = bayu.fill(page, FORM, state="dikonfirmasi", signs=["tanpa_perawat"])
    shown = bayu.follow(sent)
    assert "Dikonfirmasi" in shown.text("#SPM-3") and shown.select("#SPM-3 a[href$=layanan]")
    assert "belum ada layanan yang dicatat" in bayu.get(f"/kasus/{case.number}").text("#case-welfare")


def test_the_front_office_can_only_propose(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.get(url(case, "/SPM-3"))
    assert [one["value"] for one in page.select("input[name=state]")] == ["usul"]
    sari.fill(page, FORM, state="usul")
    assert SpmClaim.get().state == "usul"
    sari.post(url(case, "/SPM-3"), {"version": "1", "state": "dikonfirmasi"}, expect=422)


def test_a_stale_conclusion_is_a_conflict(client_for: SignIn, case: Case) -> None:
    ratna = client_for("ratna")
    page = ratna.get(url(case, "/SPM-5"))
    ratna.fill(page, FORM, state="ditolak", reason="Bukan korban bencana.")
    ratna.fill(page, FORM, state="ditolak", reason="Rumahnya tidak kena.", _expect=409)


def test_what_was_given_is_ticked_with_amounts(client_for: SignIn, cast: Cast, case: Case) -> None:
    claim, sari = claim_spm(cast, case), client_for("sari")
    page = sari.get(url(case, f"/{claim.id}/layanan"))
    assert len(page.select("input[type=checkbox]")) == 11
    typed = {"tick_permakanan": True, "quantity_permakanan": "7 hari", "amount_permakanan": "Rp 350.000"}
    sent = sari.fill(page, FORM, tick_rujukan=True, note_rujukan="ke Sentra", amount_sandang="10.000", **typed)
    shown = sari.follow(sent)
    assert "7 hari · Rp350.000" in shown.text("#SPM-3") and "Jumlah nilai: Rp350.000" in shown.text("#SPM-3")
    assert SpmService.select().count() == 2
    assert "2 layanan diberikan" in sari.get(f"/warga/{case.client_id}").text("#person-categories")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Centang paling sedikit satu layanan."),
        ({"tick_sandang": True, "amount_sandang": "10,5"}, "Tulis rupiah tanpa koma"),
        ({"tick_sandang": True, "given_on": "2026-11-18"}, "masih di depan"),
        ({"tick_sandang": True, "given_on": "2025-11-18"}, "Pakai tanggal dalam tahun 2026"),
    ],
    ids=["nothing", "no money", "tomorrow", "another year"],
)
def test_mistakes_in_the_checklist_are_named(
    client_for: SignIn, cast: Cast, case: Case, typed: dict[str, object], message: str
) -> None:
    claim, sari = claim_spm(cast, case), client_for("sari")
    page = sari.fill(sari.get(url(case, f"/{claim.id}/layanan")), FORM, _expect=422, **typed)
    assert message in page.text(".errors") and not SpmService.select().exists()


def test_a_service_is_corrected_and_cancelled(client_for: SignIn, cast: Cast, case: Case) -> None:
    claim_spm(cast, case, given="permakanan")
    sari = client_for("sari")
    form = sari.get(url(case, f"/layanan/{SpmService.get().id}"))
    sari.fill(form, FORM, amount="125.000")
    again = sari.get(form.path)
    assert again.one("#amount")["value"] == "125.000"
    shown = sari.follow(sari.fill(again, FORM, cancelled_because="salah orang"))
    assert "dibatalkan: salah orang" in shown.text("#SPM-3") and "Jumlah nilai" not in shown
    sari.fill(form, FORM, amount="1", _expect=409)


def test_a_second_case_leads_to_the_first(client_for: SignIn, cast: Cast, case: Case) -> None:
    claim_spm(cast, case)
    other = make_case(cast, client=Person.get_by_id(case.client_id))
    page = client_for("ratna").get(url(other))
    assert f"Sudah dicatat tahun 2026 pada kasus {case.number}" in page.text("#SPM-3")
    assert not page.select("#SPM-3 a[href$='SPM-3'].button")


def test_last_years_services_stay_open(client_for: SignIn, cast: Cast, case: Case) -> None:
    claim_spm(cast, case, given="sandang")
    with time_machine.travel("2027-01-04 09:00+07:00"):
        page = client_for("sari").get(url(case))
    assert "SPM-3 Lanjut usia telantar, tahun 2026" in page and "Catat layanan tahun 2026" in page


def test_what_was_proposed_in_december_is_confirmed_in_january(client_for: SignIn, cast: Cast, case: Case) -> None:
    claim = claim_spm(cast, case, by=cast.sari, state="usul")
    with time_machine.travel("2027-01-04 09:00+07:00"):
        bayu = client_for("bayu")
        page = bayu.get(url(case))
        assert "Belum dikonfirmasi" in page
        form = bayu.get(page.one("a[href$='SPM-3?tahun=2026']")["href"])
        assert "tahun 2026" in form.text("header")
        said = bayu.follow(bayu.fill(form, FORM, state="dikonfirmasi"))
    assert [(one.id, one.year, one.state) for one in SpmClaim.select()] == [(claim.id, 2026, "dikonfirmasi")]
    assert "Catat layanan tahun 2026" in said


@pytest.mark.parametrize("year", ["2025", "9999", "0000", "abcd", "²026"])
def test_no_claim_is_made_for_another_year(client_for: SignIn, case: Case, year: str) -> None:
    ratna = client_for("ratna")
    page = ratna.get(url(case, f"/SPM-3?tahun={year}"))
    ratna.fill(page, FORM, state="usul", _expect={303, 422})
    assert {one.year for one in SpmClaim.select()} <= {2026}


@pytest.mark.parametrize("sub", ["/SPM-6", "/999999/layanan", "/layanan/999999"])
def test_what_is_not_there_is_not_found(client_for: SignIn, case: Case, sub: str) -> None:
    client_for("ratna").get(url(case, sub), expect=404)
