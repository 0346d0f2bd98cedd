"""The case's path is domain.md 1.3, no more and no less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.case_path import (
    CLOSED_STATES,
    OPEN_STATES,
    TRANSITIONS,
    CaseAct,
    CaseState,
    DecisionChoice,
    RejectionReason,
    ResultCode,
    Transition,
    acts_for,
    find_transition,
    may_move,
    transitions_from,
    waits_for,
)
from puskesos.rules.permissions import GRANTED_TO, Permission

# Column "Next" of domain.md 1.3, by the numbers used there.
NEXT = {
    0: {1, 10},
    1: {2, 3, 4, 8, 9, 10},
    2: {1, 3, 9, 10},
    3: {4, 10},  # 10: a duplicate found after its task was given back
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
    steps = transitions_from(states[number])
    targets = [step.target for step in steps]
    assert {step.target for step in steps if step.roles} == {states[n] for n in NEXT[number]}
    assert len(targets) == len(set(targets))


def test_an_emergency_adds_only_help_before_the_decision() -> None:
    added = {(step.source, step.target) for step in TRANSITIONS if not step.roles}
    before = ("terdaftar", "perlu_perbaikan", "kunjungan", "penanganan")
    assert added == {(source, target) for source in before for target in ("dilayani", "dirujuk")}


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
    assert may_move(step.source, step.target, {"koordinator"}, emergency=not step.roles)
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


@pytest.mark.parametrize("role", ["fo", "bo"])
def test_in_an_emergency_the_counter_and_the_office_dispatch_before_the_decision(role: str) -> None:
    assert not may_move("terdaftar", "kunjungan", {role})
    assert may_move("terdaftar", "kunjungan", {role}, emergency=True)
    assert not may_move("menunggu_penetapan", "dirujuk", {role}, emergency=True)


def test_what_the_table_opens_to_whom_its_permission_opens_too() -> None:
    """A volunteer opens only cases of an own task: a step nobody could take would be a promise on paper."""
    sending = [step.roles | step.emergency_roles for step in TRANSITIONS if step.act == CaseAct.PENUGASAN]
    assert set().union(*sending) == GRANTED_TO[Permission.DISPATCH]


@pytest.mark.parametrize("state", ["selesai", "ditolak"])
def test_reopening_asks_for_a_reason(state: str) -> None:
    step = find_transition(state, "penanganan")
    assert step is not None
    assert step.requires == ("reason",)


def test_outcome_lists_are_complete() -> None:
    assert len(ResultCode) == 12
    assert len(RejectionReason) == 7
    assert [choice.value for choice in DecisionChoice] == ["layani", "rujuk", "tolak"]


K, F, B = "koordinator", "fo", "bo"
STAFF = {K, F, B}
# Who does what where, from domain.md 1.3 and 1.4, written down apart from the program's table.
WHO: dict[tuple[str, str], set[str]] = {
    ("draf", "pendaftaran"): {K, F},
    ("draf", "pembatalan"): {K, F},
    ("terdaftar", "penugasan"): {K},
    ("terdaftar", "cek-data"): STAFF,
    ("terdaftar", "kekurangan"): STAFF,
    ("terdaftar", "penolakan"): {K},
    ("terdaftar", "pembatalan"): {K, F},
    ("perlu_perbaikan", "kelengkapan"): {K, F},
    ("perlu_perbaikan", "penugasan"): {K},
    ("perlu_perbaikan", "penolakan"): {K},
    ("perlu_perbaikan", "pembatalan"): {K, F},
    ("kunjungan", "cek-data"): STAFF,
    ("kunjungan", "penugasan"): {K},
    ("kunjungan", "pembatalan"): {K, F},
    ("penanganan", "rekomendasi"): {K, B},
    ("penanganan", "penetapan"): {K},
    ("penanganan", "penugasan"): {K},
    ("penanganan", "kekurangan"): STAFF,
    ("menunggu_penetapan", "penetapan"): {K},
    ("menunggu_penetapan", "pengembalian"): {K},
    ("dilayani", "penutupan"): {K},
    ("dilayani", "rujukan"): {K},
    ("dirujuk", "penutupan"): {K},
    ("dirujuk", "penetapan"): {K},
    ("selesai", "pembukaan"): {K},
    ("ditolak", "pembukaan"): {K},
    # what only the koordinator may do, the others propose
    ("terdaftar", "usulan-kunjungan"): {F, B},
    ("perlu_perbaikan", "usulan-kunjungan"): {F, B},
    ("kunjungan", "usulan-kunjungan"): {F, B},
    ("penanganan", "usulan-kunjungan"): {F, B},
    ("dilayani", "usulan-tutup"): {F, B},
    ("dirujuk", "usulan-tutup"): {F, B},
}
ASKED_ONLY = {("terdaftar", "informasi"): {K, F}}
BEFORE_DECISION = ("terdaftar", "perlu_perbaikan", "kunjungan", "penanganan")
AT_ONCE = {(state, "penanganan-segera"): STAFF for state in BEFORE_DECISION}
IN_EMERGENCY = {(state, "penugasan"): STAFF for state in BEFORE_DECISION} | AT_ONCE
IN_EMERGENCY |= {(state, "usulan-kunjungan"): set() for state in BEFORE_DECISION}  # they send the volunteer themselves
SITUATIONS: dict[str, tuple[dict[str, bool], dict[tuple[str, str], set[str]]]] = {
    "usual": ({}, WHO),
    "asked-only": ({"asked_only": True}, WHO | ASKED_ONLY),
    "emergency": ({"emergency": True}, WHO | IN_EMERGENCY),
    "asked-in-emergency": ({"emergency": True, "asked_only": True}, WHO | IN_EMERGENCY),
    "violence": ({"must_refer": True}, WHO | AT_ONCE),
    "violent-emergency": ({"emergency": True, "must_refer": True}, WHO | IN_EMERGENCY),
}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("role", ["koordinator", "fo", "bo", "psm", "admin"])
@pytest.mark.parametrize("state", CaseState)
def test_each_act_is_open_exactly_to_whom_the_reference_says(state: str, role: str, situation: str) -> None:
    facts, allowed = SITUATIONS[situation]
    wanted = {act for (where, act), roles in allowed.items() if where == state and role in roles}
    assert {str(act) for act in acts_for(state, {role}, **facts)} == wanted


@pytest.mark.parametrize("state", CaseState)
def test_who_may_do_it_needs_not_propose_it(state: str) -> None:
    acts = acts_for(state, {"koordinator", "fo", "bo"})
    assert not {CaseAct.USUL_TUTUP, CaseAct.USUL_KUNJUNGAN} & set(acts)


@pytest.mark.parametrize("state", ["dilayani", "dirujuk"])
def test_help_before_its_decision_waits_for_the_koordinator_and_is_not_closed(state: str) -> None:
    acts = acts_for(state, {"koordinator"}, undecided=True)
    assert acts[0] == CaseAct.SUSULAN and CaseAct.PENUTUPAN not in acts
    assert acts_for(state, {"bo"}, undecided=True) == []  # and neither is it proposed to be closed
    assert waits_for(state, undecided=True) == "koordinator"


def test_an_open_task_keeps_the_case_until_it_is_done_or_given_back() -> None:
    assert acts_for("kunjungan", {"koordinator"}, task_open=True) == [CaseAct.PENUGASAN]  # a second volunteer
    assert acts_for("kunjungan", {"fo"}, task_open=True) == []
    assert acts_for("dilayani", {"koordinator"}, task_open=True) == [CaseAct.RUJUKAN]


def test_sending_back_and_opening_again_lead_to_one_state_by_different_deeds() -> None:
    led = {(step.source, step.act) for step in TRANSITIONS if step.target == "penanganan"}
    assert ("menunggu_penetapan", CaseAct.PENGEMBALIAN) in led
    assert ("menunggu_penetapan", CaseAct.PEMBUKAAN) not in led and ("selesai", CaseAct.PENGEMBALIAN) not in led


@given(data=st.data(), emergency=st.booleans())
def test_no_walk_leaves_a_case_without_a_step_or_somebody_it_waits_for(data: st.DataObject, emergency: bool) -> None:
    state = CaseState.DRAF
    for _ in range(12):
        role = waits_for(state)
        assert (role is None) is (state in CLOSED_STATES)
        assert state in CLOSED_STATES or acts_for(state, {"koordinator"}, emergency=emergency)
        steps = [step for step in transitions_from(state) if step.is_open_to({"koordinator"}, emergency=emergency)]
        if not steps:
            assert state == CaseState.BATAL
            return
        state = data.draw(st.sampled_from(steps)).target
