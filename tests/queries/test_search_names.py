"""Misspelt names find their people, within the hub, with the reason; exact names come first."""

from __future__ import annotations

import pytest

from puskesos.actions.search_words import fill_words, rebuild_words
from puskesos.models import Person, SearchWord, WordKey
from puskesos.queries.search import find_people
from tests.cast import Cast, make_person, viewer_of


def found(cast: Cast, text: str, by: str = "sari") -> list[tuple[str, str]]:
    return [(one.person.name, one.why) for one in find_people(viewer_of(getattr(cast, by)), text)]


@pytest.fixture
def people(cast: Cast) -> Cast:
    for name in ("Siti Nur'aini", "Muhammad Yusuf", "Abdul Rahman Saleh", "Soekarno Widjaja", "Kurniawan", "Tini"):
        make_person(cast, name)
    make_person(cast, "Karsih binti Sarman", alias="Mpok Isah")
    return cast


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("st nuraeni", "Siti Nur'aini", "ejaan mirip"),
        ("nur aini siti", "Siti Nur'aini", "nama"),
        ("m yusup", "Muhammad Yusuf", "inisial cocok"),
        ("moch jusuf", "Muhammad Yusuf", "ejaan mirip"),
        ("abdurahman soleh", "Abdul Rahman Saleh", "beda satu huruf"),
        ("sukarno wijaya", "Soekarno Widjaja", "ejaan mirip"),
        ("kurniwaan", "Kurniawan", "beda satu huruf"),
        ("kurniawan hidayat", "Kurniawan", "sebagian nama"),
        ("mpok karsih", "Karsih binti Sarman", "nama"),
        ("bu isah", "Karsih binti Sarman", "nama"),
    ],
)
def test_other_spellings_find_the_person_and_say_why(people: Cast, text: str, name: str, why: str) -> None:
    assert found(people, text)[:1] == [(name, why)]


@pytest.mark.parametrize("text", ["budi", "siti fatimah", "xyzzy", "qq", "m", "yunus"])
def test_a_name_nobody_is_called_by_finds_nobody(people: Cast, text: str) -> None:
    assert found(people, text) == []


def test_the_name_as_typed_comes_before_its_likes(people: Cast) -> None:
    for name in ("Tina", "Titin", "Tino"):
        make_person(people, name)
    assert found(people, "tina")[0][0] == "Tina"
    assert {name for name, _ in found(people, "tina")} >= {"Tina", "Tini", "Tino"}


def test_nothing_of_another_hub_is_found_or_takes_a_place(people: Cast) -> None:
    for _ in range(70):
        make_person(people, "Muhamad Yusup", by=people.citra)
    assert found(people, "muhamad yusup") == [("Muhammad Yusuf", "ejaan mirip")]
    assert {name for name, _ in found(people, "kurniwan", by="citra")} == set()


def test_the_list_of_words_can_be_made_anew(people: Cast) -> None:
    def words() -> set[tuple[int, str, str]]:
        query = WordKey.select(SearchWord.hub, SearchWord.word, WordKey.key).join(SearchWord)
        return set(query.tuples())

    learnt = words()
    assert not fill_words()
    rebuild_words()
    assert words() == learnt
    WordKey.delete().execute()
    SearchWord.delete().execute()
    assert fill_words() and words() == learnt
    Person.delete().execute()
    rebuild_words()
    assert not fill_words() and words() == set()
