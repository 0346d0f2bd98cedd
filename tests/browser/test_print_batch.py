"""Many papers at once: ticked in the list by keyboard, printed in the background, fetched as one file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask import Flask

from puskesos.jobs.worker import run_waiting
from tests.browser.conftest import Desks
from tests.browser.desk import Size
from tests.browser.pages_seen import PagesSeen
from tests.browser.registry_desk import DEVICES, careful, download
from tests.cast import Cast, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]


@pytest.mark.vnu
@pytest.mark.pango
@DEVICES
def test_ticked_cases_become_one_file(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    cases = [make_case(cast, client=make_person(cast, name)) for name in ("Aminah", "Cucun")]
    sari = careful(open_desk("", size, scripts=scripts), "sari", "/kasus")
    for case in cases:
        sari.page.get_by_label(f"Pilih {case.number}").press("Space")
    sari.press("Cetak yang dicentang")
    sari.expect_text("2 kasus pilihan")
    sari.page.get_by_label("Tanda terima").check()
    sari.page.get_by_label("ZIP dengan satu PDF per kertas").check()
    sari.page.locator("main form button[type=submit]").click()
    sari.expect_text("4 kertas sedang dicetak.")
    waiting = sari.page.url
    run_waiting(app.config["SETTINGS"])
    sari.open("/cetak/kumpulan")
    sari.expect_text("4 kertas siap", "#batch-list")
    sari.press("2 kasus pilihan")
    assert sari.page.url == waiting
    with zipfile.ZipFile(download(sari, "Unduh ZIP", tmp_path)) as archive:
        papers = [f"{paper}-{case.number}.pdf" for case in cases for paper in ("lembar-kasus", "tanda-terima")]
        assert sorted(archive.namelist()) == sorted(papers)
    assert pages_seen.complaints_of_nu(tmp_path) == []
