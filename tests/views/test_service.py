"""Pengaturan → Layanan: the list, changing a service with a preview, a new one, and taking one out of use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Service
from tests.cast import Cast, make_case
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
LIST = "/pengaturan/layanan"
NEW = {
    "name": "Surat keterangan usaha", "area": "sosial_ekonomi", "pillar": "p3", "sector": "sosial_ekonomi",
    "priority": "biasa", "target_days": "2", "papers": "KTP\nKK\n",
}  # fmt: skip


def address(cast: Cast, code: str = "K01") -> str:
    return f"{LIST}/{cast.services[code].id}"


def now(cast: Cast, code: str = "K01") -> Service:
    return Service.get_by_id(cast.services[code].id)


def test_all_thirty_services_stand_in_the_list(cast: Cast, client_for: SignIn) -> None:
    page = client_for("ratna").get(LIST)
    assert len(page.select("#service-list tbody tr")) == 30
    assert "darurat" in page.text(f"#service-row-{cast.services['K05'].id}").lower()
    assert "tanpa berkas" in page.text(f"#service-row-{cast.services['R08'].id}")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?cari=pbi", ["K01", "K02"]),
        ("?cari=K05", ["K05"]),
        ("?cari=pemindaian+IRIS", ["R02"]),
        ("?cari=tidak+ada+itu", []),
        ("?bidang=pendidikan", ["P01", "P02", "P03"]),
        ("?pakai=nonaktif", ["L02"]),
        ("?bidang=ngawur&pakai=ngawur&cari=rutilahu", ["E06"]),
    ],
)
def test_the_list_is_searched_and_filtered(cast: Cast, client_for: SignIn, query: str, codes: list[str]) -> None:
    Service.update(active=False).where(Service.id == cast.services["L02"].id).execute()
    page = client_for("dewi").get(LIST + query, fragment=True)
    assert [row["id"] for row in page.select("tbody tr")] == [f"service-row-{cast.services[code].id}" for code in codes]
    assert bool(page.select(".empty")) != bool(codes)


def test_a_change_is_saved_told_and_stands_in_the_history(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    page = client.get(address(cast))
    answer = client.fill(page, ".sheet[data-draft]", papers="KTP\nSurat faskes\nktp", target_days="3", agencies=["PKM"])
    shown = client.follow(answer)
    assert "Tersimpan: target hari kerja, berkas, instansi." in shown.text("#flash")
    assert (now(cast).papers, now(cast).target_days, now(cast).agencies) == ("KTP\nSurat faskes", 3, "PKM")
    history = shown.text(".timeline")
    assert "Ratna mengubah." in history and "target hari kerja semula “0”" in history
    assert "Kartu BPJS/KIS" in history
    assert "Berbeda dari isi bawaan: target hari kerja, berkas, instansi." in shown


def test_saving_without_a_change_records_nothing(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    for code in ("K01", "K05", "R08", "L01"):
        client.fill(client.get(address(cast, code)), ".sheet[data-draft]")
    assert not AuditEntry.select().where(AuditEntry.action == "service_changed").exists()


@pytest.mark.parametrize("fragment", [True, False], ids=["htmx", "without JavaScript"])
def test_the_preview_shows_what_is_typed_and_saves_nothing(cast: Cast, client_for: SignIn, fragment: bool) -> None:
    client = client_for("ratna")
    page = client.get(address(cast))
    shown = client.fill(
        page,
        ".sheet[data-draft]",
        press="button[name=lihat]",
        papers="Satu\n\nDua",
        target_days="1",
        _fragment=fragment,
        _expect=200,
    )
    assert shown.texts("#service-preview li") == ["Satu", "Dua"]
    assert "Rabu 18 November 2026" in shown.text("#service-preview")
    assert now(cast).target_days == 0


def test_a_new_service_can_be_chosen_at_the_counter(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    answer = client.fill(client.get(f"{LIST}/baru"), ".sheet[data-draft]", **NEW)
    assert "Layanan Surat keterangan usaha tersimpan." in client.follow(answer).text("#flash")
    made = Service.get(Service.code == "U01")
    assert (made.papers, made.hub_id) == ("KTP\nKK", cast.hub.id)
    assert "Surat keterangan usaha" in client_for("sari").get("/penerimaan/baru").text("select[name=service]")


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": " "}, "name", "Isi nama layanan."),
        ({"name": "Rutilahu"}, "name", "Layanan dengan nama ini sudah ada."),
        ({"name": "x" * 81}, "name", "paling banyak 80 huruf"),
        ({"target_days": "61"}, "target_days", "paling lama 60 hari kerja"),
        ({"target_days": "-1"}, "target_days", "harus angka"),
        ({"target_days": ""}, "target_days", "Isi target hari kerja."),
        ({"papers": "\n".join(str(n) for n in range(41))}, "papers", "paling banyak 40"),
        ({"area": ""}, "area", "Pilih bidang."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, str], field: str, message: str
) -> None:
    client = client_for("ratna")
    page = client.fill(client.get(f"{LIST}/baru"), ".sheet[data-draft]", _expect=422, **NEW | typed)
    assert message in page.text(f"#{field}-error")
    assert not Service.select().where(Service.code == "U01").exists()


def test_codes_nobody_offered_are_refused(cast: Cast, client_for: SignIn) -> None:
    page = client_for("ratna").post(f"{LIST}/baru", NEW | {"ppks": "99", "agencies": "XX"}, expect=422)
    assert "Pilih PPKS dari daftar." in page and "Pilih instansi dari daftar." in page


def test_out_of_use_and_back(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    make_case(cast)
    for active, said in ((False, "tidak ditawarkan lagi"), (True, "ditawarkan lagi saat pendaftaran")):
        page = client.get(address(cast))
        answer = client.fill(page, "form[action$=pemakaian]", press="button[name=active]")
        assert said in client.follow(answer).text("#flash")
        assert now(cast).active is active


def test_what_the_catalogue_says_can_be_had_back(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    assert not client.get(address(cast)).select("form[action$=isi-bawaan]")
    Service.update(papers="KTP").where(Service.id == cast.services["K01"].id).execute()
    client.fill(client.get(address(cast)), "form[action$=isi-bawaan]")
    assert now(cast).papers == cast.services["K01"].papers


def test_a_stale_page_writes_over_nothing(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    page = client.get(address(cast))
    Service.update(version=2, hint="Petunjuk baru").where(Service.id == cast.services["K01"].id).execute()
    client.fill(page, ".sheet[data-draft]", target_days="5", _expect=409)
    client.fill(page, "form[action$=pemakaian]", press="button[name=active]", _expect=409)
    assert (now(cast).hint, now(cast).target_days, now(cast).active) == ("Petunjuk baru", 0, True)


def test_forty_long_papers_and_a_long_name_are_shown_whole(cast: Cast, client_for: SignIn) -> None:
    papers = "\n".join(f"Surat {number} " + "x" * 100 for number in range(40))
    Service.update(papers=papers, name="Pelayanan " * 8).where(Service.id == cast.services["K01"].id).execute()
    page = client_for("ratna").get(address(cast))
    assert len(page.select("#service-preview li")) == 40
