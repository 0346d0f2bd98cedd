"""/laporan/gambaran: charts with the tables behind them, each figure with its list; for the koordinator alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from puskesos.models import Case, Hub, User, UserVillage, Village
from puskesos.rules.permissions import Permission
from puskesos.rules.report_contact import SILENCE_DAYS
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PATH = "/laporan/gambaran"
LONG = "Nyi Raden Siti Nurhasanah Kusumaningrum Puspita Rahayuningsi"
LATE = {"late_because": "Kertas tercecer"}


def table(page: Page, part: str) -> dict[str, list[str]]:
    """The cells of a table by the words of its line."""
    rows = page.select(f"#{part} details tbody tr")
    return {row.th.get_text(" ", strip=True): [cell.get_text(" ", strip=True) for cell in row("td")] for row in rows}


def check_drawings(page: Page) -> list[ElementTree.Element]:
    """Every drawing is well-formed, named, and stays inside its frame."""
    drawings = [ElementTree.fromstring(str(svg)) for svg in page.select("figure.chart > svg")]
    for svg in drawings:
        _, _, width, height = map(float, svg.attrib["viewBox"].split())
        assert svg.attrib["role"] == "img" and svg.find("title").text and svg.find("desc").text
        assert svg.attrib["aria-labelledby"].split() == [svg.find("title").attrib["id"], svg.find("desc").attrib["id"]]
        for rect in svg.iterfind("rect"):
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width
            assert float(rect.attrib["y"]) >= 0 and float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height
    return drawings


def words_drawn(page: Page) -> str:
    return page.text("figure.chart > svg text")


def test_an_empty_hub_still_tells_of_its_silent_villages(client_for: SignIn, cast: Cast) -> None:
    page = client_for("ratna").get(PATH)
    assert "Belum ada kasus" in page.text("main")
    assert len(check_drawings(page)) == 1 and "lebih dari 365 hari" in words_drawn(page)
    assert set(table(page, "tanpa-kabar")) == {village.name for village in cast.villages.values()}


def test_a_hub_without_villages_does_not_fail(client_for: SignIn, cast: Cast) -> None:
    Village.update(active=False).execute()
    assert "Belum ada desa/kelurahan yang dilayani." in client_for("ratna").get(PATH).text("main")


def test_every_figure_opens_its_list(client_for: SignIn, cast: Cast) -> None:
    for service in ("K01", "K01", "P01", "R08"):
        make_case(cast, service=service, by=cast.ratna)
    make_assignment(cast, Case.get(Case.area == "kesehatan"))
    make_case(cast, received_at=NOW - timedelta(days=40), **LATE)
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    links = [link for link in page.select("main details td a") if link.get_text().strip().isdigit()]
    assert len(links) > 12
    for link in links:
        listed = ratna.get(str(link["href"]))
        rows = listed.select("main tbody tr") or listed.select("main .results li, main .cards li, main ol > li")
        assert len(rows) == int(link.get_text()), link
    assert len(check_drawings(page)) == 7


def test_trend_waits_and_loads_tell_what_stands(client_for: SignIn, cast: Cast) -> None:
    for days in (0, 2, 9):
        make_case(cast, received_at=NOW - timedelta(days=days), **LATE)
    make_assignment(cast, Case.get())
    page = client_for("ratna").get(PATH)
    assert table(page, "tren")["November 2026 berjalan"] == ["0", "3", "0", "0", "0", "0", "3"]
    waits = table(page, "menunggu-di")
    assert waits["Terdaftar"] == ["2", "5,5", "9", "1", "0"]
    assert waits["Kunjungan lapangan"] == ["1", "0", "0", "0", "–"]
    loads = table(page, "beban")
    assert loads["Kesehatan"][0] == "3" and loads["Kesehatan"][2] == "Bayu"
    assert loads["Ujang Pantai Bahagia"][:2] == ["1", "0"]
    assert "batas 8" in words_drawn(page)


def test_full_volunteers_are_told(client_for: SignIn, cast: Cast) -> None:
    Hub.update(load_limit=1).execute()
    make_assignment(cast)
    page = client_for("ratna").get(PATH)
    assert "1 relawan sudah mencapai batas 1 tugas terbuka; 1 relawan tanpa tugas." in page.text("#beban")
    assert table(page, "beban")["Ujang Pantai Bahagia"][2] == "batas tercapai"


def test_silent_villages_are_told_apart_from_those_that_report(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    long_ago = make_person(cast, village_id=cast.bakti.id)
    make_case(cast, client=long_ago, received_at=NOW - timedelta(days=SILENCE_DAYS), **LATE)
    page = client_for("ratna").get(PATH)
    villages = table(page, "tanpa-kabar")
    assert villages["Pantai Bahagia"] == ["hari ini", "17 Nov 2026, kasus masuk", "1", "1", "Ujang"]
    assert villages["Pantai Bakti"] == ["14 hari", "3 Nov 2026, kasus masuk", "1", "1", "Tono"]
    assert page.text("#tanpa-kabar .badge") == str(len(cast.villages) - 1)
    assert not page.select("#tanpa-kabar strong:-soup-contains('hari ini')")


def test_the_hub_says_how_long_a_village_may_be_silent(client_for: SignIn, cast: Cast) -> None:
    Hub.update(village_silent_days=15).execute()
    make_case(cast)
    long_ago = make_person(cast, village_id=cast.bakti.id)
    make_case(cast, client=long_ago, received_at=NOW - timedelta(days=SILENCE_DAYS), **LATE)
    page = client_for("ratna").get(PATH)
    assert page.text("#tanpa-kabar .badge") == str(len(cast.villages) - 2)
    assert "diam 15 hari" in page.text("#tanpa-kabar")


def test_a_wave_is_seen(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    for days in (60, 40, 25, *range(7)):
        make_case(cast, client=person, received_at=NOW - timedelta(days=days), **LATE)
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    name = cast.services["K01"].name
    assert table(page, "meningkat")[f"{name} meningkat"] == ["7", "1"] and "7 (biasa 1)" in words_drawn(page)
    listed = ratna.get(f"{PATH}/masuk?hari=14&layanan={cast.services['K01'].id}")
    assert name in listed.text("header") and len(listed.select("tbody tr")) == 7


@pytest.mark.parametrize("query", ["hari=15", "hari=3650", "hari=14&layanan=999999", "hari=x&desa=%27"])
def test_odd_lists_are_refused_or_empty(client_for: SignIn, cast: Cast, query: str) -> None:
    make_case(cast)
    page = client_for("ratna").get(f"{PATH}/masuk?{query}", expect={200, 404})
    assert page.status == 404 or page.text("main p.row strong") in {"0", "1"}


def test_restricted_cases_count_and_nobody_is_named(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, service="R08", by=cast.ratna, client=make_person(cast, name="Zubaidah Rahasia"))
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    assert table(page, "tren")["November 2026 berjalan"][1] == "1" and "Zubaidah" not in page
    for link in page.select("main details td a"):
        assert "Zubaidah" not in ratna.get(str(link["href"]))


def test_only_the_koordinator_sees_it_and_is_led_there(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    assert ratna.get("/").select(f"main a[href='{PATH}']") and ratna.get("/laporan").select(f"main a[href='{PATH}']")
    for name in ("sari", "bayu", "ujang", "dewi"):
        client_for(name).get(PATH, expect=403)
    assert not viewer_of(cast.bayu).can(Permission.SEE_OVERVIEW)
    assert not client_for("bayu").get("/laporan").select(f"main a[href='{PATH}']")


def test_two_hundred_villages_and_long_names_stay_in_the_frame(client_for: SignIn, cast: Cast) -> None:
    rows = [{"hub": cast.hub, "code": f"32.16.17.{3000 + one}", "name": f"{LONG[:56]} {one}"} for one in range(200)]
    Village.insert_many(rows).execute()
    User.update(name=LONG).where(User.id == cast.ujang.id).execute()
    UserVillage.create(user=cast.ujang, village=Village.get(Village.name.startswith(LONG[:56])))
    make_assignment(cast)
    page = client_for("ratna").get(f"{PATH}?tabel=semua")
    check_drawings(page)
    assert len(table(page, "tanpa-kabar")) == 200 + len(cast.villages)
    assert "12 teratas dari" in page.text("#tanpa-kabar figcaption") and LONG in page.text("#beban table")
    assert len(page.select("details[open]")) == len(page.select("main details"))


def test_other_hubs_change_nothing(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast, by=cast.citra)
    make_assignment(cast)
    page = client_for("ratna").get(PATH)
    assert table(page, "tren")["November 2026 berjalan"][1] == "1"
    assert TODAY.year == 2026 and "Cikarang" not in page.text("main")
