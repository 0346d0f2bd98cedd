"""The golden queries: the right person among the first five, mostly first, the same people on both engines."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from puskesos.actions.search_words import rebuild_words
from puskesos.database import database
from puskesos.models import Person
from puskesos.queries.search import find_people
from puskesos.rules.names import name_words
from tests.cast import NOW, Cast, viewer_of
from tests.golden import register

FOUND: dict[str, list[tuple[str, ...]]] = {}  # by engine, what the first one found for each query


@pytest.fixture
def golden(cast: Cast) -> Cast:
    """The cast's hub with the whole register in it."""
    common = {"hub": cast.hub.id, "village": cast.bahagia.id, "sex": "P", "created_at": NOW, "changed_at": NOW}
    rows = [
        {"name": name, "alias": alias, "search_words": " ".join(dict.fromkeys(name_words(name) + name_words(alias)))}
        for name, alias in register.register()
    ]
    with database.atomic():
        for start in range(0, len(rows), 100):
            Person.insert_many([row | common for row in rows[start : start + 100]]).execute()
        rebuild_words()
    return cast


def queries() -> list[tuple[str, str, str]]:
    golden = tomllib.loads(register.TARGET.read_text(encoding="utf-8"))
    return [(kind, typed, name) for kind, pairs in golden.items() for typed, name in pairs.items()]


def test_the_right_person_is_among_the_first_five(golden: Cast, engine: str) -> None:
    viewer, places, missed = viewer_of(golden.sari), Counter[str](), []
    FOUND[engine] = []
    for kind, typed, name in queries():
        names = tuple(one.person.name for one in find_people(viewer, typed, 5))
        FOUND[engine].append(names)
        place = "first" if names[:1] == (name,) else "among five" if name in names else "missed"
        places[place] += 1
        if place != "first":
            missed.append(f"{place}: {kind}: {typed} → {name}, found {names}")
    told = "\n".join(missed)
    total = places.total()
    assert total >= 200
    assert places["first"] >= 0.9 * total, f"{places}\n{told}"
    assert places["first"] + places["among five"] >= 0.98 * total, f"{places}\n{told}"
    assert all(found == FOUND[engine] for found in FOUND.values())


def test_the_golden_file_is_what_the_register_makes() -> None:
    assert register.TARGET.read_text(encoding="utf-8") == register.written()
    assert len(register.register()) == register.PEOPLE


def test_each_golden_person_is_alone_with_the_name() -> None:
    named = Counter(name for name, _ in register.register())
    assert [name for _, _, name in queries() if named[name] != 1] == []
