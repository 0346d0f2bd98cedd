"""The directory of offices: found, added, changed, no longer offered; by admin and koordinator only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Agency, AuditEntry, Case
from tests.cast import Cast, make_referral
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
NEW = {"name": "Puskesmas Jayasakti", "code": "pkm-2", "phone": "0812-0000-1111", "answer_days": "3"}


def agency(cast: Cast, code: str) -> Agency:
    return Agency.get(Agency.hub == cast.hub, Agency.code == code)


def test_the_list_is_searched_and_filtered(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    Agency.update(active=False).where(Agency.id == agency(cast, "PMI").id).execute()
    assert "Palang Merah" not in dewi.get("/pengaturan/instansi").text("tbody")
    assert dewi.get("/pengaturan/instansi?tampil=nonaktif").texts("tbody strong") == ["Palang Merah Indonesia"]
    found = dewi.get("/pengaturan/instansi?cari=zakat", fragment=True)
    assert set(found.texts("tbody strong")) == {"Baznas Kabupaten", "Lembaga Amil Zakat"}
    assert "Tidak ada instansi" in dewi.get("/pengaturan/instansi?cari=bulan")


def test_an_office_is_added_changed_and_no_longer_offered(client_for: SignIn, cast: Cast) -> None:
    dewi, ratna = client_for("dewi"), client_for("ratna")
    assert dewi.fill(dewi.get("/pengaturan/instansi/baru"), FORM, **NEW).location == "/pengaturan/instansi"
    made = agency(cast, "PKM-2")
    assert (made.name, made.answer_days) == ("Puskesmas Jayasakti", 3)
    form = ratna.get(f"/pengaturan/instansi/{made.id}")
    assert form.one("#active").has_attr("checked")
    ratna.fill(form, FORM, contact="Ibu Rini", active=False)
    ratna.fill(form, FORM, contact="Pak Adi", _expect=409)
    assert (agency(cast, "PKM-2").contact, agency(cast, "PKM-2").active) == ("Ibu Rini", False)
    assert AuditEntry.select().where(AuditEntry.action == "agency_saved").count() == 2
    number = Case.get_by_id(make_referral(cast).case_id).number
    offered = ratna.get(f"/kasus/{number}/rujukan/baru").text("#agency")
    assert "Jayasakti" not in offered and "Puskesmas" in offered


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"name": " "}, "name", "Isi nama instansi."),
        ({"code": "a b"}, "code", "2 sampai 20 huruf"),
        ({"code": "disdik"}, "code", "sudah dipakai"),
        ({"answer_days": "0"}, "answer_days", "1 sampai 60"),
        ({"answer_days": "tiga"}, "answer_days", "harus angka"),
    ],
    ids=["name", "code", "taken", "days", "words"],
)
def test_an_office_says_what_is_wrong(
    client_for: SignIn, cast: Cast, wrong: dict[str, str], field: str, message: str
) -> None:
    dewi, before = client_for("dewi"), Agency.select().count()
    page = dewi.fill(dewi.get("/pengaturan/instansi/baru"), FORM, _expect=422, **NEW | wrong)
    assert message in page.text(f"#{field}-error") and Agency.select().count() == before


def test_only_settings_people_of_this_hub_come_here(client_for: SignIn, cast: Cast) -> None:
    mine = f"/pengaturan/instansi/{agency(cast, 'PMI').id}"
    for path in ("/pengaturan/instansi", "/pengaturan/instansi/baru", mine):
        client_for("sari").get(path, expect=403)
    client_for("citra").get(mine, expect=404)
