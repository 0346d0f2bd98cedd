"""Periksa data: sections with counts, the way to mend each, telling two apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from puskesos.models import AuditEntry, NotSame, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
PATH = "/warga/periksa"
BORN = date(1979, 6, 12)


@pytest.fixture
def doubles(cast: Cast) -> list[Person]:
    return [make_person(cast, name, birth_date=BORN) for name in ("Siti Aisyah", "Siti Aisah")]


def test_a_clean_registry_says_so(client_for: SignIn) -> None:
    page = client_for("sari").get(PATH)
    assert "Tidak ada yang perlu dirapikan" in page and not page.select("section.sheet")


def test_each_row_leads_to_the_person_and_to_what_mends_it(client_for: SignIn, cast: Cast) -> None:
    first = make_person(cast, kk="3216991206790001")
    Person.update(birth_date=date(2030, 1, 1)).execute()
    dead = make_case(cast, client=make_person(cast, "Rohmat"))
    Person.update(status="meninggal").where(Person.id == dead.client_id).execute()
    page = client_for("ratna").get(PATH)
    person = f"/warga/{first.id}"
    assert page.texts("h2 + .badge") == ["1", "1", "1"]
    links = {one: [link["href"] for link in page.select(f"#check-{one} a")] for one in ("impossible_date", "no_head")}
    assert links["impossible_date"] == [person, f"{person}/ubah"]
    assert links["no_head"] == [person, f"/keluarga/{first.household_id}"]
    assert page.select(f"#check-deceased_open_case a[href='/kasus/{dead.number}']")


def test_two_are_told_apart_once(client_for: SignIn, doubles: list[Person]) -> None:
    sari = client_for("sari")
    page = sari.get(PATH)
    after = sari.follow(sari.fill(page, "#check-doubles form"))
    assert "Dicatat: bukan orang yang sama." in after and not after.select("#check-doubles")
    sari.fill(page, "#check-doubles form")
    assert NotSame.select().count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "told_apart").count() == 1


@pytest.mark.parametrize("other", ["", "abc", "999999", "-1"])
def test_a_pair_that_is_none_is_refused(client_for: SignIn, doubles: list[Person], other: str) -> None:
    page = client_for("sari").post(PATH, {"person": doubles[0].id, "other": other}, expect=422)
    assert "tidak ditemukan" in page.text("[role=alert]") and not NotSame.select().exists()


def test_a_person_behind_closed_doors_cannot_be_told_apart(
    client_for: SignIn, cast: Cast, doubles: list[Person]
) -> None:
    make_case(cast, client=doubles[0], by=cast.ratna, restricted=True)
    pair = {"person": doubles[0].id, "other": doubles[1].id}
    client_for("sari").post(PATH, pair, expect=422)
    assert not NotSame.select().exists()
    client_for("ratna").post(PATH, pair)
    assert NotSame.select().count() == 1


@pytest.mark.parametrize("username", ["bayu", "ujang", "dewi"])
def test_it_is_for_koordinator_and_counter_alone(client_for: SignIn, username: str) -> None:
    client_for(username).get(PATH, expect=403)
    client_for(username).post(PATH, expect=403)


def test_the_way_there_stands_on_warga(client_for: SignIn, cast: Cast) -> None:
    assert client_for("sari").get("/warga").select(f"a[href='{PATH}']")
    assert not client_for("bayu").get("/warga").select(f"a[href='{PATH}']")
