"""The year's SPM targets in the month's report: on screen with its list, on paper, in the workbook; not for others."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from puskesos.models import MonthReport, SpmTarget
from puskesos.rules.report_kept import Kept
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient
from tests.views.test_report import PATH, number_at
from tests.views.test_report_saved import LATER
from tests.welfare import claim_spm

SignIn = Callable[[str], PageClient]
NOVEMBER = "bulan=2026-11"


def served(cast: Cast) -> None:
    for name in ("Nenek Icah", "Kakek Oman", "Nenek Rohaya"):
        claim_spm(cast, make_case(cast, client=make_person(cast, name)), given="sandang")
    SpmTarget.create(hub=cast.hub, year=2026, code="SPM-3", people=4)


def sheets(page: Page) -> list[str]:
    return list(openpyxl.load_workbook(io.BytesIO(page.content)).sheetnames)


def test_screen_paper_and_workbook_tell_what_is_reached(client_for: SignIn, cast: Cast) -> None:
    served(cast)
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    line = "SPM-3 Lanjut usia telantar"
    assert [number_at(page, "f2", line, one) for one in ("Dilayani sejak Januari", "Sasaran", "Capaian")] == [
        "3",
        "4",
        "75%",
    ]
    assert number_at(page, "f2", "Jumlah", "Sasaran") == "–" == number_at(page, "f2", "Jumlah", "Capaian")
    listed = ratna.get(str(page.one("#bagian-f2 tbody a")["href"]))
    assert listed.text("main p.row strong") == "3" == str(len(listed.select("main tbody tr")))
    (row,) = (one for one in ratna.get("/cetak/laporan").texts("main tbody tr") if one.endswith("3 4 75%"))
    assert row.startswith(line)
    assert "f2 Capaian SPM setahun" in sheets(ratna.get(f"/laporan/unduh.xlsx?{NOVEMBER}"))


def test_what_leaves_the_hub_is_without_it(client_for: SignIn, cast: Cast) -> None:
    served(cast)
    ratna = client_for("ratna")
    assert "Capaian SPM setahun" not in ratna.get(f"/cetak/laporan?{NOVEMBER}&keluar=1")
    names = sheets(ratna.get(f"/laporan/unduh.xlsx?{NOVEMBER}&keluar=1"))
    assert "f SPM bidang sosial" in names and not [name for name in names if name.startswith("f2")]


def test_a_month_closed_before_it_was_counted_has_no_such_table(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(LATER)
    ratna = client_for("ratna")
    ratna.fill(ratna.get(f"{PATH}?{NOVEMBER}"), "#tutup form", _expect=303)
    report = MonthReport.get()
    kept = Kept.from_bytes(bytes(report.content))
    words = {name: text for name, text in kept.definitions.items() if name != "spm_tahun"}
    older = Kept(kept.month, kept.items, kept.labels, definitions=words)
    MonthReport.update(content=older.to_bytes(), fingerprint=older.fingerprint).execute()
    page = ratna.get(f"{PATH}?{NOVEMBER}")
    assert page.select("#bagian-f") and not page.select("#bagian-f2")
    assert "Capaian SPM setahun" not in ratna.get(f"/cetak/laporan?{NOVEMBER}")
