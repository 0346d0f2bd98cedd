"""Whatever is done with a case, in whatever order, by whomever, done or refused: it has a next step, an owner, a date
and a history without gaps, or it is closed and nothing is left open around it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from puskesos.config import Settings
from puskesos.errors import Conflict
from puskesos.models import AuditEntry, Case, Referral
from puskesos.queries.case import find_case, may_open
from puskesos.queries.case_proposal import open_proposal
from puskesos.queries.needs_action import NeedFilter, list_needs
from puskesos.rules.assignment_path import assignment_transitions_from
from puskesos.rules.case_path import CLOSED_STATES, CaseAct, CaseState, find_transition, waits_for
from puskesos.rules.intake import IntakeKind, Priority
from puskesos.rules.needs_action import cutoffs_at
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.referral_path import OPEN_REFERRAL_STATES
from puskesos.rules.roles import Role
from puskesos.rules.step_targets import DEFAULT_DAYS
from tests.actions.case_deeds import ACTS
from tests.actions.case_walks import DEEDS, PEOPLE, REFUSALS, STAFF, Walk, new_walk
from tests.actions.registry_worlds import taken_back
from tests.cast import NOW, ZONE, Cast

properly = settings(
    max_examples=25,
    phases=[Phase.generate],  # making a long walk shorter takes minutes; the labels of the draws tell it
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
STARTS = (  # in hub time: a Tuesday at nine, Friday night, New Year's Eve, the Friday before Nyepi and Lebaran 2027
    NOW,
    datetime(2026, 11, 20, 16, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 9, 0, tzinfo=UTC),
    datetime(2027, 3, 5, 8, 0, tzinfo=UTC),
)
PAUSES = [timedelta(**span) for span in ({"minutes": 1}, {"hours": 3}, {"hours": 14}, {"days": 1}, {"days": 4})]
PAUSES += [timedelta(days=12), timedelta(days=45)]
LONG = timedelta(days=200)  # longer than any step may take, with its escalation
WITHOUT_VERSION = frozenset({"terima", "berangkat", "tolak-tugas", "lapor", "ambil-kembali", "berkas", "pengingat"})
WITHOUT_VERSION |= {"jawaban-kantor"}
AS_WELL = {CaseAct.CEK_DATA, CaseAct.PENUGASAN, CaseAct.RUJUKAN}  # also done beside the path: the case then stays
SOME_WAYS = {CaseAct.PENETAPAN, CaseAct.PENUTUPAN}  # of which not every way fits wherever the act is offered

needs = st.fixed_dictionaries(
    {
        "by": st.sampled_from(STAFF),
        "service": st.sampled_from(["K01", "P01", "E01", "R01", "R08", "R09", "B01", "L01", "L02"]),
        "kind": st.sampled_from([str(kind) for kind in IntakeKind]),
        "priority": st.sampled_from([str(Priority.DARURAT), *(str(priority) for priority in Priority)]),
        "violence": st.sampled_from([False, False, False, True]),
        "about_official": st.booleans(),
        "answer": st.sampled_from(["", "", "", "", "Dijelaskan di meja."]),
    }
)


@properly
@given(need=needs, start=st.sampled_from(STARTS), data=st.data())
def test_no_way_through_leaves_a_case_without_step_owner_date_or_history(
    cast: Cast, opened: Settings, need: dict[str, Any], start: datetime, data: st.DataObject
) -> None:
    with taken_back():
        walk, version = new_walk(cast, opened.uploads, start), 0
        walk.begin(**need | {"answer": need["answer"] if need["by"] != "bayu" else ""})
        for _ in range(data.draw(st.integers(3, 16), label="steps")):
            check_case(walk)
            assert walk.case().version >= version
            version = walk.case().version
            walk.now += data.draw(st.sampled_from(PAUSES), label="pause")
            take_step(walk, data)
        check_case(walk)


def take_step(walk: Walk, data: st.DataObject) -> None:
    """Somebody tries something: mostly what fits, from a fresh form or a stale one, once or twice."""
    anything = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(DEEDS)))
    fits = data.draw(st.sampled_from([True, True, True, True, False]), label="fits")
    who, deed = data.draw(st.sampled_from(walk.fitting()) if fits else anything, label="who does what")
    choice = data.draw(st.integers(0, 4), label="way")
    if deed not in WITHOUT_VERSION and data.draw(st.integers(0, 4), label="stale") == 0:
        check_stale(walk, who, deed, choice)
    before, was, key = walk.stored(), walk.case(), str(uuid.uuid4())
    is_offered = deed in walk.offered(who)
    refusal = walk.attempt(who, deed, choice, key=key)
    if deed in ACTS:
        check_offer(walk, was, deed, is_offered, refusal, surely=choice == 0 or deed not in SOME_WAYS)
    if refusal:
        assert walk.stored() == before
    elif deed != "jawaban":  # whose form offers other steps by now
        done = walk.stored()
        walk.attempt(who, deed, choice, key=key, behind=walk.case().version - was.version)
        assert walk.stored() == done


def check_stale(walk: Walk, who: str, deed: str, choice: int) -> None:
    """A form that was opened before the last change does nothing, and says so wherever a fresh one would do."""
    before = walk.stored()
    refusal = walk.attempt(who, deed, choice, behind=1)
    assert walk.stored() == before
    with taken_back():
        would_do = walk.attempt(who, deed, choice) is None and walk.stored() != before
    assert isinstance(refusal, Conflict) or not would_do


def check_offer(walk: Walk, was: Case, deed: str, is_offered: bool, refusal: Exception | None, *, surely: bool) -> None:
    """What the page offers is done, and what it does not offer is not."""
    if is_offered:
        assert refusal is None or not surely
    elif refusal is None:
        assert deed in AS_WELL and walk.case().state == was.state


def check_case(walk: Walk) -> None:
    """Everything that holds at every moment, read afresh."""
    case = walk.case()
    check_history(walk, case)
    assert case.due_on and case.due_on >= case.registered_on
    assert not case.decision_pending or case.state in {CaseState.DILAYANI, CaseState.DIRUJUK}
    if case.state in CLOSED_STATES:
        check_closed(walk, case)
    else:
        assert (case.closed_at, case.result, case.result_text, case.told_family_on) == (None, "", "", None)
        check_waiting(walk, case)
    check_listed(walk, case)


def check_history(walk: Walk, case: Case) -> None:
    """From registration on each move goes on from the last one, by the table, by somebody, at its time."""
    first, *moves = walk.moves()
    assert (first.kind, first.from_state, first.to_state) == ("daftar", "", "terdaftar")
    last = first
    for move in moves:
        assert move.kind == "status" and move.from_state == last.to_state and move.at >= last.at
        assert find_transition(move.from_state, move.to_state)
        last = move
    assert all(move.actor_id and move.actor_name and move.actor_role for move in (first, *moves))
    assert (case.state, case.state_since) == (last.to_state, last.at)
    audited = AuditEntry.select().where(AuditEntry.action == "case_moved", AuditEntry.object_id == case.number)
    assert audited.count() == len(moves)


def check_closed(walk: Walk, case: Case) -> None:
    """A closed case says how it ended, and neither a volunteer nor an office is still at work on it."""
    assert case.closed_at == case.state_since and case.result_text
    assert bool(case.result) is (case.state == CaseState.SELESAI)
    assert not case.awaits_assignment and not walk.open_tasks()
    waiting = Referral.state.in_([str(state) for state in OPEN_REFERRAL_STATES])
    assert not Referral.select().where(Referral.case == case, waiting).exists()
    assert waits_for(case.state) is None


def check_waiting(walk: Walk, case: Case) -> None:
    """An open case has a step that somebody can take, and somebody of the role it waits for who can open it."""
    tasks = walk.open_tasks()
    assert any(walk.offered(who) for who in STAFF) or any(assignment_transitions_from(task.state) for task in tasks)
    asked = open_proposal(case, ProposalKind.KUNJUNGAN) or case.state in {CaseState.TERDAFTAR, CaseState.KUNJUNGAN}
    assert not case.awaits_assignment or (asked and not tasks)
    role = waits_for(case.state, task_open=bool(tasks), undecided=case.decision_pending)
    assert role is not None
    watched = case.restricted and opens_for(walk, case, Role.KOORDINATOR)  # it may open for nobody else
    assert watched or opens_for(walk, case, role)


def opens_for(walk: Walk, case: Case, role: str) -> bool:
    """Whether somebody active of this role sees the case and may open it."""
    viewers = [walk.viewers[name] for name in walk.active_with(role)]
    return any(find_case(viewer, case.number) and may_open(viewer, case) for viewer in viewers)


def check_listed(walk: Walk, case: Case) -> None:
    """No closed case needs action; an open one that stood still for long does, of the koordinator at the latest."""
    is_open = case.state not in CLOSED_STATES
    assert not is_listed(walk, case, "ratna", walk.now) or is_open
    assert not is_listed(walk, case, "bayu", walk.now) or (is_open and may_open(walk.viewers["bayu"], case))
    assert is_listed(walk, case, "ratna", walk.now + LONG) is is_open


def is_listed(walk: Walk, case: Case, who: str, moment: datetime) -> bool:
    """Whether this person reads at this moment that the case needs action."""
    cutoffs = cutoffs_at(moment, ZONE, DEFAULT_DAYS)
    return case.number in {row.number for row in list_needs(walk.viewers[who], cutoffs, NeedFilter())}


def test_the_walk_knows_a_deed_for_every_act_and_all_refusals() -> None:
    assert set(ACTS) == {str(act) for act in CaseAct} - {"pendaftaran"}
    assert Conflict in REFUSALS
