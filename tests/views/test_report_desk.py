"""Laporan lapangan at the counter: seen at once, registered with what was told, joined, dismissed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.models import Case, CaseEvent, FieldReport, Person
from tests.cast import Cast, make_case, make_person
from tests.field_reports import send_report
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "main form.sheet"


@pytest.fixture
def report(cast: Cast, app: Flask) -> FieldReport:
    return send_report(cast, app.config["SETTINGS"].uploads, urgent=True, violence=False)


def url(report: FieldReport, sub: str = "") -> str:
    return f"/laporan-lapangan/{report.number}{sub}"


@pytest.mark.parametrize("name", ["sari", "ratna"])
def test_an_urgent_one_stands_on_every_page_until_somebody_knows(
    client_for: SignIn, report: FieldReport, name: str
) -> None:
    client = client_for(name)
    assert "1 laporan darurat dari lapangan." in client.get("/kasus").text("#field-alarm")
    assert "1 laporan darurat" in client.get("/laporan-lapangan/darurat", fragment=True)
    page = client.get(url(report))
    client.fill(page, f"form[action='{url(report, '/pengetahuan')}']")
    assert not client.get("/kasus").text("#field-alarm")
    assert client.get("/kasus").text("nav .places a[href='/laporan-lapangan'] .count") in {"", "1 menunggu"}


def test_back_office_and_volunteers_hear_nothing(client_for: SignIn, report: FieldReport) -> None:
    assert not client_for("bayu").get("/kasus").select("#field-alarm")
    assert not client_for("ujang").get("/").select("#field-alarm")


def test_registering_brings_everything_told_into_the_form(client_for: SignIn, cast: Cast, report: FieldReport) -> None:
    sari = client_for("sari")
    page = sari.get(sari.get(url(report)).one(".next a.button")["href"])
    assert page.one("#name")["value"] == "Kasim" and page.text("#story") == "Lemas, belum makan dua hari."
    sent = sari.fill(page, "form#intake", service=str(cast.services["M01"].id), nik_reason="tidak_dibawa")
    case = Case.get()
    assert sent.location == f"/penerimaan/selesai/{case.number}"
    facts = (case.channel, case.priority, case.reporter_relation, case.reporter_name, case.village_id)
    assert facts == ("kunjungan", "darurat", "psm_kader", "Ujang", cast.bahagia.id)
    assert Person.get_by_id(case.client_id).name == "Kasim"
    assert FieldReport.get().case_id == case.id
    assert sari.get(url(report), expect=303).location == f"/kasus/{case.number}"


def test_a_known_person_is_offered_first(client_for: SignIn, cast: Cast, report: FieldReport) -> None:
    person, sari = make_person(cast, "Kasim", sex="L"), client_for("sari")
    link = sari.get(url(report)).one(".results > li > a")
    assert link["href"] == f"/penerimaan/warga/{person.id}?laporan={report.number}"
    sari.fill(sari.get(link["href"]), "form#intake", service=str(cast.services["M01"].id))
    assert Case.get().client_id == person.id and Person.select().count() == 1
    assert FieldReport.get().state == "terdaftar"


def test_registering_twice_makes_one_case(client_for: SignIn, cast: Cast, report: FieldReport) -> None:
    sari, ratna = client_for("sari"), client_for("ratna")
    address = f"/penerimaan/baru?laporan={report.number}"
    chosen = {"service": str(cast.services["M01"].id), "nik_reason": "tidak_dibawa"}
    first, second = sari.get(address), ratna.get(address)
    sari.fill(first, "form#intake", **chosen)
    asked = ratna.fill(second, "form#intake", **chosen, _expect={200, 422})
    if asked.status == 200:  # the same name is there now: told apart, then refused all the same
        asked = ratna.fill(asked, "form#intake", not_same=True, _expect=422)
    assert "sudah ditangani" in asked and Case.select().count() == 1


def test_it_is_joined_to_an_open_case_or_dismissed(
    client_for: SignIn, cast: Cast, report: FieldReport, app: Flask
) -> None:
    case, sari = make_case(cast), client_for("sari")
    page = sari.get(url(report, "/penggabungan"))
    assert "tidak ditemukan" in sari.fill(page, FORM, number="321617-2611-9999", _expect=422)
    sari.fill(sari.get(url(report, "/penggabungan")), FORM, number=case.number)
    assert CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == "catatan").exists()
    other = send_report(cast, app.config["SETTINGS"].uploads)
    page = sari.get(url(other, "/pembatalan"))
    assert "Isi alasan." in sari.fill(page, FORM, _expect=422)
    sari.fill(page, FORM, reason="Bukan warga kecamatan ini.")
    assert "Bukan warga kecamatan ini." in sari.get("/laporan-lapangan?status=batal")
    assert "Tidak ada laporan lapangan" in sari.get("/laporan-lapangan")


def test_the_list_pages_and_filters(client_for: SignIn, cast: Cast, app: Flask) -> None:
    for number in range(32):
        name = f"Orang {chr(65 + number)}"
        send_report(cast, app.config["SETTINGS"].uploads, photos=0, name=name, urgent=number == 0)
    sari = client_for("sari")
    page = sari.get("/laporan-lapangan")
    names = page.texts(".results strong")
    assert len(names) == 30 and names[0] == "Orang A"
    assert sari.get(page.one(".pagination a")["href"]).texts(".results strong") == ["Orang C", "Orang B"]
    assert sari.get("/laporan-lapangan?cari=Orang+Z", fragment=True).texts(".results strong") == ["Orang Z"]
