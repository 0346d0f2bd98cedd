"""Days away: what is sensible, what shares a day, and how it reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.absence import absence_problems, absence_words, overlaps, show_day

TODAY = date(2026, 11, 17)  # a Tuesday


def day(after: int) -> date:
    return TODAY + timedelta(days=after)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-9, 0), (5, 20), (0, 366)])
def test_sensible_days_have_no_problem(first: int, last: int) -> None:
    assert not absence_problems(day(first), day(last), TODAY)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(2, 1, "sebelum tanggal mulai"), (-5, -1, "sudah lewat"), (0, 367, "paling lama satu tahun")],
)
def test_odd_days_are_said_at_the_last_one(first: int, last: int, said: str) -> None:
    assert said in absence_problems(day(first), day(last), TODAY)["last_on"]


@pytest.mark.parametrize("days", [(None, TODAY), (TODAY, None), (None, None)])
def test_a_missing_day_is_told_elsewhere(days: tuple[date | None, date | None]) -> None:
    assert not absence_problems(*days, TODAY)


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 0), False), ((1, 1), True), ((0, 9), True), ((3, 3), True), ((2, 2), True), ((4, 9), False)],
)
def test_spans_share_a_day_at_their_very_ends_too(span: tuple[int, int], expected: bool) -> None:
    assert overlaps(day(span[0]), day(span[1]), day(1), day(3)) is expected


@given(*[st.integers(0, 40)] * 4)
def test_sharing_a_day_is_what_it_says(a: int, b: int, c: int, d: int) -> None:
    one, other = sorted((a, b)), sorted((c, d))
    common = set(range(one[0], one[1] + 1)) & set(range(other[0], other[1] + 1))
    assert overlaps(day(one[0]), day(one[1]), day(other[0]), day(other[1])) == bool(common)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (-3, 3, "libur s.d. Jumat"),
        (0, 0, "libur s.d. hari ini"),
        (0, 30, "libur s.d. 17 Desember 2026"),
        (1, 1, "libur Rabu"),
        (2, 6, "libur Kamis s.d. Senin"),
        (10, 12, "libur 27 November 2026 s.d. 29 November 2026"),
    ],
)
def test_an_absence_reads_by_when_it_runs(first: int, last: int, words: str) -> None:
    assert absence_words(day(first), day(last), TODAY) == words


@pytest.mark.parametrize(("after", "word"), [(0, "hari ini"), (1, "Rabu"), (6, "Senin"), (7, "24 November 2026")])
def test_only_the_coming_week_goes_by_names(after: int, word: str) -> None:
    assert show_day(day(after), TODAY) == word
