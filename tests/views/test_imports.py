"""Impor: the list of lists, samples, uploading, what an unreadable file says, stopping and throwing away."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from puskesos import clock
from puskesos.actions.job import put_back_interrupted
from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, Import, Job, Person
from puskesos.sheets.samples import SAMPLES
from tests.cast import TODAY, Cast
from tests.page_client import PageClient
from tests.views.lists import PATH, SITI, as_csv, check, read, the_import, upload

SignIn = Callable[[str], PageClient]
PAGE_NAMED_XLS = b"<html><body><table><tr><td>NIK</td></tr></table></body></html>"


def test_before_the_first_list_the_page_explains_itself_and_offers_samples(client_for: SignIn) -> None:
    page = client_for("ratna").get(PATH)
    assert "Belum ada daftar yang diimpor" in page and page.text("#import-rows p:nth-of-type(2)").count(".") == 3
    assert [link["href"] for link in page.select("#import-samples a")] == [
        f"{PATH}/contoh/{one.name}" for one in SAMPLES
    ]


@pytest.mark.parametrize("name", [one.name for one in SAMPLES])
def test_every_sample_can_be_downloaded(client_for: SignIn, name: str) -> None:
    answer = client_for("ratna").get(f"{PATH}/contoh/{name}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"' and answer.content


def test_a_sample_that_is_none_is_not_found(client_for: SignIn) -> None:
    client_for("ratna").get(f"{PATH}/contoh/rahasia.xlsx", expect=404)


def test_an_uploaded_list_is_read_in_the_background(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    path = upload(ratna, as_csv(SITI))
    page = ratna.get(path, budget=8)
    assert "Sedang dibaca" in page and page.one("#job-progress")["hx-trigger"] == "every 2s"
    row = ratna.get(PATH, budget=8).text("#import-rows tbody tr")
    assert "Penduduk Oktober" in row and "Ratna" in row and "Sedang dibaca" in row
    assert AuditEntry.select().where(AuditEntry.action == "import_started").count() == 1


def test_a_double_tap_uploads_one_list(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    form = ratna.get(f"{PATH}/baru")
    for _ in range(2):
        ratna.fill(form, "main form", file=(as_csv(SITI), "penduduk.csv"), name="Penduduk", data_on=str(TODAY))
    assert Import.select().count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"file": (b"", "")}, "file", "Pilih berkas daftar warga."),
        ({"file": (b"", "kosong.csv")}, "file", "kosong"),
        ({"name": " "}, "name", "Isi nama daftar."),
        ({"data_on": ""}, "data_on", "Isi tanggal data."),
        ({"data_on": str(TODAY + timedelta(days=1))}, "data_on", "tidak boleh di masa depan"),
    ],
    ids=["no file", "empty file", "no name", "no day", "tomorrow"],
)
def test_what_is_wrong_is_said_at_its_field(
    client_for: SignIn, typed: dict[str, object], field: str, said: str
) -> None:
    ratna = client_for("ratna")
    usual = {"file": (as_csv(SITI), "penduduk.csv"), "name": "Penduduk", "data_on": str(TODAY)}
    page = ratna.fill(ratna.get(f"{PATH}/baru"), "main form", **usual | typed, _expect=422)
    assert said in page.text(f"#{field}-error") and not Import.select().exists()


def test_a_file_over_the_limit_gets_words_about_lists_not_photos(app: Flask, client_for: SignIn) -> None:
    app.config["MAX_CONTENT_LENGTH"], kept = 1000, app.config["MAX_CONTENT_LENGTH"]
    try:
        page = client_for("ratna").post(f"{PATH}/baru", {"file": (io.BytesIO(b"x" * 2000), "besar.csv")}, expect=413)
    finally:
        app.config["MAX_CONTENT_LENGTH"] = kept
    assert "bagi menjadi beberapa berkas" in page and "Foto" not in page


def test_a_file_that_cannot_be_read_says_why_and_can_be_thrown_away(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = upload(ratna, PAGE_NAMED_XLS, file="penduduk.xls")
    run_waiting(app.config["SETTINGS"])
    page = ratna.get(path)
    assert "halaman web" in page.text("#import-next") and page.select(f"a[href='{PATH}/baru']")
    ratna.fill(ratna.get(f"{path}/pembuangan"), "main form")
    assert the_import().state == "dibuang" and "dibuang" in ratna.get(path)


def test_reading_can_be_stopped(client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = upload(ratna, as_csv(SITI))
    page = ratna.follow(ratna.fill(ratna.get(path), "form[action$='/penghentian']"))
    assert "Dihentikan." in page and the_import().state == "dibuang"


def test_work_that_was_cut_off_can_be_asked_for_again(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = upload(ratna, as_csv(SITI))
    Job.update(state="gagal", note="Ada gangguan nomor 1A2B.").execute()
    page = ratna.get(path)
    assert "gangguan nomor 1A2B" in page and "terhenti" in page.text("#import-next")
    ratna.fill(page, "form[action$='/pengulangan']")
    run_waiting(app.config["SETTINGS"])
    assert the_import().state == "kolom"


def test_a_list_whose_file_is_gone_asks_for_it_again(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = read(app, ratna, SITI)
    Import.update(stored_name="tidak-ada").execute()
    assert "Unggah lagi" in ratna.get(path).text("#import-next")


def test_a_checked_list_is_thrown_away_without_a_trace_among_the_people(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = check(app, ratna, SITI)
    people = Person.select().count()
    page = ratna.follow(ratna.fill(ratna.get(f"{path}/pembuangan"), "main form"))
    assert "dibuang" in page.text(".flash") and Person.select().count() == people
    assert not [file for file in (app.config["SETTINGS"].data / "imports").iterdir() if file.is_file()]


def test_the_list_is_filtered_by_state(app: Flask, client_for: SignIn) -> None:
    ratna = client_for("ratna")
    read(app, ratna, SITI, name="Yang dibaca")
    upload(ratna, as_csv(SITI), name="Yang menunggu")
    assert ratna.get(f"{PATH}?keadaan=kolom").texts("#import-rows td:first-child") == ["Yang dibaca"]
    assert ratna.get(f"{PATH}?keadaan=dibaca", fragment=True).texts("td:first-child") == ["Yang menunggu"]
    assert "Tidak ada impor yang cocok" in ratna.get(f"{PATH}?keadaan=selesai")


@pytest.mark.parametrize("username", ["sari", "bayu", "ujang", "dewi"])
def test_it_is_for_the_koordinator_alone(app: Flask, client_for: SignIn, username: str) -> None:
    path = upload(client_for("ratna"), as_csv(SITI))
    for address in (PATH, f"{PATH}/baru", path, f"{path}/baris"):
        client_for(username).get(address, expect=403)


def test_another_hub_sees_nothing_of_it(app: Flask, client_for: SignIn) -> None:
    path = check(app, client_for("ratna"), SITI)
    citra = client_for("citra")
    for end in ("", "/kolom", "/baris", "/penerapan", "/pembatalan", "/pembuangan"):
        citra.get(path + end, expect=404)
    citra.post(f"{path}/ditolak.xlsx", expect=404)
    assert "Belum ada daftar" in citra.get(PATH)


def test_the_way_there_stands_on_warga(client_for: SignIn) -> None:
    assert client_for("ratna").get("/warga").select(f"a[href='{PATH}']")
    assert not client_for("sari").get("/warga").select(f"a[href='{PATH}']")


def test_the_day_of_the_list_is_asked_for_never_guessed(client_for: SignIn) -> None:
    page = client_for("ratna").get(f"{PATH}/baru")
    assert not page.one("#data_on").get("value") and "tidak akan ditimpa" in page.text("#data_on-hint")


def test_after_the_last_attempt_the_page_offers_another_one_and_says_so(client_for: SignIn) -> None:
    ratna = client_for("ratna")
    path = upload(ratna, as_csv(SITI))
    Job.update(state="berjalan", attempts=5).execute()
    put_back_interrupted(clock.now())
    page = ratna.get(path)
    assert "tidak dicoba lagi" not in page and "Coba lagi; bila terulang" in page
    ratna.fill(page, "form[action$='/pengulangan']")
    assert Job.select().where(Job.state == "menunggu").count() == 1


def test_the_name_of_the_file_hides_nothing(client_for: SignIn) -> None:
    upload(client_for("ratna"), as_csv(SITI), file="warga\u202excod\u2066.csv")
    assert the_import().file_name == "wargaxcod.csv"
