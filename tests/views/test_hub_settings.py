"""Settings of the hub, and the health page in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry, Hub, Village
from tests.cast import Cast
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[action='/pengaturan']"


@pytest.mark.parametrize("username", ["ratna", "dewi"])
def test_koordinator_and_admin_change_the_hub(cast: Cast, client_for: SignIn, username: str) -> None:
    client = client_for(username)
    answer = client.fill(client.get("/pengaturan"), FORM, address="Jl. Pasar No. 2", paper="A4")
    assert "Pengaturan hub tersimpan." in client.follow(answer).text("#flash")
    hub = Hub.get_by_id(cast.hub.id)
    assert (hub.address, hub.paper, hub.name) == ("Jl. Pasar No. 2", "A4", cast.hub.name)
    assert AuditEntry.get(AuditEntry.action == "hub_changed").detail == '{"fields": "address, paper"}'


def test_saving_without_a_change_records_nothing(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    client.fill(client.get("/pengaturan"), FORM)
    assert not AuditEntry.select().where(AuditEntry.action == "hub_changed").exists()


def test_a_new_hub_name_stands_on_the_next_page(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    answer = client.fill(client.get("/pengaturan"), FORM, name="Puskesos Muara")
    assert client.follow(answer).text(".brand") == "Puskesos Muara"


def test_an_unticked_village_is_no_longer_served(cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    kept = [str(village.id) for name, village in cast.villages.items() if name != "Jayasakti"]
    client.fill(client.get("/pengaturan"), FORM, villages=kept)
    assert not Village.get_by_id(cast.villages["Jayasakti"].id).active
    assert all(village.active for village in Village.select().where(Village.hub == cast.other_hub))


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": " "}, "name", "Isi nama hub."),
        ({"villages": []}, "villages", "Pilih paling sedikit satu desa/kelurahan."),
        ({"villages": ["999999999"]}, "villages", "Pilih desa/kelurahan dari daftar."),
        ({"paper": "A0"}, "paper", "Pilih ukuran kertas dari daftar."),
        ({"address": "x" * 201}, "address", "paling banyak 200 huruf"),
    ],
    ids=["name", "no-village", "odd-village", "odd-paper", "long"],
)
def test_what_is_wrong_is_said_at_the_field(
    cast: Cast, client_for: SignIn, typed: dict[str, object], field: str, message: str
) -> None:
    client = client_for("ratna")
    page = client.fill(client.get("/pengaturan"), FORM, _expect=422, **typed)
    assert message in page.text(f"#{field}-error")
    assert Hub.get_by_id(cast.hub.id).name == cast.hub.name


def test_the_health_page_says_what_to_do(cast: Cast, client_for: SignIn) -> None:
    page = client_for("dewi").get("/pengaturan/kesehatan")
    parts = ["Basis data", "Susunan data", "Ruang simpan", "Cetak PDF", "Mesin cetak", "Pekerjaan latar"]
    assert page.texts("tbody th") == [*parts, "Cadangan data", "Versi"]
    assert "python3 app.py backup" in page


@pytest.mark.parametrize("username", ["sari", "bayu", "ujang"])
def test_other_roles_have_no_settings(cast: Cast, client_for: SignIn, username: str) -> None:
    client = client_for(username)
    client.get("/pengaturan", expect=403)
    client.get("/pengaturan/kesehatan", expect=403)
    client.post("/pengaturan", {"name": "Lain"}, expect=403)


def test_strangers_go_to_sign_in(anonymous: PageClient) -> None:
    assert anonymous.get("/pengaturan", expect=303).location == "/masuk?lanjut=%2Fpengaturan"
