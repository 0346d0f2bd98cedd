"""Paths of referrals and assignments, and the columns of the board."""

import pytest

from puskesos.rules.assignment_path import (
    ASSIGNMENT_TRANSITIONS,
    OPEN_ASSIGNMENT_STATES,
    AssignmentState,
    BoardColumn,
    assignment_transitions_from,
    column_of,
    find_assignment_transition,
    may_move_assignment,
)
from puskesos.rules.referral_path import (
    CLOSED_REFERRAL_STATES,
    REFERRAL_TRANSITIONS,
    ReferralState,
    may_move_referral,
    referral_transitions_from,
)


@pytest.mark.parametrize(
    ("table", "start", "states"),
    [
        pytest.param(REFERRAL_TRANSITIONS, ReferralState.DRAF, ReferralState, id="referral"),
        pytest.param(ASSIGNMENT_TRANSITIONS, AssignmentState.DITUGASKAN, AssignmentState, id="assignment"),
    ],
)
def test_every_state_is_reachable_by_one_step_per_pair(table: tuple, start: str, states: type) -> None:
    reached = {start}
    while more := {step.target for step in table if step.source in reached} - reached:
        reached |= more
    assert reached == set(states)
    assert len({(step.source, step.target) for step in table}) == len(table)


@pytest.mark.parametrize("state", sorted(CLOSED_REFERRAL_STATES))
def test_an_answered_or_cancelled_referral_is_final(state: ReferralState) -> None:
    assert referral_transitions_from(state) == ()


def test_an_office_may_answer_without_saying_it_received_the_letter() -> None:
    assert may_move_referral("dikirim", "selesai", {"bo"})
    assert not may_move_referral("draf", "selesai", {"koordinator"})
    assert not may_move_referral("dikirim", "selesai", {"fo"})
    assert may_move_referral("dikirim", "selesai", {"fo"}, emergency=True)
    assert not may_move_referral("dikirim", "batal", {"fo"}, emergency=True)


@pytest.mark.parametrize("state", AssignmentState)
def test_an_assignment_is_open_exactly_while_a_step_is_left(state: AssignmentState) -> None:
    assert (state in OPEN_ASSIGNMENT_STATES) is bool(assignment_transitions_from(state))


@pytest.mark.parametrize("state", sorted(OPEN_ASSIGNMENT_STATES - {AssignmentState.DILAPORKAN}))
def test_the_koordinator_may_cancel_until_the_report_is_in(state: AssignmentState) -> None:
    assert may_move_assignment(state, "batal", {"koordinator"})
    assert not may_move_assignment(state, "batal", {"psm"})


@pytest.mark.parametrize(
    ("source", "target", "role", "allowed"),
    [
        pytest.param("ditugaskan", "diterima", "psm", True, id="volunteer accepts"),
        pytest.param("ditugaskan", "diterima", "koordinator", False, id="nobody accepts for the volunteer"),
        pytest.param("ditugaskan", "dilaporkan", "psm", False, id="no report before accepting"),
        pytest.param("dikembalikan", "dilaporkan", "psm", True, id="mended report comes in again"),
        pytest.param("dilaporkan", "disetujui", "bo", True, id="BO approves"),
        pytest.param("dilaporkan", "disetujui", "psm", False, id="nobody approves an own report"),
        pytest.param("dilaporkan", "disetujui", "fo", False, id="FO only reads"),
        pytest.param("disetujui", "dikembalikan", "koordinator", False, id="approved is approved"),
    ],
)
def test_who_moves_an_assignment(source: str, target: str, role: str, allowed: bool) -> None:
    assert may_move_assignment(source, target, {role}) is allowed


@pytest.mark.parametrize("target", ["ditolak", "batal"])
def test_declining_and_cancelling_ask_for_a_reason(target: str) -> None:
    step = find_assignment_transition("ditugaskan", target)
    assert step is not None
    assert step.requires == ("reason",)


@pytest.mark.parametrize(
    ("state", "column"),
    [
        ("ditugaskan", BoardColumn.DITUGASKAN),
        ("diterima", BoardColumn.DITUGASKAN),
        ("dikerjakan", BoardColumn.LAPANGAN),
        ("dikembalikan", BoardColumn.LAPANGAN),
        ("kunjungan_ulang", BoardColumn.LAPANGAN),
        ("dilaporkan", BoardColumn.LAPORAN),
        ("disetujui", BoardColumn.SELESAI),
        ("ditolak", BoardColumn.BELUM),
        ("batal", BoardColumn.BELUM),
    ],
)
def test_each_state_stands_in_one_column(state: str, column: BoardColumn) -> None:
    assert column_of(state) is column
