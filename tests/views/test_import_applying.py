"""Impor: applying and taking back, each explained first, done in the background, harmless when sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from puskesos.jobs.worker import run_waiting
from puskesos.models import Job, Person
from tests.cast import Cast
from tests.page_client import PageClient
from tests.views.lists import ASEP, EATEN, SITI, apply, as_csv, check, the_import, upload

SignIn = Callable[[str], PageClient]


@pytest.fixture
def ratna(client_for: SignIn, cast: Cast) -> PageClient:
    return client_for("ratna")


@pytest.fixture
def path(app: Flask, ratna: PageClient) -> str:
    return check(app, ratna, SITI, ASEP, EATEN)


def test_what_will_happen_is_said_before_it_happens(ratna: PageClient, path: str) -> None:
    page = ratna.get(f"{path}/penerapan", budget=8)
    assert page.texts("main form li") == ["2 warga baru akan dicatat.", "1 baris ditolak dan tidak masuk."]
    assert not Person.select().exists()


def test_the_new_people_stand_in_the_registry(app: Flask, ratna: PageClient, path: str) -> None:
    page = apply(app, ratna, path)
    assert "Sudah diterapkan" in page and page.text("#import-outcome dl").startswith("Warga baru dicatat 2")
    assert {"Siti Nurhayati", "Asep Saepudin"} <= set(ratna.get("/warga").texts("#person-rows td:first-child a"))
    assert "Ratna" in ratna.get("/warga/impor").text("#import-rows tbody tr")


def test_applying_twice_is_harmless(app: Flask, ratna: PageClient, path: str) -> None:
    form = ratna.get(f"{path}/penerapan")
    for _ in range(2):
        ratna.fill(form, "main form")
    assert "Sedang diterapkan" in ratna.get(path, budget=8)
    run_waiting(app.config["SETTINGS"])
    assert Person.select().count() == 2
    ratna.get(f"{path}/penerapan", expect=303)


def test_a_list_with_nothing_to_apply_has_no_button(app: Flask, ratna: PageClient) -> None:
    path = check(app, ratna, EATEN)
    assert "Tidak ada yang perlu diterapkan" in ratna.get(path)
    assert not ratna.get(f"{path}/penerapan").select("main form")
    assert "Tidak ada baris" in ratna.post(f"{path}/penerapan", expect=422).text(".errors")


def test_a_second_list_waits_for_the_first(app: Flask, ratna: PageClient, path: str) -> None:
    other = check(app, ratna, ";Budi;L;;Pantai Bakti;")
    ratna.fill(ratna.get(f"{path}/penerapan"), "main form")
    page = ratna.fill(ratna.get(f"{other}/penerapan"), "main form", _expect=422)
    assert "Tunggu sampai selesai" in page.text(".errors")


def test_the_whole_import_is_taken_back(app: Flask, ratna: PageClient, path: str) -> None:
    apply(app, ratna, path)
    page = ratna.get(f"{path}/pembatalan", budget=8)
    assert "15 Februari 2027" in page and "2 warga baru" in page
    ratna.fill(page, "main form")
    run_waiting(app.config["SETTINGS"])
    page = ratna.get(path, budget=8)
    assert "Semua kembali seperti sebelum impor." in page.text("#import-undone")
    assert "Siti Nurhayati" not in ratna.get("/warga")


def test_what_was_changed_since_stays_and_says_why(app: Flask, ratna: PageClient, path: str) -> None:
    apply(app, ratna, path)
    siti = Person.get(Person.name == "Siti Nurhayati")
    ratna.fill(ratna.get(f"/warga/{siti.id}/ubah"), "main form:not([role])", occupation="Nelayan")
    ratna.fill(ratna.get(f"{path}/pembatalan"), "main form")
    run_waiting(app.config["SETTINGS"])
    page = ratna.get(path)
    assert page.select(f"a[href='{path}/baris?keadaan=dipertahankan']")
    kept = ratna.get(f"{path}/baris?keadaan=dipertahankan")
    assert "Siti Nurhayati" in kept.text(".judged tbody") and len(kept.select(".judged tbody tr")) == 1
    assert "Siti Nurhayati" in ratna.get("/warga") and "Asep" not in ratna.get("/warga")


def test_applying_can_be_stopped_and_taken_back(app: Flask, ratna: PageClient, path: str) -> None:
    ratna.fill(ratna.get(f"{path}/penerapan"), "main form")
    page = ratna.get(f"{path}/pembatalan")
    assert "Hentikan dan batalkan impor ini?" in page
    ratna.fill(page, "main form")
    run_waiting(app.config["SETTINGS"])
    assert the_import().state == "batal" and Job.select().where(Job.state == "menunggu").count() == 0


def test_after_ninety_days_it_cannot_be_taken_back(
    app: Flask, ratna: PageClient, client_for: SignIn, path: str, moment: time_machine.Traveller
) -> None:
    apply(app, ratna, path)
    form = ratna.get(f"{path}/pembatalan")
    moment.shift(timedelta(days=91))
    ratna = client_for("ratna")
    assert "lebih dari 90 hari" in ratna.get(path).text("#import-undo")
    assert "lebih dari 90 hari" in ratna.fill(form, "main form", _expect=422).text(".errors")


def test_there_is_nothing_to_take_back_before_applying(ratna: PageClient, path: str) -> None:
    ratna.get(f"{path}/pembatalan", expect=303)
    ratna.post(f"{path}/pembatalan", expect=409)


def test_a_list_that_is_being_read_cannot_be_applied(ratna: PageClient) -> None:
    path = upload(ratna, as_csv(SITI))
    ratna.get(f"{path}/penerapan", expect=303)
    ratna.post(f"{path}/penerapan", expect=409)


def test_a_plan_that_was_made_anew_in_another_tab_is_not_applied(app: Flask, ratna: PageClient, path: str) -> None:
    stale = ratna.get(f"{path}/penerapan")
    ratna.fill(ratna.get(path), "form[action$='/pencocokan']")
    ratna.fill(ratna.get(f"{path}/kolom"), "form[action$='/kolom']", **{"columns-5": ""})
    run_waiting(app.config["SETTINGS"])
    assert "diperiksa lagi" in ratna.fill(stale, "main form", _expect=409)
    assert the_import().state == "siap" and not Person.select().exists()


def test_the_last_day_of_taking_back_is_that_of_the_hub(
    app: Flask, client_for: SignIn, moment: time_machine.Traveller
) -> None:
    moment.shift(timedelta(hours=17))  # 02.00 of the next day here, still the same day in UTC
    ratna = client_for("ratna")
    path = check(app, ratna, SITI)
    apply(app, ratna, path)
    assert "16 Februari 2027" in ratna.get(path).text("#import-undo")


def test_a_later_import_of_the_same_people_is_named_before_and_after(app: Flask, ratna: PageClient, path: str) -> None:
    apply(app, ratna, path)
    later = check(app, ratna, SITI.replace("Islam", "Kristen"), **{"updates-5": True})
    apply(app, ratna, later)
    page = ratna.get(f"{path}/pembatalan", budget=9)
    assert "Penduduk Oktober" in page.text(".remark")
    ratna.fill(page, "main form")
    run_waiting(app.config["SETTINGS"])
    assert "diubah impor lain: Penduduk Oktober" in ratna.get(f"{path}/baris?keadaan=dipertahankan")
    ratna.fill(ratna.get(f"{later}/pembatalan"), "main form")
    run_waiting(app.config["SETTINGS"])
    assert Person.select().count() == 1
    ratna.fill(ratna.get(path), "form[action$='/pembatalan']")
    run_waiting(app.config["SETTINGS"])
    assert not Person.select().exists()
    page = ratna.get(path)
    assert "Semua kembali seperti sebelum impor." in page and not page.select("form[action$='/pembatalan']")
