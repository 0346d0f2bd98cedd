"""The parts of a report: each saved as typed, told as filled or missing, sent together, corrected by a new version."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from puskesos.models import Assignment, AuditEntry, Visit, VisitDraft
from puskesos.security.headers import FIXED
from tests.cast import Cast
from tests.page_client import Page, PageClient
from tests.views.field import Field, approve, report, start_field

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
FOUND = {"outcome": "bertemu", "met_whom": "Ibu Wati", "findings": "Atap bocor.", "conclusion": "layak"}
SAVE_HERE, SEND = 'button[value="{}"]', "button[data-main]"


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


@pytest.fixture
def path(field: Field) -> str:
    return f"/tugas/{field.task.number}/laporan"


@pytest.fixture
def ujang(client_for: SignIn) -> PageClient:
    return client_for("ujang")


def save(client: PageClient, path: str, part: str, **typed: object) -> Page:
    return client.fill(client.get(path), FORM, press=SAVE_HERE.format(part), **typed)


def marks(page: Page) -> dict[str, str]:
    """What the overview says of each part."""
    links = page.select(".part-list a")
    return {link.find(string=True).strip(): link.select_one(".badge").get_text() for link in links}


def test_a_saved_part_stands_there_again_and_nothing_is_sent(ujang: PageClient, path: str, field: Field) -> None:
    back = ujang.follow(save(ujang, path, "temuan", findings="Dapur berlantai tanah."))
    assert back.text("#findings") == "Dapur berlantai tanah." and "Tersimpan 09.00, belum terkirim." in back
    assert not Visit.select().exists() and field.again().task.state == "diterima"
    assert marks(back)["Temuan dan tindakan"] == "terisi" and marks(back)["Kesimpulan"] == "belum diisi"


def test_what_is_half_typed_elsewhere_on_the_page_is_saved_along(ujang: PageClient, path: str) -> None:
    back = ujang.follow(save(ujang, path, "temuan", findings="Atap bocor.", visited_time="pagi", aid_given="Beras"))
    assert back.one("#visited_time")["value"] == "pagi" and back.one("#aid_given")["value"] == "Beras"


def test_a_further_part_is_opened_without_losing_the_page(ujang: PageClient, path: str) -> None:
    page = ujang.get(path)
    opened = ujang.fill(page, FORM, press=SAVE_HERE.format("rumah"), findings="Atap bocor.")
    assert opened.location == f"{path}/rumah"
    back = ujang.follow(save(ujang, opened.location, "rumah", floor="tanah", area="24"))
    assert back.text("#findings") == "Atap bocor." and marks(back)["Rumah"] == "terisi"
    assert ujang.get(f"{path}/rumah").one("#floor option[selected]")["value"] == "tanah"


def test_everything_is_sent_together(ujang: PageClient, path: str, field: Field) -> None:
    save(ujang, f"{path}/rumah", "rumah", floor="tanah")
    save(ujang, f"{path}/anggota", "anggota", **{"name-1": "Ani", "school-1": "masih"})
    sent = ujang.fill(ujang.get(path), FORM, **FOUND, aid_given="1 paket sembako", contacted="Ketua RT")
    assert sent.location == f"/tugas/{field.task.number}"
    visit = Visit.get()
    assert json.loads(visit.assessment)["anggota"] == [{"name": "Ani", "school": "masih"}]
    assert (visit.form, visit.aid_given, visit.contacted) == ("lengkap", "1 paket sembako", "Ketua RT")
    assert not VisitDraft.select().exists()


def test_what_is_wrong_in_a_part_is_said_at_the_field_and_saved_all_the_same(ujang: PageClient, path: str) -> None:
    page = ujang.get(f"{path}/ekonomi")
    refused = ujang.fill(page, FORM, press=SAVE_HERE.format("ekonomi"), income="1,5 juta", debt="Warung", _expect=422)
    assert "harus angka" in refused.text("#income-error") and refused.one("#debt")["value"] == "Warung"
    assert marks(ujang.get(path))["Ekonomi"] == "perlu diperbaiki"
    sent = ujang.fill(ujang.get(path), FORM, **FOUND, _expect=422)
    assert "Bagian Ekonomi perlu diperbaiki" in sent.text(".errors")
    ujang.fill(refused, FORM, press=SAVE_HERE.format("ekonomi"), income="1.500.000")
    assert marks(ujang.get(path))["Ekonomi"] == "terisi"


def test_another_device_is_not_overwritten_and_its_words_are_kept(ujang: PageClient, path: str) -> None:
    first, second = ujang.get(f"{path}/asesmen"), ujang.get(f"{path}/asesmen")
    ujang.fill(first, FORM, needs="Kursi roda")
    stale = ujang.fill(second, FORM, needs="Tongkat", _expect=409)
    assert "sudah disimpan dari perangkat" in stale.text("#failure")
    again = ujang.get(f"{path}/asesmen")
    assert again.text("#needs") == "Tongkat"
    ujang.fill(again, FORM)
    assert ujang.get(f"{path}/asesmen").text("#needs") == "Tongkat"


def test_a_page_that_saves_by_itself_is_answered_with_one_line(ujang: PageClient, path: str) -> None:
    sent = {"simpan": "otomatis", "findings": "Atap bocor.", "version": "0"}
    line = ujang.post(path, sent, fragment=True)
    version = line.one("[data-saved-version]")["data-saved-version"]
    assert line.text() == "Tersimpan 09.00" and len(line.content) < 200
    stale = ujang.post(path, sent | {"findings": "Lain."}, fragment=True, expect=409)
    assert "perangkat atau jendela lain" in stale.text()
    ujang.post(path, sent | {"findings": "Lain.", "version": version}, fragment=True)
    assert ujang.get(path).text("#findings") == "Lain."


def test_saving_after_the_sign_in_ended_brings_the_words_back(
    client_for: SignIn, path: str, moment: time_machine.Traveller
) -> None:
    ujang = client_for("ujang")
    page = ujang.get(f"{path}/asesmen")
    moment.shift(timedelta(days=4))
    ujang.post(path, {"simpan": "otomatis", "findings": "x"}, fragment=True, expect=401)
    sent = ujang.fill(page, FORM, press=SAVE_HERE.format("asesmen"), needs="Kursi roda")
    assert sent.location.startswith("/masuk?lanjut=")
    assert client_for("ujang").get(f"{path}/asesmen").text("#needs") == "Kursi roda"


def test_more_members_than_offered(ujang: PageClient, path: str) -> None:
    more = ujang.follow(save(ujang, f"{path}/anggota", "tambah", **{"name-2": "Budi"}))
    assert len(more.select("details")) == 4 and more.one("#name-2")["value"] == "Budi"
    assert len(ujang.get(f"{path}/anggota?anggota=99").select("details")) == 12
    assert len(ujang.get(f"{path}/anggota?anggota=²").select("details")) == 2


def test_a_short_kind_of_visit_has_the_short_form(ujang: PageClient, field: Field, path: str) -> None:
    Assignment.update(kind="pendampingan").where(Assignment.id == field.task.id).execute()
    page = ujang.get(path)
    assert list(marks(page)) == ["Kunjungan", "Temuan dan tindakan", "Kesimpulan"]
    ujang.get(f"{path}/rumah", expect=404)
    ujang.get(f"{path}/garasi", expect=404)


def test_a_place_is_kept_and_taken_away(ujang: PageClient, path: str) -> None:
    place = {"latitude": "-6.01234", "longitude": "107.01234", "accuracy": "12"}
    page = ujang.follow(save(ujang, path, "kunjungan", **place))
    assert "Lokasi tercatat: -6.01234, 107.01234 (sekitar 12 m)." in page
    page = ujang.follow(ujang.fill(page, FORM, press=SAVE_HERE.format("kunjungan"), drop_place=True))
    assert "Lokasi tercatat" not in page
    ujang.fill(page, FORM, **FOUND, **place | {"latitude": "ngawur"})
    assert Visit.get().latitude is None


def test_only_the_page_of_the_report_may_ask_for_the_place(ujang: PageClient, path: str, field: Field) -> None:
    allowed = ujang.get(path).headers["Permissions-Policy"]
    assert "geolocation=(self)" in allowed and "camera=()" in allowed
    for other in (f"{path}/rumah", f"/tugas/{field.task.number}", f"/tugas/{field.task.number}/foto", "/"):
        assert ujang.get(other).headers["Permissions-Policy"] == FIXED["Permissions-Policy"]


class TestCorrection:
    """Perbaiki laporan."""

    @pytest.fixture(autouse=True)
    def sent(self, field: Field, app: Flask) -> Visit:
        return report(field, app.config["SETTINGS"].uploads)

    def test_a_report_that_waits_is_mended_and_the_reviewer_sees_what_changed(
        self, ujang: PageClient, client_for: SignIn, path: str, field: Field
    ) -> None:
        ratna, review = client_for("ratna"), f"/penugasan/{field.task.number}/pemeriksaan"
        old = ratna.get(review)
        page = ujang.get(path)
        assert page.text("h1") == "Perbaiki laporan" and page.text("#findings") == "Rumah panggung."
        ujang.fill(page, FORM, findings="Rumah panggung, atap bocor.")
        ratna.fill(old, FORM, target="disetujui", _expect=409)
        seen = ratna.get(review)
        assert "Semula" in seen and "Rumah panggung, atap bocor." in seen.text("#visit-changes")
        assert len(seen.select(".photo-grid img")) == 1
        case = ratna.get(f"/kasus/{field.case.number}")
        assert "Versi sebelumnya (1)" in case and len(case.select("#case-assignments .photo-grid")) == 1
        ratna.fill(seen, FORM, target="disetujui")
        assert [row.approved for row in Visit.select().order_by(Visit.id)] == [None, True]
        assert AuditEntry.select().where(AuditEntry.action == "visit_corrected").count() == 1

    def test_once_it_is_answered_the_page_of_the_correction_is_stale(
        self, ujang: PageClient, path: str, field: Field
    ) -> None:
        page = ujang.get(path)
        approve(field)
        ujang.fill(page, FORM, findings="Terlambat.", _expect=409)
        assert Visit.select().count() == 1
