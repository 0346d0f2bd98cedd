"""The case's path is domain.md 1.3, no more and no less."""

import pytest

from puskesos.rules.case_path import (
    CLOSED_STATES,
    OPEN_STATES,
    TRANSITIONS,
    CaseState,
    DecisionChoice,
    RejectionReason,
    ResultCode,
    Transition,
    find_transition,
    may_move,
    transitions_from,
)

# Column "Next" of domain.md 1.3, by the numbers used there.
NEXT = {
    0: {1, 10},
    1: {2, 3, 4, 8, 9, 10},
    2: {1, 3, 9, 10},
    3: {4},
    4: {2, 3, 5},
    5: {4, 6, 7, 9},
    6: {7, 8},
    7: {6, 8, 9},
    8: {4},
    9: {4},
    10: set(),
}
LABELS = [
    "Draf",
    "Terdaftar",
    "Berkas kurang",
    "Kunjungan lapangan",
    "Penanganan BO",
    "Menunggu penetapan",
    "Dilayani di Puskesos",
    "Dirujuk",
    "Selesai",
    "Tidak dapat dilayani",
    "Dibatalkan / Duplikat",
]


def test_states_stand_in_the_order_and_words_of_the_reference() -> None:
    assert [state.label for state in CaseState] == LABELS


@pytest.mark.parametrize("number", NEXT, ids=lambda number: list(CaseState)[number])
def test_each_state_leads_exactly_where_the_reference_says(number: int) -> None:
    states = list(CaseState)
    targets = [step.target for step in transitions_from(states[number])]
    assert set(targets) == {states[n] for n in NEXT[number]}
    assert len(targets) == len(set(targets))


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {CaseState.DRAF}
    while more := {step.target for step in TRANSITIONS if step.source in reached} - reached:
        reached |= more
    assert reached == set(CaseState)


def test_a_cancelled_case_stays_cancelled() -> None:
    assert transitions_from("batal") == ()


def test_every_state_is_either_open_or_closed() -> None:
    assert set(CaseState) == OPEN_STATES | CLOSED_STATES
    assert not OPEN_STATES & CLOSED_STATES


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: f"{step.source}-{step.target}")
def test_the_koordinator_may_take_every_step_and_admin_none(step: Transition[CaseState]) -> None:
    assert may_move(step.source, step.target, {"koordinator"})
    assert not may_move(step.source, step.target, {"admin"}, emergency=True)
    assert not may_move(step.source, step.target, set(), emergency=True)


@pytest.mark.parametrize(
    ("source", "target", "role", "allowed"),
    [
        pytest.param("terdaftar", "perlu_perbaikan", "fo", True, id="FO may return"),
        pytest.param("terdaftar", "ditolak", "fo", False, id="FO may not reject"),
        pytest.param("menunggu_penetapan", "ditolak", "bo", False, id="BO only recommends rejection"),
        pytest.param("terdaftar", "selesai", "fo", True, id="information answered on the spot by FO"),
        pytest.param("terdaftar", "selesai", "bo", False, id="but not by BO"),
        pytest.param("dilayani", "selesai", "bo", False, id="closing is the koordinator's"),
        pytest.param("selesai", "penanganan", "bo", False, id="so is reopening"),
        pytest.param("menunggu_penetapan", "penanganan", "bo", False, id="and sending back"),
        pytest.param("terdaftar", "kunjungan", "psm", False, id="PSM assigns nobody in ordinary times"),
        pytest.param("terdaftar", "dirujuk", "koordinator", False, id="no step, no role helps"),
        pytest.param("terdaftar", "tidak-ada", "koordinator", False, id="unknown state"),
    ],
)
def test_who_may_take_a_step(source: str, target: str, role: str, allowed: bool) -> None:
    assert may_move(source, target, {role}) is allowed


@pytest.mark.parametrize("role", ["fo", "psm"])
def test_in_an_emergency_fo_and_psm_may_dispatch_before_the_decision(role: str) -> None:
    assert not may_move("terdaftar", "kunjungan", {role})
    assert may_move("terdaftar", "kunjungan", {role}, emergency=True)
    assert not may_move("menunggu_penetapan", "dirujuk", {role}, emergency=True)


@pytest.mark.parametrize("state", ["selesai", "ditolak"])
def test_reopening_asks_for_a_reason(state: str) -> None:
    step = find_transition(state, "penanganan")
    assert step is not None
    assert step.requires == ("reason",)


def test_outcome_lists_are_complete() -> None:
    assert len(ResultCode) == 12
    assert len(RejectionReason) == 7
    assert [choice.value for choice in DecisionChoice] == ["layani", "rujuk", "tolak"]
