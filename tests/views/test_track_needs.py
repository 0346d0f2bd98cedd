"""Guided ways remind: the short list on Beranda, the number on the menu, the filter and the buttons of the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from puskesos.models import Case, Track, TrackMember
from tests.cast import NOW, TODAY, Cast, make_case, make_person
from tests.page_client import Page, PageClient
from tests.tracked_family import begin, go, make_family

SignIn = Callable[[str], PageClient]
LONG_AGO = NOW - timedelta(days=6)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_family(cast)


def stand(track: Track, **fields: Any) -> None:
    TrackMember.update(**fields).where(TrackMember.track == track).execute()


def told(page: Page) -> list[str]:
    return page.texts("#track-needs strong")


def badge(page: Page) -> list[str]:
    return [one for one in page.texts("#menu a") if one.startswith("Jalur")]


def test_nothing_is_said_while_everything_is_in_time(client_for: SignIn, cast: Cast, case: Case) -> None:
    begin(cast, case)
    page = client_for("ratna").get("/")
    assert not page.select("#track-needs") and badge(page) == ["Jalur"]


@pytest.mark.parametrize("user", ["ratna", "bayu"])
@pytest.mark.parametrize(
    ("steps", "fields", "said", "button"),
    [
        pytest.param((), {"step_since": LONG_AGO}, "Masih “Diajukan” sejak 11 Nov 2026", "Berkas sudah", id="stands"),
        pytest.param(
            (), {"deactivated_on": date(2026, 6, 1)}, "Batas reaktivasi 1 Desember 2026", "Berkas sudah", id="window"
        ),
        pytest.param(
            (), {"deactivated_on": date(2026, 3, 1)}, "Batas reaktivasi lewat sejak", "Buat usulan baru", id="over"
        ),
        pytest.param(
            ("berkas", "kelayakan", "rekomendasi", "diusulkan"),
            {"step_since": NOW - timedelta(days=40)},
            "Menunggu Kemensos sejak 8 Okt 2026",
            "Catat disetujui",
            id="Kemensos",
        ),
        pytest.param(
            ("aktif", "selesai"),
            {"active_on": date(2026, 6, 20)},
            "Perbaiki desil sebelum 20 Desember 2026",
            "Desil sudah diperbaiki",
            id="decile",
        ),
    ],
)
def test_each_reason_is_told_once_for_a_family_with_the_button_of_its_step(
    client_for: SignIn,
    cast: Cast,
    case: Case,
    user: str,
    steps: tuple[str, ...],
    fields: dict[str, Any],
    said: str,
    button: str,
) -> None:
    track = begin(cast, case)
    go(cast, track, *steps)
    stand(track, **fields)
    client = client_for(user)
    page = client.get("/")
    (line,) = told(page)
    assert line.startswith(said) and page.text("#track-needs").count("Siti Aminah, Budi, Ani") == 1
    (link,) = page.select("#track-needs .button")
    assert link.get_text(strip=True).startswith(button)
    client.get(link["href"])
    assert badge(page)[0].startswith("Jalur 1")
    listed = client.get("/jalur?langkah=perlu_ditindak")
    assert "3 orang" in listed and listed.select("#track-rows .needs > li")


def test_a_cut_off_at_hand_is_told_by_what_is_proposed(client_for: SignIn, cast: Cast, case: Case, moment: Any) -> None:
    begin(cast, case, kind="usulan_dtsen", wanted=("dtsen",))
    assert told(client_for("bayu").get("/")) == ["Belum diinput SIKS-NG; batas 17 November 2026 (hari ini)."]
    Track.update(wanted="dtsen,pkh").execute()
    assert told(client_for("bayu").get("/")) == []
    moment.move_to(NOW + timedelta(days=17))
    assert told(client_for("bayu").get("/"))[0].startswith("Belum diinput SIKS-NG; batas 10 Desember 2026")


def test_who_is_in_care_comes_first_and_sooner(client_for: SignIn, cast: Cast, case: Case) -> None:
    stand(begin(cast, case), step_since=LONG_AGO)
    ill = make_person(cast, "Mimin", kk="3216991206790077")
    sick = make_case(cast, client=ill)
    stand(begin(cast, sick), care_place="RSUD Cabangbungin", step_since=NOW - timedelta(days=4))
    page = client_for("ratna").get("/")
    assert [link.get_text() for link in page.select("#track-needs p > a")] == ["Mimin", "Siti Aminah, Budi, Ani"]
    assert badge(page)[0].startswith("Jalur 2")


def test_the_counter_and_others_are_told_nothing(client_for: SignIn, cast: Cast, case: Case) -> None:
    stand(begin(cast, case), step_since=LONG_AGO)
    for user in ("sari", "citra", "ujang"):
        assert not client_for(user).get("/").select("#track-needs")
    Case.update(restricted=True, area="pendidikan").execute()
    assert not client_for("bayu").get("/").select("#track-needs")
    page = client_for("ratna").get("/")
    assert "Siti Aminah" not in page.text("#track-needs") and "(Terbatas)" in page.text("#track-needs")


def test_each_row_of_the_list_has_the_button_of_its_step_for_the_whole_family(
    client_for: SignIn, cast: Cast, case: Case
) -> None:
    track = begin(cast, case)
    bayu = client_for("bayu")
    (link,) = bayu.get("/jalur").select("#track-rows .needs .button")
    assert link.get_text(strip=True) == "Berkas sudah diperiksa"
    form = bayu.get(link["href"])
    assert len(form.select("[name=people][checked]")) == 3, "one press for all of them"
    go(cast, track, "aktif")
    assert bayu.get("/jalur").texts("#track-rows .needs .button") == ["Keluarga sudah diberi tahu"]
    assert bayu.get("/jalur?langkah=perbaiki_desil").texts("#track-rows .needs .button") == ["Desil sudah diperbaiki"]
    go(cast, track, "selesai")
    assert bayu.get("/jalur?langkah=perbaiki_desil").texts("#track-rows .needs .button") == ["Desil sudah diperbaiki"]


def test_the_page_of_the_case_names_the_step_and_what_it_waits_for(client_for: SignIn, cast: Cast, case: Case) -> None:
    track = begin(cast, case)
    assert "Jalur Reaktivasi PBI-JK: Diajukan." in client_for("ratna").get(f"/kasus/{case.number}").text("#case-next")
    go(cast, track, "berkas", "kelayakan", "rekomendasi", "diusulkan")
    Case.update(state="dilayani", state_since=NOW, due_on=TODAY).where(Case.id == case.id).execute()
    page = client_for("ratna").get(f"/kasus/{case.number}")
    assert "Jalur Reaktivasi PBI-JK: Diusulkan lewat SIKS-NG, menunggu Kemensos." in page.text("#case-next")
    assert page.one("#case-next .button[data-main]")["href"] == f"/kasus/{case.number}/jalur/{track.id}"
    assert "waktu berhenti: menunggu Kemensos sejak 17-11" in page.text("#case-header")


def test_a_case_is_closed_over_a_running_way_only_on_purpose(client_for: SignIn, cast: Cast, case: Case) -> None:
    begin(cast, case)
    Case.update(state="dilayani").where(Case.id == case.id).execute()
    ratna, address = client_for("ratna"), f"/kasus/{case.number}/penutupan"
    page = ratna.get(address)
    named = "Jalur masih berjalan. Reaktivasi PBI-JK: 3 orang (Diajukan)."
    assert named in page
    typed = {"result": "terpenuhi", "text": "Surat sudah diberikan.", "told_how": "langsung"}
    refused = ratna.fill(page, "form[data-draft]", _expect=422, **typed)
    assert "Akhiri, atau centang “Jalur tetap berjalan”" in refused.text("#tracks_stay-error")
    ratna.fill(refused, "form[data-draft]", tracks_stay=True, **typed)
    closed = ratna.get(f"/kasus/{case.number}")
    assert "Jalur tetap berjalan. Reaktivasi PBI-JK: 3 orang (Diajukan)." in closed.text("#case-history")
    assert "Siti Aminah" in ratna.get("/jalur"), "the way is listed until it has an end"


def test_without_a_running_way_nothing_is_asked(client_for: SignIn, cast: Cast, case: Case) -> None:
    go(cast, begin(cast, case), "dihentikan")
    Case.update(state="dilayani").where(Case.id == case.id).execute()
    assert not client_for("ratna").get(f"/kasus/{case.number}/penutupan").select("#tracks_stay")
