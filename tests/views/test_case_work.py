"""Work on a case: notes once, the data check that takes it on, and the recommendation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Agency, AuditEntry, Case, CaseEvent, DataCheck, Recommendation
from tests.cast import Cast, make_case
from tests.page_client import Page, PageClient
from tests.views.field import approve, checked_case, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
CHECK = {"status": "terdaftar", "decile": "2", "channel": "siks_ng"}


def fill(client: PageClient, case: Case, sub: str, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(f"/kasus/{case.number}/{sub}"), FORM, _expect=expect, **typed)


def state(case: Case) -> str:
    return Case.get_by_id(case.id).state


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
def test_a_note_sent_twice_stands_once_in_the_history(client_for: SignIn, cast: Cast, fragment: bool) -> None:
    case = make_case(cast)
    bayu = client_for("bayu")
    form = bayu.get(f"/kasus/{case.number}/catatan")
    for _ in range(2):
        bayu.fill(form, FORM, text="Keluarga akan datang besok.", _fragment=fragment, _expect=200 if fragment else 303)
    events = CaseEvent.select().where(CaseEvent.kind == "catatan")
    assert [event.text for event in events] == ["Keluarga akan datang besok."]
    assert AuditEntry.select().where(AuditEntry.action == "note_added").count() == 1


@pytest.mark.parametrize(("text", "message"), [("", "Isi catatan."), ("x" * 2001, "paling banyak 2000 huruf")])
def test_an_empty_or_endless_note_is_refused_and_kept(client_for: SignIn, cast: Cast, text: str, message: str) -> None:
    page = fill(client_for("sari"), make_case(cast), "catatan", 422, text=text)
    assert message in page.text("#text-error") and page.text("#text") == text


def test_a_closed_case_still_takes_notes(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    Case.update(state="selesai").where(Case.id == case.id).execute()
    fill(client_for("sari"), case, "catatan", text="Keluarga berterima kasih.")


@pytest.mark.parametrize("username", ["sari", "bayu", "ratna"])
def test_a_data_check_takes_a_registered_case_on_to_handling(client_for: SignIn, cast: Cast, username: str) -> None:
    case = make_case(cast)
    fill(client_for(username), case, "cek-data", **CHECK)
    check = DataCheck.get(DataCheck.case == case)
    assert (check.status, check.decile, str(check.checked_on)) == ("terdaftar", 2, "2026-11-17")
    assert state(case) == "penanganan"
    assert AuditEntry.get(AuditEntry.action == "data_checked").detail == '{"decile": 2, "status": "terdaftar"}'


def test_a_data_check_during_a_visit_waits_for_the_visit(client_for: SignIn, cast: Cast) -> None:
    field = start_field(cast)
    fill(client_for("sari"), field.case, "cek-data", **CHECK)
    assert state(field.case) == "kunjungan"


def test_a_case_checked_before_goes_on_when_its_visit_is_approved(client_for: SignIn, cast: Cast, app: object) -> None:
    field = start_field(cast)
    fill(client_for("sari"), field.case, "cek-data", **CHECK)
    report(field, app.config["SETTINGS"].uploads)
    approve(field)
    assert state(field.case) == "penanganan"


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"decile": "11"}, "decile", "Desil antara 1 dan 10."),
        ({"decile": "dua"}, "decile", "Desil harus angka."),
        ({"checked_on": "2026-11-18"}, "checked_on", "masa depan"),
        ({"checked_on": ""}, "checked_on", "Isi tanggal cek."),
        ({"channel": ""}, "channel", "Pilih lewat mana data dicek."),
        ({"status": None}, "status", "Pilih status di DTSEN."),
        ({"status": "tidak_dapat", "decile": ""}, "note", "Tulis mengapa data tidak dapat dicek."),
        ({"status": "belum_dicek", "decile": ""}, "note", "Tulis mengapa data belum dicek."),
        ({"status": "tidak_terdaftar"}, "decile", "Desil hanya untuk yang terdaftar"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_data_check_is_said_at_the_field_and_writes_nothing(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, message: str
) -> None:
    case = make_case(cast)
    page = fill(client_for("bayu"), case, "cek-data", 422, **CHECK | {"period": "Triwulan III"} | wrong)
    assert message in page.text(f"#{field}-error") and page.one("#period")["value"] == "Triwulan III"
    assert state(case) == "terdaftar" and not DataCheck.select().exists()


def test_a_recommendation_goes_to_the_koordinator(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    fill(client_for("bayu"), case, "rekomendasi", choice="rujuk", reason="Perlu reaktivasi.")
    assert state(case) == "menunggu_penetapan"
    assert Recommendation.get(Recommendation.case == case).reason == "Perlu reaktivasi."
    page = client_for("ratna").get(f"/kasus/{case.number}")
    assert "Bayu menyarankan rujuk ke instansi" in page.text("#case-next")


def test_what_is_advised_stands_in_the_decision(client_for: SignIn, cast: Cast) -> None:
    case, bayu = checked_case(cast), client_for("bayu")
    office = Agency.get(Agency.hub == cast.hub, Agency.code == "RSUD")
    where = {"agency": str(office.id), "wanted": "Rawat inap"}
    assert "desil 2" in bayu.get(f"/kasus/{case.number}/rekomendasi").text("#case-known")
    fill(bayu, case, "rekomendasi", choice="rujuk", reason="Perlu dirawat.", rejection_reason="kriteria", **where)
    form = client_for("ratna").get(f"/kasus/{case.number}/penetapan")
    assert form.one("input[name=choice][checked]")["value"] == "rujuk"
    assert form.one("#agency option[selected]")["value"] == str(office.id)
    assert form.one("#wanted")["value"] == "Rawat inap" and form.text("#reason") == "Perlu dirawat."
    assert f"({office.name}, Rawat inap)" in form.text("#case-known")
    assert Recommendation.get().rejection_reason == ""


def test_to_advise_a_refusal_asks_for_its_code_and_carries_it(client_for: SignIn, cast: Cast) -> None:
    case, bayu = checked_case(cast), client_for("bayu")
    page = fill(bayu, case, "rekomendasi", 422, choice="tolak", reason="Desil 8.")
    assert "Pilih alasan tidak dapat dilayani." in page.text("#rejection_reason-error")
    fill(bayu, case, "rekomendasi", choice="tolak", reason="Desil 8.", rejection_reason="kriteria")
    form = client_for("ratna").get(f"/kasus/{case.number}/penetapan")
    assert form.one("#rejection_reason option[selected]")["value"] == "kriteria"


def test_an_office_that_is_not_in_the_list_is_carried_by_its_name(client_for: SignIn, cast: Cast) -> None:
    case = checked_case(cast)
    typed = {"choice": "rujuk", "reason": "Perlu panti.", "agency": "lain", "agency_name": "Yayasan Kasih Ibu"}
    fill(client_for("bayu"), case, "rekomendasi", **typed)
    form = client_for("ratna").get(f"/kasus/{case.number}/penetapan")
    assert form.one("#agency option[selected]")["value"] == "lain"
    assert form.one("#agency_name")["value"] == "Yayasan Kasih Ibu"


def test_a_recommendation_needs_choice_and_reason(client_for: SignIn, cast: Cast) -> None:
    page = fill(client_for("bayu"), checked_case(cast), "rekomendasi", 422)
    assert "Pilih rekomendasi." in page.text("#choice-error")
    assert "Isi alasan rekomendasi." in page.text("#reason-error")


def test_a_recommendation_out_of_turn_is_refused_in_words(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    page = fill(client_for("bayu"), case, "rekomendasi", 422, choice="layani", reason="Lengkap.")
    assert "berstatus “Terdaftar”" in page.text(".errors")
    assert state(case) == "terdaftar" and not Recommendation.select().exists()


@pytest.mark.parametrize("sub", ["cek-data", "rekomendasi"])
def test_work_on_a_stale_page_is_a_conflict(client_for: SignIn, cast: Cast, sub: str) -> None:
    case = checked_case(cast)
    bayu = client_for("bayu")
    form = bayu.get(f"/kasus/{case.number}/{sub}")
    Case.update(version=case.version + 1).where(Case.id == case.id).execute()
    typed = CHECK if sub == "cek-data" else {"choice": "layani", "reason": "Lengkap."}
    bayu.fill(form, FORM, _expect=409, **typed)
    assert state(case) == "penanganan"
