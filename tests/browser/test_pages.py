"""The pages beside the journey, and forms that were refused: they fit, read well, and say where to look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from puskesos.models import Hub
from puskesos.queries.hub import forget_hub
from tests.browser.conftest import Desks
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.pages_seen import PagesSeen
from tests.cast import Cast, make_assignment, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
LONG = "Siti Nurhasana Kusumaningrum Puspita Rahayuningsih Wulandari"


def careful(desk: Desk) -> Desk:
    desk.axe = True
    return desk


def refuse(desk: Desk, path: str) -> None:
    """Send the page's form as it is; the complaint must be on top, with the focus in it."""
    desk.open(path)
    with desk.arriving():
        desk.page.locator("main form button[type=submit][data-main], main form button[type=submit]").last.click()
    desk.wait_until("document.activeElement.matches('.errors')")
    desk.look()


@SIZES
def test_staff_pages_beside_the_journey(app: Flask, cast: Cast, open_desk: Desks, size: Size) -> None:
    case = make_case(cast, client=make_person(cast, LONG, nik="3216995206790003", nik_reason=""), priority="darurat")
    make_assignment(cast, case)
    ratna = careful(open_desk("ratna", size))
    beside = (
        "identitas",
        "isian",
        "nomor",
        "berkas",
        "berkas/1/keadaan",
        "berkas/tambahan",
        "catatan",
        "pembatalan",
        "kekurangan",
        "ppks",
        "spm",
        "spm/SPM-3",
    )
    client = f"/warga/{case.client_id}"
    of_client = (f"{client}/{end}" for end in ("ubah", "keadaan", "program", "keluarga"))
    general = ("/kasus", "/papan", "/akun", "/pengaturan", "/bantuan", "/bantuan/fo", "/bantuan/koordinator")
    for path in (*general, "/warga", "/warga/baru", client, *of_client):
        ratna.open(path)
    for end in beside:
        ratna.open(f"/kasus/{case.number}/{end}")
    if size is LAPTOP:
        ratna.page.get_by_label("Cari warga, NIK").fill("siti nur")
        ratna.press("Cari", within="header.top")
        ratna.expect_text(LONG)


@SIZES
def test_the_back_office_pages(app: Flask, cast: Cast, open_desk: Desks, size: Size) -> None:
    case, violent = make_case(cast), make_case(cast, by=cast.bayu, violence=True)
    bayu = careful(open_desk("bayu", size))
    for end in ("", "/cek-data", "/rekomendasi", "/usulan-kunjungan", "/usulan-tutup", "/isian"):
        bayu.open(f"/kasus/{case.number}{end}")
    for path in (f"/kasus/{violent.number}", f"/kasus/{violent.number}/penanganan-segera", "/bantuan/bo"):
        bayu.open(path)
    bayu.open(f"/penerimaan/selesai/{violent.number}")


@SIZES
def test_the_admin_pages(app: Flask, cast: Cast, open_desk: Desks, size: Size) -> None:
    dewi = careful(open_desk("dewi", size))
    dewi.expects.add(404)
    for path in ("/pengaturan", "/pengaturan/pengguna", "/pengaturan/pengguna/baru", "/bantuan", "/tidak-ada"):
        dewi.open(path)
    for end in ("layanan", "layanan/baru", f"layanan/{cast.services['K05'].id}", "program", "tenggat", "hari-libur"):
        dewi.open(f"/pengaturan/{end}")


@SIZES
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_practice_begins_with_one_touch(app: Flask, cast: Cast, open_desk: Desks, size: Size, scripts: bool) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], practice=True)
    Hub.update(practice=True).where(Hub.id == cast.hub.id).execute()
    forget_hub()
    number = make_case(cast).number
    desk = careful(open_desk("", size, scripts=scripts))
    desk.open(f"/k/{number}")
    with desk.arriving():
        desk.page.get_by_role("link", name="Petugas: masuk").click()
    with desk.arriving():
        desk.page.get_by_role("button", name="Ratna").click()
    desk.look()
    assert desk.page.url.endswith(f"/kasus/{number}")
    desk.expect_text("MODE LATIHAN", ".practice")


@pytest.mark.vnu
@SIZES
def test_refused_forms_say_so_on_top(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size
) -> None:
    case = make_case(cast)
    task = make_assignment(cast, make_case(cast))
    ratna = careful(open_desk("ratna", size))
    for end in ("penugasan", "cek-data", "penetapan", "penutupan", "catatan", "nomor", "kekurangan"):
        refuse(ratna, f"/kasus/{case.number}/{end}")
    refuse(ratna, "/penerimaan/baru")
    refuse(ratna, f"/penerimaan/warga/{case.client_id}")
    ujang = careful(open_desk("ujang", size))
    for end in ("laporan", "penolakan"):
        refuse(ujang, f"/tugas/{task.number}/{end}")
    assert pages_seen.complaints_of_nu(tmp_path) == []
