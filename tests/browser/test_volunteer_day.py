"""The volunteer's day on a phone: every outcome, with scripts and without; sunlight, big letters, reading aloud."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from puskesos.models import Assignment, AssignmentMessage, Visit
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, NARROW, PHONE, Desk
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person
from tests.views.field import Field, start_field

pytestmark = pytest.mark.chromium
KK = "3216991206790001"
READ_AT_LEAST, THUMB = 7.0, 44
CONTRASTS = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (each) => {
    for (let one = each; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const seen = [];
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const each = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !each.checkVisibility() || each.closest(".visually-hidden")) continue;
    const [high, low] = [light(parts(getComputedStyle(each).color)), light(behind(each))].sort((a, b) => b - a);
    seen.push([(high + 0.05) / (low + 0.05), walk.currentNode.data.trim().slice(0, 40)]);
  }
  return seen;
}"""


def full_day(cast: Cast) -> None:
    """A line of every kind: new, to go to, two in one house, at work, planned beyond its day, one that came back."""
    make_assignment(cast, make_case(cast, priority="darurat"), due_on=TODAY)
    start_field(cast, kk=KK, name="Siti", rt="001", rw="002", phone="081200001234", address="Gang Bakau 3")
    start_field(cast, kk=KK, name="Rohmat", rt="001", rw="002")
    for name, fields in (
        ("Karsih", {"state": "dikerjakan", "due_on": TODAY}),
        ("Wasta", {"state": "dikerjakan", "planned_on": TODAY + timedelta(days=9), "asked_at": TODAY}),
        ("Emin", {"state": "dikembalikan", "reason": "Foto kabur.", "due_on": TODAY - timedelta(days=2)}),
    ):
        task = start_field(cast, name=name, village_id=cast.bakti.id).task
        Assignment.update(fields).where(Assignment.id == task.id).execute()


def order_told(page: Page) -> str:
    """What a screen reader says of the page, in its order."""
    return page.locator("main").aria_snapshot()


@pytest.mark.axe
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_every_outcome_of_a_task(app: Flask, cast: Cast, open_desk: Desks, scripts: bool) -> None:
    tasks = [make_assignment(cast, make_case(cast, client=make_person(cast, f"Warga {n}"))) for n in range(3)]
    ujang = open_desk("ujang", PHONE, scripts=scripts)
    ujang.axe = True
    ujang.expect_text("3 penugasan baru")
    turn_down(ujang, tasks[0])
    take_and_ask(ujang, tasks[1])
    answer(open_desk("bayu", LAPTOP), tasks[1])
    postpone(ujang, tasks[1])
    grant(open_desk("ratna", LAPTOP, scripts=scripts), tasks[1])
    go_and_meet_nobody(ujang, tasks[1])
    take_and_give_back(ujang, tasks[2])
    states = [task.state for task in Assignment.select().order_by(Assignment.id)]
    assert states == ["ditolak", "dikerjakan", "ditolak"]


def turn_down(ujang: Desk, task: Assignment) -> None:
    ujang.open(f"/tugas/{task.number}")
    ujang.press("Tidak bisa")
    ujang.page.get_by_label("Alasan").fill("Sedang di luar kota.")
    ujang.press("Kirim ke koordinator")
    ujang.expect_text("2 penugasan baru")


def take_and_ask(ujang: Desk, task: Assignment) -> None:
    ujang.open(f"/tugas/{task.number}")
    ujang.press("Terima tugas")
    ujang.press("Tanya petugas")
    ujang.page.get_by_label("Pertanyaan").fill("Rumahnya yang mana?")
    ujang.press("Kirim pertanyaan")
    ujang.expect_text("Rumahnya yang mana?", "#task-thread")


def answer(bayu: Desk, task: Assignment) -> None:
    bayu.press("Jawab relawan")
    bayu.page.get_by_label("Jawaban").fill("Sebelah surau.")
    bayu.press("Kirim jawaban")
    bayu.expect_text("Sebelah surau.", "#case-assignments")
    assert AssignmentMessage.select().where(AssignmentMessage.assignment == task.id).count() == 2


def postpone(ujang: Desk, task: Assignment) -> None:
    ujang.open("/")
    ujang.expect_text("Bayu: Sebelah surau.")
    ujang.open(f"/tugas/{task.number}")
    ujang.press("Rencanakan atau tunda")
    ujang.page.get_by_label("Berkunjung pada").fill((TODAY + timedelta(days=6)).isoformat())
    ujang.page.get_by_label("Alasan").fill("Jalan terendam.")
    ujang.press("Simpan rencana")
    ujang.expect_text("Minta ditunda: Jalan terendam.; belum dijawab koordinator")


def grant(ratna: Desk, task: Assignment) -> None:
    ratna.press("Jawab penundaan")
    ratna.expect_text("Jalan terendam.")
    ratna.press("Geser batas waktu ke 23 Nov 2026")
    ratna.expect_text("Batas waktu digeser.")


def go_and_meet_nobody(ujang: Desk, task: Assignment) -> None:
    ujang.open(f"/tugas/{task.number}")
    ujang.press("Berangkat sekarang")
    ujang.press("Tidak ada di tempat")
    assert ujang.page.get_by_label("Tidak ada di tempat").is_checked()
    ujang.page.get_by_label("Coba lagi pada").fill((TODAY + timedelta(days=1)).isoformat())
    ujang.press("Kirim laporan")
    ujang.expect_text("Tercatat: coba lagi 18 November 2026.", "#main")
    assert Visit.get().findings == "Tidak ada di tempat."


def take_and_give_back(ujang: Desk, task: Assignment) -> None:
    ujang.open(f"/tugas/{task.number}")
    ujang.press("Terima tugas")
    ujang.open("/")
    ujang.page.locator(f"form[action='/tugas/{task.number}/keberangkatan'] button").click()
    ujang.page.wait_for_url(f"**/tugas/{task.number}")
    ujang.press("Kembalikan tugas")
    ujang.page.get_by_label("Alasan").fill("Ibu saya sakit.")
    ujang.press("Kirim ke koordinator")
    ujang.expect_text("tugas ini dikembalikan")


def test_new_work_shows_by_itself(app: Flask, cast: Cast, open_desk: Desks) -> None:
    ujang = open_desk("ujang", PHONE)
    make_assignment(cast)
    ujang.page.evaluate("htmx.trigger('#fresh-tasks', 'every')")
    asked = ujang.page.locator("#fresh-tasks").get_attribute("hx-get")
    ujang.page.evaluate("(path) => htmx.ajax('GET', path, { target: '#fresh-tasks', swap: 'outerHTML' })", asked)
    ujang.expect_text("1 penugasan baru masuk.", "#fresh-tasks")
    ujang.press("Tampilkan")
    ujang.expect_text("Lihat dan terima tugas")


def test_the_list_can_be_read_in_the_sun(app: Flask, cast: Cast, open_desk: Desks) -> None:
    full_day(cast)
    ujang = open_desk("ujang", PHONE)
    for path in ("/", "/tugas", f"/tugas/{Assignment.get().number}"):
        ujang.open(path)
        faint = [one for one in ujang.page.evaluate(CONTRASTS) if one[0] < READ_AT_LEAST]
        assert not faint, (path, faint)


def test_the_big_step_lies_under_the_thumb(app: Flask, cast: Cast, open_desk: Desks) -> None:
    full_day(cast)
    ujang = open_desk("ujang", PHONE)
    for button in ujang.page.locator(".day [data-main]").all():
        box = button.bounding_box()
        assert box["height"] >= THUMB and box["width"] >= 0.8 * PHONE.width, button.inner_text()
    for small in ujang.page.locator(".day .actions .button, .chips a").all():
        assert small.bounding_box()["height"] >= THUMB, small.inner_text()
    ujang.open(f"/tugas/{Assignment.get(Assignment.state == 'diterima').number}")
    bar, tabs = (ujang.page.locator(css).bounding_box() for css in (".thumb", "#menu"))  # before any scrolling
    assert PHONE.height / 2 < bar["y"] and bar["y"] + bar["height"] <= tabs["y"] + 1


@pytest.mark.parametrize("width", [NARROW, PHONE.width])
def test_letters_of_double_size_still_fit(app: Flask, cast: Cast, open_desk: Desks, width: int) -> None:
    full_day(cast)
    ujang = open_desk("ujang", PHONE)
    ujang.page.set_viewport_size({"width": width, "height": PHONE.height})
    task = Assignment.get(Assignment.state == "diterima").number
    for path in ("/", "/tugas", f"/tugas/{task}", f"/tugas/{task}/rencana", f"/tugas/{task}/pertanyaan"):
        ujang.page.goto(path)
        ujang.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert ujang.page.evaluate("document.documentElement.scrollWidth") <= width, path
        hidden = "[...document.querySelectorAll('main [data-main]')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
        assert not ujang.page.evaluate(f"{hidden}.map((e) => e.textContent)"), path


def test_a_screen_reader_hears_the_day_in_order(app: Flask, cast: Cast, open_desk: Desks) -> None:
    full_day(cast)
    ujang = open_desk("ujang", PHONE)
    told = order_told(ujang.page)
    places = [told.index(words) for words in (
        'heading "Hari ini" [level=1]', "Selasa 17 November", "1 penugasan baru", 'navigation "Saring tugas"',
        'heading "Lewat" [level=2]', 'heading "Pantai Bakti" [level=3]', "Emin", "Perlu perbaikan: Foto kabur.",
        'link "Perbaiki laporan"', 'heading "Hari ini" [level=2]', "Darurat", 'link "Lihat dan terima tugas"',
        'heading "Minggu ini" [level=2]', "Satu rumah, 2 tugas", "Gang Bakau 3", 'heading "Nanti" [level=2]',
    )]  # fmt: skip
    assert places == sorted(places)
    described = ujang.page.locator(".day [data-main]").first.get_attribute("aria-describedby")
    assert ujang.page.locator(f"#{described}").inner_text() == "Emin"
    assert not re.search(r"(link|button)(:|$)", told, re.MULTILINE), "something to press has no name"


def test_after_the_report_the_house_is_not_left(app: Flask, cast: Cast, open_desk: Desks) -> None:
    first: Field = start_field(cast, kk=KK, name="Siti")
    start_field(cast, kk=KK, name="Rohmat")
    ujang = open_desk("ujang", PHONE)
    ujang.open(f"/tugas/{first.task.number}/laporan?hasil=menolak")
    ujang.page.get_by_label("Temuan").fill("Tidak mau ditemui.")
    ujang.press("Kirim laporan")
    ujang.expect_text("Di rumah ini masih ada")
    ujang.page.locator("#task-beside a").click()
    ujang.expect_text("Rohmat", "h1")
