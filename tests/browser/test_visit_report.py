"""A volunteer's report on a phone: parts save themselves, photos follow one by one, nothing is lost on the way."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, request
from PIL import Image
from playwright.sync_api import Route, expect

from puskesos.models import Assignment, Photo, Visit, VisitDraft
from tests.browser.conftest import Desks
from tests.browser.desk import PHONE, Desk
from tests.cast import Cast
from tests.views.field import start_field

pytestmark = pytest.mark.chromium
WAITING = "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('foto:')))).count"
CUT_OFF = "net::ERR_FAILED"  # what Chromium notes of a request that we abort
Answer = Callable[[Route], None]


@pytest.fixture
def task(cast: Cast) -> Assignment:
    return start_field(cast).task


@pytest.fixture
def ujang(app: Flask, task: Assignment, open_desk: Desks) -> Iterator[Desk]:
    """At a phone whose connection may be cut off."""
    desk = open_desk("ujang", PHONE)
    desk.expects.add(503)
    yield desk
    desk.complaints[:] = [said for said in desk.complaints if CUT_OFF not in said]


def photos(count: int) -> list[dict[str, object]]:
    """Photos as a phone takes them, each of its own width."""
    made = []
    for number in range(count):
        buffer = io.BytesIO()
        Image.effect_noise((1900 + number, 1200), 40).convert("RGB").save(buffer, "JPEG", quality=85)
        made.append({"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()})
    return made


def fill(desk: Desk, task: Assignment) -> None:
    desk.open(f"/tugas/{task.number}/laporan")
    desk.page.get_by_label("Bertemu klien").check()
    desk.page.get_by_label("Bertemu siapa").fill("Istri klien")
    desk.page.get_by_label("Temuan").fill("Dapur berlantai tanah.")
    desk.page.get_by_label("Kesimpulan").select_option("Layak")


def choose(desk: Desk, count: int) -> None:
    desk.page.get_by_label("Yang difoto").select_option("Dapur")
    desk.page.get_by_label("Pilih foto").set_input_files(photos(count))
    expect(desk.page.locator("[data-queue-list] li")).to_have_count(count)


@contextmanager
def cut_off(app: Flask, desk: Desk) -> Iterator[None]:
    """No connection. What a page still sends while it goes can slip past the browser's side: the server refuses it."""

    def refuse() -> tuple[str, int] | None:
        return ("", 503) if request.method == "POST" else None

    app.before_request_funcs.setdefault(None, []).insert(0, refuse)
    at_sending(desk, lambda route: route.abort())
    try:
        yield
    finally:
        desk.page.wait_for_timeout(500)  # for what was sent last to be cut off too, not let through
        desk.page.unroute("**/tugas/**")
        desk.page.wait_for_timeout(500)  # and what was held until now
        app.before_request_funcs[None].remove(refuse)


def at_sending(desk: Desk, answer: Answer) -> None:
    """Let `answer` decide what becomes of everything that is posted from here on."""
    desk.page.route("**/tugas/**", lambda route: answer(route) if route.request.method == "POST" else route.continue_())


def test_a_part_is_on_the_server_before_the_tab_is_killed(ujang: Desk, task: Assignment) -> None:
    fill(ujang, task)
    ujang.expect_text("Isian juga tersimpan di server")
    ujang.page.evaluate("localStorage.clear()")
    ujang.page.goto("about:blank")
    ujang.open(f"/tugas/{task.number}/laporan")
    expect(ujang.page.get_by_label("Temuan")).to_have_value("Dapur berlantai tanah.")
    expect(ujang.page.get_by_label("Bertemu klien")).to_be_checked()
    assert not Visit.select().exists() and VisitDraft.select().count() == 3


def test_without_a_connection_it_stays_on_the_phone_and_is_saved_later(
    app: Flask, ujang: Desk, task: Assignment
) -> None:
    with cut_off(app, ujang):
        fill(ujang, task)
        ujang.expect_text("Belum ada sambungan. Isian tersimpan di ponsel ini.")
        ujang.page.goto("about:blank")
    ujang.open(f"/tugas/{task.number}/laporan")
    ujang.expect_text("Draf di ponsel ini dikembalikan.")
    expect(ujang.page.get_by_label("Temuan")).to_have_value("Dapur berlantai tanah.")
    ujang.expect_text("Isian juga tersimpan di server")
    assert ujang.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draf:')).length") == 0


@pytest.mark.axe
def test_photos_go_one_by_one_after_the_text_though_the_server_stumbles(ujang: Desk, task: Assignment) -> None:
    ujang.axe = True
    sent: list[int] = []

    def stumble(route: Route) -> None:
        if route.request.url.endswith("/foto"):
            sent.append(len(sent))
            if len(sent) in {2, 3}:
                return route.fulfill(status=503, body="")
        return route.continue_()

    at_sending(ujang, stumble)
    fill(ujang, task)
    choose(ujang, 3)
    ujang.press("Kirim laporan")
    assert Visit.get().photos_waiting == 3
    ujang.expect_text("Belum terkirim. Dicoba lagi dalam")
    ujang.expect_text("3 foto terkirim. Semua sudah sampai.")
    ujang.look()
    kept = [(photo.width, photo.kind) for photo in Photo.select().order_by(Photo.id)]
    assert kept == [(1600, "dapur")] * 3 and len(sent) == 5
    ujang.expect_text("Sudah terkirim: 3")


def test_photos_survive_a_killed_tab_and_are_pointed_to_until_they_are_sent(ujang: Desk, task: Assignment) -> None:
    at_sending(ujang, lambda route: route.abort() if route.request.url.endswith("/foto") else route.continue_())
    fill(ujang, task)
    choose(ujang, 2)
    ujang.page.locator("[data-queue-list] button").first.click()
    expect(ujang.page.locator("[data-queue-list] li")).to_have_count(1)
    ujang.press("Kirim laporan")
    ujang.expect_text("foto tetap di ponsel ini")
    ujang.open("/")
    ujang.expect_text("1 foto belum terkirim.")
    ujang.page.locator("header.top").get_by_role("button", name="Keluar").click()
    ujang.expect_text("Foto tetap di ponsel ini untuk akun ini.")
    ujang.press("Keluar", within="header.top")
    assert ujang.page.evaluate(WAITING) == 1
    ujang.page.unroute("**/tugas/**")
    ujang.fill_in("ujang")
    ujang.press("Lihat dan kirim")
    ujang.expect_text("1 foto terkirim. Semua sudah sampai.")
    assert Photo.select().count() == 1


SLOW_SHELF = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...named) {
  const request = open.apply(this, named), late = {};
  const tell = (what) => () => { late.result = request.result; late[what]?.(); };
  request.onupgradeneeded = tell("onupgradeneeded");
  request.onsuccess = () => setTimeout(tell("onsuccess"), 1500);
  return late;
};
"""


def test_photos_chosen_before_the_phone_has_opened_their_shelf_are_kept(ujang: Desk, task: Assignment) -> None:
    ujang.page.add_init_script(SLOW_SHELF)
    fill(ujang, task)
    choose(ujang, 2)
    assert ujang.page.evaluate(WAITING) == 2


def test_a_photo_that_is_refused_says_why_and_can_be_thrown_away(ujang: Desk, task: Assignment) -> None:
    fill(ujang, task)
    ujang.press("Kirim laporan")
    ujang.open(f"/tugas/{task.number}/foto")
    broken = {"name": "rusak.jpg", "mimeType": "image/jpeg", "buffer": b"bukan foto"}
    ujang.page.get_by_label("Pilih foto").set_input_files([broken, *photos(1)])
    ujang.expect_text("Sudah terkirim: 1")
    ujang.expect_text("bukan foto yang dapat dibaca", "[data-queue-list]")
    ujang.page.locator("[data-queue-list] button").click()
    expect(ujang.page.locator("[data-queue-list] li")).to_have_count(0)


def test_the_place_is_noted_by_a_tap_and_taken_away(ujang: Desk, task: Assignment) -> None:
    ujang.page.context.grant_permissions(["geolocation"])
    ujang.page.context.set_geolocation({"latitude": -6.012346, "longitude": 107.0456, "accuracy": 12})
    fill(ujang, task)
    ujang.page.get_by_role("button", name="Catat lokasi").click()
    ujang.expect_text("Lokasi tercatat, ketelitian sekitar 12 m.")
    ujang.page.get_by_role("button", name="Hapus lokasi").click()
    ujang.expect_text("Lokasi dihapus.")
    ujang.page.get_by_role("button", name="Catat lokasi").click()
    ujang.expect_text("Lokasi tercatat")
    ujang.press("Kirim laporan")
    assert (Visit.get().latitude, Visit.get().accuracy) == ("-6.01235", 12)


def test_where_the_connection_is_not_safe_the_place_says_so(ujang: Desk, task: Assignment) -> None:
    ujang.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    ujang.open(f"/tugas/{task.number}/laporan")
    expect(ujang.page.get_by_role("button", name="Catat lokasi")).to_be_hidden()
    ujang.expect_text("belum memakai https")


@pytest.mark.axe
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_the_whole_report_with_every_part(app: Flask, task: Assignment, open_desk: Desks, scripts: bool) -> None:
    desk = open_desk("ujang", PHONE, scripts=scripts)
    desk.axe = True
    fill(desk, task)
    desk.page.get_by_role("button", name="Rumah").click()
    desk.page.wait_for_url("**/rumah")
    desk.page.get_by_label("Lantai terluas").select_option("Tanah")
    desk.press("Simpan bagian")
    for part in ("verval", "aset", "ekonomi", "asesmen"):
        desk.open(f"/tugas/{task.number}/laporan/{part}")
    desk.open(f"/tugas/{task.number}/laporan/anggota")
    desk.page.get_by_label("Nama").first.fill("Ani")
    desk.press("Tambah anggota")
    desk.press("Simpan bagian")
    expect(desk.page.get_by_label("Temuan")).to_have_value("Dapur berlantai tanah.")
    desk.press("Kirim laporan")
    desk.expect_text("Laporan terkirim")
    assert '"Ani"' in Visit.get().assessment and "tanah" in Visit.get().assessment
    desk.press("Foto laporan")
    desk.page.get_by_label("Pilih foto").set_input_files(photos(2))
    if not scripts:
        desk.press("Kirim foto")
    desk.expect_text("Sudah terkirim: 2")
    desk.open(f"/tugas/{task.number}")
    desk.press("Perbaiki laporan")
    desk.page.get_by_label("Temuan").fill("Dapur berlantai tanah dan bocor.")
    desk.press("Kirim perbaikan")
    assert Visit.select().count() == 2
