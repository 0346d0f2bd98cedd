"""Menggabungkan warga: choosing, comparing, merging once, the hidden entry's address, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from puskesos.models import AuditEntry, Case, NotSame, Person, PersonMerge, Submission
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
BORN = date(1979, 6, 12)
FORM = "#merge-form"
NIK, OTHER_NIK = "3216995206790003", "3216995206790103"
LONG = "Raden Ajeng Siti Nurhaliza Kusumawardhani Puspaningrum Sari W"


@pytest.fixture
def pair(cast: Cast) -> list[Person]:
    kept = make_person(cast, "Siti Aisyah", birth_date=BORN, nik=NIK, nik_reason="")
    return [kept, make_person(cast, "Siti Aisah", birth_date=BORN, alias="Iti", kk="3216991206790001")]


def address(pair: list[Person], swapped: bool = False) -> str:
    one, other = reversed(pair) if swapped else pair
    return f"/warga/{one.id}/gabung/{other.id}"


def merge(client: PageClient, pair: list[Person], **typed: Any) -> Page:
    return client.fill(client.get(address(pair)), FORM, **typed)


def undo_path(pair: list[Person]) -> str:
    return f"/warga/{pair[0].id}/penggabungan/{PersonMerge.get().id}/pembatalan"


def test_the_likely_double_stands_first_and_others_are_searched(
    client_for: SignIn, cast: Cast, pair: list[Person]
) -> None:
    third = make_person(cast, "Rohmat Hidayat", sex="L")
    sari = client_for("sari")
    page = sari.get(f"/warga/{pair[0].id}/gabung")
    part = sari.fill(page, "#merge-likely form", _expect=200, _fragment=True)
    assert not part.select("h1")
    page = sari.fill(page, "#merge-likely form", _expect=200)
    assert page.one("#merge-likely a.button")["href"] == address(pair) and "lahir sama" in page
    found = sari.fill(page, "#merge-search", q="rohmat", _expect=200)
    assert [link["href"] for link in found.select("#merge-search .results a")] == [
        f"/warga/{pair[0].id}/gabung/{third.id}"
    ]
    nobody = sari.fill(page, "#merge-search", q="siti aisyah", _expect=200)
    assert f"/gabung/{pair[0].id}" not in nobody.html


def test_only_what_differs_is_asked_and_the_likelier_side_is_chosen(client_for: SignIn, pair: list[Person]) -> None:
    page = client_for("sari").get(address(pair))
    assert page.texts("#merge-fields legend") == ["Nama", "Panggilan", "NIK", "Keluarga"]
    chosen = {radio["name"]: radio["value"] for radio in page.select("#merge-fields input[checked]")}
    assert chosen == {"pick_name": "2", "pick_alias": "2", "pick_nik": "1", "pick_family": "2"}
    assert "3216••••••••0003" in page and "Jenis kelamin Perempuan" in page.text("#merge-fields dl")
    assert page.text("h1") == client_for("sari").get(address(pair, swapped=True)).text("h1")


def test_merging_leads_to_the_kept_person_who_has_it_all(client_for: SignIn, cast: Cast, pair: list[Person]) -> None:
    case = make_case(cast, client=pair[1])
    sari = client_for("sari")
    assert "Dari data 2 ikut pindah: 1 kasus." in sari.get(address(pair)).text("#merge-moves")
    page = sari.follow(merge(sari, pair, pick_name="1", reason="Tercatat dua kali"))
    kept = Person.get_by_id(pair[0].id)
    assert (kept.name, kept.alias, kept.nik, kept.household_id) == ("Siti Aisyah", "Iti", NIK, pair[1].household_id)
    assert Case.get_by_id(case.id).client_id == kept.id and case.number in page
    history = page.text("#person-history")
    assert "menggabungkan data “Siti Aisah” ke warga ini" in history and "Tercatat dua kali" in history
    entry = AuditEntry.get(AuditEntry.action == "person_merged")
    assert entry.object_id == str(kept.id) and "Siti" not in entry.detail and NIK not in entry.detail


def test_a_second_tap_answers_the_same_and_merges_once(client_for: SignIn, pair: list[Person]) -> None:
    sari = client_for("sari")
    page = sari.get(address(pair))
    first, second = sari.fill(page, FORM), sari.fill(page, FORM)
    assert first.location == second.location == f"/warga/{pair[0].id}"
    assert PersonMerge.select().count() == Submission.select().where(Submission.action == "person_merged").count() == 1


def test_the_merged_entry_leads_on_and_is_nowhere_else(client_for: SignIn, pair: list[Person]) -> None:
    sari = client_for("sari")
    merge(sari, pair)
    page = sari.follow(sari.get(f"/warga/{pair[1].id}", expect=303))
    assert page.path == f"/warga/{pair[0].id}" and "sudah digabung" in page
    for path in ("ubah", "keadaan", "keluarga", "nomor", "program", "gabung"):
        sari.get(f"/warga/{pair[1].id}/{path}", expect=404)
    sari.get(f"/penerimaan/warga/{pair[1].id}", expect=404)
    rows = sari.get("/warga").select("#person-rows tbody tr")
    assert len(rows) == 1


def test_it_is_taken_back_within_ninety_days(client_for: SignIn, pair: list[Person]) -> None:
    sari = client_for("sari")
    page = sari.follow(merge(sari, pair))
    assert page.one(f"#merge-{PersonMerge.get().id} a")["href"] == undo_path(pair)
    plan = sari.get(undo_path(pair))
    assert "“Siti Aisah” kembali menjadi warga sendiri" in plan and "kembali seperti semula: Nama, Panggilan" in plan
    page = sari.follow(sari.fill(plan, "#undo-form"))
    assert "membatalkan penggabungan" in page.text("#person-history") and not page.select("[id^=merge-]")
    assert sari.get(f"/warga/{pair[1].id}").text("h1").startswith("Siti Aisah")
    assert sari.post(undo_path(pair)).location == f"/warga/{pair[0].id}"
    assert AuditEntry.select().where(AuditEntry.action == "person_merge_undone").count() == 1


def test_after_ninety_days_the_way_back_is_closed(client_for: SignIn, pair: list[Person]) -> None:
    merge(client_for("sari"), pair)
    path, later = undo_path(pair), timedelta(days=91)
    with time_machine.travel(PersonMerge.get().at + later, tick=True):
        sari = client_for("sari")
        assert not sari.get(f"/warga/{pair[0].id}").select("[id^=merge-]")
        assert "lewat 90 hari" in sari.post(path, expect=422).text("[role=alert]")


def test_what_changed_meanwhile_is_a_conflict(client_for: SignIn, pair: list[Person]) -> None:
    sari = client_for("sari")
    page = sari.get(address(pair))
    Person.update(version=2).where(Person.id == pair[1].id).execute()
    sari.fill(page, FORM, _expect=409)
    assert not PersonMerge.select().exists()


def test_a_missing_choice_is_said_at_the_field(client_for: SignIn, pair: list[Person]) -> None:
    sari = client_for("sari")
    page = sari.fill(sari.get(address(pair)), FORM, pick_name=False, pick_nik="7", _expect=422)
    assert "Pilih data yang dipakai untuk Nama." in page.text("#pick_name-error")
    assert page.select("#pick_nik-error") and not PersonMerge.select().exists()


def test_two_different_numbers_with_the_same_ends_can_be_told_apart(client_for: SignIn, pair: list[Person]) -> None:
    Person.update(nik="3216995206800003", nik_reason="").where(Person.id == pair[1].id).execute()
    page = client_for("ratna").get(address(pair))
    assert page.texts("#merge-fields fieldset")[2].count("angka di tengah berbeda") == 2


def test_a_pair_once_told_apart_is_warned_about(client_for: SignIn, cast: Cast, pair: list[Person]) -> None:
    when = {"actor": cast.bayu, "actor_name": "Bayu", "at": pair[0].created_at}
    NotSame.create(hub=cast.hub, person_low=pair[0], person_high=pair[1], **when)
    assert "bukan orang yang sama” oleh Bayu" in client_for("sari").get(address(pair))


def make_restricted(cast: Cast, pair: list[Person]) -> None:
    make_case(cast, client=pair[1], by=cast.sari, restricted=True)


def make_dead(cast: Cast, pair: list[Person]) -> None:
    Person.update(status="meninggal", status_on=date(2026, 1, 1)).where(Person.id == pair[1].id).execute()


def give_other_nik(cast: Cast, pair: list[Person]) -> None:
    Person.update(nik=OTHER_NIK, nik_reason="").where(Person.id == pair[1].id).execute()


@pytest.mark.parametrize("how", [make_restricted, make_dead, give_other_nik])
def test_some_merges_are_the_koordinators_and_the_counter_is_not_told_why(
    client_for: SignIn, cast: Cast, pair: list[Person], how: Callable[[Cast, list[Person]], None]
) -> None:
    how(cast, pair)
    sari, ratna = client_for("sari"), client_for("ratna")
    page = sari.get(address(pair))
    assert page.text(FORM).startswith("Penggabungan ini perlu koordinator.") and not page.select(
        "form input[type=radio]"
    )
    form = ratna.get(address(pair))
    sent = {field["name"]: field["value"] for field in form.select(f"{FORM} [checked], {FORM} [type=hidden]")}
    sent.pop("csrf_token")
    refused = sari.post(address(pair), sent, expect=422)
    assert "Penggabungan ini perlu koordinator." in refused.text(FORM) and not PersonMerge.select().exists()
    ratna.fill(form, FORM)
    assert "perlu koordinator" in sari.post(undo_path(pair), expect=422).text("[role=alert]")
    ratna.post(undo_path(pair))


def test_people_behind_closed_doors_are_not_found(client_for: SignIn, cast: Cast, pair: list[Person]) -> None:
    make_case(cast, client=pair[1], by=cast.ratna, restricted=True)
    sari = client_for("sari")
    sari.get(address(pair), expect=404)
    sari.get(f"/warga/{pair[1].id}/gabung", expect=404)
    page = sari.fill(sari.get(f"/warga/{pair[0].id}/gabung"), "#merge-search", q="siti aisah", _expect=200)
    assert not page.select("#merge-search .results")
    assert "tidak dapat ditampilkan" in sari.post(f"/warga/{pair[0].id}/gabung", expect=200)


def test_nobody_is_merged_with_themselves_or_with_another_hub(client_for: SignIn, cast: Cast) -> None:
    ours, theirs = make_person(cast), make_person(cast, by=cast.citra)
    ratna = client_for("ratna")
    for other in (ours.id, theirs.id, 999_999):
        ratna.get(f"/warga/{ours.id}/gabung/{other}", expect=404)


@pytest.mark.parametrize("username", ["bayu", "ujang", "dewi"])
def test_it_is_for_koordinator_and_counter_alone(client_for: SignIn, pair: list[Person], username: str) -> None:
    client_for(username).get(address(pair), expect=403)
    client_for(username).post(address(pair), expect=403)
    if username == "bayu":
        assert "Gabungkan" not in client_for("bayu").get(f"/warga/{pair[0].id}")


def test_a_very_long_name_stands_on_every_page(client_for: SignIn, cast: Cast) -> None:
    pair = [make_person(cast, LONG, birth_date=BORN), make_person(cast, LONG + "i", birth_date=BORN)]
    sari = client_for("sari")
    assert LONG in sari.get(f"/warga/{pair[0].id}/gabung") and LONG in sari.get(address(pair))
    merge(sari, pair)
    assert LONG in sari.get(undo_path(pair))
