"""Which birth date a NIK gives, and who is proposed as the head of a family."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from puskesos.rules.registry_check import birth_date_in_nik, propose_heads

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("nik", "born"),
    [("3216995206790003", date(1979, 6, 12)), ("3216990102200001", date(2020, 2, 1)), ("3216994513790003", None),
     ("3216993002790003", None), (None, None), ("", None), ("321699", None)],
    ids=["a woman's day is 40 higher", "this century", "no such month", "30 February", "no NIK", "empty", "too short"],
)  # fmt: skip
def test_the_birth_date_of_a_nik(nik: str | None, born: date | None) -> None:
    assert birth_date_in_nik(nik, TODAY) == born


def member(name: str, role: str = "", born: int | None = None) -> SimpleNamespace:
    birth_date = date(born, 1, 1) if born else None
    return SimpleNamespace(name=name, household_role=role, birth_date=birth_date, birth_year_estimate=None)


@pytest.mark.parametrize(
    ("members", "proposed"),
    [
        ([member("Wati", "istri", 1950), member("Rohmat", "suami", 1960)], ["Rohmat", "Wati"]),
        ([member("Wati", "istri", 1950), member("Rohmat", "", 1960)], ["Rohmat", "Wati"]),
        ([member("Ani", "", 1990), member("Wati", "", 1950)], ["Wati", "Ani"]),
        ([member("Dede", "anak", 2015), member("Wati", "istri", 1980)], ["Wati"]),
        ([member("Dede", "anak", 2015)], []),
        ([member("Wati")], ["Wati"]),
    ],
    ids=["husband", "whose role is open", "the eldest", "no child", "only children", "age unknown"],
)
def test_who_may_head_the_family(members: list[SimpleNamespace], proposed: list[str]) -> None:
    assert [one.name for one in propose_heads(members, TODAY)] == proposed
