"""Data that leave the hub: a copy for the person they are about, and a list as a file with what each role may have."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import expect

from puskesos.models import AuditEntry
from tests.browser.conftest import Desks
from tests.browser.desk import Desk, Size
from tests.browser.pages_seen import PagesSeen
from tests.browser.registry_desk import DEVICES, LONG, careful, download
from tests.cast import Cast, make_case, make_person

pytestmark = [pytest.mark.chromium, pytest.mark.axe, pytest.mark.slow]
NIK, KK = "3216995206790003", "3216991206790001"
BORN = date(1979, 6, 12)
STORY = "Siti Nurhaliza tinggal dengan Rohman. Diantar oleh Marbun."


@pytest.mark.vnu
@pytest.mark.pango
@DEVICES
def test_a_person_gets_a_copy_without_the_names_of_others(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    person = make_person(cast, nik=NIK, nik_reason="", kk=KK, birth_date=BORN)
    make_person(cast, "Rohman Saputra", sex="L", kk=KK)
    make_case(cast, client=person, story=STORY)
    ratna = careful(open_desk("", size, scripts=scripts), "ratna", f"/warga/{person.id}")
    ratna.press("Salinan data untuk warga ini")
    ratna.press("Lihat salinan")
    ratna.expect_text("Pilih cara memeriksa peminta")
    ratna.page.get_by_label("KTP dicocokkan dengan orangnya").check()
    ratna.press("Lihat salinan")
    ratna.expect_text("Siti Nurhaliza tinggal dengan ■■■■■.", "#copy-preview")
    ratna.expect_text("Marbun", "#copy-doubtful")
    ratna.page.get_by_label("Kata lain yang dihitamkan").fill("Marbun")
    ratna.press("Lihat lagi")
    assert "Marbun" not in ratna.page.locator("#copy-preview").inner_text()
    paper = download(ratna, "Unduh PDF", tmp_path)
    assert paper.suffix == ".pdf" and paper.read_bytes().startswith(b"%PDF-")
    told = download(ratna, "Unduh JSON", tmp_path).read_text(encoding="utf-8")
    assert NIK in told and not re.search("Marbun|Rohman", told) and json.loads(told)
    given = AuditEntry.select().where(AuditEntry.action == "copy_given").order_by(AuditEntry.id)
    assert [json.loads(row.detail)["format"] for row in given] == ["pratinjau", "pratinjau", "pdf", "json"]
    assert pages_seen.complaints_of_nu(tmp_path) == []


@pytest.mark.vnu
@DEVICES
def test_a_list_leaves_as_it_is_shown_and_the_front_office_gets_no_names(
    app: Flask, cast: Cast, open_desk: Desks, pages_seen: PagesSeen, tmp_path: Path, size: Size, scripts: bool
) -> None:
    make_person(cast, "Siti Nurhaliza", nik=NIK, nik_reason="", kk=KK, birth_date=BORN)
    make_person(cast, LONG, rt="002", rw="003")
    make_person(cast, "Karsih", village_id=cast.bakti.id)
    ratna, sari = open_desk("", size, scripts=scripts), open_desk("", size, scripts=scripts)
    shown, named = exported(careful(ratna, "ratna", "/warga"), tmp_path)
    assert [row["Nama"] for row in named] == shown == ["Siti Nurhaliza", LONG]
    assert [row["NIK"] for row in named] == ["3216••••••••0003", None]
    shown, unnamed = exported(careful(sari, "sari", "/warga"), tmp_path)
    assert [row["Nama"] for row in unnamed] == ["S. N.", "S. N. K."] and len(shown) == 2
    assert not {"NIK", "Nomor KK", "HP", "Alamat", "Tanggal lahir"} & set(unnamed[0])
    assert pages_seen.complaints_of_nu(tmp_path) == []


def exported(desk: Desk, folder: Path) -> tuple[list[str], list[dict[str, object]]]:
    """The names in the list of one village, and the rows of the file it gives."""
    desk.page.get_by_label("Desa/kelurahan").select_option("Pantai Bahagia")
    if not desk.scripts:
        desk.press("Saring")
    rows = desk.page.locator("#person-rows tbody tr")
    expect(rows).to_have_count(2)
    shown = rows.locator("td:first-child a").all_inner_texts()
    desk.press("Unduh daftar")
    desk.expect_text("di Pantai Bahagia: 2 orang")
    desk.press("Unduh")
    desk.expect_text("Isi untuk apa daftar ini")
    desk.page.get_by_label("Untuk apa daftar ini?").fill("Bahan rapat desa")
    sheet = openpyxl.load_workbook(download(desk, "Unduh", folder)).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    return shown, [dict(zip(head, line, strict=True)) for line in lines]
