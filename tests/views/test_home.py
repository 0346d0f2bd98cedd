"""Beranda by role: what needs action, or the volunteer's day grouped by place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from puskesos.models import Case
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person
from tests.page_client import PageClient
from tests.views.field import checked_case, report, start_field

SignIn = Callable[[str], PageClient]


@pytest.mark.parametrize(
    ("username", "titles"),
    [
        ("sari", ["Menunggu berkas dari keluarga", "Didaftarkan hari ini"]),
        ("bayu", ["Perlu tindakan", "Dikerjakan back office"]),
        ("ratna", ["Perlu tindakan", "Sedang dilayani atau dirujuk"]),
    ],
)
def test_each_role_has_its_lists_with_words_for_empty_ones(
    client_for: SignIn, cast: Cast, username: str, titles: list[str]
) -> None:
    page = client_for(username).get("/")
    assert page.texts("section h2") == titles
    assert len(page.select("section .hint, section .empty")) == len(titles)


def test_the_koordinator_sees_what_waits_and_the_menu_counts_it(client_for: SignIn, cast: Cast, app: Flask) -> None:
    case = checked_case(cast)
    Case.update(state="menunggu_penetapan").where(Case.id == case.id).execute()
    field = start_field(cast, name="Rohmat")
    report(field, app.config["SETTINGS"].uploads)
    page = client_for("ratna").get("/")
    assert [link["href"] for link in page.select(".needs .button")] == [
        f"/kasus/{case.number}/penetapan",
        f"/penugasan/{field.task.number}/pemeriksaan",
    ]
    assert page.texts("#menu .count")[0].startswith("2")


def test_the_back_office_sees_its_own_area(client_for: SignIn, cast: Cast) -> None:
    health, school = make_case(cast), make_case(cast, service="P01")
    Case.update(due_on=TODAY + timedelta(days=30)).execute()
    page = client_for("bayu").get("/")
    assert [link["href"] for link in page.select(".results a")] == [f"/kasus/{health.number}"]
    assert school.area == "pendidikan"


def test_a_case_told_under_perlu_tindakan_is_not_listed_again(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    Case.update(due_on=TODAY - timedelta(days=1)).execute()
    page = client_for("bayu").get("/")
    assert page.text(".needs strong") == "Lewat batas waktu 16 Nov 2026: kasus belum ditangani."
    assert not page.select(f".results a[href='/kasus/{case.number}']")


def test_the_counter_sees_the_day(client_for: SignIn, cast: Cast, moment: object) -> None:
    case = make_case(cast)
    assert client_for("sari").get("/").select(f".results a[href='/kasus/{case.number}']")
    moment.shift(timedelta(days=1))
    assert not client_for("sari").get("/").select(".results a")


def test_the_admin_is_taken_to_the_settings(client_for: SignIn) -> None:
    assert client_for("dewi").get("/", expect=303).location == "/pengaturan"


def test_the_volunteers_day_goes_from_late_to_later_grouped_by_place(
    client_for: SignIn, cast: Cast, moment: object
) -> None:
    near = make_person(cast, name="Rohmat", rt="004", rw="002")
    for days in (0, 1, 2, 3, 4, 20):
        make_assignment(cast, make_case(cast, client=near), due_on=TODAY + timedelta(days=days))
    moment.shift(timedelta(days=1))
    page = client_for("ujang").get("/")
    assert page.texts("h2") == ["Lewat", "Hari ini", "Minggu ini", "Nanti"]
    assert page.texts("h3") == ["Pantai Bahagia, RT 004/RW 002"] * 4
    assert [len(section.select(".actions")) for section in page.select(".visit")] == [1, 1, 3, 1]
    assert "6 tugas" in page and page.text("#fresh-tasks") == "6 penugasan baru Lihat"
    told = page.texts(".house > p")
    assert told[2] == "Satu rumah, 3 tugas ; juga ada tugas di bagian Lewat dan Hari ini dan Nanti"


@pytest.mark.parametrize("days", range(7))
def test_minggu_ini_ends_on_sunday_on_every_weekday(client_for: SignIn, cast: Cast, moment: object, days: int) -> None:
    sunday = TODAY + timedelta(days=6 - TODAY.weekday())
    make_assignment(cast, due_on=sunday + timedelta(days=1))
    moment.shift(timedelta(days=days))
    page = client_for("ujang").get("/")
    today = TODAY + timedelta(days=days)
    if today < sunday:
        assert page.texts("h2") == ["Nanti"]
    else:
        assert page.texts("h2") == ["Hari ini" if today > sunday else "Minggu ini"]
    client_for("ujang").get("/", fragment=False)


def test_a_volunteer_without_tasks_is_told_so(client_for: SignIn) -> None:
    assert "Tidak ada tugas terbuka" in client_for("tono").get("/")


def test_another_hub_sees_nothing_of_ours(client_for: SignIn, cast: Cast, app: Flask) -> None:
    report(start_field(cast), app.config["SETTINGS"].uploads)
    checked_case(cast)
    assert not client_for("citra").get("/").select(".results a, .needs a")
