"""Kinds of activities, months and how they are counted; how an invitation stands (domain 7.1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from puskesos.rules.activity import (
    CANCELLED,
    PAST,
    ActivityKind,
    Month,
    beside,
    count_kinds,
    first_open_day,
    holds_number,
    read_month,
    why_closed,
)
from puskesos.rules.assignment_path import AssignmentKind
from puskesos.rules.invitation import VALID_FOR, InvitationState, invitation_state, may_be_invited
from puskesos.rules.roles import Role
from tests.cast import NOW, TODAY


def test_the_list_is_that_of_the_field_and_tasks_use_its_words() -> None:
    labels = [label for _, label in ActivityKind.choices()]
    assert (len(labels), labels[0], labels[-1]) == (12, "Kunjungan rumah", "Rapat")
    assert ActivityKind.choices()[: len(AssignmentKind)] == AssignmentKind.choices()


@pytest.mark.parametrize(
    ("first", "last", "before", "after", "label"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "2026-10", "2026-12", "November 2026"),
        (date(2026, 12, 1), date(2026, 12, 31), "2026-11", "2027-01", "Desember 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028-01", "2028-03", "Februari 2028"),
    ],
    ids=["usual", "year's end", "leap year"],
)
def test_a_month_knows_its_days_and_neighbours(first: date, last: date, before: str, after: str, label: str) -> None:
    month = Month.of(last)
    assert (month.first, month.last, str(month.before), str(month.after), month.label) == (
        first,
        last,
        before,
        after,
        label,
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-10", "2026-10"),
        ("2024-11", "2024-11"),
        ("2024-10", "2026-11"),
        ("2026-12", "2026-11"),
        ("0001-01", "2026-11"),
        ("", "2026-11"),
        ("2026-11-17", "2026-11"),
        ("nov", "2026-11"),
    ],
    ids=["last", "two years ago", "too old", "to come", "year one", "none", "a day", "nonsense"],
)
def test_a_month_is_read_from_the_address_or_is_this_one(text: str, wanted: str) -> None:
    assert str(read_month(text, TODAY)) == wanted


def test_months_lead_back_for_two_years_and_not_ahead() -> None:
    assert beside(Month.of(TODAY), TODAY) == (Month(date(2026, 10, 1)), None)
    assert beside(Month(date(2024, 11, 1)), TODAY) == (None, Month(date(2024, 12, 1)))


@pytest.mark.parametrize(
    ("day", "cancelled", "reason"),
    [
        (TODAY, False, ""),
        (date(2026, 10, 1), False, ""),
        (date(2026, 9, 30), False, PAST),
        (TODAY, True, CANCELLED),
    ],
    ids=["today", "first of last month", "handed in", "cancelled"],
)
def test_this_month_and_the_last_are_open(day: date, cancelled: bool, reason: str) -> None:
    assert why_closed(day, cancelled=cancelled, today=TODAY) == reason
    assert first_open_day(TODAY) == date(2026, 10, 1)


def test_kinds_are_counted_in_the_order_of_the_list() -> None:
    rows = count_kinds(["verval", "kunjungan_rumah", "kunjungan_rumah"], ["rapat", "verval"])
    assert [(row.kind.value, row.tasks, row.others, row.total) for row in rows] == [
        ("kunjungan_rumah", 2, 0, 2),
        ("verval", 1, 1, 2),
        ("rapat", 0, 1, 1),
    ]


@pytest.mark.parametrize("text", ["NIK 3216995206790003.", "3216 9952 0679 0003", "KK: 3216-9912-0679-0001"])
def test_what_may_be_a_nik_is_seen_however_it_is_grouped(text: str) -> None:
    assert holds_number(text)


@pytest.mark.parametrize("text", ["", "41 keluarga, 17 November 2026", "0812-0000-0031", "Kasus 321617-2611-0042"])
def test_other_numbers_are_fine(text: str) -> None:
    assert not holds_number(text)


@pytest.mark.parametrize(
    ("used", "ended", "hours", "state"),
    [
        (False, False, 0, InvitationState.BERLAKU),
        (False, False, 71, InvitationState.BERLAKU),
        (False, False, 72, InvitationState.LEWAT),
        (False, True, 0, InvitationState.DICABUT),
        (True, False, 100, InvitationState.DIPAKAI),
        (True, True, 0, InvitationState.DIPAKAI),
    ],
    ids=["fresh", "last hour", "over", "revoked", "used and old", "used, then ended"],
)
def test_how_an_invitation_stands(used: bool, ended: bool, hours: int, state: InvitationState) -> None:
    times = {"used_at": NOW if used else None, "ended_at": NOW if ended else None, "expires_at": NOW + VALID_FOR}
    assert invitation_state(**times, now=NOW + timedelta(hours=hours)) == state


def test_only_volunteers_are_invited_by_paper() -> None:
    assert may_be_invited({Role.PSM})
    assert not may_be_invited({Role.PSM, Role.FO}) and not may_be_invited({Role.ADMIN}) and not may_be_invited(set())
