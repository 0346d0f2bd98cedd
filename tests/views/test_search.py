"""The header's search box: people by name or number, and a case number that opens its case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]


def test_a_name_finds_people_with_masked_numbers_and_open_cases(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, nik="3216995206790003", nik_reason=""))
    client = client_for("sari")
    page = client.fill(client.get("/"), "form.find", q="siti nur", _expect=200)
    assert page.texts(".results strong") == ["Siti Nurhaliza"]
    assert "3216••••••••0003" in page and case.number in page


@pytest.mark.parametrize("short", [True, False], ids=["short", "full"])
def test_a_case_number_opens_its_case(client_for: SignIn, cast: Cast, short: bool) -> None:
    number = make_case(cast).number
    sent = client_for("bayu").post("/cari", {"q": number.removeprefix("321617-") if short else number})
    assert sent.location == f"/kasus/{number}"


def test_nothing_of_another_hub_is_found(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast)
    citra = client_for("citra")
    for text in (case.number, "Siti Nurhaliza"):
        assert "Tidak ada yang cocok" in citra.post("/cari", {"q": text}, expect=200)


def test_a_restricted_case_does_not_show_beside_its_clients_name(client_for: SignIn, cast: Cast) -> None:
    known = make_case(cast)
    case = make_case(cast, client=Person.get_by_id(known.client_id), by=cast.ratna, restricted=True)
    assert case.number not in client_for("sari").post("/cari", {"q": "Siti"}, expect=200)
    assert case.number in client_for("ratna").post("/cari", {"q": "Siti"}, expect=200)
    need = f"/penerimaan/warga/{case.client_id}"
    assert case.number not in client_for("sari").get(need)
    assert case.number in client_for("ratna").get(need)


@pytest.mark.parametrize("text", ["\x00", "%%%", "'; DROP TABLE person; --", "x" * 9000, "AND OR NOT", '"', "²" * 16])
def test_odd_texts_find_nothing_and_break_nothing(client_for: SignIn, cast: Cast, text: str) -> None:
    make_person(cast)
    assert not client_for("sari").post("/cari", {"q": text}, expect=200).select(".results li")


def test_an_empty_box_says_what_to_do(client_for: SignIn, cast: Cast) -> None:
    assert "Belum ada yang dicari" in client_for("sari").get("/cari")
