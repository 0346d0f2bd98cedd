"""Jalur: beginning one for a family, its page, the block on the case, and the list with patients in care first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from puskesos.models import AuditEntry, Case, CaseEvent, Person, Track, TrackMember
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient
from tests.tracked_family import OFF, begin, family, go, make_family, steps

SignIn = Callable[[str], PageClient]
FORM = "main form[data-draft]"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A mother who comes for her family of seven."""
    return make_family(cast, size=7)


def new_track(client: PageClient, case: Case, query: str = "") -> Page:
    return client.get(f"/kasus/{case.number}/jalur/baru{query}")


def test_the_case_of_a_reactivation_offers_the_way_and_others_by_choice(
    client_for: SignIn, cast: Cast, case: Case
) -> None:
    sari = client_for("sari")
    page = sari.get(f"/kasus/{case.number}")
    assert page.texts("#case-tracks .button") == ["Mulai Reaktivasi PBI-JK"]
    other = sari.get(f"/kasus/{make_case(cast, service='E01').number}")
    assert [link.get_text() for link in other.select("#case-tracks a")] == [
        "Mulai reaktivasi PBI-JK", "usulan DTSEN/bansos",
    ]  # fmt: skip


def test_five_people_begin_in_one_form_once(client_for: SignIn, case: Case) -> None:
    sari, people = client_for("sari"), family(case)
    form = new_track(sari, case)
    assert [box["name"] for box in form.select("input[type=checkbox][checked]")] == [f"take_{case.client_id}"]
    typed = {f"take_{one.id}": True for one in people[1:5]} | {f"card_{one.id}": "0001234567890" for one in people[:5]}
    typed |= {"deactivated_on": "2026-10-12", "deactivation_number": "SK 3/HUK/2026"}
    typed |= {f"off_{people[4].id}": "2026-06-01", f"care_{people[0].id}": "RSUD Cabangbungin"}
    for _ in range(2):
        answer = sari.fill(form, FORM, **typed)
    assert Track.select().count() == 1 and steps(Track.get()) == ["diajukan"] * 5
    assert sorted(one.deactivated_on for one in TrackMember.select()) == [date(2026, 6, 1)] + [OFF] * 4
    page = sari.follow(answer)
    assert "paling lambat 12 April 2027 (4 bulan lagi)" in page and "paling lambat 1 Desember 2026 (2 minggu" in page
    assert "Dirawat di RSUD Cabangbungin" in page and "0001•••••7890" in page
    assert AuditEntry.select().where(AuditEntry.action == "track_started").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"card": "123"}, "Nomor kartu JKN 13 angka, atau NIK 16 angka."),
        ({"off": "2027-01-01"}, "Tanggal nonaktif Siti Aminah masih di depan."),
        ({"take": False}, "Centang paling sedikit satu orang."),
        ({"on": ""}, "Isi tanggal mulai."),
    ],
    ids=["card", "future", "nobody", "no day"],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    client_for: SignIn, case: Case, typed: dict[str, object], said: str
) -> None:
    sari = client_for("sari")
    fields = {name if name == "on" else f"{name}_{case.client_id}": value for name, value in typed.items()}
    page = sari.fill(new_track(sari, case), FORM, _expect=422, **fields | {"deactivation_number": "SK 3/HUK/2026"})
    assert said in page.text(".errors") and not Track.select().exists()
    assert page.one("[name=deactivation_number]")["value"] == "SK 3/HUK/2026"


def test_a_proposal_asks_what_for(client_for: SignIn, case: Case) -> None:
    bayu = client_for("bayu")
    form = new_track(bayu, case, "?jenis=usulan_dtsen")
    assert "Batas data DTSEN berikutnya 17 November 2026 (hari ini)" in form
    assert "Usulan program 1 Desember 2026 s.d. 10 Desember 2026" in form
    assert "Centang apa yang diusulkan" in bayu.fill(form, FORM, _expect=422)
    page = bayu.follow(bayu.fill(form, FORM, wanted=["dtsen", "pbi_jk"]))
    assert "Yang diusulkan: data DTSEN, PBI-JK" in page and "Dinsos, Kemensos" not in page


def test_the_page_leads_through_the_steps_and_says_whose_turn_it_is(client_for: SignIn, cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    path = f"/kasus/{case.number}/jalur/{track.id}"
    page = client_for("bayu").get(path, budget=9)
    assert page.texts("#track-step-diajukan .button") == ["Berkas sudah diperiksa"]
    assert page.texts("#track-path li[aria-current]") == ["Diajukan (7)"]
    go(cast, track, "berkas")
    assert "Langkah berikutnya dicatat back office" in client_for("sari").get(path)
    go(cast, track, "aktif")
    page = client_for("bayu").get(path)
    assert "perbaiki desil sebelum 17 Mei 2027 (6 bulan lagi)" in page
    assert {"Keluarga sudah diberi tahu", "Desil sudah diperbaiki"} <= set(page.texts("#track-step-aktif .button"))


def test_an_expired_window_is_red_and_says_what_then(client_for: SignIn, cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    TrackMember.update(deactivated_on=date(2026, 3, 1)).execute()
    page = client_for("bayu").get(f"/kasus/{case.number}/jalur/{track.id}")
    late = page.texts(".badge[data-tone=late]")
    assert set(late) == {"lewat sejak 1 September 2026: buat usulan baru"}
    assert "lewat sejak" in client_for("bayu").get(f"/kasus/{case.number}").text("#case-tracks")


def test_the_end_offers_to_close_the_case(client_for: SignIn, cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "aktif", "selesai")
    Case.update(state="dirujuk").execute()
    path = f"/kasus/{case.number}/jalur/{track.id}"
    assert client_for("ratna").get(path).one("#track-end a")["href"] == f"/kasus/{case.number}/penutupan"
    assert client_for("bayu").get(path).one("#track-end a")["href"] == f"/kasus/{case.number}"
    page = client_for("ratna").get(f"/kasus/{case.number}", budget=14)  # settings and names are read afresh in a test
    assert "Tutup kasus" in page.text("#case-tracks")
    assert (
        CaseEvent.select()
        .order_by(CaseEvent.id.desc())
        .get()
        .text.startswith("Reaktivasi PBI-JK, klien dan 6 orang lain: Selesai")
    )


def test_a_decile_above_the_limit_is_remarked_and_stops_nobody(client_for: SignIn, cast: Cast, case: Case) -> None:
    Person.update(decile=6).where(Person.id == case.client_id).execute()
    track = begin(cast, case)
    page = client_for("bayu").get(f"/kasus/{case.number}/jalur/{track.id}")
    assert page.texts("#track-about .remark") == ["Siti Aminah: Desil 6: di atas batas PBI-JK (1–5)."]
    go(cast, track, "berkas")
    assert "verifikasi Dukcapil" not in page.html


def test_a_refused_reactivation_offers_a_proposal(client_for: SignIn, cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    go(cast, track, "berkas", "kelayakan", "rekomendasi", "diusulkan", "ditolak")
    page = client_for("bayu").get(f"/kasus/{case.number}/jalur/{track.id}")
    assert "Buat usulan baru" in page.texts("#track-step-ditolak .button")


def test_the_track_of_another_case_is_not_found(client_for: SignIn, cast: Cast, case: Case) -> None:
    track, other = begin(cast, case), make_case(cast)
    client_for("bayu").get(f"/kasus/{other.number}/jalur/{track.id}", expect=404)
    client_for("citra").get(f"/kasus/{case.number}/jalur/{track.id}", expect=404)


def test_a_closed_case_shows_its_ways_and_begins_none(client_for: SignIn, cast: Cast, case: Case) -> None:
    begin(cast, case, people=None)
    Case.update(state="selesai").execute()
    sari = client_for("sari")
    assert not sari.get(f"/kasus/{case.number}").select("#case-tracks a[href$='/jalur/baru']")
    assert "sudah ditutup" in sari.fill(new_track(sari, case), FORM, _expect=422)


def test_every_person_of_the_hub_keeps_the_old_card_when_none_is_typed(
    client_for: SignIn, cast: Cast, case: Case
) -> None:
    Person.update(insurance_number="0009876543210").where(Person.id == case.client_id).execute()
    sari = client_for("sari")
    sari.fill(new_track(sari, case), FORM, deactivated_on="2026-10-12")
    assert Person.get_by_id(case.client_id).insurance_number == "0009876543210"


def test_a_person_without_family_begins_alone(client_for: SignIn, cast: Cast) -> None:
    alone = make_case(cast, client=make_person(cast, "Rohmat"))
    page = new_track(client_for("sari"), alone)
    assert len(page.select("input[name^=take_]")) == 1 and "Anggota keluarga lain muncul" in page
