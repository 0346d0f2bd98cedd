"""Steps of a guided way at the desk, the list with its search, and the health insurance of a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Case, Person, PersonChange, Track, TrackEvent, TrackMember
from puskesos.queries import track_list
from tests.cast import Cast, make_person
from tests.page_client import Page, PageClient
from tests.tracked_family import begin, family, go, make_family, steps

SignIn = Callable[[str], PageClient]
FORM = "main form[data-draft]"
BERKAS = {"number": "440/12", "who": "RSUD Cabangbungin"}


@pytest.fixture
def case(cast: Cast) -> Case:
    """A mother who comes for her family of three."""
    return make_family(cast)


@pytest.fixture
def track(cast: Cast, case: Case) -> Track:
    return begin(cast, case)


def path(track: Track, tail: str = "") -> str:
    return f"/kasus/{Case.get_by_id(track.case_id).number}/jalur/{track.id}{tail}"


def step_form(client: PageClient, track: Track, target: str, source: str) -> Page:
    return client.get(path(track, f"/langkah?ke={target}&dari={source}"))


def test_one_form_takes_the_family_on_and_whom_it_leaves_out_stays(client_for: SignIn, track: Track) -> None:
    bayu = client_for("bayu")
    form = step_form(bayu, track, "berkas", "diajukan")
    assert form.texts("main form label")[:3] == ["Siti Aminah", "Budi", "Ani"]
    first = [str(one.id) for one in TrackMember.select().order_by(TrackMember.id)][:2]
    page = bayu.follow(bayu.fill(form, FORM, people=first, **BERKAS))
    assert "Berkas diperiksa: tercatat." in page and steps(track) == ["berkas", "berkas", "diajukan"]
    assert "nomor surat keterangan faskes 440/12, faskes RSUD Cabangbungin" in page.text("#track-log")
    assert AuditEntry.select().where(AuditEntry.action == "track_moved").count() == 1


def test_sending_a_step_again_is_told_and_takes_nobody_twice(client_for: SignIn, track: Track) -> None:
    bayu = client_for("bayu")
    form = step_form(bayu, track, "berkas", "diajukan")
    bayu.fill(form, FORM, **BERKAS)
    assert bayu.fill(form, FORM, _expect={303, 409}, **BERKAS).status in {303, 409}
    assert steps(track) == ["berkas"] * 3 and TrackEvent.select().count() == 6


def test_a_stale_form_of_others_is_refused(client_for: SignIn, cast: Cast, track: Track) -> None:
    bayu = client_for("bayu")
    form = step_form(bayu, track, "berkas", "diajukan")
    mother = TrackMember.select().order_by(TrackMember.id).first()
    go(cast, track, "berkas", who=[mother])
    others = [str(one.id) for one in TrackMember.select().where(TrackMember.step == "diajukan")]
    bayu.fill(form, FORM, people=others, _expect=409, **BERKAS)
    assert steps(track).count("berkas") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"who": "RSUD"}, "Isi nomor surat keterangan faskes."),
        ({**BERKAS, "on": "2026-11-30"}, "Tanggal ini masih di depan."),
        ({**BERKAS, "on": ""}, "Isi tanggal."),
        ({**BERKAS, "people": []}, "Centang paling sedikit satu orang."),
    ],
    ids=["number", "future", "no day", "nobody"],
)
def test_what_a_step_lacks_stands_at_its_field(
    client_for: SignIn, track: Track, typed: dict[str, object], said: str
) -> None:
    bayu = client_for("bayu")
    page = bayu.fill(step_form(bayu, track, "berkas", "diajukan"), FORM, _expect=422, **typed)
    assert said in page.text("main form .error") and steps(track) == ["diajukan"] * 3


@pytest.mark.parametrize("query", ["", "?ke=aktif", "?ke=selesai&dari=diajukan", "?ke=x&dari=diajukan", "?dari=berkas"])
def test_a_step_that_is_not_there_leads_back_to_the_track(client_for: SignIn, track: Track, query: str) -> None:
    assert client_for("bayu").get(path(track, f"/langkah{query}"), expect=303).location == path(track)


def test_front_office_is_refused_the_steps_of_the_office(client_for: SignIn, cast: Cast, track: Track) -> None:
    go(cast, track, "berkas")
    sari = client_for("sari")
    sari.fill(step_form(sari, track, "kelayakan", "berkas"), FORM, who="Dinsos", _expect=403)
    assert steps(track) == ["berkas"] * 3


def test_back_and_mend_keep_everything_in_the_log(client_for: SignIn, cast: Cast, track: Track) -> None:
    bayu = client_for("bayu")
    go(cast, track, "berkas")
    assert "17 Nov 2026 09.00" in bayu.get(path(track)).text("#track-log")
    mend = bayu.get(path(track, "/perbaikan?dari=berkas"))
    assert mend.one("[name=number]")["value"] == "440/12"
    assert "Tulis apa yang keliru." in bayu.fill(mend, FORM, number="440/13", _expect=422)
    page = bayu.follow(bayu.fill(mend, FORM, number="440/13", reason="Salah ketik."))
    assert {"440/12", "440/13", "Alasan: Salah ketik."} <= {
        words for words in ("440/12", "440/13", "Alasan: Salah ketik.") if words in page.text("#track-log")
    }
    back = bayu.get(path(track, "/pengembalian?dari=berkas"))
    page = bayu.follow(bayu.fill(back, FORM, text="Surat belum ada."))
    assert steps(track) == ["diajukan"] * 3 and "kembali ke “Diajukan”" in page.text("#track-log")
    assert bayu.get(path(track, "/pengembalian?dari=diajukan"), expect=303).location == path(track)


def test_the_decile_is_noted_for_the_whole_family(client_for: SignIn, cast: Cast, track: Track) -> None:
    bayu = client_for("bayu")
    assert bayu.get(path(track, "/perbaikan-desil"), expect=303).location == path(track)
    go(cast, track, "aktif", "selesai")
    page = bayu.follow(bayu.fill(bayu.get(path(track, "/perbaikan-desil")), FORM))
    assert "perbaiki desil" not in page and "desil diperbaiki 17 Nov 2026" in page


def test_where_somebody_is_in_care_is_corrected(client_for: SignIn, case: Case, track: Track) -> None:
    bayu, member = client_for("bayu"), TrackMember.select().order_by(TrackMember.id).first()
    form = bayu.get(path(track, f"/orang/{member.id}"))
    page = bayu.follow(bayu.fill(form, FORM, care_place="RSUD Cabangbungin", card_number="0001234567890"))
    assert "Dirawat di RSUD Cabangbungin" in page and "tempat dirawat semula “kosong”" in page
    assert Person.get_by_id(case.client_id).insurance_number == "0001234567890"
    bayu.get(path(track, "/orang/999999"), expect=404)
    sections = bayu.get("/jalur").texts("#track-rows h2")
    assert sections == ["Sedang dirawat · Diajukan 1", "Diajukan 2"]


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
def test_the_list_shows_families_and_is_searched_without_an_address(
    client_for: SignIn, track: Track, fragment: bool
) -> None:
    bayu = client_for("bayu")
    page = bayu.get("/jalur", fragment=fragment, budget=8)
    assert page.texts("#track-rows .needs strong") == ["Siti Aminah, Budi, Ani"] and "3 orang" in page
    assert page.select("#track-rows .needs a")[0]["href"] == path(track)
    assert "1 orang" in bayu.post("/jalur", {"q": "budi"}, expect=200, fragment=fragment)
    assert "Tidak ada jalur yang cocok" in bayu.post("/jalur", {"q": "zzz"}, expect=200, fragment=fragment)


def test_the_list_says_what_waits_for_the_cut_off(client_for: SignIn, track: Track) -> None:
    page = client_for("ratna").get("/jalur")
    assert "Batas data DTSEN berikutnya 17 November 2026 (hari ini)" in page
    assert page.one("main a[href='/jalur?langkah=belum_diusulkan']").get_text() == (
        "3 orang belum diusulkan lewat SIKS-NG"
    )
    assert "Diajukan (3)" in page.texts("#langkah option")


@pytest.mark.parametrize("query", ["jenis=x", "langkah=%00", "desa=²", "setelah=-1", "dirawat=&lewat=x", "desa=9" * 3])
def test_nonsense_in_the_address_is_passed_over(client_for: SignIn, track: Track, query: str) -> None:
    assert client_for("bayu").get(f"/jalur?{query}").status == 200


def test_the_list_goes_on(client_for: SignIn, track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("puskesos.views.track", track_list.__name__):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    bayu = client_for("bayu")
    first = bayu.get("/jalur?jenis=reaktivasi_pbi")
    link = first.one("a[rel=next]")["href"]
    assert first.texts("#track-rows strong") == ["Siti Aminah, Budi"] and "jenis=reaktivasi_pbi" in link
    assert bayu.get(link).texts("#track-rows strong") == ["Ani"]


def test_the_menu_leads_the_office_there_and_not_the_counter(client_for: SignIn, cast: Cast) -> None:
    for name, shown in (("bayu", 1), ("ratna", 1), ("sari", 0)):
        assert len(client_for(name).get("/").select(".places a[href='/jalur']")) == shown
    assert "Tidak ada jalur yang cocok" in client_for("bayu").get("/jalur")


def test_health_insurance_is_written_down_with_what_stood_before(client_for: SignIn, cast: Cast) -> None:
    person, sari = make_person(cast, "Rohmat"), client_for("sari")
    url = f"/warga/{person.id}/jaminan-kesehatan"
    typed = {"health_insurance": "pbi", "insurance_number": "0001234567890"}
    assert "Pilih keadaan kartu." in sari.fill(sari.get(url), FORM, _expect=422, **typed)
    typed |= {"insurance_status": "nonaktif", "deactivated_on": "2026-06-01"}
    page = sari.follow(sari.fill(sari.get(url), FORM, **typed))
    block = page.text("#person-insurance")
    assert "PBI-JK (APBN)" in block and "0001•••••7890" in block and "Nonaktif sejak 1 Juni 2026" in block
    assert "Reaktivasi paling lambat 1 Desember 2026 (2 minggu lagi)." in block
    sari.fill(sari.get(url), FORM, insurance_status="aktif")
    fresh = Person.get_by_id(person.id)
    assert (fresh.insurance_status, fresh.deactivated_on, fresh.insurance_number) == ("aktif", None, "0001234567890")
    assert PersonChange.select().where(PersonChange.field == "insurance_status").count() == 2
    sari.fill(sari.get(url), FORM, health_insurance="tidak_punya")
    assert Person.get_by_id(person.id).insurance_number == ""


def test_the_case_of_health_shows_the_insurance(client_for: SignIn, case: Case, track: Track) -> None:
    page = client_for("bayu").get(f"/kasus/{case.number}")
    assert "Nonaktif sejak 12 Oktober 2026" in page.text("#person-insurance")
    assert "Siti Aminah, Budi, Ani" in page.text("#case-tracks") and len(family(case)) == 3
    sheet = client_for("bayu").get(f"/kasus/{case.number}/lembar-kasus", allow_numbers=True)
    assert "PBI-JK (APBN), nonaktif sejak 12 Oktober 2026" in sheet
