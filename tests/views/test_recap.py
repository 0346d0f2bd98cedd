"""/laporan/rekap: ready tables for others; whole on screen with their lists, small figures hidden in files."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest

from puskesos import clock
from puskesos.actions.case_work import DataCheckEntry, check_data
from puskesos.actions.report import close_month
from puskesos.models import AuditEntry, Case, MonthReport, Village
from puskesos.rules.activity import Month
from puskesos.rules.report_kept import Kept
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.welfare import claim_spm

SignIn = Callable[[str], PageClient]
PATH = "/laporan/rekap"
OCTOBER = Month(date(2026, 10, 1))


def check(cast: Cast, case: Case, decile: int | None) -> None:
    entry = DataCheckEntry(status="terdaftar", decile=decile, channel="siks_ng", checked_on=TODAY)
    fresh = Case.get_by_id(case.id)
    check_data(fresh, entry, version=fresh.version, actor=viewer_of(cast.ratna), now=clock.now())


def sheets(page: Page, *, formulas: bool = False) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(page.content), data_only=not formulas)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def numbers_in(rows: list[list[object]]) -> list[int]:
    return [cell for row in rows for cell in row if isinstance(cell, int)]


@pytest.mark.parametrize("kind", ["tksk", "dinsos", "spm"])
def test_an_empty_month_gives_a_file_with_zeros(client_for: SignIn, cast: Cast, kind: str) -> None:
    ratna = client_for("ratna")
    ratna.get(f"{PATH}?bulan=2026-10")
    file = ratna.get(f"{PATH}/{kind}.xlsx?bulan=2026-10")
    assert file.headers["Content-Disposition"] == f'attachment; filename="rekap-{kind}-2026-10.xlsx"'
    assert not any(number for rows in sheets(file).values() for number in numbers_in(rows))


def test_checks_people_and_cases_by_village_and_decile(client_for: SignIn, cast: Cast) -> None:
    siti = make_person(cast, "Siti")
    case, other = make_case(cast, client=siti), make_case(cast, client=siti)
    check(cast, case, 1)
    check(cast, case, 2)
    check(cast, other, 2)
    check(cast, make_case(cast, client=make_person(cast, "Budi", village_id=cast.bakti.id)), None)
    page = client_for("ratna").get(f"{PATH}?bulan=2026-11")
    figures = {
        code: [cell.get_text() for cell in page.one(f"#rekap-{code}").select("tfoot td")]
        for code in ("cek", "cek_orang", "cek_kasus")
    }
    assert figures == {
        "cek": ["1", "2", "0", "0", "1", "4"],
        "cek_orang": ["0", "1", "0", "0", "1", "2"],
        "cek_kasus": ["0", "2", "0", "0", "1", "3"],
    }
    assert len(page.select("#rekap-cek tfoot a")) == 4 and len(page.select("#rekap-cek_orang tbody a")) == 4
    for link in page.select("#rekap-tksk table a, #rekap-dinsos table a"):
        listed = client_for("ratna").get(str(link["href"]))
        assert len(listed.select("main tbody tr")) == int(link.get_text())


def test_small_figures_leave_hidden_and_sums_are_formulas(client_for: SignIn, cast: Cast) -> None:
    for place in range(12):
        check(cast, make_case(cast, client=make_person(cast, f"Ani {place}")), 1 if place < 9 else 2)
    file = client_for("ratna").get(f"{PATH}/tksk.xlsx?bulan=2026-11")
    for rows in sheets(file).values():
        assert 12 in numbers_in(rows) and not set(numbers_in(rows)) & {1, 2, 3, 4}
    formulas = [cell for rows in sheets(file, formulas=True).values() for row in rows for cell in row]
    assert any(str(cell).startswith("=SUM(") for cell in formulas)
    dinsos = sheets(client_for("ratna").get(f"{PATH}/dinsos.xlsx?bulan=2026-11"))
    assert list(dinsos) == [
        "Ringkasan",
        "Layanan dan status",
        "Bidang dan status",
        "Desa dan status",
        "Desil dan status",
    ]
    assert [row[:2] for row in dinsos["Ringkasan"] if row[0] == "Kasus ditangani"] == [["Kasus ditangani", 12]]


def test_cases_by_service_leave_whole_as_in_the_report(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    for where in ("/laporan/rekap/dinsos.xlsx?bulan=2026-11", "/laporan/unduh.xlsx?bulan=2026-11&keluar=1"):
        page = client_for("ratna").get(where)
        texts = [str(cell) for rows in sheets(page).values() for row in rows for cell in row]
        found = numbers_in(next(rows for title, rows in sheets(page).items() if "layanan" in title.lower()))
        assert 1 in found, where
        assert "dinsos" not in where or not {"<5", "gab."} & set(texts)


def test_a_month_closed_before_checks_were_counted_says_that_it_does_not_know(client_for: SignIn, cast: Cast) -> None:
    make_case(cast, received_at=clock.now() - timedelta(days=30), late_because="Dicatat di kertas")
    close_month(cast.hub, OCTOBER, actor=viewer_of(cast.ratna), now=clock.now(), today=TODAY)
    report = MonthReport.get()
    kept = Kept.from_bytes(bytes(report.content))
    assert not kept.unknown
    older = {name: words for name, words in kept.definitions.items() if not name.startswith("cek")}
    MonthReport.update(content=replace(kept, definitions=older).to_bytes()).execute()
    ratna = client_for("ratna")
    page = ratna.get(f"{PATH}?bulan=2026-10")
    assert "tidak diketahui" in page.one("#rekap-tksk").get_text() and not page.select("#rekap-tksk table")
    assert page.select("#rekap-dinsos table")
    for rows in sheets(ratna.get(f"{PATH}/tksk.xlsx?bulan=2026-10")).values():
        assert [row[1] for row in rows if "tidak diketahui" in str(row[0])] == ["–"] and not numbers_in(rows)


def test_spm_without_and_with_a_target(client_for: SignIn, cast: Cast) -> None:
    claim_spm(cast, make_case(cast), "SPM-3", given="sandang")
    file = client_for("ratna").get(f"{PATH}/spm.xlsx?bulan=2026-11")
    (line,) = [row for row in sheets(file)["SPM"] if str(row[0]).startswith("SPM-3")]
    assert line[1] is None and line[2] == "<5" and line[-1] == "–"
    page = client_for("ratna").get(f"{PATH}?bulan=2026-11")
    (shown,) = [row for row in page.texts("#rekap-spm tbody tr") if row.startswith("SPM-3")]
    assert shown.endswith("– 1 1 0 1 1 0 –")


def test_a_file_says_who_took_it_and_is_noted(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    file = client_for("bayu").get(f"{PATH}/dinsos.xlsx?bulan=2026-11")
    for rows in sheets(file).values():
        assert any("Diunduh oleh Bayu" in str(row[0]) for row in rows)
    entry = AuditEntry.get(AuditEntry.action == "recap_downloaded")
    detail = json.loads(entry.detail)
    assert detail["filter"] == {"recap": "dinsos", "month": "2026-11"} and detail["rows"] > 0


def test_a_hostile_village_stays_text(client_for: SignIn, cast: Cast) -> None:
    Village.update(name="=1+1").where(Village.id == cast.bahagia.id).execute()
    make_case(cast)
    file = client_for("ratna").get(f"{PATH}/dinsos.xlsx?bulan=2026-11")
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    (cell,) = [cell for row in book["Desa dan status"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type in {"s", "inlineStr"}


@pytest.mark.parametrize("who", ["sari", "ujang", "dewi"])
def test_who_may_not_take_a_recap(client_for: SignIn, cast: Cast, who: str) -> None:
    client_for(who).get(PATH, expect=403)
    client_for(who).get(f"{PATH}/tksk.xlsx", expect=403)
    assert not AuditEntry.select().where(AuditEntry.action == "recap_downloaded").exists()


def test_another_hub_counts_nothing_of_ours_and_an_unknown_recap_is_not_found(client_for: SignIn, cast: Cast) -> None:
    check(cast, make_case(cast), 1)
    assert "tfoot" not in client_for("citra").get(f"{PATH}?bulan=2026-11").html
    client_for("ratna").get(f"{PATH}/nama.xlsx", expect=404)
