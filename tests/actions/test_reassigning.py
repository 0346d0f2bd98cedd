"""Handing on and handing out: all or nothing, once, with a history that tells both."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from puskesos import clock
from puskesos.actions.assignment import accept_assignment, decline_assignment
from puskesos.actions.errand import Errand
from puskesos.actions.reassigning import MOST_AT_ONCE, Handout, Transfer, hand_out, transfer_tasks
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Assignment, AuditEntry, Case, CaseEvent, User
from puskesos.queries.assignment import find_assignment
from puskesos.rules.numbers import assignment_number
from tests.cast import TODAY, Cast, make_assignment, make_case, viewer_of
from tests.views.field import report, start_field

DUE = TODAY + timedelta(days=3)
REASON = "Ujang sakit."


def to(cast: Cast, task: Assignment, volunteer: User | None = None, version: int = 0) -> Transfer:
    return Transfer(task.number, version or task.version, (volunteer or cast.tono).id, DUE)


def give_on(cast: Cast, *transfers: Transfer, key: str = "", by: User | None = None, reason: str = REASON) -> int:
    actor, key = viewer_of(by or cast.ratna), key or str(uuid.uuid4())
    return transfer_tasks(transfers, reason, key=key, actor=actor, now=clock.now(), today=TODAY)


def for_case(case: Case, volunteer: User, version: int = 0) -> Handout:
    return Handout(case.number, version or case.version, Errand(volunteer.id, "kunjungan_rumah", "Temui.", DUE))


def give_out(cast: Cast, *handouts: Handout, key: str = "", by: User | None = None) -> int:
    actor, key = viewer_of(by or cast.ratna), key or str(uuid.uuid4())
    return hand_out(handouts, key=key, actor=actor, now=clock.now(), today=TODAY)


def texts(case_id: int) -> list[str]:
    return [row.text for row in CaseEvent.select().where(CaseEvent.case == case_id).order_by(CaseEvent.id)]


def test_the_old_task_ends_and_a_new_one_goes_on_with_it(cast: Cast) -> None:
    field = start_field(cast)
    assert give_on(cast, to(cast, field.task)) == 1
    old, new = Assignment.select().order_by(Assignment.id)
    assert (old.state, old.reason, old.takes_over_id) == ("batal", REASON, None)
    assert (new.state, new.volunteer_id, new.takes_over_id) == ("ditugaskan", cast.tono.id, old.id)
    assert (new.kind, new.instruction, new.due_on) == (old.kind, old.instruction, DUE)
    case = Case.get_by_id(field.case.id)
    assert (case.state, case.awaits_assignment) == ("kunjungan", False) and case.version > field.case.version
    assert texts(case.id)[-2:] == [
        f"{old.number}: Dialihkan kepada Tono: {REASON}",
        f"Tono ditugaskan: kunjungan rumah, meneruskan {old.number}.",
    ]
    assert AuditEntry.select().where(AuditEntry.action.in_(["assigned", "assignment_moved"])).count() == 4


def test_who_lost_the_task_sees_it_no_longer_and_the_other_does(cast: Cast) -> None:
    field = start_field(cast)
    give_on(cast, to(cast, field.task))
    new = Assignment.select().order_by(Assignment.id.desc()).get()
    ujang, tono = viewer_of(cast.ujang), viewer_of(cast.tono)
    assert find_assignment(ujang, field.task.number) is None and find_assignment(ujang, new.number) is None
    assert find_assignment(tono, new.number) is not None and find_assignment(tono, field.task.number) is None


def test_sent_twice_it_goes_once(cast: Cast) -> None:
    task, key = make_assignment(cast), str(uuid.uuid4())
    assert [give_on(cast, to(cast, task), key=key) for _ in range(2)] == [1, 1]
    assert Assignment.select().count() == 2


def test_a_key_is_not_taken_for_other_tasks(cast: Cast) -> None:
    task, other, key = make_assignment(cast), make_assignment(cast), str(uuid.uuid4())
    give_on(cast, to(cast, task), key=key)
    with pytest.raises(RuleBroken, match="sudah pernah dikirim"):
        give_on(cast, to(cast, other), key=key)


def test_many_tasks_go_in_one_step_to_several_people(cast: Cast) -> None:
    enok = User.create(
        hub=cast.hub, username="enok", name="Enok", password_hash="-", roles="psm", created_at=clock.now()
    )
    tasks = [make_assignment(cast) for _ in range(20)]
    assert give_on(cast, *(to(cast, task, [cast.tono, enok][place % 2]) for place, task in enumerate(tasks))) == 20
    open_ones = Assignment.select().where(Assignment.state == "ditugaskan")
    assert {row.volunteer_id for row in open_ones} == {cast.tono.id, enok.id} and open_ones.count() == 20


def test_one_stale_task_keeps_all_where_they_are(cast: Cast) -> None:
    first, stale = make_assignment(cast), make_assignment(cast)
    accept_assignment(stale, actor=viewer_of(cast.ujang), now=clock.now())
    with pytest.raises(Conflict, match=stale.number):
        give_on(cast, to(cast, first), to(cast, stale, version=1))
    assert {row.state for row in Assignment.select()} == {"ditugaskan", "diterima"}
    assert Assignment.select().count() == 2


def test_the_number_that_was_not_used_is_not_lost(cast: Cast) -> None:
    task = make_assignment(cast)
    with pytest.raises(RuleBroken):
        give_on(cast, to(cast, task), Transfer("T-321617-2611-0001", 1, 1, DUE))
    give_on(cast, to(cast, task))
    assert Assignment.select().order_by(Assignment.id.desc()).get().number == assignment_number("321617", TODAY, 2)


def test_a_report_that_came_in_is_reviewed_and_not_handed_on(cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast)
    report(field, tmp_path)
    with pytest.raises(RuleBroken, match="Laporan masuk"):
        give_on(cast, to(cast, field.again().task))


@pytest.mark.parametrize(
    ("name", "said"), [("ujang", "sudah pada relawan ini"), ("sari", "Pilih relawan"), ("citra", "Pilih relawan")]
)
def test_only_another_volunteer_of_the_hub_takes_over(cast: Cast, name: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        give_on(cast, to(cast, make_assignment(cast), getattr(cast, name)))
    assert Assignment.get().state == "ditugaskan"


@pytest.mark.parametrize("name", ["sari", "bayu", "ujang", "dewi"])
def test_only_the_koordinator_hands_on_and_out(cast: Cast, name: str) -> None:
    task, case = make_assignment(cast), make_case(cast, priority="darurat")
    with pytest.raises(NotAllowed):
        give_on(cast, to(cast, task), by=getattr(cast, name))
    with pytest.raises(NotAllowed):
        give_out(cast, for_case(case, cast.ujang), by=getattr(cast, name))


def test_another_hub_finds_neither_task_nor_case(cast: Cast) -> None:
    task, case = make_assignment(cast), make_case(cast)
    with pytest.raises(Conflict):
        give_on(cast, to(cast, task), by=cast.citra)
    with pytest.raises(Conflict):
        give_out(cast, for_case(case, cast.ujang), by=cast.citra)
    assert Assignment.select().count() == 1


@pytest.mark.parametrize(("count", "said"), [(0, "paling sedikit satu"), (MOST_AT_ONCE + 1, "paling banyak 60")])
def test_none_and_too_many_are_said(cast: Cast, count: int, said: str) -> None:
    transfers = [Transfer(f"T-321617-2611-{place:04}", 1, cast.tono.id, DUE) for place in range(count)]
    with pytest.raises(RuleBroken, match=said):
        give_on(cast, *transfers)


def test_several_cases_are_handed_out_at_once(cast: Cast) -> None:
    cases, key = [make_case(cast) for _ in range(4)], str(uuid.uuid4())
    handouts = [for_case(case, volunteer) for case, volunteer in zip(cases, [cast.ujang, cast.tono] * 2, strict=True)]
    assert [give_out(cast, *handouts, key=key) for _ in range(2)] == [4, 4]
    assert Assignment.select().where(Assignment.volunteer == cast.ujang).count() == 2
    assert not Case.select().where(Case.awaits_assignment).exists()
    assert AuditEntry.select().where(AuditEntry.action == "assigned").count() == 4


def test_of_two_who_hand_out_the_same_case_the_second_is_told_and_nothing_of_hers_goes(cast: Cast) -> None:
    first, second = make_case(cast), make_case(cast)
    give_out(cast, for_case(first, cast.ujang))
    with pytest.raises(Conflict, match=first.number):
        give_out(cast, for_case(second, cast.tono), for_case(first, cast.tono))
    assert Assignment.select().count() == 1 and Case.get_by_id(second.id).awaits_assignment


def test_one_case_twice_in_a_form_is_refused(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(RuleBroken, match="dua kali"):
        give_out(cast, for_case(case, cast.ujang), for_case(case, cast.tono))


def test_what_was_declined_can_be_handed_out_again(cast: Cast) -> None:
    task = make_assignment(cast)
    decline_assignment(task, reason="Jauh.", actor=viewer_of(cast.ujang), now=clock.now())
    assert give_out(cast, for_case(Case.get_by_id(task.case_id), cast.tono)) == 1
