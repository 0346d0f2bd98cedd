"""A person whom the hub knows only through a restricted case: to colleagues outside it they are nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Case, Household, Person
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
NAME, NIK, KK = "Wulandari Kenanga", "3216995206790003", "3216991206790001"


@pytest.fixture
def hidden(cast: Cast) -> Case:
    """Ratna's restricted case of a person in a family with somebody whom everybody knows."""
    client = make_person(cast, NAME, nik=NIK, nik_reason="", kk=KK, phone="0812-0000-4321")
    make_person(cast, "Suparman", sex="L", kk=KK)
    return make_case(cast, client=client, by=cast.ratna, service="K01", restricted=True)


def pages(case: Case) -> list[str]:
    family = Household.get(Household.kk == KK).id
    return ["/", "/warga", f"/keluarga/{family}", "/kasus", "/warga/periksa", "/papan", "/warga/ekspor"]


def searches() -> list[tuple[str, dict[str, str]]]:
    typed = ["Wulandari", "wulandary kenanga", NIK, KK, "081200004321"]
    return [(path, {"q": text}) for text in typed for path in ("/warga", "/penerimaan/cari", "/cari")]


def test_nobody_outside_meets_the_name_anywhere(client_for: SignIn, hidden: Case) -> None:
    sari = client_for("sari")
    seen = [sari.get(path, expect={200, 403}, budget=14).text() for path in pages(hidden)]
    seen += [sari.post(path, typed, expect=200, allow_numbers=True).text() for path, typed in searches()]
    assert not [page for page in seen if "Wulandari" in page or "Kenanga" in page]


def test_the_pages_of_such_a_person_are_not_there(client_for: SignIn, hidden: Case) -> None:
    sari, client = client_for("sari"), hidden.client_id
    for path in ("", "/ubah", "/keadaan", "/keluarga", "/nomor", "/gabung", "/program"):
        sari.get(f"/warga/{client}{path}", expect=404)
    sari.get(f"/penerimaan/warga/{client}", expect=404)


def test_who_works_on_the_case_sees_the_person(client_for: SignIn, hidden: Case) -> None:
    for name in ("ratna", "bayu"):  # the koordinator, and the back office of the case's area
        assert NAME in client_for(name).get(f"/warga/{hidden.client_id}")
        assert NAME in client_for(name).get("/warga")


def test_one_openable_case_makes_the_person_known(cast: Cast, client_for: SignIn, hidden: Case) -> None:
    make_case(cast, client=Person.get_by_id(hidden.client_id))
    assert NAME in client_for("sari").get("/warga")
