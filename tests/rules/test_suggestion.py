"""Whom to send: who comes first, in which words, and how several cases are shared out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from puskesos.rules.suggestion import Candidate, Suggestion, share_out, suggest

TODAY = date(2026, 11, 17)  # a Tuesday
FRIDAY = (TODAY, date(2026, 11, 20))


def candidate(number: int, **known: Any) -> Candidate:
    usual = {"name": f"Relawan {number}", "villages": ("Pantai Bakti",), "is_here": False, "open": 0, "late": 0}
    return Candidate(id=number, **usual | known)


def told(*candidates: Candidate, load_limit: int = 8) -> list[Suggestion]:
    return suggest(candidates, load_limit=load_limit, today=TODAY)


def test_all_reasons_and_warnings_stand_in_one_line() -> None:
    ujang = candidate(1, is_here=True, open=2, knows_family=True, away=FRIDAY)
    (one,) = told(ujang)
    assert one.words == "PSM desa ini · 2 terbuka, 0 lewat · pernah mendampingi keluarga ini · libur s.d. Jumat"
    assert not one.is_advised


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"is_here": True}, "PSM desa ini · tidak ada tugas terbuka"),
        ({"open": 3, "late": 1}, "PSM Pantai Bakti · 3 terbuka, 1 lewat"),
        ({"villages": ()}, "tanpa desa · tidak ada tugas terbuka"),
        ({"villages": ("Jayasakti", "Pantai Bakti")}, "PSM Jayasakti, Pantai Bakti · tidak ada tugas terbuka"),
        ({"open": 8}, "PSM Pantai Bakti · 8 terbuka, 0 lewat · penuh, batas wajar 8 tugas"),
        ({"declined": True}, "PSM Pantai Bakti · tidak ada tugas terbuka · pernah menolak kasus ini"),
    ],
)
def test_each_reason_has_its_words(known: dict[str, Any], words: str) -> None:
    assert told(candidate(1, **known))[0].words == words


def test_the_limit_itself_is_enough_and_one_below_is_not() -> None:
    below, at, above = (told(candidate(1, open=count), load_limit=4)[0].warnings for count in (3, 4, 5))
    assert not below and at and above


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"is_here": True, "open": 7}, {"open": 0}),
        ({"is_here": True, "knows_family": True, "open": 3}, {"is_here": True}),
        ({"open": 1}, {"open": 2}),
        ({"open": 5}, {"is_here": True, "away": FRIDAY}),
        ({"open": 5}, {"is_here": True, "declined": True}),
        ({"is_here": True}, {"is_here": True, "knows_family": True, "open": 9}),
        ({"is_here": True, "open": 9}, {"open": 0}),
    ],
    ids=[
        "own village",
        "knows the family",
        "less to do",
        "not away",
        "did not decline",
        "not full",
        "village over load",
    ],
)
def test_the_better_one_comes_first(better: dict[str, Any], worse: dict[str, Any]) -> None:
    assert [one.candidate.id for one in told(candidate(2, **worse), candidate(1, **better))] == [1, 2]


def test_equals_come_by_name_and_nobody_is_hidden() -> None:
    crowd = [candidate(1, name="Wati"), candidate(2, name="Asep", open=20, declined=True, away=FRIDAY)]
    assert [one.candidate.name for one in told(*crowd, candidate(3, name="Nani"))] == ["Nani", "Wati", "Asep"]


def shared(cases: int, *candidates: Candidate, load_limit: int = 8) -> list[int | None]:
    """To whom each of so many like cases goes."""
    people = told(*candidates, load_limit=load_limit)
    chosen = share_out(range(cases), dict.fromkeys(range(cases), people), load_limit=load_limit)
    return [chosen[case].candidate.id if case in chosen else None for case in range(cases)]


def test_many_cases_go_round() -> None:
    assert shared(4, candidate(1), candidate(2, open=2)) == [1, 1, 1, 2]


def test_other_villages_help_only_when_the_own_is_full() -> None:
    assert shared(4, candidate(1, is_here=True, open=5), candidate(2), load_limit=7) == [1, 1, 2, 2]


def test_sharing_stops_at_the_limit() -> None:
    assert shared(3, candidate(1, open=6)) == [1, 1, None]


@pytest.mark.parametrize("against", [{"away": FRIDAY}, {"declined": True}, {"open": 8}])
def test_who_has_a_warning_gets_none_by_itself(against: dict[str, Any]) -> None:
    assert shared(1, candidate(1, is_here=True, **against)) == [None]


def test_nothing_is_shared_among_nobody() -> None:
    assert shared(2) == [None, None]


def test_an_absence_to_come_is_told_with_both_days() -> None:
    away = (TODAY + timedelta(days=2), TODAY + timedelta(days=9))
    assert told(candidate(1, away=away))[0].warnings == ("libur Kamis s.d. 26 November 2026",)
