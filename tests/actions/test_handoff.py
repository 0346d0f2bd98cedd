"""Noting a hand-off: once per form, a line of history each, and only of open tasks of the hub."""

from __future__ import annotations

import uuid

import pytest

from puskesos import clock
from puskesos.actions.assignment import cancel_assignment
from puskesos.actions.handoff import note_handoff
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import Assignment, AuditEntry, CaseEvent, User
from tests.cast import Cast, make_assignment, viewer_of


def note(cast: Cast, *tasks: Assignment, key: str = "", by: User | None = None) -> int:
    numbers, key = [task.number for task in tasks], key or str(uuid.uuid4())
    return note_handoff(numbers, key=key, actor=viewer_of(by or cast.ratna), now=clock.now())


def told() -> list[str]:
    return [row.text for row in CaseEvent.select().where(CaseEvent.text.contains("WhatsApp"))]


def test_each_task_is_noted_with_its_moment_and_a_line_of_history(cast: Cast) -> None:
    tasks = [make_assignment(cast), make_assignment(cast)]
    assert note(cast, *tasks) == 2
    assert all(row.handed_off_at and row.version == 1 for row in Assignment.select())
    assert told() == [f"{task.number}: dikabarkan lewat WhatsApp." for task in tasks]
    entry = AuditEntry.get(AuditEntry.action == "handed_off")
    assert (entry.object_id, entry.detail) == (tasks[0].number, '{"channel": "wa"}')


def test_a_double_tap_is_one_line_and_another_telling_a_second(cast: Cast) -> None:
    task, key = make_assignment(cast), str(uuid.uuid4())
    for _time in range(2):
        note(cast, task, key=key)
    assert len(told()) == 1
    note(cast, task)
    assert len(told()) == 2


def test_a_task_taken_back_meanwhile_is_left_out(cast: Cast) -> None:
    gone, task = make_assignment(cast), make_assignment(cast)
    cancel_assignment(gone, reason="Salah.", actor=viewer_of(cast.ratna), now=clock.now())
    assert note(cast, gone, task) == 1
    with pytest.raises(RuleBroken, match="tidak terbuka lagi"):
        note(cast, gone)


@pytest.mark.parametrize("name", ["ujang", "dewi"])
def test_volunteer_and_admin_note_none(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        note(cast, make_assignment(cast), by=getattr(cast, name))


def test_another_hub_notes_nothing_of_ours(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        note(cast, make_assignment(cast), by=cast.citra)
    assert not told()
