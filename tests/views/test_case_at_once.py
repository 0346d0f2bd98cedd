"""What cannot wait: violence is referred first, and some services need no data check (domain.md 8.3, 1.3 #4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Agency, AuditEntry, Case, CaseEvent, DataCheck, Referral
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
REFERRAL = {"text": "Diantar ke rumah saudara.", "reason": "Minta perlindungan.", "basis_note": "Ancaman di rumah."}


@pytest.mark.parametrize("priority", ["darurat", "biasa"])
@pytest.mark.parametrize("username", ["sari", "bayu", "ratna"])
def test_violence_is_referred_first_by_whoever_sees_it(
    client_for: SignIn, cast: Cast, username: str, priority: str
) -> None:
    case = make_case(cast, by=getattr(cast, username), violence=True, priority=priority)
    client = client_for(username)
    page = client.get(f"/kasus/{case.number}")
    main = page.one("#case-next a[data-main]")
    assert main.get_text(strip=True) == "Rujuk ke UPTD PPA" and "rujuk sekarang" in page.text("#case-next")
    form = client.get(main["href"])
    office = Agency.get(Agency.hub == cast.hub, Agency.code == "PPA")
    assert form.one("#agency option[selected]")["value"] == str(office.id)
    assert form.one("input[name=choice][checked]")["value"] == "rujuk"
    client.fill(form, FORM, **REFERRAL)
    row = Case.get_by_id(case.id)
    assert (row.state, row.decision_pending, Referral.get().agency_id) == ("dirujuk", True, office.id)


def test_violence_that_is_called_usual_is_referred_and_nothing_else(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast, violence=True), client_for("sari")
    page = sari.fill(
        sari.get(f"/kasus/{case.number}/penanganan-segera"), FORM, choice="layani", _expect=422, text="Ditampung."
    )
    assert "dirujuk ke instansi" in page.text("#choice-error") and Case.get_by_id(case.id).state == "terdaftar"


def test_what_a_referral_at_once_lacks_is_said_at_once(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast, violence=True), client_for("sari")
    page = sari.fill(sari.get(f"/kasus/{case.number}/penanganan-segera"), FORM, agency="", _expect=422)
    assert all(page.text(f"#{field}-error") for field in ("text", "agency", "reason"))


def test_the_page_after_registering_shows_the_duties(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast, violence=True), client_for("sari")
    page = sari.get(f"/penerimaan/selesai/{case.number}")
    assert "SAPA" in page.text("#protection-duties") and page.text("a[data-main]") == "Rujuk ke UPTD PPA"
    usual = sari.get(f"/penerimaan/selesai/{make_case(cast).number}")
    assert not usual.select("#protection-duties") and usual.text("a[data-main]") == "Cetak tanda terima"


@pytest.mark.parametrize("need", [{"service": "L02", "kind": "pengaduan"}, {"service": "R09"}], ids=["L02", "R09"])
@pytest.mark.parametrize("username", ["sari", "bayu"])
def test_a_service_without_data_check_goes_on_with_one_press(
    client_for: SignIn, cast: Cast, username: str, need: dict[str, str]
) -> None:
    case = make_case(cast, by=getattr(cast, username), **need)
    client = client_for(username)
    main = client.get(f"/kasus/{case.number}").one("#case-next a[data-main]")
    assert main.get_text(strip=True) == "Teruskan tanpa cek data"
    client.fill(client.get(main["href"]), FORM)
    assert Case.get_by_id(case.id).state == "penanganan"
    check = DataCheck.get()
    assert (check.status, check.note, check.channel) == ("tidak_dapat", "Layanan ini tidak memerlukan cek data.", "")
    assert "tidak memerlukan cek data" in client.get(f"/kasus/{case.number}").text("#case-data-check")


def test_a_complaint_about_an_official_goes_on_too(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, service="E04", kind="pengaduan", about_official=True)
    assert "Teruskan tanpa cek data" in client_for("sari").get(f"/kasus/{case.number}").text("#case-next [data-main]")


def test_not_yet_checked_keeps_the_case_where_it_is(client_for: SignIn, cast: Cast) -> None:
    case, bayu = make_case(cast), client_for("bayu")
    address = f"/kasus/{case.number}/cek-data"
    page = bayu.fill(bayu.get(address), FORM, status="belum_dicek", decile="3", _expect=422)
    assert "belum dicek" in page.text("#note-error") and "Desil hanya" in page.text("#decile-error")
    bayu.fill(bayu.get(address), FORM, status="belum_dicek", note="Operator desa libur.")
    assert Case.get_by_id(case.id).state == "terdaftar"
    assert "Operator desa libur" in CaseEvent.get(CaseEvent.kind == "cek_data").text
    bayu.fill(bayu.get(address), FORM, status="tidak_terdaftar", channel="siks_ng")
    assert Case.get_by_id(case.id).state == "penanganan"


def test_the_registry_takes_a_decile_of_the_registered_alone(client_for: SignIn, cast: Cast) -> None:
    sari, person = client_for("sari"), make_person(cast)
    form = sari.get(f"/warga/{person.id}/ubah")
    typed = {"dtsen_status": "tidak_terdaftar", "decile": "3", "decile_on": "2026-11-17"}
    assert "Desil hanya" in sari.fill(form, "form[data-draft]", _expect=422, **typed).text("#decile-error")


def test_the_family_was_reached_with_one_press(client_for: SignIn, cast: Cast) -> None:
    case, sari = make_case(cast), client_for("sari")
    page = sari.get(f"/kasus/{case.number}")
    for _ in range(2):
        sari.fill(page, "#case-next form")
    assert CaseEvent.select().where(CaseEvent.kind == "kontak").count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "family_contacted").count() == 1
    after = sari.get(f"/kasus/{case.number}")
    assert not after.select("#case-next form") and "Keluarga sudah dihubungi." in after.text("#case-history")


def test_advice_tells_of_the_own_program_first_and_folds_the_others(client_for: SignIn, cast: Cast) -> None:
    case, bayu = make_case(cast), client_for("bayu")
    bayu.fill(bayu.get(f"/kasus/{case.number}/cek-data"), FORM, status="terdaftar", decile="9", channel="siks_ng")
    card = bayu.get(f"/kasus/{case.number}")
    own, others = card.texts("#case-data-check > .hint"), card.texts("#case-data-check details .hint")
    assert len(own) == 1 and "PBI-JK" in own[0] and others and not any("PBI-JK" in said for said in others)
