"""Every workbook that leaves the hub, opened and reckoned by LibreOffice: totals come to ours, texts stay texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from puskesos.recap.reading import read_content
from puskesos.rules.recap import choose
from puskesos.rules.recap_bundle import Bundle
from puskesos.sheets.recap_book import recap_book
from tests.cast import Cast, make_assignment, make_case, make_person, make_referral
from tests.month_papers import busy_month
from tests.page_client import PageClient
from tests.recap.bundles import busy, report, signed
from tests.sheets.calc import reckon_anew
from tests.sheets.reckoning import read_sheets
from tests.sheets.test_report_book import HOSTILE, book

pytestmark = [pytest.mark.calc, pytest.mark.slow]
SignIn = Callable[[str], PageClient]
NIK = "3216995206790003"
RECAPS = ("tksk", "dinsos", "spm")
BOOKS = ("register", "tamu", "surat", "penugasan")
LISTS = {"warga": "/warga", "kasus": "/kasus", **{book: f"/register/{book}" for book in BOOKS}}
FORM = "main form[method=post].sheet"


@pytest.fixture
def ratna(client_for: SignIn, cast: Cast) -> PageClient:
    """Signed in where people are called what programs calculate."""
    for place, name in enumerate(one.replace("\x00", "") for one in HOSTILE):
        person = make_person(cast, name, nik=f"{int(NIK) + place}", nik_reason="", birth_date=date(1979, 6, 12))
        make_assignment(cast, make_case(cast, client=person, reporter_name=name, story=name))
    make_referral(cast)
    return client_for("ratna")


def test_calc_comes_to_our_figures_and_leaves_texts_alone(ratna: PageClient, cast: Cast, tmp_path: Path) -> None:
    files = {
        **{f"rekap-{one}": ratna.get(f"/laporan/rekap/{one}.xlsx?bulan=2026-11").content for one in RECAPS},
        **{one: download(ratna, path) for one, path in LISTS.items()},
        "laporan": book(cast, busy_month(cast, services=40)),
        "laporan-luar": book(cast, busy_month(cast, services=40), leaves=True),
        "hub": recap_book(
            choose([bundle_of(report()), bundle_of(report("32.16.05", items=busy(10)))]), [("lain.zip", "=1+1")]
        ),
    }
    formulas = 0
    for name, saved in reckon_anew(files, tmp_path).items():
        ours, theirs = read_sheets(files[name]), read_sheets(saved)
        assert [*theirs] == [*ours], name
        for title, sheet in ours.items():
            formulas += len(sheet.formulas)
            assert theirs[title].formulas.keys() == sheet.formulas.keys(), (name, title)
            written = {place: value for place, value in sheet.values.items() if value != ""}
            assert theirs[title].values == pytest.approx(written), (name, title)
    assert formulas > 500
    texts = {value for sheet in read_sheets(files["warga"]).values() for value in sheet.values.values()}
    numbers = {f"{int(NIK) + place}" for place in range(len(HOSTILE))}
    assert numbers <= texts and HOSTILE[0] in texts, "whole NIK and names like formulas were among them"


def bundle_of(month: dict[str, Any]) -> Bundle:
    return read_content("x", signed(month)).bundle


def download(client: PageClient, path: str) -> bytes:
    typed = {"reason": "Bahan rapat desa", "full_numbers": True, "numbers_reason": "Dicocokkan dengan SIKS-NG"}
    page = client.get(f"{path}/ekspor")
    known = {name: value for name, value in typed.items() if page.select(f"{FORM} [name={name}]")}
    return client.fill(page, FORM, _expect=200, **known).content
