"""Relawan: the list, one volunteer, and days away that the koordinator or the volunteer notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import User, VolunteerAbsence
from tests.absences import away
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft=libur]"


def test_the_list_tells_load_absence_and_what_to_do(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    make_case(cast)
    away(cast.tono)
    page = client_for("ratna").get("/relawan")
    assert page.text(f"#volunteer-row-{cast.ujang.id}") == "Ujang Pantai Bahagia 1 dari 8 Kabari 1 tugas kepada Ujang"
    assert "libur s.d. Jumat" in page.text(f"#volunteer-row-{cast.tono.id}")
    assert page.select("a[href='/papan/penugasan']")


def test_the_back_office_reads_and_cannot_act(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    make_case(cast)
    page = client_for("bayu").get("/relawan")
    assert "1 belum dikabari" in page
    assert not page.select("main a[href^='/relawan/1'], main a[href$='/kabar'], main a[href='/papan/penugasan']")


def test_a_search_answers_as_a_fragment_and_says_when_nobody_fits(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    assert ratna.get("/relawan?cari=bahagia", fragment=True).texts("tbody strong") == ["Ujang"]
    assert "Tidak ada relawan yang cocok" in ratna.get("/relawan?cari=zzz")
    User.update(active=False).where(User.roles == "psm").execute()
    assert "Belum ada relawan" in ratna.get("/relawan")


def test_full_and_late_are_marked(client_for: SignIn, cast: Cast) -> None:
    type(cast.hub).update(load_limit=1).where(type(cast.hub).id == cast.hub.id).execute()
    task = make_assignment(cast)
    type(task).update(due_on="2026-11-10").where(type(task).id == task.id).execute()
    assert "1 dari 1 penuh 1 lewat" in client_for("ratna").get("/relawan").text(f"#volunteer-row-{cast.ujang.id}")


def test_one_volunteers_tasks_stand_with_since_when(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    page = client_for("ratna").get(f"/relawan/{cast.ujang.id}")
    row = page.text("tbody tr")
    assert "17 Nov 2026 09.00" in row and "20 Nov 2026" in row and task.number in row and "Ditugaskan" in row
    assert "Tidak ada tugas terbuka." in client_for("ratna").get(f"/relawan/{cast.tono.id}")


def test_days_away_are_noted_counted_against_tasks_and_cancelled(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    ratna, path = client_for("ratna"), f"/relawan/{cast.ujang.id}"
    typed = {"last_on": "2026-11-20", "reason": "Pulang kampung"}
    answer = ratna.fill(ratna.get(path), FORM, **typed)
    page = ratna.follow(answer)
    assert "1 tugas jatuh tempo pada hari itu" in page.text("#flash")
    assert "17 November 2026 s.d. 20 November 2026" in page.text("#libur")
    ratna.fill(page, FORM, **typed)
    assert VolunteerAbsence.select().count() == 1
    page = ratna.follow(ratna.fill(page, "#libur li form"))
    assert "Libur Ujang dibatalkan." in page.text("#flash") and "dibatalkan" in page.text("#libur li")
    ratna.post(f"/relawan/libur/{VolunteerAbsence.get().id}/pembatalan", expect=303)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"last_on": ""}, "last_on", "Isi tanggal akhir."),
        ({"first_on": "", "last_on": "2026-11-20"}, "first_on", "Isi tanggal mulai."),
        ({"first_on": "2026-11-20", "last_on": "2026-11-19"}, "last_on", "sebelum tanggal mulai"),
        ({"first_on": "2026-11-01", "last_on": "2026-11-16"}, "last_on", "sudah lewat"),
        ({"last_on": "2028-11-16"}, "last_on", "paling lama satu tahun"),
        ({"last_on": "2026-11-20", "reason": "x" * 101}, "reason", "paling banyak 100"),
    ],
)
def test_odd_days_are_said_at_the_field(
    client_for: SignIn, cast: Cast, typed: dict[str, str], field: str, said: str
) -> None:
    for name, path in (("ratna", f"/relawan/{cast.ujang.id}"), ("ujang", "/libur")):
        client = client_for(name)
        assert said in client.fill(client.get(path), FORM, _expect=422, **typed).text(f"#{field}-error"), path
    assert not VolunteerAbsence.select().exists()


def test_days_over_others_are_refused_with_those_days(client_for: SignIn, cast: Cast) -> None:
    away(cast.ujang)
    ratna = client_for("ratna")
    page = ratna.fill(ratna.get(f"/relawan/{cast.ujang.id}"), FORM, last_on="2026-11-25", _expect=422)
    assert "Sudah tercatat libur 17 November 2026 sampai 20 November 2026." in page.text("#first_on-error")


def test_a_volunteer_notes_and_cancels_the_own_days_only(client_for: SignIn, cast: Cast) -> None:
    ujang, of_tono = client_for("ujang"), away(cast.tono)
    assert ujang.get("/akun").select("a[href='/libur']") and "Belum ada libur" in ujang.get("/libur")
    page = ujang.follow(ujang.fill(ujang.get("/libur"), FORM, last_on="2026-11-18"))
    assert "Koordinator melihatnya" in page.text("#flash")
    ujang.post(f"/libur/{of_tono.id}/pembatalan", expect=404)
    ujang.follow(ujang.fill(page, "main li form"))
    assert [bool(row.cancelled_at) for row in VolunteerAbsence.select().order_by(VolunteerAbsence.id)] == [False, True]


def test_a_day_that_is_over_cannot_be_taken_back_from_the_list(client_for: SignIn, cast: Cast) -> None:
    absence = away(cast.ujang)
    days = {"first_on": "2026-10-01", "last_on": "2026-10-02"}
    VolunteerAbsence.update(**days).where(VolunteerAbsence.id == absence.id).execute()
    page = client_for("ujang").get("/libur")
    assert "sudah lewat" in page.text("main li") and not page.select("main li form")


def test_others_of_the_hub_and_other_hubs_find_no_volunteer(client_for: SignIn, cast: Cast) -> None:
    for wrong in (cast.sari.id, cast.citra.id, 999999):
        client_for("ratna").get(f"/relawan/{wrong}", expect=404)
    client_for("citra").get(f"/relawan/{cast.ujang.id}", expect=404)
    client_for("citra").post(f"/relawan/libur/{away(cast.ujang).id}/pembatalan", expect=404)
