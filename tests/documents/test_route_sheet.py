"""Rute hari ini on paper: by place and house, with a box to tick; a restricted case is a line without a home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from puskesos.models import Assignment, Case
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person
from tests.documents.read_pdf import read_pdf
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]


def task_for(cast: Cast, name: str, *, rt: str = "004", days: int = 0, **changed: object) -> Assignment:
    client = make_person(cast, name, address=f"Gang {name}", rt=rt, rw="002", phone="0812-3456-7890")
    case = make_case(cast, client=client, by=cast.ratna)
    Case.update(**changed).where(Case.id == case.id).execute() if changed else None
    task = make_assignment(cast, case)
    Assignment.update(due_on=TODAY + timedelta(days=days)).where(Assignment.id == task.id).execute()
    return task


@pytest.mark.pango
def test_the_walk_goes_place_by_place(client_for: SignIn, cast: Cast) -> None:
    task_for(cast, "Budi", rt="009")
    task_for(cast, "Ani", rt="004", priority="darurat")
    task_for(cast, "Cica", days=-2)
    task_for(cast, "Nanti", days=20)
    sheet = read_pdf(client_for("ujang").get("/tugas/rute.pdf").content)
    for wanted in (
        "RUTE HARI INI", "Ujang · Selasa 17 November 2026", "Pantai Bahagia, RT 004/RW 002", "Gang Budi",
        "Telp. 0812-3456-7890", "Temui keluarganya.", "DARURAT", "minta:", "Jumlah 3 kunjungan",
    ):  # fmt: skip
        assert wanted in sheet.text, wanted
    assert sheet.text.index("Cica") < sheet.text.index("Ani") < sheet.text.index("Budi"), "late first, then urgent"
    assert "Nanti" not in sheet.text
    sheet.assert_fit_for_the_office("Rute hari ini")


@pytest.mark.pango
def test_a_restricted_case_has_no_home_on_paper(client_for: SignIn, cast: Cast) -> None:
    task = task_for(cast, "Zulfatina", restricted=True)
    task_for(cast, "Ani", rt="005")
    for who, path in (("ujang", "/tugas/rute"), ("ratna", f"/relawan/{cast.ujang.id}/rute")):
        page = client_for(who).get(path)
        text = read_pdf(client_for(who).get(f"{path}.pdf").content).text
        for told in (page.text(), text):
            assert task.number in told and "RAHASIA" in told and "Z." in told
            assert told.index("RT 005") < told.index("Z."), "not below the heading of a place"
            assert not [word for word in ("Zulfatina", "RT 004") if word in told]


def test_a_day_without_visits_says_so(client_for: SignIn, cast: Cast) -> None:
    assert "Tidak ada kunjungan untuk hari ini." in client_for("ujang").get("/tugas/rute")


@pytest.mark.pango
def test_a_volunteer_with_many_houses_gets_several_pages(client_for: SignIn, cast: Cast) -> None:
    for place in range(30):
        task_for(cast, f"Warga {place}", rt=f"{place % 5 + 1:03}")
    sheet = read_pdf(client_for("ratna").get(f"/relawan/{cast.ujang.id}/rute.pdf").content)
    assert sheet.pages > 1 and "Jumlah 30 kunjungan" in sheet.text
    assert all("Yang dikerjakan" in text for text in sheet.sheets if "Gang Warga" in text)
