"""The day's count: each line is a sum of the month's sets, its text names nobody, and odd days are today."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos.rules.day_count import (
    COUNTED,
    MEANINGS,
    SETS,
    DayLine,
    count_day,
    day_label,
    day_message,
    read_day,
)
from puskesos.rules.report import Counted

TODAY = date(2026, 11, 17)


def test_a_line_adds_up_its_sets() -> None:
    counts = count_day({counted: place for place, counted in enumerate(SETS, 1)})
    assert sum(counts.values()) == sum(range(1, len(SETS) + 1))
    assert counts[DayLine.TIDAK] == SETS.index(Counted.DITOLAK) + SETS.index(Counted.BATAL) + 2


def test_no_set_is_counted_in_two_lines_and_every_line_says_what_it_means() -> None:
    assert len(SETS) == len(set(SETS)) and set(MEANINGS) == set(DayLine) == {*COUNTED, DayLine.LEWAT}


def test_the_message_is_the_hub_the_day_and_the_figures() -> None:
    text = day_message("Puskesos Muaragembong", TODAY, {DayLine.MASUK: 3, DayLine.LEWAT: 0})
    assert text.splitlines() == [
        "*Puskesos Muaragembong*", "Selasa, 17 November 2026", "", "Kasus masuk: 3", "Lewat batas waktu: 0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("2026-11-16", date(2026, 11, 16), id="yesterday"),
        pytest.param("2025-11-16", date(2025, 11, 16), id="the oldest that is shown"),
        pytest.param("2025-11-15", TODAY, id="too old"),
        pytest.param("2026-11-18", TODAY, id="still to come"),
        pytest.param("kemarin", TODAY, id="no day"),
        pytest.param("", TODAY, id="none"),
    ],
)
def test_the_day_of_an_address(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


def test_a_day_is_called_by_its_name() -> None:
    assert day_label(date(2026, 11, 20)) == "Jumat, 20 November 2026"
