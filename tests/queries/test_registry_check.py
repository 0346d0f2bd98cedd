"""What needs mending: each check finds its people and leaves others alone, in the hub and behind no closed door."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.actions.matching import tell_pair_apart
from puskesos.config import Settings
from puskesos.jobs.worker import run_waiting
from puskesos.models import Household, Job, NotSame, Person, RegistryFinding, User, Village
from puskesos.queries.registry_findings import PAGE, count_findings, last_check, list_pairs, list_wrong, living_members
from puskesos.rules.job import JobKind
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

NIK, KK = "3216995206790003", "3216991206790001"
BORN = date(1979, 6, 12)
PAIRS = ("same_nik", "likely_double")


def check(cast: Cast, settings: Settings) -> None:
    ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
    assert run_waiting(settings) == 1 and Job.select().order_by(Job.id.desc()).first().state == "selesai"


def found(cast: Cast, by: User | None = None) -> dict[str, list[str]]:
    """Names by check, as the person sees them."""
    viewer, names = viewer_of(by or cast.sari), {}
    for one in count_findings(viewer):
        if one in PAIRS:
            names[one] = [part.name for pair in list_pairs(viewer, one)[0] for part in (pair.person, pair.other)]
        else:
            names[one] = [row.name for row in list_wrong(viewer, one, TODAY)]
    return {one: listed for one, listed in names.items() if listed}


def change(person: Person, **columns: Any) -> None:
    Person.update(**columns).where(Person.id == person.id).execute()


def headed(cast: Cast, **known: Any) -> Person:
    person = make_person(cast, "Siti Aisyah", nik=NIK, nik_reason="", birth_date=BORN, **known)
    change(person, household_role="kepala")
    return person


def test_a_clean_registry_shows_nothing(cast: Cast, settings: Settings) -> None:
    headed(cast, kk=KK)
    make_person(cast, "Rohmat", nik="3216991206790003", nik_reason="", birth_date=BORN, sex="L")
    check(cast, settings)
    last = last_check(viewer_of(cast.sari))
    assert found(cast) == {} and (last.people, last.counts) == (2, {})


def test_the_same_nik_on_two_people(cast: Cast, settings: Settings) -> None:
    change(make_person(cast, "Kokom"), nik=NIK)
    headed(cast)
    check(cast, settings)
    assert found(cast) == {"same_nik": ["Siti Aisyah", "Kokom"]}


def test_a_nik_that_is_the_family_card(cast: Cast, settings: Settings) -> None:
    Household.update(kk=NIK).where(Household.id == headed(cast, kk=KK).household_id).execute()
    check(cast, settings)
    assert found(cast) == {"nik_is_kk": ["Siti Aisyah"]}


@pytest.mark.parametrize(
    "columns",
    [{"birth_date": date(2026, 11, 18)}, {"birth_date": date(1899, 12, 31)}, {"birth_year_estimate": 2030},
     {"nik": NIK, "birth_date": date(1979, 6, 13)}, {"nik": NIK, "birth_date": date(1978, 6, 12)},
     {"nik": NIK, "birth_date": date(1979, 7, 12)}],
    ids=["future", "before 1900", "estimate", "day", "year", "month"],
)  # fmt: skip
def test_dates_that_cannot_be(cast: Cast, settings: Settings, columns: dict[str, Any]) -> None:
    change(make_person(cast, "Kokom"), **columns)
    check(cast, settings)
    assert found(cast) == {"impossible_date": ["Kokom"]}


def test_a_family_without_a_living_head_stands_once(cast: Cast, settings: Settings) -> None:
    head = headed(cast, kk=KK)
    for name in ("Wati", "Rohmat"):
        make_person(cast, name, kk=KK)
    check(cast, settings)
    assert found(cast) == {}
    change(head, status="meninggal")
    check(cast, settings)
    assert found(cast) == {"no_head": ["Wati"]}
    (members,) = living_members(viewer_of(cast.sari), [head.household_id]).values()
    assert [one.name for one in members] == ["Wati", "Rohmat"]


def test_a_lone_member_is_asked_about_after_a_month(cast: Cast, settings: Settings) -> None:
    make_person(cast, "Wati", kk=KK)
    check(cast, settings)
    assert found(cast) == {}
    Household.update(created_at=datetime(2026, 10, 1, tzinfo=UTC)).execute()
    check(cast, settings)
    assert found(cast) == {"no_head": ["Wati"]}


def test_a_head_behind_closed_doors_is_a_head(cast: Cast, settings: Settings) -> None:
    make_case(cast, client=headed(cast, kk=KK), by=cast.ratna, restricted=True)
    for name in ("Wati", "Rohmat"):
        make_person(cast, name, kk=KK)
    check(cast, settings)
    assert found(cast) == {}


def test_living_people_of_a_village_no_longer_served(cast: Cast, settings: Settings) -> None:
    change(make_person(cast, "Kokom"), status="pindah")
    headed(cast)
    Village.update(active=False).where(Village.id == cast.bahagia.id).execute()
    check(cast, settings)
    assert found(cast) == {"village_not_served": ["Siti Aisyah"]}


def test_the_deceased_with_an_open_case(cast: Cast, settings: Settings) -> None:
    client = headed(cast)
    case = make_case(cast, client=client)
    change(client, status="meninggal")
    check(cast, settings)
    (row,) = list_wrong(viewer_of(cast.sari), "deceased_open_case", TODAY)
    assert row.case_number == case.number


def test_people_behind_closed_doors_take_part_in_nothing(cast: Cast, settings: Settings) -> None:
    hidden, other = headed(cast), make_person(cast, "Siti Aisah", birth_date=BORN)
    third = make_person(cast, "St. Aisyah", birth_date=BORN)
    make_case(cast, client=hidden, by=cast.ratna, restricted=True)
    change(other, nik=NIK)
    check(cast, settings)
    assert found(cast) == {"likely_double": [third.name, other.name]}
    assert list(found(cast, cast.ratna)) == ["same_nik", "likely_double"]
    assert [count_findings(viewer_of(by))["likely_double"] for by in (cast.sari, cast.ratna)] == [1, 2]


@pytest.mark.parametrize("by", ["citra", "dewi", "ujang"])
def test_others_find_nothing(cast: Cast, settings: Settings, by: str) -> None:
    for person in (headed(cast), make_person(cast, "Siti Aisyah")):
        change(person, nik=NIK, birth_date=date(2027, 1, 1))
    check(cast, settings)
    viewer = viewer_of(getattr(cast, by))
    assert found(cast) and not count_findings(viewer)
    assert not list_pairs(viewer, "same_nik")[0] and not list_wrong(viewer, "impossible_date", TODAY)


def test_doubles_sound_alike_and_stay_away_once_told_apart(cast: Cast, settings: Settings) -> None:
    first, second = (make_person(cast, name, birth_date=BORN) for name in ("Siti Aisyah", "Siti Aisah"))
    make_person(cast, "Rohmat", birth_date=BORN, sex="L")
    make_person(cast, "Siti Aisyah", birth_date=date(1985, 1, 30))
    check(cast, settings)
    ((double,), _) = list_pairs(viewer_of(cast.sari), "likely_double")
    assert (double.person.id, double.other.id) == (second.id, first.id) and "lahir sama" in double.match.reasons
    for _ in range(2):
        tell_pair_apart(second.id, first.id, actor=viewer_of(cast.sari), now=clock.now())
    assert found(cast) == {} and NotSame.select().count() == 1 and not RegistryFinding.select().exists()
    check(cast, settings)
    assert not RegistryFinding.select().exists()


def test_what_no_longer_holds_is_not_shown(cast: Cast, settings: Settings) -> None:
    twins = [make_person(cast, "Siti Aisyah", birth_date=BORN) for _ in range(2)]
    wrong = make_person(cast, "Kokom", birth_date=date(2030, 1, 1))
    check(cast, settings)
    assert len(found(cast)) == 2
    change(twins[0], name="Rohmat", search_words="rohmat")
    change(wrong, birth_date=BORN)
    assert found(cast) == {} and len(count_findings(viewer_of(cast.sari))) == 2


def test_pages_follow_one_another_and_a_village_stands_alone(cast: Cast, settings: Settings) -> None:
    for number in range(PAGE + 3):
        change(make_person(cast, f"Warga {number}"), birth_date=date(2030, 1, 1))
    there = make_person(cast, "Kokom", village_id=cast.bakti.id, birth_date=date(2030, 1, 1))
    check(cast, settings)
    viewer = viewer_of(cast.ratna)
    first = list_wrong(viewer, "impossible_date", TODAY)
    second = list_wrong(viewer, "impossible_date", TODAY, after=first[PAGE - 1].finding)
    assert len(first) == PAGE + 1 and len({row.id for row in [*first[:PAGE], *second]}) == PAGE + 4
    assert [row.id for row in list_wrong(viewer, "impossible_date", TODAY, village=cast.bakti.id)] == [there.id]
    assert count_findings(viewer, cast.bakti.id) == {"impossible_date": 1}
