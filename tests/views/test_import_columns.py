"""Impor, the step of the columns: what is recognised, what is refused at which field, sheets, remembered mappings."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from puskesos.jobs.worker import run_waiting
from puskesos.models import ImportMapping
from puskesos.sheets.writing import Column, write_xlsx
from tests.page_client import Page, PageClient
from tests.views.lists import ASEP, SITI, as_csv, columns_page, read, the_import, upload

SignIn = Callable[[str], PageClient]
FORM = "form[action$='/kolom']"
LONG = "Keterangan hasil musyawarah desa tentang keadaan keluarga ini"


def chosen(page: Page) -> dict[str, str]:
    """Heading → the meaning that is selected."""
    rows = page.select(".meanings tbody tr")
    options = [row.select_one("option[selected]") or row.select_one("option") for row in rows]
    return {
        str(row.td.get_text(" ", strip=True)).partition(" ")[2]: str(option["value"])
        for row, option in zip(rows, options, strict=True)
        if option
    }


def test_headings_that_are_known_are_preselected_and_numbers_masked(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    page = columns_page(ratna, read(app, ratna, SITI, ASEP))
    meanings = chosen(page)
    assert meanings["NIK"] == "nik" and meanings["Nama Lengkap"] == "name" and meanings["Desa/Kelurahan"] == "village"
    assert "3216••••••••0003" in page.text("#import-preview") and "3216••••••••0003" in page.text(".meanings")
    assert page.one("#import-preview .scroll")["tabindex"] == "0"


def test_after_the_columns_the_rows_are_judged(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = read(app, ratna, SITI)
    page = ratna.follow(ratna.fill(columns_page(ratna, path), FORM))
    assert "Sedang diperiksa" in page and page.select("#job-progress")
    ratna.get(f"{path}/kolom", expect=303)


@pytest.mark.parametrize(
    ("typed", "said", "where"),
    [
        ({"columns-5": "name"}, "Pilih arti lain", "#columns-5-error"),
        ({"columns-1": ""}, "nama warga", ".errors"),
        ({"columns-4": ""}, "satu desa untuk seluruh berkas", "#village-error"),
        ({"columns-0": "bukan arti"}, "dari daftar", "#columns-0-error"),
    ],
    ids=["two alike", "no name", "no village", "nothing we know"],
)
def test_what_is_wrong_is_said_at_its_column(
    app: Flask, client_for: SignIn, typed: dict[str, str], said: str, where: str
) -> None:
    ratna = client_for("ratna")
    form = columns_page(ratna, read(app, ratna, SITI))
    for select in form.select(f"{FORM} select[name=columns-0]"):
        select.append(form.soup.new_tag("option", value="bukan arti"))
    page = ratna.fill(form, FORM, **typed, _expect=422)
    assert said in page.text(where) and the_import().state == "kolom"


def test_ticks_name_the_fields_that_may_change_known_people(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    page = columns_page(ratna, read(app, ratna, SITI))
    ratna.fill(page, FORM, **{"updates-5": True, "updates-3": False})
    assert json.loads(the_import().updates) == ["religion"]


def test_a_mapping_is_remembered_by_its_name_and_by_its_headings(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    form = columns_page(ratna, read(app, ratna, SITI))
    ratna.fill(form, FORM, **{"columns-5": "", "mapping_name": "Daftar desa"})
    again = columns_page(ratna, read(app, ratna, ASEP))
    assert chosen(again)["Agama"] == "" and "Susunan ini sedang dipakai." in again
    other = upload(ratna, as_csv(ASEP + ";x", head="NIK;Nama Lengkap;JK;Tgl Lahir;Desa/Kelurahan;Agama;Lain"))
    run_waiting(app.config["SETTINGS"])
    page = columns_page(ratna, other)
    assert chosen(page)["Agama"] == "religion"
    known = ImportMapping.get()
    page = ratna.follow(ratna.fill(page, "form[action$='/susunan']", mapping=str(known.id)))
    assert "Susunan “Daftar desa” dipakai." in page and chosen(page)["Agama"] == ""


def test_choosing_no_mapping_says_so(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = read(app, ratna, SITI)
    ratna.fill(columns_page(ratna, path), FORM, mapping_name="Daftar desa")
    page = columns_page(ratna, read(app, ratna, SITI))
    page = ratna.fill(page, "form[action$='/susunan']", mapping="", _expect=422)
    assert page.text("#mapping-error").endswith("Pilih susunan.")


def test_another_sheet_and_another_row_of_headings_can_be_taken(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    title = "DAFTAR PENDUDUK;;;;;"
    path = upload(ratna, as_csv("NIK;Nama Lengkap;JK;Tgl Lahir;Desa/Kelurahan;Agama", SITI, head=title))
    run_waiting(app.config["SETTINGS"])
    page = columns_page(ratna, path)
    assert page.one("#header_row")["value"] == "2"
    page = ratna.follow(ratna.fill(page, "form[action$='/lembar']", header_row="1"))
    assert page.one("#header_row")["value"] == "1" and "DAFTAR PENDUDUK" in page.text(".meanings")


@pytest.mark.parametrize("row", ["", "99", "abc", "30"])
def test_a_row_of_headings_that_is_none_is_refused(app: Flask, client_for: SignIn, row: str) -> None:
    ratna = client_for("ratna")
    page = columns_page(ratna, read(app, ratna, SITI))
    page = ratna.fill(page, "form[action$='/lembar']", header_row=row, _expect=422)
    assert page.select("#header_row-error") and chosen(page)["NIK"] == "nik"


def test_forty_columns_with_long_headings_fit_one_form(app: Flask, client_for: SignIn) -> None:
    ratna, file = client_for("ratna"), io.BytesIO()
    titles = ["NIK", "Nama", "Desa", *(f"{LONG} {number}" for number in range(37))]
    write_xlsx(file, "Penduduk", [Column(title) for title in titles], [["x"] * 40 for _ in range(200)])
    path = upload(ratna, file.getvalue(), file="lebar.xlsx")
    run_waiting(app.config["SETTINGS"])
    page = ratna.follow(ratna.get(path, expect=303), budget=8)
    assert len(page.select(".meanings tbody tr")) == 40
    ratna.fill(page, FORM)


def test_columns_can_be_changed_after_the_check(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = read(app, ratna, SITI)
    ratna.fill(columns_page(ratna, path), FORM)
    run_waiting(app.config["SETTINGS"])
    page = ratna.follow(ratna.fill(ratna.get(path), "form[action$='/pencocokan']"))
    assert chosen(page)["NIK"] == "nik" and the_import().state == "kolom"


def test_what_was_chosen_survives_an_expired_sign_in(
    app: Flask, client_for: SignIn, moment: time_machine.Traveller
) -> None:
    ratna = client_for("ratna")
    form = columns_page(ratna, read(app, ratna, SITI))
    moment.shift(timedelta(hours=1))
    ratna.fill(form, FORM, **{"columns-5": "", "decile_period": "Triwulan III"})
    page = client_for("ratna").get(f"/warga/impor/{the_import().id}/kolom")
    assert chosen(page)["Agama"] == "" and page.one("#decile_period")["value"] == "Triwulan III"
