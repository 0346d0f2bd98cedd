"""What is kept while nothing is written: the same answer until a write, the end of a transaction, or some seconds."""

from __future__ import annotations

import gc
import weakref
from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.database import database
from puskesos.models import Case
from puskesos.queries import kept as kept_module
from puskesos.queries.hub import KEPT_SECONDS
from puskesos.queries.kept import MOST, kept
from tests.cast import Cast, make_case


class Answers:
    """An answer that a weak reference can watch."""


def number_of_cases() -> int:
    return kept("cases", clock.now(), lambda: Case.select().count() + 1)


def number_of_urgent() -> int:
    return kept("urgent", clock.now(), Case.select().where(Case.priority == "darurat").count)


def test_nothing_is_asked_again_while_nothing_is_written(cast: Cast) -> None:
    assert number_of_cases() == 1
    assert kept("cases", clock.now(), lambda: pytest.fail("asked again")) == 1
    assert kept("others", clock.now(), lambda: 7) == 7


def test_a_write_is_seen_at_once(cast: Cast) -> None:
    assert number_of_urgent() == 0
    case = make_case(cast)
    for priority, number in (("darurat", 1), ("biasa", 0)):
        Case.update(priority=priority).where(Case.id == case.id).execute()
        assert number_of_urgent() == number


def test_what_was_read_inside_a_transaction_does_not_outlive_it(cast: Cast) -> None:
    with pytest.raises(KeyError), database.atomic():
        make_case(cast)
        assert number_of_cases() == 2
        raise KeyError
    assert number_of_cases() == 1
    with database.atomic():
        make_case(cast)
        number_of_cases()
    assert kept("cases", clock.now(), lambda: "fresh") == "fresh"


def test_what_another_process_wrote_is_seen_after_seconds(cast: Cast) -> None:
    number_of_cases()
    later = clock.now() + timedelta(seconds=KEPT_SECONDS)
    assert kept("cases", later, lambda: "fresh") == "fresh"


def test_answers_from_before_a_write_are_let_go(cast: Cast) -> None:
    seen = weakref.ref(kept("cases", clock.now(), Answers))
    make_case(cast)
    assert kept("others", clock.now(), lambda: 7) == 7
    gc.collect()
    assert seen() is None


def test_memory_stays_small(cast: Cast) -> None:
    for number in range(3 * MOST):
        kept(number, clock.now(), lambda: "kept")
    asked = [number for number in range(3 * MOST) if kept(number, clock.now(), lambda: "asked") == "asked"]
    assert len(asked) + 1 >= 2 * MOST


def test_another_version_takes_the_place_of_the_one_before(cast: Cast) -> None:
    def ask(version: int) -> int:
        return kept("board", clock.now(), lambda: 10 * version, version=version)

    assert [ask(1), ask(1), ask(2), ask(1)] == [10, 10, 20, 10]
    assert len(next(iter(kept_module._kept.values()))) == 1
