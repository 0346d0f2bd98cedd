"""Letters of emergencies, in which the counter does what else only the office does; and what a fresh form offers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Agency, Case, Referral
from tests.cast import Cast, make_case, make_person, make_referral
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"


def url(referral: Referral, sub: str = "") -> str:
    return f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/{referral.number}{sub}"


def test_the_counter_prints_sends_and_answers_the_letter_of_an_emergency(client_for: SignIn, cast: Cast) -> None:
    referral, sari = make_referral(cast, make_case(cast, priority="darurat"), channel=""), client_for("sari")
    page = sari.get(url(referral))
    assert page.select(f"#referral-next a[href='{url(referral, '/surat.pdf')}']")
    assert "LEMBAR JAWABAN" in sari.get(url(referral, "/surat"))
    sent = sari.get(str(page.one("#referral-next [data-main]")["href"]))
    page = sari.follow(sari.fill(sent, FORM, channel="datang"))
    answer = sari.get(str(page.one("a[href$='ke=selesai']")["href"]))
    sari.fill(answer, FORM, channel="telepon", contact="Ibu Rini", text="Dibawa ke IGD.")
    assert Referral.get_by_id(referral.id).state == "selesai"


@pytest.mark.parametrize("sub", ["/pengingat", "/kode"])
def test_reminders_and_codes_stay_with_the_office(client_for: SignIn, cast: Cast, sub: str) -> None:
    referral = make_referral(cast, make_case(cast, priority="darurat"))
    client_for("sari").post(url(referral, sub), {}, expect=403)


def test_of_a_case_that_is_no_emergency_the_counter_sends_nothing(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast, make_case(cast, priority="segera"))
    typed = {"target": "selesai", "on": "2026-11-17", "channel": "wa", "contact": "Rini", "text": "Ya", "version": "1"}
    client_for("sari").post(url(referral, "/status"), typed, expect=403)
    assert Referral.get_by_id(referral.id).state == "dikirim"


@pytest.mark.parametrize(
    ("priority", "basis", "due"),
    [("darurat", "kepentingan_vital", "2026-11-17"), ("biasa", "tugas_pelayanan_publik", "2026-11-24")],
)
def test_a_fresh_letter_knows_its_basis_and_its_day_and_is_not_sent_yet(
    client_for: SignIn, cast: Cast, priority: str, basis: str, due: str
) -> None:
    referral = make_referral(cast, make_case(cast, priority=priority))
    page = client_for("ratna").get(f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/baru")
    assert page.one("#basis option[selected]")["value"] == basis
    assert page.one("#answer_due_on")["value"] == due
    assert not page.select("#sent_via option[selected]:not([value=''])") and not page.select("#identity")
    assert page.select("#basis option")[1]["value"] == "tugas_pelayanan_publik"


def test_a_day_left_as_it_was_gives_an_office_its_own_days(client_for: SignIn, cast: Cast) -> None:
    slow = Agency.get(Agency.hub == cast.hub, Agency.code == "BAZNAS")
    Agency.update(answer_days=10).where(Agency.id == slow.id).execute()
    case, ratna = Case.get_by_id(make_referral(cast).case_id), client_for("ratna")
    typed = {"agency": str(slow.id), "wanted": "Beasiswa", "reason": "Putus sekolah."}
    for chosen, due in (({}, "2026-12-01"), ({"answer_due_on": "2026-11-20"}, "2026-11-20")):
        ratna.fill(ratna.get(f"/kasus/{case.number}/rujukan/baru"), FORM, **typed | chosen)
        made = Referral.select().order_by(Referral.id.desc()).get()
        assert (str(made.answer_due_on), made.state) == (due, "draf")


def test_the_states_of_a_letter_are_called_by_their_own_words(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast)
    page = client_for("bayu").get(url(referral, "/status?ke=selesai"))
    assert page.one("#target option[selected]")["value"] == "selesai"
    words = ["Pilih keadaan", "Diterima instansi", "Dalam pelayanan", "Selesai", "Ditolak", "Dibatalkan"]
    assert page.texts("#target option") == words


def test_the_day_of_an_answer_is_said_in_one_way(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = make_referral(cast, make_case(cast, client=make_person(cast))), client_for("bayu")
    assert "Diharapkan paling lambat 24 November 2026." in bayu.get(url(referral)).text("#referral-next")
    case = bayu.get(f"/kasus/{Case.get_by_id(referral.case_id).number}")
    assert "jawaban diharapkan paling lambat 24 November 2026." in case.text("#case-next")
