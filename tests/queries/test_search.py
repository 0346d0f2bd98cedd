"""One box finds people: by words in any order, NIK, family card, phone and case number, within the hub."""

from __future__ import annotations

import pytest

from puskesos.models import Case, Person
from puskesos.queries.search import find_case_number, find_people, find_person, find_same_nik
from tests.cast import Cast, make_case, make_person, viewer_of

NIK, KK = "3216995206790003", "3216991206790001"


def names(cast: Cast, text: str, by: str = "sari") -> list[str]:
    return [one.person.name for one in find_people(viewer_of(getattr(cast, by)), text)]


@pytest.fixture
def people(cast: Cast) -> Cast:
    make_person(cast, "Hj. Siti Nur'aini binti Sarman", nik=NIK, nik_reason="", kk=KK, phone="0812-0000-1234")
    make_person(cast, "Sarman", kk=KK)
    make_person(cast, "Rohmat", alias="Mang Omat")
    return cast


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("siti nuraini", ["Hj. Siti Nur'aini binti Sarman"]),
        ("NURAINI siti", ["Hj. Siti Nur'aini binti Sarman"]),
        ("nur’aini", ["Hj. Siti Nur'aini binti Sarman"]),
        ("sar", ["Sarman", "Hj. Siti Nur'aini binti Sarman"]),
        ("omat", ["Rohmat"]),
        ("3216 9952 0679 0003", ["Hj. Siti Nur'aini binti Sarman"]),
        ("321699520", ["Hj. Siti Nur'aini binti Sarman"]),
        ("+62 812-0000-1234", ["Hj. Siti Nur'aini binti Sarman"]),
        ("s", []),
        ("", []),
        ("tidak ada", []),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_people_are_found_however_it_is_typed(people: Cast, text: str, found: list[str]) -> None:
    assert names(people, text) == found


def test_a_family_card_finds_the_whole_family(people: Cast) -> None:
    assert set(names(people, KK)) == {"Hj. Siti Nur'aini binti Sarman", "Sarman"}


@pytest.mark.parametrize("by", ["ujang", "dewi", "citra"])
def test_others_find_nobody(people: Cast, by: str) -> None:
    assert names(people, "siti", by) == names(people, NIK, by) == []


@pytest.mark.parametrize(
    "text", ['"', "'", "a & b | !c", ":*", "NEAR(a b)", "%", "_", "\\", "²²²²²²", "😀😀", "-- ", "(", "ⅷⅷ"]
)
def test_odd_texts_find_nobody_and_break_nothing(people: Cast, text: str) -> None:
    assert names(people, text) == []


def test_a_case_number_finds_case_and_client_in_full_and_short(cast: Cast) -> None:
    case, viewer = make_case(cast), viewer_of(cast.sari)
    for text in (case.number, "2611-0001", "2611-1", " 2611 - 0001 "):
        assert find_case_number(viewer, text) == case.number
        assert names(cast, text) == ["Siti Nurhaliza"]
    assert find_case_number(viewer_of(cast.citra), case.number) is None
    assert find_case_number(viewer_of(cast.tono), case.number) is None


def test_the_number_of_a_restricted_case_does_not_name_its_client(cast: Cast) -> None:
    case = make_case(cast, restricted=True)
    assert names(cast, case.number) == [] and find_case_number(viewer_of(cast.sari), case.number) == case.number


def test_open_cases_stand_with_their_person(cast: Cast) -> None:
    case = make_case(cast)
    closed = make_case(cast, client=Person.get_by_id(case.client_id))
    Case.update(state="batal").where(Case.id == closed.id).execute()
    (found,) = find_people(viewer_of(cast.sari), "nurhaliza")
    assert [row.number for row in found.open_cases] == [case.number]


def test_a_changed_name_is_found_and_the_old_one_no_more(people: Cast) -> None:
    Person.update(search_words="badrudin").where(Person.name == "Rohmat").execute()
    assert names(people, "badru") == ["Rohmat"] and names(people, "omat") == []


def test_a_person_is_found_within_the_hub_only(people: Cast) -> None:
    person = Person.get(Person.nik == NIK)
    assert find_person(viewer_of(people.sari), person.id).name == person.name
    assert find_person(viewer_of(people.citra), person.id) is None
    assert find_same_nik(viewer_of(people.sari), NIK).id == person.id
    assert find_same_nik(viewer_of(people.citra), NIK) is find_same_nik(viewer_of(people.sari), "1" * 16) is None


@pytest.mark.parametrize("nik", ["", "123", "x" * 16, "1234567890\x00" + "12345"])
def test_no_number_is_nobodys(people: Cast, nik: str) -> None:
    assert find_same_nik(viewer_of(people.sari), nik) is None
