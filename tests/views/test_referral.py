"""Referrals on screen: the list, one referral, a further one, steps, reminders, the family, and who sees what."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from puskesos.models import Agency, AuditEntry, Case, Referral, ReferralEvent
from tests.cast import Cast, make_case, make_person, make_referral
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
NEW = {
    "wanted": "Beasiswa", "reason": "Putus sekolah.", "basis": "kepentingan_vital", "basis_note": "Tidak makan.",
    "sent_via": "surat", "answer_due_on": "2026-11-30",
}  # fmt: skip


def url(referral: Referral, sub: str = "") -> str:
    return f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/{referral.number}{sub}"


def fill(client: PageClient, referral: Referral, sub: str, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(url(referral, sub)), FORM, _expect=expect, **typed)


def state(referral: Referral) -> str:
    return Referral.get_by_id(referral.id).state


def test_a_further_referral_is_typed_sent_once_and_shown(client_for: SignIn, cast: Cast) -> None:
    case, ratna = Case.get_by_id(make_referral(cast).case_id), client_for("ratna")
    form = ratna.get(f"/kasus/{case.number}/rujukan/baru")
    agency = Agency.get(Agency.hub == cast.hub, Agency.code == "BAZNAS")
    first = ratna.fill(form, FORM, agency=str(agency.id), **NEW)
    assert ratna.fill(form, FORM, agency=str(agency.id), **NEW).location == first.location
    page = ratna.follow(first)
    assert "Rujukan ke Baznas Kabupaten" in page.text("h1") and "400.9/002/PKS-321617/XI/2026" in page
    assert "Kepentingan vital" in page and Referral.select().count() == 2
    shown = ratna.get(f"/kasus/{case.number}").text("#case-referrals")
    assert "Baznas Kabupaten" in shown and "Dinas Pendidikan" in shown


def test_usual_offices_of_the_service_are_offered_first(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast, make_case(cast, service="P01"))
    page = client_for("ratna").get(url(referral, "").rsplit("/", 1)[0] + "/baru")
    groups = page.select("#agency optgroup")
    assert groups[0]["label"] == "Biasanya untuk layanan ini" and "Dinas Pendidikan" in groups[0].get_text()
    assert page.select("#agency option")[-1]["value"] == "lain"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"agency": ""}, "Pilih instansi tujuan"),
        ({"agency": "lain"}, "tulis nama instansi lain"),
        ({"wanted": ""}, "Isi layanan yang diminta."),
        ({"basis_note": ""}, "Tulis bahaya apa yang dihindari."),
        ({"letter_on": "2026-11-18"}, "tidak boleh di masa depan"),
        ({"answer_due_on": "2026-11-01"}, "sebelum tanggal surat"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_referral_says_what_is_missing(client_for: SignIn, cast: Cast, wrong: dict[str, str], message: str) -> None:
    case = Case.get_by_id(make_referral(cast).case_id)
    ratna = client_for("ratna")
    typed = NEW | {"agency": str(Agency.get(Agency.hub == cast.hub).id)} | wrong
    page = ratna.fill(ratna.get(f"/kasus/{case.number}/rujukan/baru"), FORM, _expect=422, **typed)
    field = "agency" if "agency" in wrong else next(iter(wrong))
    assert message in page.text(f"#{field}-error") and page.text("#reason") == "Putus sekolah."
    assert Referral.select().count() == 1


def test_an_answer_by_phone_leads_to_the_family_and_on(client_for: SignIn, cast: Cast) -> None:
    referral, bayu, sari = make_referral(cast), client_for("bayu"), client_for("sari")
    page = bayu.get(url(referral))
    assert "Menunggu jawaban Dinas Pendidikan" in page.text("#referral-next")
    step = page.one("#referral-next a[href$='status?ke=selesai']")
    form = bayu.get(str(step["href"]))
    bayu.fill(form, FORM, channel="telepon", contact="Ibu Rini", text="Diterima di SMPN 1.")
    case = Case.get_by_id(referral.case_id)
    waiting = sari.get(f"/kasus/{case.number}")
    assert "Sampaikan kepada keluarga" in waiting.text("#case-next")
    told = fill(sari, referral, "/kabar-keluarga", channel="telepon", contact="Ibu klien")
    assert "Keluarga diberi tahu 17 November 2026" in sari.follow(told)
    assert "Tutup kasus" in client_for("ratna").get(f"/kasus/{case.number}").text("#case-next [data-main]")


def test_when_every_office_refuses_the_case_shows_another_way(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast)
    Referral.update(state="ditolak", told_family_on="2026-11-17").execute()
    ratna = client_for("ratna")
    ratna.get("/rujukan")  # the first look at anything also reads hub, names and days off
    page = ratna.get(f"/kasus/{Case.get_by_id(referral.case_id).number}")
    assert "Rujuk ke instansi lain" in page.text("#case-next [data-main]")
    assert {"Tutup kasus", "Tetapkan lain"} <= set(page.texts("#case-next .others a"))


def test_a_step_without_its_words_is_refused_and_a_stale_one_is_a_conflict(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = make_referral(cast), client_for("bayu")
    page = fill(bayu, referral, "/status?ke=ditolak", 422, channel="wa", contact="Pak Adi")
    assert "Tulis jawaban instansi." in page.text("#text-error")
    form = bayu.get(url(referral, "/status"))
    typed = {"target": "diterima", "channel": "wa", "contact": "Pak Adi"}
    bayu.fill(form, FORM, **typed)
    bayu.fill(form, FORM, **typed | {"contact": "Bu Rini"}, _expect={409, 422})
    assert ReferralEvent.select().where(ReferralEvent.to_state == "diterima").count() == 1


def test_a_wrong_answer_is_corrected_from_the_letters_page(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = make_referral(cast), client_for("bayu")
    Referral.update(state="selesai", answered_on="2026-11-17", told_family_on="2026-11-17").execute()
    link = bayu.get(url(referral)).one("#referral-next a[href$='status?ke=ditolak']")
    assert link.get_text() == "Koreksi jawaban: ditolak"
    typed = {"channel": "telepon", "contact": "Ibu Rini", "text": "Kuota habis."}
    page = bayu.fill(bayu.get(str(link["href"])), FORM, _expect=422, **typed)
    assert "Tulis apa yang keliru." in page.text("#correction-error")
    shown = bayu.follow(bayu.fill(page, FORM, correction="Salah tekan"))
    assert "Sampaikan jawaban ini kepada keluarga." in shown.text("#referral-next") and state(referral) == "ditolak"


def test_where_no_step_is_left_no_empty_list_is_shown(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast)
    Referral.update(state="batal").execute()
    assert client_for("bayu").get(url(referral, "/status"), expect=303).location == url(referral)


def test_a_reminder_names_the_letter_and_nobody(client_for: SignIn, cast: Cast) -> None:
    referral = make_referral(cast, make_case(cast, client=make_person(cast, "Siti Nurhaliza")))
    Agency.update(phone="0812-0000-4321").where(Agency.id == referral.agency_id).execute()
    bayu = client_for("bayu")
    page = bayu.get(url(referral, "/pengingat"))
    link = unquote(str(page.one("a[href^='https://wa.me/6281200004321']")["href"]))
    assert referral.letter_number in link and "/j/" in link
    assert "Siti" not in link and "Nurhaliza" not in link and "Siti" not in page.text(".story")
    form = bayu.fill(page, FORM)
    assert "Pengingat · WA" in bayu.follow(form).text("#referral-log")


def test_the_code_is_replaced_and_revoked_by_a_button(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = make_referral(cast), client_for("bayu")
    form = "#referral-code form"
    before = bayu.get(url(referral)).text("#referral-code .nowrap")
    page = bayu.follow(bayu.fill(bayu.get(url(referral)), form, press="[value=baru]"))
    assert page.text("#referral-code .nowrap") not in {before, ""}
    page = bayu.follow(bayu.fill(page, form, press="[value=cabut]"))
    assert "Kode sudah dicabut" in page.text("#referral-code")
    bayu.fill(page, form, _expect=422)


def test_after_a_move_to_another_computer_the_code_asks_to_be_made_anew(client_for: SignIn, cast: Cast) -> None:
    referral, bayu = make_referral(cast, secret="komputer lama"), client_for("bayu")
    page = bayu.get(url(referral))
    assert "dari komputer lain" in page.text("#referral-code") and not page.select("#referral-code .nowrap")
    assert "QR" not in bayu.get(url(referral, "/surat")).text(".slip")
    page = bayu.follow(bayu.fill(page, "#referral-code form", press="[value=baru]"))
    assert page.select("#referral-code .nowrap")


def test_the_front_office_reads_and_tells_but_neither_answers_nor_prints(client_for: SignIn, cast: Cast) -> None:
    referral, sari = make_referral(cast), client_for("sari")
    page = sari.get(url(referral))
    assert not page.select("#referral-code") and not page.select("#referral-next a[href*='status']")
    for sub in ("/status", "/pengingat", "/surat", "/surat.pdf"):
        sari.get(url(referral, sub), expect=403)
    client_for("bayu").get(url(referral, "").rsplit("/", 1)[0] + "/baru", expect=403)


def test_a_referral_is_found_only_in_its_own_case_and_hub(client_for: SignIn, cast: Cast) -> None:
    referral, other = make_referral(cast), make_case(cast)
    client_for("sari").get(f"/kasus/{other.number}/rujukan/{referral.number}", expect=404)
    client_for("citra").get(url(referral), expect=404)
    client_for("dewi").get(url(referral), expect=403)
    client_for("ujang").get(url(referral), expect=403)


def test_a_restricted_case_hides_its_referrals_from_others(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, by=cast.ratna, restricted=True, service="R08")
    referral = make_referral(cast, case)
    assert "Dinas Pendidikan" not in client_for("sari").get("/rujukan").text("#referral-rows")
    client_for("sari").get(url(referral), expect=403)
    shown = client_for("ratna").get("/rujukan").text("#referral-rows")
    assert "S. N. (Terbatas)" in shown and "Siti" not in shown


def test_the_list_opens_with_the_longest_awaited_and_narrows(client_for: SignIn, cast: Cast, moment: object) -> None:
    first, second = make_referral(cast), make_referral(cast, agency_name="Panti Asih")
    done = make_referral(cast, agency_name="Rumah Singgah")
    Referral.update(answer_due_on="2026-11-10").where(Referral.id == second.id).execute()
    Referral.update(state="selesai").where(Referral.id == done.id).execute()
    sari = client_for("sari")

    def found(query: str) -> list[str]:
        return [str(row["id"])[13:] for row in sari.get(f"/rujukan{query}", fragment=True).select("tbody tr")]

    assert found("") == [second.number, first.number]
    assert found("?lewat=1") == [second.number]
    assert found("?status=") == [done.number, first.number, second.number]
    assert found("?status=belum_disampaikan") == [done.number]
    assert found("?cari=panti") == [second.number] and found(f"?cari={first.letter_number}") == [first.number]
    assert found(f"?instansi={second.agency_id}") == [second.number]
    assert found("?status=nonsens&instansi=²&setelah=x.9") == [second.number, first.number]
    assert "2 instansi" in sari.get("/rujukan").text("summary")


def test_the_list_pages_by_key_and_says_when_empty(client_for: SignIn, cast: Cast) -> None:
    sari = client_for("sari")
    assert "Tidak ada rujukan yang cocok" in sari.get("/rujukan")
    case = make_case(cast)
    numbers = [make_referral(cast, case).number for _ in range(51)]
    page = sari.get("/rujukan")
    assert len(page.select("tbody tr")) == 50 and "51 rujukan" in page
    rest = sari.get(str(page.one("a[rel=next]")["href"]))
    assert [str(row["id"])[13:] for row in rest.select("tbody tr")] == numbers[50:]
    assert not AuditEntry.select().where(AuditEntry.action == "referral_moved").exists()
