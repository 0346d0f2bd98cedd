"""Two people, or one finger twice, at the same moment: one outcome, nobody doubled, nobody lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from puskesos import clock
from puskesos.actions.absence import add_absence
from puskesos.actions.errand import Errand
from puskesos.actions.reassigning import Handout, Transfer, hand_out, transfer_tasks
from puskesos.database import connected
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import Assignment, Case, User, VolunteerAbsence
from tests.cast import TODAY, Cast, make_assignment, make_case, viewer_of

DUE = TODAY + timedelta(days=3)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each, as words: the answer, or the kind of refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with connected():
            start.wait()
            try:
                return str(act())
            except (Conflict, RuleBroken) as refused:
                return type(refused).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def transfer(cast: Cast, task: Assignment, to: User, key: str = "") -> Callable[[], object]:
    once = {"key": key or str(uuid.uuid4()), "actor": viewer_of(cast.ratna), "now": clock.now(), "today": TODAY}
    return lambda: transfer_tasks([Transfer(task.number, task.version, to.id, DUE)], "Sakit.", **once)


def out(cast: Cast, cases: list[Case], to: User) -> Callable[[], object]:
    errand = Errand(to.id, "kunjungan_rumah", "", DUE)
    handouts = [Handout(case.number, case.version, errand) for case in cases]
    once = {"key": str(uuid.uuid4()), "actor": viewer_of(cast.ratna), "now": clock.now(), "today": TODAY}
    return lambda: hand_out(handouts, **once)


def enok(cast: Cast) -> User:
    named = {"username": "enok", "name": "Enok", "roles": "psm"}
    return User.create(hub=cast.hub, password_hash="-", created_at=clock.now(), **named)


def test_the_same_form_four_times_hands_on_once(cast: Cast) -> None:
    task, key = make_assignment(cast), str(uuid.uuid4())
    assert at_once(*[transfer(cast, task, cast.tono, key)] * 4) == ["1"] * 4
    assert Assignment.select().count() == 2


def test_of_two_who_hand_on_one_task_one_is_told(cast: Cast) -> None:
    task, helper = make_assignment(cast), enok(cast)
    assert at_once(transfer(cast, task, cast.tono), transfer(cast, task, helper)) == ["1", "Conflict"]
    assert Assignment.select().where(Assignment.state == "ditugaskan").count() == 1
    assert not Case.get_by_id(task.case_id).awaits_assignment


def test_two_hand_outs_over_each_other_neither_wait_for_ever_nor_double(cast: Cast) -> None:
    cases = [make_case(cast) for _ in range(4)]
    found = at_once(out(cast, cases[:3], cast.ujang), out(cast, cases[:0:-1], cast.tono))
    assert found == ["3", "Conflict"]
    assert Assignment.select().count() == 3 == len({task.case_id for task in Assignment.select()})


def test_days_noted_twice_at_once_are_one_absence(cast: Cast) -> None:
    def note(by: User, last: int) -> Callable[[], object]:
        how = {"actor": viewer_of(by), "now": clock.now(), "today": TODAY}
        return lambda: add_absence(cast.ujang.id, TODAY, TODAY + timedelta(days=last), "", **how).id

    assert at_once(note(cast.ratna, 3), note(cast.ujang, 4))[-1] == "RuleBroken"
    assert VolunteerAbsence.select().count() == 1
