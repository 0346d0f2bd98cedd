"""Hitungan hari ini: for all staff, each figure with its list, and a text that names nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from puskesos.actions.case_decision import step_case
from puskesos.models import Case
from puskesos.rules.case_path import CaseAct
from puskesos.rules.permissions import Permission
from tests.cast import NOW, TODAY, Cast, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PATH, LIST = "/laporan/hari", "/laporan/hari/daftar"
TOMORROW = NOW + timedelta(days=1)


def figure(page: Page, label: str) -> str:
    return next(row.dd.get_text().strip() for row in page.select(".tally > div") if row.dt.get_text() == label)


def cancel(cast: Cast, number: str) -> None:
    case = Case.get(Case.number == number)
    when = {"version": case.version, "now": NOW, "today": TODAY}
    step_case(case, CaseAct.PEMBATALAN, reason="Sudah tertolong.", actor=viewer_of(cast.sari), **when)


def test_the_day_is_counted_and_each_figure_opens_its_list(client_for: SignIn, cast: Cast) -> None:
    first, _ = make_case(cast), make_case(cast, client=make_person(cast, name="Budi <b>Santoso</b>"))
    cancel(cast, first.number)
    sari = client_for("sari")
    page = sari.get(PATH)
    assert [figure(page, label) for label in ("Kasus masuk", "Tidak dilayani atau batal", "Kasus masih terbuka")] == [
        "2", "1", "1",
    ]  # fmt: skip
    for link in page.select(".tally a[href*=daftar]"):
        listed = sari.get(str(link["href"]))
        assert len(listed.select("main tbody tr")) == int(link.get_text()) == int(listed.text("main p.row strong"))
    assert "Budi <b>Santoso</b>" in sari.get(f"{LIST}?tanggal={TODAY}&isi=masuk").text("tbody")


def test_the_message_holds_figures_and_nobody(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, name="Karsinih"))
    page = client_for("sari").get(PATH)
    told, link = page.text("p.story"), str(page.one("main header a.button")["href"])
    assert "Kasus masuk: 1" in told and "Lewat batas waktu: 0" in told
    assert link.startswith("https://wa.me/?text=") and "Kasus masuk: 1" in unquote(link)
    assert "Karsinih" not in page and case.number not in page and case.number not in unquote(link)


def test_earlier_days_are_one_tap_away(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(TOMORROW)
    sari = client_for("sari")
    today = sari.get(PATH)
    assert figure(today, "Kasus masuk") == "0" and today.text("h1") == "Hari ini"
    before = sari.get(str(today.one("nav.pagination a[rel=prev]")["href"]))
    assert figure(before, "Kasus masuk") == "1" and before.text("h1") == "Hitungan hari"
    assert "Lewat batas waktu" not in before.text(".tally") and before.select("nav.pagination a[rel=next]")


def test_what_is_late_today_opens_the_list_of_cases(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(NOW + timedelta(days=40))
    sari = client_for("sari")
    page = sari.get(PATH)
    assert figure(page, "Lewat batas waktu") == "1"
    assert len(sari.get(str(page.one(".tally a[href*=lewat]")["href"])).select("main tbody tr")) == 1


@pytest.mark.parametrize("wanted", ["", "lewat", "nama", "masuk'--"])
def test_a_line_that_has_no_list_is_not_found(client_for: SignIn, cast: Cast, wanted: str) -> None:
    client_for("sari").get(f"{LIST}?isi={wanted}", expect=404)


def test_a_restricted_case_counts_and_stays_unnamed(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, service="R08", by=cast.ratna)
    bayu = client_for("bayu")
    assert figure(bayu.get(PATH), "Kasus masuk") == "1"
    listed = bayu.get(f"{LIST}?isi=masuk")
    assert "1 di antaranya pada kasus terbatas" in listed.text("main") and case.number not in listed


def test_staff_see_the_day_and_volunteers_do_not(client_for: SignIn, cast: Cast) -> None:
    assert all(viewer_of(one).can(Permission.SEE_DAY) for one in (cast.sari, cast.bayu, cast.ratna))
    client_for("ujang").get(PATH, expect=403)
    assert client_for("sari").get("/").select(f"main header a[href='{PATH}']")
