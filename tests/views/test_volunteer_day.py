""" "Hari ini": one walk serves several, one big step each, what is missing, what came new, and what a filter shows."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from puskesos.actions.assignment_plan import plan_visit
from puskesos.models import Assignment, VisitDraft
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.views.field import report, start_field

SignIn = Callable[[str], PageClient]
KK = "3216991206790001"
WEIGHT = 25_000  # packed bytes of a whole page after the first


@pytest.fixture
def uploads(app: Flask) -> Path:
    return app.config["SETTINGS"].uploads


def steps(page: Page) -> list[str]:
    return page.texts(".day [data-main]")


def test_each_state_has_its_one_big_step(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    away = start_field(cast, name="Rohmat", phone="081200001234")
    late = start_field(cast, name="Karsih")
    Assignment.update(due_on=TODAY).where(Assignment.id == late.task.id).execute()
    page = client_for("ujang").get("/")
    assert steps(page) == ["Kunjungi", "Lihat dan terima tugas", "Hubungi"]
    assert page.one(".day a[data-main][href^='tel:']")["href"] == "tel:+6281200001234"
    assert page.one(f"form[action='/tugas/{late.task.number}/keberangkatan'] button")["aria-describedby"]
    assert away.task.number in page.html


def test_going_is_one_tap_and_leads_to_the_place(client_for: SignIn, cast: Cast) -> None:
    task = start_field(cast).task
    ujang = client_for("ujang")
    page = ujang.fill(ujang.get("/"), f"form[action='/tugas/{task.number}/keberangkatan']")
    assert page.location == f"/tugas/{task.number}" and Assignment.get().state == "dikerjakan"
    assert steps(ujang.get("/")) == ["Isi hasil kunjungan"]


def test_a_house_with_several_tasks_is_one_stop(client_for: SignIn, cast: Cast) -> None:
    start_field(cast, kk=KK, name="Siti", rt="001", rw="002")
    start_field(cast, name="Di antara", rt="001", rw="002")
    start_field(cast, kk=KK, name="Rohmat", rt="001", rw="002")
    page = client_for("ujang").get("/")
    assert page.texts(".house strong") == ["Satu rumah, 2 tugas", "Siti", "Rohmat"]
    assert page.texts("h3") == ["Pantai Bahagia, RT 001/RW 002"]


def test_places_with_an_emergency_go_first(client_for: SignIn, cast: Cast) -> None:
    for rt, priority in (("001", "biasa"), ("009", "darurat")):
        case = make_case(cast, client=make_person(cast, f"Warga {rt}", rt=rt, rw="001"), priority=priority)
        make_assignment(cast, case, due_on=TODAY)
    page = client_for("ujang").get("/")
    assert page.texts("h3") == ["Pantai Bahagia, RT 009/RW 001", "Pantai Bahagia, RT 001/RW 001"]
    assert "Darurat" in page.text(".visit:first-of-type")


def test_the_line_says_what_is_missing_and_what_is_not_sent(client_for: SignIn, cast: Cast) -> None:
    field = start_field(cast)
    saved = {"assignment": field.task, "user": cast.ujang, "part": "temuan", "content": "{}", "saved_at": NOW}
    VisitDraft.create(**saved)
    page = client_for("ujang").get("/")
    assert "Belum ada: Surat keterangan" in page.text(".day") and "KTP, KK dan 3 lain" in page.text(".day")
    assert "Laporan tersimpan, belum terkirim" in page


def test_a_planned_task_stands_on_its_day_and_says_that_it_waits(client_for: SignIn, cast: Cast) -> None:
    task = start_field(cast).task
    later, moment = TODAY + timedelta(days=8), {"now": NOW, "today": TODAY}
    plan_visit(task, later, "Jalan terendam.", version=task.version, actor=viewer_of(cast.ujang), **moment)
    page = client_for("ujang").get("/")
    assert page.texts("h2") == ["Nanti"]
    assert "Berkunjung Rabu 25 November, penundaan belum dijawab" in page.text(".day")


def test_chips_count_and_narrow_and_nonsense_shows_all(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    start_field(cast, name="Rohmat", village_id=cast.bakti.id)
    ujang = client_for("ujang")
    page = ujang.get("/")
    assert page.texts(".chips a") == ["Semua 2", "Baru 1", "Pantai Bahagia 1", "Pantai Bakti 1"]
    new = ujang.get("/?tampil=baru")
    assert steps(new) == ["Lihat dan terima tugas"] and new.text(".chips [aria-current]") == "Baru 1"
    assert "Rohmat" in ujang.get("/?desa=Pantai+Bakti").text(".day")
    for nonsense in ("?tampil=x", "?desa=%00", "?tampil=baru&tampil=x"):
        assert ujang.get(f"/{nonsense}").texts(".chips a")[0] == "Semua 2"


def test_one_task_alone_needs_no_chips(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    assert not client_for("ujang").get("/").select(".chips")


def test_what_came_new_is_asked_for_and_nothing_costs_nothing(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast)
    ujang = client_for("ujang")
    asked = ujang.get("/").one("#fresh-tasks")["hx-get"]
    nothing = ujang.get(asked, fragment=True, expect=204)
    assert not nothing.content
    make_assignment(cast)
    make_assignment(cast, volunteer=cast.tono)
    assert "1 penugasan baru masuk." in ujang.get(asked, fragment=True)
    assert "1 penugasan baru masuk." in ujang.get(asked)
    assert "2 penugasan baru" in ujang.get("/").text("#fresh-tasks")


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30, "²"])
def test_asking_with_nonsense_counts_from_the_beginning(client_for: SignIn, cast: Cast, since: str) -> None:
    make_assignment(cast)
    assert "1 penugasan baru masuk." in client_for("ujang").get(f"/tugas/baru?sejak={since}", fragment=True)


def test_after_a_report_the_house_is_not_left_with_something_undone(
    client_for: SignIn, cast: Cast, uploads: Path
) -> None:
    first = start_field(cast, kk=KK, name="Siti")
    second = start_field(cast, kk=KK, name="Rohmat")
    start_field(cast, name="Tetangga")
    report(first, uploads)
    page = client_for("ujang").get(f"/tugas/{first.task.number}")
    assert page.text("#task-beside h2") == "Di rumah ini masih ada"
    assert [link["href"] for link in page.select("#task-beside a")] == [f"/tugas/{second.task.number}"]
    assert page.html.index("task-beside") < page.html.index("Yang diminta")
    assert not client_for("ujang").get(f"/tugas/{second.task.number}").select("#task-beside")


def test_reported_tasks_wait_at_the_end(client_for: SignIn, cast: Cast, uploads: Path) -> None:
    report(start_field(cast), uploads)
    make_assignment(cast)
    page = client_for("ujang").get("/")
    assert page.texts("h2")[-1] == "Menunggu koordinator" and "1 laporan menunggu koordinator" in page


@pytest.mark.slow
def test_pages_of_a_full_day_stay_light(client_for: SignIn, cast: Cast) -> None:
    for number in range(40):
        start_field(cast, name=f"Warga {number}", rt=f"{number % 7:03}", rw="001", phone="081200001234")
    task = start_field(cast).task
    ujang = client_for("ujang")
    for path in ("/", "/tugas", f"/tugas/{task.number}", f"/tugas/{task.number}/laporan"):
        assert len(gzip.compress(ujang.get(path).content, 6)) < WEIGHT, path
