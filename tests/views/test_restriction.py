"""The door of a restricted case on screen: the question why, the emergency, the team, closing and lifting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from puskesos.models import AuditEntry, Case, CaseAccess, CaseEvent, Photo
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import PageClient
from tests.views.field import approve, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "main form.sheet"


@pytest.fixture
def case(cast: Cast) -> Case:
    """Sari's violence case of another area than Bayu's."""
    return make_case(cast, service="R08")


def url(case: Case, sub: str = "") -> str:
    return f"/kasus/{case.number}{sub}"


def test_the_first_look_of_the_day_asks_why_and_goes_on(client_for: SignIn, case: Case) -> None:
    ratna = client_for("ratna")
    sent = ratna.get(url(case, "/identitas"), expect=303)
    asked = ratna.follow(sent)
    assert asked.one("h1").text == "Kasus terbatas" and "Siti" not in asked.html
    assert ratna.fill(asked, FORM, reason="periksa").location == url(case, "/identitas")
    assert "Siti" in ratna.get(url(case))
    entry = AuditEntry.get(AuditEntry.action == "restricted_opened")
    assert (entry.reason, entry.detail) == ("Memeriksa atau menetapkan", '{"kind": "biasa"}')


def test_the_next_day_asks_again(client_for: SignIn, case: Case, moment: time_machine.Traveller) -> None:
    assert "Siti" in client_for("sari").get(url(case))  # who closed the case today knows it
    moment.shift(timedelta(hours=16))  # past midnight in the hub, not yet in UTC
    client_for("sari").get(url(case), expect=303)


def test_what_was_typed_waits_behind_the_question(
    client_for: SignIn, case: Case, moment: time_machine.Traveller
) -> None:
    sari = client_for("sari")
    half_typed = sari.get(url(case, "/catatan"))
    CaseAccess.delete().execute()
    sent = sari.fill(half_typed, "form[data-draft]", text="Korban sudah di rumah aman.")
    assert not CaseEvent.select().where(CaseEvent.kind == "catatan").exists()
    back = sari.follow(sari.fill(sari.follow(sent), FORM, reason="menangani"))
    assert back.path == url(case, "/catatan") and back.text("#text") == "Korban sudah di rumah aman."


def test_nothing_typed_on_a_restricted_case_stays_on_the_hubs_computer(
    client_for: SignIn, case: Case, cast: Cast
) -> None:
    sari, open_case = client_for("sari"), make_case(cast)
    assert sari.get(url(case, "/catatan")).select("body[data-no-drafts]")
    assert not sari.get(url(open_case, "/catatan")).select("body[data-no-drafts]")


def test_htmx_is_sent_to_the_question_as_a_whole_page(client_for: SignIn, case: Case) -> None:
    answer = client_for("ratna").get(url(case), fragment=True)
    assert answer.location.startswith(url(case, "/alasan?lanjut=")) and not answer.content


def test_other_needs_words_and_nobody_is_led_away(client_for: SignIn, case: Case) -> None:
    ratna = client_for("ratna")
    page = ratna.get(url(case, "/alasan?lanjut=//jahat.example/"))
    assert "Tulis alasannya." in ratna.fill(page, FORM, reason="lainnya", _expect=422)
    assert ratna.fill(page, FORM, reason="menangani", lanjut="https://jahat.example").location == url(case)


@pytest.mark.parametrize("sub", ["", "/catatan", "/alasan", "/ppks"])
def test_outside_the_team_there_is_only_the_way_of_an_emergency(client_for: SignIn, case: Case, sub: str) -> None:
    page = client_for("bayu").get(url(case, sub), expect=403)
    assert page.one("#failure a[href$='/darurat']").text == "Buka darurat" and "Siti" not in page.html


def test_an_emergency_opens_for_an_hour_and_the_koordinator_sees_it(
    client_for: SignIn, case: Case, moment: time_machine.Traveller
) -> None:
    bayu, ratna = client_for("bayu"), client_for("ratna")
    page = bayu.get(url(case, "/darurat"))
    assert "Siti" not in page.html and "Isi alasannya." in bayu.fill(page, FORM, _expect=422)
    opened = bayu.follow(bayu.fill(page, FORM, reason="Korban menelepon, pelaku datang."))
    assert "Siti Nurhaliza" in opened
    home = ratna.get("/")
    assert "Dibuka darurat oleh Bayu" in home.text("#home-emergencies")
    assert "#home-emergencies" and not bayu.get("/").select("#home-emergencies")
    ratna.fill(home, "#home-emergencies form[action$=pengetahuan]")
    assert not ratna.get("/").select("#home-emergencies")
    moment.shift(timedelta(minutes=61))
    client_for("bayu").get(url(case), expect=403)


@pytest.mark.parametrize("way", ["/tim/{user}/pengeluaran", "/darurat/pengakhiran"], ids=["shut out", "ended"])
def test_the_koordinator_ends_an_emergency_at_once(client_for: SignIn, case: Case, cast: Cast, way: str) -> None:
    bayu, ratna = client_for("bayu"), client_for("ratna")
    bayu.fill(bayu.get(url(case, "/darurat")), FORM, reason="Ingin tahu.")
    bayu.get(url(case))
    ratna.fill(ratna.get(url(case, "/alasan")), FORM, reason="periksa")
    assert "Dibuka darurat" in ratna.get(url(case, "/tim")).text("#team-members")
    said = ratna.follow(ratna.post(url(case, way.format(user=cast.bayu.id))))
    assert "sudah diakhiri" in said or "Bayu tidak lagi dapat membuka" in said
    closed = bayu.get(url(case), expect=403)
    assert not ratna.get("/").select("#home-emergencies")
    assert not ratna.get(url(case, "/tim")).select("form[action$=pengakhiran]")
    if "tim" in way:  # shut out by name: no more glass to break
        assert "darurat" not in closed.text("main").lower()
        bayu.post(url(case, "/darurat"), {"reason": "Lagi."}, expect=403)
        bayu.get(url(case), expect=403)
    else:
        bayu.fill(bayu.get(url(case, "/darurat")), FORM, reason="Klien menelepon.")
        bayu.get(url(case))


def test_the_koordinators_beranda_ends_an_emergency(client_for: SignIn, case: Case) -> None:
    bayu, ratna = client_for("bayu"), client_for("ratna")
    bayu.fill(bayu.get(url(case, "/darurat")), FORM, reason="Korban menelepon.")
    ratna.fill(ratna.get("/"), "#home-emergencies form[action$=pengakhiran]")
    assert not ratna.get("/").select("#home-emergencies")
    bayu.get(url(case), expect=403)
    bayu.post(url(case, "/darurat/pengakhiran"), expect=403)


def test_the_koordinator_names_the_team(client_for: SignIn, case: Case, cast: Cast) -> None:
    ratna = client_for("ratna")
    asked = ratna.follow(ratna.get(url(case, "/tim"), expect=303))
    page = ratna.follow(ratna.fill(asked, FORM, reason="periksa"))
    assert page.texts("#team-members strong") == ["Ratna", "Sari"]
    page = ratna.follow(ratna.fill(page, FORM, user=str(cast.bayu.id)))
    assert "Anggota tim" in page.text("#team-members") and "Memeriksa atau menetapkan" in page.text("#team-looks")
    page = ratna.follow(ratna.fill(page, f"form[action$='/tim/{cast.sari.id}/pengeluaran']"))
    assert page.texts("#team-members strong") == ["Bayu", "Ratna"]
    client_for("sari").get(url(case), expect=403)
    assert "Mengapa" not in client_for("bayu").get(url(case), expect=303).html
    client_for("bayu").get(url(case, "/tim"), expect=403)


def test_a_case_is_closed_by_hand_and_only_the_koordinator_lifts_it(client_for: SignIn, cast: Cast) -> None:
    case, bayu = make_case(cast), client_for("bayu")
    page = bayu.get(url(case, "/kerahasiaan"))
    assert "Pilih alasan." in bayu.fill(page, FORM, _expect=422)
    shown = bayu.follow(bayu.fill(page, FORM, cause="keselamatan"))
    assert "Alasan: keselamatan klien atau pelapor." in shown.text("#case-restricted")
    assert not shown.select("a[href$='/pencabutan']")
    bayu.get(url(case, "/kerahasiaan/pencabutan"), expect=403)
    ratna = client_for("ratna")
    asked = ratna.follow(ratna.get(url(case, "/kerahasiaan/pencabutan"), expect=303))
    lift = ratna.follow(ratna.fill(asked, FORM, reason="periksa"))
    ratna.fill(lift, FORM, reason="Sudah aman.")
    assert not Case.get_by_id(case.id).restricted


def test_violence_shows_duties_and_numbers_at_once_and_asks_for_no_papers(
    client_for: SignIn, case: Case, cast: Cast
) -> None:
    sari = client_for("sari")
    info = sari.post("/penerimaan/layanan", {"service": str(cast.services["R08"].id)}, fragment=True)
    for page in (info, sari.get(url(case))):
        duties = page.text("#protection-duties")
        assert all(word in duties for word in ("SAPA 129", "08111-129-129", "UPTD PPA", "Unit PPA Polres"))
    assert not info.select("input[name=papers]")
    assert not sari.get(url(make_case(cast))).select("#protection-duties")


def test_violence_ticked_at_any_service_shows_the_same(client_for: SignIn, cast: Cast) -> None:
    sari, service = client_for("sari"), str(cast.services["K01"].id)
    asked = sari.post("/penerimaan/layanan", {"service": service}, fragment=True)
    assert asked.select("input[name=papers]") and not asked.select("#protection-duties")
    ticked = sari.post("/penerimaan/layanan", {"service": service, "violence": "y"}, fragment=True)
    assert ticked.select("#protection-duties") and not ticked.select("input[name=papers]")
    page = sari.get(url(make_case(cast, violence=True)))
    assert page.select("#protection-duties") and "tidak memerlukan berkas" in page.text("#case-papers")


def test_a_volunteer_at_work_is_not_asked_but_logged_once_a_day(client_for: SignIn, cast: Cast, case: Case) -> None:
    task, ujang = make_assignment(cast, case), client_for("ujang")
    for _ in range(2):
        assert "Siti" in ujang.get(f"/tugas/{task.number}")
    looks = AuditEntry.select().where(AuditEntry.action == "restricted_opened", AuditEntry.actor == cast.ujang.id)
    assert looks.count() == 1


def test_photos_close_for_the_volunteer_when_the_report_is_approved(client_for: SignIn, cast: Cast, app: Flask) -> None:
    field, ujang = start_field(cast, service="R08"), client_for("ujang")
    report(field, app.config["SETTINGS"].uploads)
    path = f"/foto/{Photo.get().id}"
    ujang.get(path)
    approve(field)
    ujang.get(path, expect=403)


def test_taking_back_a_task_goes_through_the_same_door(client_for: SignIn, cast: Cast, case: Case) -> None:
    task = make_assignment(cast, case)
    path = f"/penugasan/{task.number}/pembatalan"
    ratna = client_for("ratna")
    asked = ratna.follow(ratna.get(path, expect=303))
    assert ratna.fill(asked, FORM, reason="periksa").location == path
