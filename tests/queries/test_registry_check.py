"""What needs mending: each check finds its case and leaves the rest alone, within the hub and behind no closed door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.matching import tell_pair_apart
from puskesos.models import Household, NotSame, Person, User, Village
from puskesos.queries.registry_check import check_registry, count_findings
from puskesos.queries.registry_doubles import find_doubles
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

NIK, KK = "3216995206790003", "3216991206790001"
BORN = date(1979, 6, 12)


def found(cast: Cast, by: User | None = None) -> dict[str, list[str]]:
    return {one.check: [row.name for row in one.rows] for one in check_registry(viewer_of(by or cast.sari), TODAY)}


def change(person: Person, **columns: Any) -> None:
    Person.update(**columns).where(Person.id == person.id).execute()


def headed(cast: Cast, **known: Any) -> Person:
    person = make_person(cast, "Siti Aisyah", nik=NIK, nik_reason="", birth_date=BORN, **known)
    change(person, household_role="kepala")
    return person


def test_a_clean_registry_shows_nothing(cast: Cast) -> None:
    headed(cast, kk=KK)
    make_person(cast, "Rohmat", nik="3216991206790003", nik_reason="", birth_date=BORN, sex="L")
    assert found(cast) == {} and find_doubles(viewer_of(cast.sari)) == []


def test_the_same_nik_on_two_people(cast: Cast) -> None:
    change(make_person(cast, "Kokom"), nik=NIK)
    headed(cast)
    assert found(cast) == {"same_nik": ["Kokom", "Siti Aisyah"]}


def test_a_nik_that_is_the_family_card(cast: Cast) -> None:
    Household.update(kk=NIK).where(Household.id == headed(cast, kk=KK).household_id).execute()
    assert found(cast) == {"nik_is_kk": ["Siti Aisyah"]}


@pytest.mark.parametrize(
    "columns",
    [{"birth_date": date(2026, 11, 18)}, {"birth_date": date(1899, 12, 31)}, {"birth_year_estimate": 2030},
     {"nik": NIK, "birth_date": date(1979, 6, 13)}, {"nik": NIK, "birth_date": date(1978, 6, 12)},
     {"nik": NIK, "birth_date": date(1979, 7, 12)}],
    ids=["future", "before 1900", "estimate", "day", "year", "month"],
)  # fmt: skip
def test_dates_that_cannot_be(cast: Cast, columns: dict[str, Any]) -> None:
    change(make_person(cast, "Kokom"), **columns)
    assert found(cast) == {"impossible_date": ["Kokom"]}


def test_a_family_without_a_living_head_stands_once(cast: Cast) -> None:
    head = headed(cast, kk=KK)
    for name in ("Wati", "Rohmat"):
        make_person(cast, name, kk=KK)
    assert found(cast) == {}
    change(head, status="meninggal")
    assert found(cast) == {"no_head": ["Wati"]}


def test_a_head_behind_closed_doors_is_a_head(cast: Cast) -> None:
    make_case(cast, client=headed(cast, kk=KK), by=cast.ratna, restricted=True)
    make_person(cast, "Wati", kk=KK)
    assert found(cast) == {}


def test_living_people_of_a_village_no_longer_served(cast: Cast) -> None:
    change(make_person(cast, "Kokom"), status="pindah")
    headed(cast)
    Village.update(active=False).where(Village.id == cast.bahagia.id).execute()
    assert found(cast) == {"village_not_served": ["Siti Aisyah"]}


def test_the_deceased_with_an_open_case(cast: Cast) -> None:
    client = headed(cast)
    case = make_case(cast, client=client)
    change(client, status="meninggal")
    (one,) = check_registry(viewer_of(cast.sari), TODAY)
    assert (one.check, one.count, one.rows[0].case_number) == ("deceased_open_case", 1, case.number)


def test_people_behind_closed_doors_take_part_in_nothing(cast: Cast) -> None:
    hidden, other = headed(cast), make_person(cast, "Siti Aisah", birth_date=BORN)
    make_case(cast, client=hidden, by=cast.ratna, restricted=True)
    change(other, nik=NIK)
    assert found(cast) == {} and find_doubles(viewer_of(cast.sari)) == []
    assert list(found(cast, cast.ratna)) == ["same_nik"] and len(find_doubles(viewer_of(cast.ratna))) == 1


@pytest.mark.parametrize("by", ["citra", "dewi", "ujang"])
def test_others_find_nothing(cast: Cast, by: str) -> None:
    for person in (headed(cast), make_person(cast, "Siti Aisyah")):
        change(person, nik=NIK, birth_date=date(2027, 1, 1))
    viewer = viewer_of(getattr(cast, by))
    assert not any(count_findings(viewer, TODAY).values()) and find_doubles(viewer) == []


def test_doubles_sound_alike_and_stay_away_once_told_apart(cast: Cast) -> None:
    first, second = (make_person(cast, name, birth_date=BORN) for name in ("Siti Aisyah", "Siti Aisah"))
    make_person(cast, "Rohmat", birth_date=BORN, sex="L")
    make_person(cast, "Siti Aisyah", birth_date=date(1985, 1, 30))
    (double,) = find_doubles(viewer_of(cast.sari))
    assert {double.person.id, double.other.id} == {first.id, second.id} and "lahir sama" in double.match.reasons
    for _ in range(2):
        tell_pair_apart(second.id, first.id, actor=viewer_of(cast.sari), now=clock.now())
    assert find_doubles(viewer_of(cast.sari)) == [] and NotSame.select().count() == 1
