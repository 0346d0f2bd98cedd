"""Hostile words stay words: on no page do a name or a story run, load or break anything."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.desk import PHONE, Desk
from tests.cast import Cast, make_assignment, make_case, make_person

pytestmark = pytest.mark.chromium
EVIL = """<img src=x onerror=alert(1)>"'><script>alert(2)</script>{{7*7}}"""
TRACES = "img[src='x'], main script, [onerror]"


@pytest.fixture
def hostile(app: Flask, cast: Cast) -> tuple[str, str]:
    """The numbers of a case and a task in which every free text is hostile."""
    client = make_person(cast, EVIL, alias=EVIL[:50], address=EVIL, landmark=EVIL)
    case = make_case(cast, client=client, story=EVIL, wish=EVIL, reporter_name=EVIL)
    task = make_assignment(cast, case, instruction=EVIL)
    return case.number, task.number


def expect_words(desk: Desk, path: str) -> None:
    desk.open(path)
    desk.expect_text(EVIL)
    assert desk.page.locator(TRACES).count() == 0
    assert "49" not in desk.page.locator("h1").first.inner_text()


def test_the_koordinator_reads_hostile_words_as_words(hostile: tuple[str, str], open_desk: Desks) -> None:
    case, _ = hostile
    ratna = open_desk("ratna")
    paths = ("", "/penugasan", "/cek-data", "/penetapan", "/penutupan", "/lembar-kasus", "/tanda-terima")
    for path in [f"/kasus/{case}{end}" for end in paths]:
        expect_words(ratna, path)
    for path in ("/papan", "/kasus"):
        expect_words(ratna, path)


def test_the_volunteer_reads_hostile_words_as_words(hostile: tuple[str, str], open_desk: Desks) -> None:
    _, task = hostile
    ujang = open_desk("ujang", PHONE)
    for path in ("/", "/tugas", f"/tugas/{task}", f"/tugas/{task}/laporan"):
        expect_words(ujang, path)


def test_search_while_typing_shows_hostile_words_as_words(hostile: tuple[str, str], open_desk: Desks) -> None:
    sari = open_desk("sari")
    sari.open("/penerimaan")
    sari.page.get_by_label("Siapa yang butuh bantuan?").press_sequentially("img src", delay=5)
    expect(sari.page.locator("#intake-results li")).to_contain_text(EVIL)
    sari.page.get_by_label("Siapa yang butuh bantuan?").fill("<b>tidak ada</b>")
    expect(sari.page.get_by_label("Nama klien")).to_have_value("<b>tidak ada</b>")
    assert sari.page.locator(TRACES).count() == 0


def test_a_restored_draft_is_put_back_as_words(app: Flask, open_desk: Desks) -> None:
    sari = open_desk("sari")
    sari.open("/penerimaan/baru")
    sari.page.get_by_label("Uraian masalah").fill(EVIL)
    sari.page.reload()
    expect(sari.page.get_by_label("Uraian masalah")).to_have_value(EVIL)
    assert sari.page.locator(TRACES).count() == 0
