"""What pages of merges offer and tell: only what may be done, no name behind closed doors, numbers that meet again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.household_merging import FamilyEntry, merge_households
from puskesos.actions.merging import MergeEntry, merge_people
from puskesos.models import Household, HouseholdMerge, NotSame, Person, PersonMerge, RegistryFinding
from puskesos.queries.household_merging import seen_in
from tests.cast import Cast, make_case, make_person, viewer_of
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
KK, OTHER_KK = "3216991206790001", "3216991206790002"
NIK = "3216995206800003"


@pytest.fixture
def pair(cast: Cast) -> list[Person]:
    """Two entries of one person, the later one with the NIK."""
    return [make_person(cast, "Siti Aisyah", kk=KK), make_person(cast, "Siti Aisah", nik=NIK, nik_reason="")]


def unite(cast: Cast, pair: list[Person], who: str = "ratna") -> str:
    """The two as one, and the address of taking it back."""
    entry, actor = MergeEntry({"nik": "1"}, 1, 1, reason="Kata Mawar"), viewer_of(getattr(cast, who))
    merge_people(*pair, entry, key=str(uuid.uuid4()), actor=actor, now=clock.now())
    return f"/warga/{pair[0].id}/penggabungan/{PersonMerge.get().id}/pembatalan"


def join(cast: Cast, who: str) -> str:
    """Both families as one, and the address of taking it back."""
    actor, both = viewer_of(getattr(cast, who)), list(Household.select().order_by(Household.id))
    entry = FamilyEntry(None, seen_in(actor, *(one.id for one in both)))
    merge_households(*both, entry, key=str(uuid.uuid4()), actor=actor, now=clock.now())
    return f"/keluarga/{both[0].id}/perubahan/{HouseholdMerge.get().id}/pembatalan"


def test_the_counter_is_offered_no_undo_that_is_the_koordinators(
    client_for: SignIn, cast: Cast, pair: list[Person]
) -> None:
    make_case(cast, client=pair[1], restricted=True)
    sari, path = client_for("sari"), unite(cast, pair)
    assert not sari.get(f"/warga/{pair[0].id}").select("[id^=merge-]")
    assert client_for("ratna").get(f"/warga/{pair[0].id}").one("[id^=merge-] a")["href"] == path
    page = sari.get(path)
    assert "Penggabungan ini perlu koordinator." in page.text("#no-undo") and not page.select("main form")
    assert page.one("#no-undo a")["href"] == f"/warga/{pair[0].id}"


def test_the_counter_is_offered_no_undo_of_a_koordinators_families(client_for: SignIn, cast: Cast) -> None:
    for kk in (KK, OTHER_KK):
        make_person(cast, kk=kk)
    sari, path = client_for("sari"), join(cast, "ratna")
    family = path.split("/perubahan")[0]
    assert not sari.get(family).select("#household-changes a")
    assert client_for("ratna").get(family).one("#household-changes a")["href"] == path
    page = sari.get(path)
    assert "perlu koordinator" in page.text("#no-undo") and page.one("#no-undo a")["href"] == family


def test_after_ninety_days_the_page_says_so_and_leads_back(client_for: SignIn, cast: Cast, pair: list[Person]) -> None:
    make_person(cast, kk=OTHER_KK)
    paths = unite(cast, pair, "sari"), join(cast, "sari")
    with time_machine.travel(clock.now() + timedelta(days=91), tick=True):
        sari = client_for("sari")
        for path in paths:
            page = sari.get(path)
            assert "sudah lewat 90 hari" in page.text("#no-undo") and not page.select("main form")
            assert sari.post(path, expect=422).select("#no-undo [role=alert]")


def test_a_family_beside_an_unknown_member_is_merged_without_a_word(client_for: SignIn, cast: Cast) -> None:
    for name, kk in (("Sarman", KK), ("Rohmat", OTHER_KK), ("Mawar", OTHER_KK)):
        make_person(cast, name, kk=kk)
    make_case(cast, client=Person.get(Person.name == "Mawar"), by=cast.ratna, restricted=True)
    sari, families = client_for("sari"), [row.id for row in Household.select().order_by(Household.id)]
    assert not sari.get(f"/keluarga/{families[1]}").select("a[href$=pisah]")
    page = sari.get(f"/keluarga/{families[0]}/gabung/{families[1]}")
    assert "Mawar" not in page and page.one("input[name=seen]")["value"].count(".") == 2
    page = sari.follow(sari.fill(page, "#family-form", card=families[0]))
    assert "Rohmat" in page and "Tidak ada anggota" in sari.get(f"/keluarga/{families[1]}")
    assert "Mawar" in client_for("ratna").get(f"/keluarga/{families[1]}")


def test_who_was_behind_closed_doors_is_another_entry_in_the_history(
    client_for: SignIn, cast: Cast, pair: list[Person]
) -> None:
    make_case(cast, client=pair[1], by=cast.ratna, restricted=True)
    make_case(cast, client=pair[0])
    unite(cast, pair)
    page = client_for("sari").get(f"/warga/{pair[0].id}")
    assert "menggabungkan data lain ke warga ini" in page.text("#person-history")
    assert "Siti Aisah" not in page and "Mawar" not in page
    assert "“Siti Aisah”" in client_for("ratna").get(f"/warga/{pair[0].id}").text("#person-history")


def test_a_number_registered_meanwhile_is_warned_about_and_found(
    client_for: SignIn, cast: Cast, pair: list[Person]
) -> None:
    sari, path = client_for("sari"), unite(cast, pair, "sari")
    assert "sudah dicatat pada" not in sari.get(path)
    third = make_person(cast, "Siti Aisa", nik=NIK, nik_reason="")
    page = sari.get(path)
    assert "NIK 3216••••••••0003 sudah dicatat pada Siti Aisa." in page.text("#undo-form .remark")
    check = str(page.one("#undo-form .remark a")["href"])
    sari.fill(page, "#undo-form")
    assert RegistryFinding.get().person_id == third.id and "Siti Aisa" in sari.get(check)


def test_the_number_of_somebody_unknown_is_not_spoken_of(client_for: SignIn, cast: Cast, pair: list[Person]) -> None:
    path = unite(cast, pair, "sari")
    make_case(cast, client=make_person(cast, "Mawar", nik=NIK, nik_reason=""), by=cast.ratna, restricted=True)
    assert "sudah dicatat pada" not in client_for("sari").get(path)
    assert "sudah dicatat pada Mawar" in client_for("ratna").get(path)


@pytest.mark.parametrize("ticked", [True, False])
def test_an_undo_may_tell_the_two_apart(client_for: SignIn, cast: Cast, pair: list[Person], ticked: bool) -> None:
    sari, path = client_for("sari"), unite(cast, pair, "sari")
    page = sari.get(path)
    assert not page.select("#apart[checked]")
    sari.fill(page, "#undo-form", **({"apart": "y"} if ticked else {}))
    assert NotSame.select().exists() == ticked
