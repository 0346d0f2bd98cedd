"""Likely people: found by every way in, within the hub, without those told apart, unnamed behind closed doors."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.matching import tell_apart
from puskesos.models import Person, User
from puskesos.queries.closed_doors import unnamed
from puskesos.queries.matching import LikelyPeople, find_likely, likely_days, told_apart_from
from puskesos.rules.matching import Known
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

NIK, KK, PHONE = "3216995206790003", "3216991206790001", "0812-0000-1234"
BORN = date(1979, 6, 12)


@pytest.fixture
def aisyah(cast: Cast) -> Person:
    return make_person(cast, "Siti Aisyah", nik=NIK, nik_reason="", birth_date=BORN, kk=KK, phone=PHONE, rt="004")


def likely(cast: Cast, by: User | None = None, person_id: int | None = None, **known: Any) -> LikelyPeople:
    described = Known(**{"name": "Siti Aisyah", "sex": "P", "village": cast.bahagia.id} | known)
    return find_likely(viewer_of(by or cast.sari), described, TODAY, person_id=person_id)


def names(found: LikelyPeople) -> list[str]:
    return [one.person.name for one in found.shown]


@pytest.mark.parametrize(
    "known",
    [
        {"name": "", "nik": NIK},
        {"name": "Aisyah", "kk": KK, "birth_date": BORN},
        {"name": "Sity Aisah", "phone": "6281200001234", "birth_year": 1979},
        {"name": "St. Aisjah", "birth_date": BORN},
        {"birth_date": date(1979, 12, 6)},
        {"birth_date": date(1969, 6, 12)},
        {"nik": "3216995206790008", "birth_date": BORN},
        {"birth_year": 1979},
        {"name": "Aisyah Siti", "village": None, "birth_date": BORN},
    ],
    ids=["NIK alone", "family card", "phone", "old spelling", "day and month", "ten years", "digit", "age", "order"],
)
def test_the_same_person_is_found_however_it_was_written(cast: Cast, aisyah: Person, known: dict[str, Any]) -> None:
    make_person(cast, "Kokom Komariah", birth_date=date(1990, 2, 3))
    assert names(likely(cast, **known)) == ["Siti Aisyah"]


@pytest.mark.parametrize(
    "known",
    [{"name": ""}, {"birth_date": date(1985, 1, 30)}, {"name": "Kokom", "birth_date": BORN},
     {"name": "Siti Maryam", "kk": KK}],
    ids=["nothing", "namesake", "same birthday", "same family"],
)  # fmt: skip
def test_others_are_not_offered(cast: Cast, aisyah: Person, known: dict[str, Any]) -> None:
    assert likely(cast, **known) == LikelyPeople([])


def test_at_most_five_are_offered_the_same_nik_first(cast: Cast) -> None:
    for _ in range(7):
        make_person(cast, "Siti Aisyah", birth_date=BORN)
    make_person(cast, "Aisyah", nik=NIK, nik_reason="", birth_date=date(1979, 1, 2))
    found = likely(cast, nik=NIK, birth_date=BORN)
    assert len(found.shown) == 5 and found.shown[0].person.name == "Aisyah"


def test_open_cases_stand_with_their_person(cast: Cast, aisyah: Person) -> None:
    case = make_case(cast, client=aisyah)
    (one,) = likely(cast, birth_date=BORN).shown
    assert [(row.number, row.service) for row in one.open_cases] == [(case.number, case.service_id)]


@pytest.mark.parametrize("by", ["ujang", "dewi", "citra"])
def test_others_find_nobody(cast: Cast, aisyah: Person, by: str) -> None:
    assert likely(cast, getattr(cast, by), nik=NIK, kk=KK, birth_date=BORN) == LikelyPeople([])


def test_who_was_told_apart_is_not_offered_again(cast: Cast, aisyah: Person) -> None:
    other = make_person(cast, "Siti Aisah", birth_date=BORN)
    assert names(likely(cast, birth_date=BORN, person_id=other.id)) == ["Siti Aisyah"]
    tell_apart(other.id, [aisyah.id], actor=viewer_of(cast.sari), now=clock.now())
    assert names(likely(cast, birth_date=BORN, person_id=other.id)) == []
    assert told_apart_from(aisyah.id) == {other.id}


def test_people_behind_closed_doors_are_not_named_but_not_forgotten(cast: Cast, aisyah: Person) -> None:
    make_case(cast, client=aisyah, by=cast.ratna, restricted=True)
    found = likely(cast, birth_date=BORN)
    assert (found.shown, found.hidden, found.hidden_sure) == ([], True, True)
    assert found.unanswered([]) and not found.unanswered([0])
    assert names(likely(cast, cast.ratna, birth_date=BORN)) == ["Siti Aisyah"]
    assert unnamed(viewer_of(cast.bayu), [aisyah.id]) == set()  # the back office of that case's own area
    make_case(cast, client=aisyah)
    assert names(likely(cast, birth_date=BORN)) == ["Siti Aisyah"]


def test_days_mistaken_for_another() -> None:
    assert likely_days(date(2000, 2, 29)) == [
        date(2000, 2, 29), date(1999, 2, 28), date(2001, 2, 28), date(1990, 2, 28), date(2010, 2, 28), date(2000, 1, 1),
    ]  # fmt: skip
    assert date(1979, 12, 6) in likely_days(BORN) and date(1981, 12, 31) in likely_days(date(1980, 12, 31))
