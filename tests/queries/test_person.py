"""Reading the registry: the list paged by name, families in order, and nothing of restricted cases."""

from __future__ import annotations

import pytest

from puskesos import clock
from puskesos.actions.household import Move, move_household
from puskesos.models import Household, Person
from puskesos.queries import person as registry
from puskesos.queries.household import find_household, head_of, members_of
from puskesos.queries.person import PersonFilter, cases_of, count_people, find_resident, list_people, people_by_ids
from tests.cast import Cast, make_case, make_person, viewer_of

KK = "3216991206790001"


def names(cast: Cast, by: str = "sari", after: int | None = None, **wanted: object) -> list[str]:
    rows = list_people(viewer_of(getattr(cast, by)), PersonFilter(**wanted), after=after)
    return [row.name for row in rows]


@pytest.fixture
def people(cast: Cast) -> Cast:
    make_person(cast, "Wati", nik="3216995206790003", nik_reason="")
    make_person(cast, "Ahmad Sanusi", village_id=cast.bakti.id)
    gone = make_person(cast, "Sarman")
    Person.update(status="meninggal").where(Person.id == gone.id).execute()
    make_person(cast, "Budi", by=cast.citra)
    return cast


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Ahmad Sanusi", "Wati"]),
        ({"status": ""}, ["Ahmad Sanusi", "Sarman", "Wati"]),
        ({"status": "meninggal"}, ["Sarman"]),
        ({"without_nik": True}, ["Ahmad Sanusi"]),
    ],
    ids=["living", "all", "dead", "without nik"],
)
def test_the_list_is_filtered_by_name_order(people: Cast, wanted: dict[str, object], found: list[str]) -> None:
    assert names(people, **wanted) == found
    assert count_people(viewer_of(people.sari), PersonFilter(**wanted)) == len(found)


def test_one_village_at_a_time(people: Cast) -> None:
    assert names(people, village=people.bakti.id) == ["Ahmad Sanusi"]


@pytest.mark.parametrize("by", ["ujang", "tono", "dewi"])
def test_volunteers_and_admin_read_nobody(people: Cast, by: str) -> None:
    viewer = viewer_of(getattr(people, by))
    someone = Person.get(Person.name == "Wati")
    assert names(people, by) == [] == people_by_ids(viewer, [someone.id])
    assert find_resident(viewer, someone.id) is None


def test_another_hub_reads_its_own_people_only(people: Cast) -> None:
    assert names(people, "citra") == ["Budi"]
    ours = Person.get(Person.name == "Wati")
    assert find_resident(viewer_of(people.citra), ours.id) is None
    foreign = Person.get(Person.name == "Budi")
    assert names(people, after=foreign.id) == ["Ahmad Sanusi", "Wati"]


def test_pages_follow_each_other_without_a_gap(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Sama", "Sama", "Sama", "Ani", "Zainab"):
        make_person(cast, name)
    monkeypatch.setattr(registry, "PAGE", 2)
    viewer, seen, after = viewer_of(cast.sari), [], None
    while rows := list_people(viewer, PersonFilter(), after=after)[:2]:
        seen += [row.id for row in rows]
        after = rows[-1].id
    assert len(seen) == len(set(seen)) == 5


def test_people_come_in_the_order_they_were_found(people: Cast) -> None:
    ids = [row.id for row in list_people(viewer_of(people.sari), PersonFilter())][::-1]
    assert [row.name for row in people_by_ids(viewer_of(people.sari), ids)] == ["Wati", "Ahmad Sanusi"]


def test_a_family_stands_in_the_order_of_its_card(cast: Cast) -> None:
    for name, role in (("Dinda", "anak"), ("Bunga", ""), ("Sarman", "kepala"), ("Wati", "istri")):
        person = make_person(cast, name, kk=KK)
        move = Move("tetap", role)
        move_household(person, move, version=1, actor=viewer_of(cast.sari), now=clock.now())
    household = Household.get()
    members = members_of(viewer_of(cast.sari), household.id)
    assert [row.name for row in members] == ["Sarman", "Wati", "Dinda", "Bunga"]
    assert head_of(members).name == "Sarman"
    Person.update(status="meninggal").where(Person.name == "Sarman").execute()
    assert head_of(members_of(viewer_of(cast.sari), household.id)) is None
    assert find_household(viewer_of(cast.sari), household.id).kk == KK
    assert find_household(viewer_of(cast.citra), household.id) is find_household(viewer_of(cast.ujang), household.id)


@pytest.mark.parametrize(("by", "seen"), [("sari", 1), ("ratna", 2), ("bayu", 2), ("ujang", 0), ("citra", 0)])
def test_restricted_cases_show_to_who_may_open_them(cast: Cast, by: str, seen: int) -> None:
    open_case = make_case(cast, by=cast.ratna)
    make_case(cast, by=cast.ratna, client=Person.get_by_id(open_case.client_id), restricted=True)
    assert len(cases_of(viewer_of(getattr(cast, by)), open_case.client_id)) == seen
