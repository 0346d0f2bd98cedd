"""A person whom the hub knows only through a restricted case: to colleagues outside it they are nowhere."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from puskesos import clock
from puskesos.actions.household_merging import FamilyEntry, merge_households
from puskesos.actions.merging import MergeEntry, merge_people, undo_merge
from puskesos.models import Case, Household, HouseholdMerge, Person, PersonMerge
from puskesos.queries.household_merging import seen_in
from tests.cast import Cast, make_case, make_person, viewer_of
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


def test_a_merge_that_was_taken_back_names_nobody(cast: Cast, client_for: SignIn, hidden: Case) -> None:
    kept, gone = Person.get(Person.name == "Suparman"), make_person(cast, "Wulandari K.")
    make_case(cast, client=gone, by=cast.ratna, service="K01", restricted=True)
    by = {"actor": viewer_of(cast.ratna), "now": clock.now()}
    merge_people(kept, gone, MergeEntry({}, kept.version, gone.version), key=str(uuid.uuid4()), **by)
    undo_merge(PersonMerge.get(), **by)
    page = client_for("sari").get(f"/warga/{kept.id}", budget=16)  # the merge, and who of it is hidden
    assert "Wulandari" not in page and "menggabungkan" not in page
    assert "menggabungkan" in client_for("ratna").get(f"/warga/{kept.id}")


def test_taking_a_family_merge_back_names_nobody(cast: Cast, client_for: SignIn, hidden: Case) -> None:
    other = make_person(cast, "Suwarni", kk="3216991206790002").household_id
    families = [Household.get_by_id(other), Household.get(Household.kk == KK)]
    by = {"actor": viewer_of(cast.ratna), "now": clock.now()}
    entry = FamilyEntry(None, seen_in(by["actor"], *(one.id for one in families)))
    merge_households(*families, entry, key=str(uuid.uuid4()), **by)
    path = f"/keluarga/{other}/perubahan/{HouseholdMerge.get().id}/pembatalan"
    page = client_for("sari").get(path)
    assert "perlu koordinator" in page and "Suparman" not in page and "Wulandari" not in page
    assert NAME in client_for("ratna").get(path)
