"""Likely doubles within a crowd: each way in finds its pair, and what cannot be one person is not compared."""

from __future__ import annotations

from typing import Any

import pytest

from puskesos.rules.crowd import Crowd, Resident
from puskesos.rules.doubles import find_doubles
from puskesos.rules.names import name_words

PHONED = {"phone": "6281", "born": None, "rt": "001"}
FIRST, SECOND = "3216995206790003", "3216991408850001"


def resident(number: int, name: str = "Siti Aisyah", **known: Any) -> Resident:
    usual = {"alias": "", "sex": "P", "nik": None, "born": "1979-06-12", "birth_year": None, "village": 1}
    usual |= {"rt": "", "rw": "", "phone": None, "household": None}
    words = " ".join(name_words(name) + name_words(known.get("alias", "")))
    return Resident(id=number, name=name, words=words, **usual | known)


def doubles(*residents: Resident, told: tuple[int, int] | None = None, most: int = 10) -> list[tuple[int, int, bool]]:
    crowd = Crowd()
    for one in residents:
        crowd.add(one)
    found = find_doubles(crowd, {told} if told else set(), most, lambda part: None)
    return [(one.person, one.other, one.same_nik) for best in found for one in best.rows()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nik": FIRST}, {"nik": FIRST, "name": "Kokom", "born": "1985-01-30"}),
        ({}, {"name": "St. Aisah"}),
        ({}, {"name": "Aisyah"}),
        ({}, {"name": "Aisyah Siti"}),
        ({"name": "Kokom"}, {"name": "Kokon"}),
        ({}, {"born": "1979-12-06", "name": "Siti Aisah"}),
        ({}, {"born": "1989-06-12"}),
        ({}, {"born": None}),
        ({"born": None, "birth_year": 1979}, {"born": None, "birth_year": 1980}),
        ({"household": 5, "nik": FIRST, "rt": "001"}, {"household": 5, "nik": SECOND, "rt": "001"}),
        ({**PHONED, "name": "Siti Rohayati"}, {**PHONED, "name": "Siti Roheyati"}),
        ({"nik": FIRST}, {"nik": "3216995206700003", "born": None, "village": 2, "name": "Siti Aisah"}),
    ],
    ids=["same NIK", "same day, sounds alike", "part of the name", "other order", "single word misspelt",
         "day and month swapped", "ten years off", "no birth date, one village", "only years", "one family",
         "one phone", "NIK but for a digit"],
)  # fmt: skip
def test_each_way_finds_its_pair(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert [pair[:2] for pair in doubles(resident(1, **one), resident(2, **other))] == [(2, 1)]


@pytest.mark.parametrize(
    "other",
    [{"name": "Rohmat", "sex": "L"}, {"born": "1985-01-30"}, {"nik": SECOND, "village": 2}, {"name": "Siti Maryam"},
     {"born": None, "village": 2}],
    ids=["other name", "other birth date", "other NIK and village", "only the common word", "elsewhere without a date"],
)  # fmt: skip
def test_others_are_left_alone(other: dict[str, Any]) -> None:
    assert not doubles(resident(1, nik=FIRST), resident(2, **other))


def test_told_apart_stays_so_but_a_shared_nik_has_to_be_mended() -> None:
    assert not doubles(resident(1), resident(2), told=(1, 2))
    assert doubles(resident(1, nik=FIRST), resident(2, nik=FIRST), told=(1, 2)) == [(2, 1, True)]


def test_the_likeliest_are_kept_and_all_are_counted() -> None:
    crowd = Crowd()
    for number, known in enumerate(({}, {}, {"name": "Siti Aisah", "village": 2}), start=1):
        crowd.add(resident(number, **known))
    _, likely = find_doubles(crowd, set(), 1, lambda part: None)
    assert likely.count == 3 and [(one.person, one.other) for one in likely.rows()] == [(2, 1)]


def test_a_placeholder_number_does_not_pair_everybody() -> None:
    crowd = [resident(number, f"Warga{number} Desa{number}", nik=FIRST, born=None) for number in range(1, 200)]
    assert 20 * 19 / 2 <= len(doubles(*crowd, most=10_000)) < 500
