"""The board's rules: which moves a role is offered, why a card matters now, and what is said of one that moved."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos.rules.assignment_path import ASSIGNMENT_TRANSITIONS, AssignmentState, BoardColumn
from puskesos.rules.board import age_group, became, may_send, moves_of
from puskesos.rules.roles import Role

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize("state", AssignmentState)
def test_moves_are_the_steps_that_the_path_opens_to_the_role(state: AssignmentState) -> None:
    for role in (Role.KOORDINATOR, Role.BO, Role.FO, Role.ADMIN):
        steps = [step for step in ASSIGNMENT_TRANSITIONS if step.source == state and role in step.roles]
        offered = moves_of(state, frozenset({role}))
        assert [move.target for move in offered] == [step.target for step in steps], role
        assert [move.needs_reason for move in offered] == ["reason" in step.requires for step in steps]


def test_the_steps_of_a_volunteer_are_not_taken_from_the_board() -> None:
    both = frozenset({Role.KOORDINATOR, Role.PSM})
    assert [move.target for move in moves_of("ditugaskan", both)] == ["batal"]


def test_a_returned_report_goes_back_to_the_field_and_an_approved_one_is_finished() -> None:
    columns = {move.target: move.column for move in moves_of("dilaporkan", frozenset({Role.BO}))}
    assert columns == {
        "disetujui": BoardColumn.SELESAI,
        "dikembalikan": BoardColumn.LAPANGAN,
        "kunjungan_ulang": BoardColumn.LAPANGAN,
    }


@pytest.mark.parametrize(
    ("birth_date", "estimate", "group"),
    [
        pytest.param(date(2008, 11, 18), None, "anak", id="18 tomorrow (UU 35/2014)"),
        pytest.param(date(2008, 11, 17), None, "", id="18 today"),
        pytest.param(date(1966, 11, 17), None, "lansia", id="60 today (UU 13/1998)"),
        pytest.param(date(1966, 11, 18), None, "", id="60 tomorrow"),
        pytest.param(None, 1966, "lansia", id="about 60"),
        pytest.param(None, 2010, "anak", id="about 16"),
        pytest.param(date(1990, 1, 1), 1950, "", id="a date counts before an estimate"),
        pytest.param(None, None, "", id="unknown"),
    ],
)
def test_children_and_the_elderly_are_told_apart(birth_date: date | None, estimate: int | None, group: str) -> None:
    assert age_group(birth_date, estimate, TODAY) == group


def test_in_an_emergency_others_than_the_koordinator_send_a_volunteer() -> None:
    assert may_send("biasa", may_assign=True) and may_send("darurat", may_assign=False)
    assert not may_send("segera", may_assign=False)


@pytest.mark.parametrize("state", AssignmentState)
def test_every_state_has_words_for_a_card_that_moved_there(state: AssignmentState) -> None:
    words = became(state, "Ujang")
    assert words and (state != AssignmentState.DITUGASKAN or words == "ditugaskan kepada Ujang")
