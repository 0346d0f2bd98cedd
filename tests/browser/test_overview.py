"""The koordinator's overview fits both screens with the longest names, reads well, and prints its open tables."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from puskesos.models import User, Village
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Size
from tests.browser.pages_seen import PagesSeen
from tests.cast import NOW, Cast, make_assignment, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.vnu, pytest.mark.slow]
LONG = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari"
PATH = "/laporan/gambaran"


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_overview(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size
) -> None:
    Village.update(name=LONG).where(Village.id == cast.bahagia.id).execute()
    User.update(name=LONG).where(User.id == cast.ujang.id).execute()
    person = make_person(cast, LONG)
    for days in (62, 33, 20, *range(6)):
        received = NOW - timedelta(days=days)
        case = make_case(cast, client=person, received_at=received, late_because="Kertas tercecer")
    make_assignment(cast, case)
    ratna = open_desk("ratna", size)
    ratna.axe = True
    for path in (PATH, f"{PATH}?tabel=semua", f"{PATH}/masuk?hari=14", "/bantuan/koordinator"):
        ratna.open(path)
    ratna.open(f"{PATH}?tabel=semua")
    ratna.page.emulate_media(media="print")
    assert ratna.page.locator(".behind table").count() == ratna.page.locator(".behind table:visible").count() > 4
    assert ratna.page.locator("summary:visible, nav:visible, button:visible").count() == 0
    ratna.open(PATH)
    assert ratna.page.locator(".behind:visible").count() == 0 and ratna.page.locator(".chart:visible").count() == 8
    assert not pages_seen.complaints_of_nu(tmp_path)
