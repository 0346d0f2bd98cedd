"""SPM through a year: people once a year, once in each month, progress against a target, and what was given."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.report import Counted, Item
from puskesos.rules.report_spm import (
    DEFINITIONS,
    SETS,
    TITLES,
    Given,
    SpmYear,
    count_year,
    once_a_year,
    receivers,
    service_sheet,
)
from puskesos.rules.spm import SHORT, BasicService

codes = st.sampled_from(list(SHORT))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
items = st.lists(
    st.builds(
        lambda counted, claim, day, code: Item(counted, claim, day, claim, {"spm": code}),
        st.sampled_from(SETS), st.integers(1, 12), days, codes,
    )
)  # fmt: skip
people = st.dictionaries(st.integers(1, 12), st.integers(1, 5))
gifts = st.lists(
    st.builds(
        Given, st.integers(1, 99), days, st.integers(1, 9), st.integers(1, 5), codes,
        st.sampled_from([str(one) for one in BasicService]), st.none() | st.integers(0, 10**9),
    )
)  # fmt: skip


def test_every_list_has_a_title_and_a_definition() -> None:
    assert TITLES.keys() == DEFINITIONS.keys() >= {str(one) for one in SETS}


@given(items, people)
def test_nobody_stands_twice_in_a_year(found: list[Item], person_of: dict[int, int]) -> None:
    once = once_a_year(found, person_of)
    keys = [(item.counted, item.parts["spm"], person_of.get(item.id, -item.id)) for item in once]
    assert (
        len(keys)
        == len(set(keys))
        == len({(item.counted, item.parts["spm"], person_of.get(item.id, -item.id)) for item in found})
    )
    assert all(one.on <= other.on for one, other in pairwise(once))
    assert all(item in found for item in once)


@given(items, people, st.lists(codes))
def test_the_months_never_add_up_to_less_than_the_year(
    found: list[Item], person_of: dict[int, int], waits: list[str]
) -> None:
    waiting = [Item(Counted.SPM_DITEMUKAN, 1, date(2026, 1, 1), 1, {"spm": code}) for code in waits]
    once = once_a_year(found, person_of)
    lines = count_year(found, once, waiting, {"SPM-1": 3})
    assert [line.code for line in lines] == list(SHORT) and sum(line.waiting for line in lines) == len(waits)
    for line in lines:
        for counted in SETS:
            months, year = line.months[str(counted)], line.year[str(counted)]
            assert len(months) == 12 and sum(months) >= year >= (1 if any(months) else 0)
            mine = [item for item in found if item.counted == counted and item.parts["spm"] == line.code]
            assert sum(months) == len(mine)
            assert year == len([item for item in once if item.counted == counted and item.parts["spm"] == line.code])


@pytest.mark.parametrize(
    ("target", "served", "said", "share"),
    [
        (None, 3, "Sasaran belum diisi", None),
        (0, 0, "0 dari 0 orang dilayani", None),
        (0, 2, "2 dari 0 orang dilayani", None),
        (40, 12, "12 dari 40 orang dilayani (30%)", 30),
        (10, 15, "15 dari 10 orang dilayani (150%)", 150),
        (1000, 1, "1 dari 1000 orang dilayani (1%)", 1),
    ],
)
def test_progress_in_words(target: int | None, served: int, said: str, share: int | None) -> None:
    line = SpmYear("SPM-3", target, {}, {"spm_dilayani": served}, 0)
    assert (line.progress, line.percent) == (said, share)


@given(gifts, codes)
def test_the_sheet_holds_everything_that_was_given(found: list[Given], code: str) -> None:
    fitting = [one for one in found if BasicService(one.service) in set_of(one.code)]
    lines, total = service_sheet(fitting, code)
    mine = [one for one in fitting if one.code == code]
    assert [line.service for line in lines] == [str(one) for one in set_of(code)]
    assert total.times == sum(line.times for line in lines) == len(mine)
    assert total.amount == sum(line.amount for line in lines) == sum(one.amount or 0 for one in mine)
    assert total.people == len(receivers(mine)) == len({one.person for one in mine})
    assert all(line.people <= min(line.times, total.people) for line in lines)


def set_of(code: str) -> list[BasicService]:
    every = list(BasicService)
    return every[11:] if code == "SPM-5" else every[:11]
