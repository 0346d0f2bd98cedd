"""Two koordinators at one card: one move is made, the other is told, and nothing is lost; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from puskesos import clock
from puskesos.actions.board import move_card
from puskesos.actions.board_view import keep_view
from puskesos.database import connected
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import Assignment, BoardView, Case, CaseEvent
from puskesos.rules.assignment_path import AssignmentState
from tests.cast import Cast, make_assignment, make_case, viewer_of
from tests.views.field import report, start_field


def at_once(*acts: Callable[[], None]) -> list[str]:
    """What became of acts that begin together: "done", or the name of what stopped them."""
    together = Barrier(len(acts))

    def run(act: Callable[[], None]) -> str:
        with connected():
            together.wait(10)
            try:
                act()
            except (Conflict, RuleBroken) as problem:
                return type(problem).__name__
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def move(cast: Cast, task: Assignment, target: str, reason: str = "", by: str = "ratna") -> None:
    fresh, actor = Assignment.get_by_id(task.id), viewer_of(getattr(cast, by))
    version = task.version
    move_card(fresh, AssignmentState(target), version=version, reason=reason, actor=actor, now=clock.now())


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_moves_of_one_card_one_is_made_and_the_other_told(cast: Cast, tmp_path: Path, attempt: int) -> None:
    field = start_field(cast)
    report(field, tmp_path)
    task = field.again().task
    outcomes = at_once(
        lambda: move(cast, task, "dikembalikan", "Foto kurang."), lambda: move(cast, task, "disetujui", by="bayu")
    )
    assert outcomes == ["Conflict", "done"]
    after = Assignment.get_by_id(task.id)
    assert after.state in {"dikembalikan", "disetujui"} and after.version == task.version + 1
    answers = CaseEvent.select().where(CaseEvent.text.contains("Foto kurang") | CaseEvent.text.contains("disetujui"))
    assert answers.count() == 1


def test_moves_of_different_cards_are_both_made(cast: Cast) -> None:
    first, second = make_assignment(cast), make_assignment(cast)
    both = at_once(lambda: move(cast, first, "batal", "Sakit."), lambda: move(cast, second, "batal", "Banjir."))
    assert both == ["done", "done"]
    assert {one.reason for one in Assignment.select()} == {"Sakit.", "Banjir."}


@pytest.mark.parametrize("attempt", range(3))
def test_a_case_whose_two_tasks_are_taken_back_at_once_waits_for_a_volunteer(cast: Cast, attempt: int) -> None:
    case = make_case(cast)
    first = make_assignment(cast, case)
    second = make_assignment(cast, Case.get_by_id(case.id), volunteer=cast.tono)
    at_once(lambda: move(cast, first, "batal", "Sakit."), lambda: move(cast, second, "batal", "Banjir."))
    for task in (first, second):  # whoever met the other's change tries again
        if Assignment.get_by_id(task.id).state != "batal":
            move(cast, task, "batal", "Lagi.")
    assert Case.get_by_id(case.id).awaits_assignment


def test_moving_again_by_the_same_person_changes_nothing(cast: Cast) -> None:
    task = make_assignment(cast)
    for _ in range(2):
        move(cast, task, "batal", "Sakit.")
    assert Assignment.get_by_id(task.id).version == task.version + 1
    with pytest.raises(Conflict):
        move(cast, task, "batal", "Alasan lain.")


def test_a_step_that_the_path_lacks_or_a_role_may_not_take_is_refused(cast: Cast) -> None:
    task = make_assignment(cast)
    for target, by in (("disetujui", "ratna"), ("diterima", "ratna"), ("batal", "bayu")):
        with pytest.raises(NotAllowed):
            move(cast, task, target, "Sakit.", by=by)
    with pytest.raises(RuleBroken, match="alasan"):
        move(cast, task, "batal")


def test_one_name_kept_twice_at_once_is_one_filter(cast: Cast) -> None:
    actor, now = viewer_of(cast.ratna), clock.now()
    queries = ("lewat=1", "prioritas=darurat")
    acts = [lambda query=query: keep_view("Penting", query, actor=actor, now=now) for query in queries]
    assert at_once(*acts) == ["done", "done"]
    assert BoardView.get().query in queries
