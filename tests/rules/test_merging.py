"""Two entries of one person: what differs, what is proposed, what comes of the choices, and what an undo gives back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from puskesos.rules.merging import (
    BOTH,
    FIELDS,
    GONE,
    KEPT,
    alike,
    differing,
    given_back,
    hidden_values,
    may_still_undo,
    merged_values,
    needs_koordinator,
    proposed,
    settle_memberships,
)

TODAY = date(2026, 11, 17)
EARLY, LATE = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 6, 5, tzinfo=UTC)
NIK, OTHER_NIK, ODD_NIK = "3216995206790003", "3216995206790004", "3216999999990003"
NUMBERS = {"birth_date", "birth_year_estimate", "household_id", "status_on", "decile", "decile_on", "nik"}


def row(**known: Any) -> dict[str, Any]:
    columns = {column: None if column in NUMBERS else "" for field in FIELDS for column in field.columns}
    usual = {"name": "Siti", "identity": "lengkap", "sex": "P", "village_id": 1, "status": "hidup"}
    return columns | usual | known


def field(name: str) -> Any:
    return next(one for one in FIELDS if one.name == name)


def test_only_differing_fields_are_asked_and_the_known_ones_that_are_alike_told() -> None:
    kept, gone = row(rt="001", alias="Iti"), row(rt="002", alias="Iti")
    assert [one.name for one in differing(kept, gone)] == ["home"]
    assert [one.name for one in alike(kept, gone)] == ["name", "alias", "sex"]


def test_the_order_of_a_list_is_no_difference() -> None:
    assert not differing(row(disability="netra,rungu"), row(disability="rungu,netra"))


@pytest.mark.parametrize(
    ("name", "kept", "gone", "side"),
    [
        ("alias", {}, {"alias": "Iti"}, GONE),
        ("alias", {"alias": "Iti"}, {}, KEPT),
        ("alias", {"alias": "Iti"}, {"alias": "Ti"}, GONE),
        ("nik", {"nik_reason": "hilang"}, {"nik": NIK}, GONE),
        ("nik", {"nik": NIK}, {"nik": ODD_NIK}, KEPT),
        ("nik", {"nik": NIK, "birth_date": date(1979, 6, 13)}, {"nik": NIK[:-1] + "9"}, GONE),
        ("birth", {"birth_date": date(1979, 6, 12)}, {"birth_year_estimate": 1980}, KEPT),
        ("birth", {"birth_date": date(1979, 6, 12)}, {"birth_date": date(1979, 1, 1)}, KEPT),
        ("family", {"household_id": 3, "household_role": "istri"}, {"household_id": 4}, KEPT),
        ("home", {"address": "Kp. Beting"}, {"village_id": 2}, KEPT),
        ("name", {}, {"name": "Tanpa identitas", "identity": "tidak"}, KEPT),
        ("name", {"identity": "sebagian"}, {"name": "Siti N."}, GONE),
        ("status", {"status": "meninggal", "status_on": TODAY}, {}, KEPT),
        ("disability", {"disability": "netra"}, {"disability": "rungu"}, BOTH),
        ("disability", {"disability": "netra"}, {}, KEPT),
        ("welfare", {"decile": 2, "decile_on": date(2026, 5, 1)}, {"decile": 3, "decile_on": date(2025, 5, 1)}, KEPT),
    ],
    ids=[
        "known over empty", "known stays", "entered later", "a number over a reason", "a NIK with a real date",
        "the NIK that fits the birth date", "a date over a guess", "a day over the first of January",
        "a role over none", "an address over a village alone", "a name over none", "whole over partial",
        "a death is knowledge", "both lists", "one list", "the newer check",
    ],
)  # fmt: skip
def test_what_is_proposed(name: str, kept: dict[str, Any], gone: dict[str, Any], side: str) -> None:
    assert proposed(field(name), row(**kept), row(**gone), (EARLY, LATE), TODAY) == side


def test_at_the_same_moment_the_older_entry_stays() -> None:
    assert proposed(field("alias"), row(alias="Iti"), row(alias="Ti"), (LATE, LATE), TODAY) == KEPT


def test_choices_become_the_columns_that_change() -> None:
    kept = row(nik=NIK, disability="rungu", rt="001", household_id=3, household_role="kepala")
    gone = row(nik_reason="hilang", disability="netra", rt="002", household_id=4, household_role="istri", alias="Iti")
    values = merged_values(kept, gone, {"disability": BOTH, "home": GONE, "family": GONE, "nik": KEPT})
    assert values == {"disability": "netra,rungu", "rt": "002", "household_id": 4, "household_role": "istri"}
    assert merged_values(kept, gone, {"alias": BOTH}) == {}


def test_the_hidden_entry_can_be_found_by_nothing() -> None:
    left = {column for column, value in hidden_values(7).items() if value}
    assert left == {"merged_into_id"}


@pytest.mark.parametrize(
    ("kept", "gone", "restricted", "needed"),
    [
        ({"nik": NIK}, {"nik": NIK}, False, False),
        ({"nik": NIK}, {}, False, False),
        ({"nik": NIK}, {"nik": OTHER_NIK}, False, True),
        ({"status": "meninggal"}, {}, False, True),
        ({"status": "meninggal"}, {"status": "meninggal"}, False, False),
        ({"status": "pindah"}, {}, False, False),
        ({}, {}, True, True),
    ],
    ids=["same NIK", "one NIK", "two NIK", "one dead", "both dead", "one away", "restricted"],
)
def test_which_merges_are_for_the_koordinator(
    kept: dict[str, Any], gone: dict[str, Any], restricted: bool, needed: bool
) -> None:
    assert needs_koordinator(row(**kept), row(**gone), restricted=restricted) is needed


def program(number: int, at: datetime, status: str = "aktif", code: str = "pkh") -> Any:
    return SimpleNamespace(id=number, program=code, status=status, changed_at=at)


@pytest.mark.parametrize(
    ("kept", "gone", "settled"),
    [
        ([], [program(2, EARLY)], ([2], [])),
        ([program(1, EARLY)], [program(2, LATE)], ([2], [1])),
        ([program(1, LATE)], [program(2, EARLY)], ([], [])),
        ([program(1, LATE)], [program(2, EARLY, "berhenti")], ([2], [])),
        ([program(1, LATE, "berhenti")], [program(2, EARLY)], ([2], [])),
        ([program(1, LATE)], [program(2, EARLY), program(3, EARLY, code="pip")], ([3], [])),
    ],
    ids=["only theirs", "theirs is later", "ours is later", "theirs ended", "ours ended", "another program"],
)
def test_of_two_running_memberships_the_later_one_stays(kept: Any, gone: Any, settled: Any) -> None:
    assert settle_memberships(kept, gone) == settled


def test_an_undo_gives_back_what_nobody_corrected_since() -> None:
    before, after = row(rt="001", alias=""), row(rt="002", alias="Iti")
    back, corrected = given_back(before, after, after | {"rw": "003"})
    assert [one.name for one in back] == ["alias"] and [one.name for one in corrected] == ["home"]


@pytest.mark.parametrize(("days", "may"), [(0, True), (90, True), (91, False)])
def test_ninety_days_are_for_second_thoughts(days: int, may: bool) -> None:
    assert may_still_undo(EARLY, EARLY + timedelta(days=days)) is may
