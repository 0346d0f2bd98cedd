"""Questions of a volunteer: asked once, waiting until answered, and never changed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.assignment import decline_assignment
from puskesos.actions.assignment_message import answer, ask
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models import Assignment, AssignmentMessage, AuditEntry, CaseEvent, User
from tests.cast import NOW, Cast, viewer_of
from tests.views.field import Field, start_field


@pytest.fixture
def field(cast: Cast) -> Field:
    return start_field(cast)


def say(field: Field, text: str, *, by: User, key: str = "", minutes: int = 0) -> str:
    act = ask if by == field.cast.ujang else answer
    moment = NOW + timedelta(minutes=minutes)
    return act(field.again().task, text, key=key or str(uuid.uuid4()), actor=viewer_of(by), now=moment)


def thread() -> list[tuple[str, str, str]]:
    rows = AssignmentMessage.select().order_by(AssignmentMessage.id)
    return [(row.author_name, row.author_role, row.text) for row in rows]


def test_a_task_waits_since_the_first_unanswered_question(field: Field) -> None:
    cast = field.cast
    say(field, "Rumahnya yang mana?", by=cast.ujang)
    say(field, "Boleh besok?", by=cast.ujang, minutes=5)
    assert field.again().task.asked_at == NOW
    say(field, "Sebelah surau. Boleh.", by=cast.bayu, minutes=9)
    assert field.again().task.asked_at is None
    assert thread() == [
        ("Ujang", "Relawan PSM", "Rumahnya yang mana?"),
        ("Ujang", "Relawan PSM", "Boleh besok?"),
        ("Bayu", "Back office", "Sebelah surau. Boleh."),
    ]
    events = [event.text.partition(": ")[2] for event in CaseEvent.select().order_by(CaseEvent.id.desc()).limit(2)]
    assert events == ["Menjawab relawan.", "Bertanya kepada petugas."]


def test_a_double_tap_asks_once_and_the_trail_holds_no_words(field: Field) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        say(field, "Rumahnya yang mana?", by=field.cast.ujang, key=key)
    assert len(thread()) == 1
    (entry,) = AuditEntry.select().where(AuditEntry.action == "task_asked")
    assert entry.object_id == field.task.number and "Rumahnya" not in entry.detail + entry.reason


def test_asking_does_not_make_an_open_page_of_the_task_stale(field: Field) -> None:
    say(field, "Rumahnya yang mana?", by=field.cast.ujang)
    assert field.again().task.version == field.task.version


def test_nobody_asks_for_another_volunteer(field: Field) -> None:
    with pytest.raises(RuleBroken, match="bukan milik akun ini"):
        ask(field.task, "Apa kabar?", key=str(uuid.uuid4()), actor=viewer_of(field.cast.tono), now=NOW)


@pytest.mark.parametrize("name", ["sari", "tono", "dewi"])
def test_only_koordinator_and_back_office_answer(field: Field, name: str) -> None:
    with pytest.raises(NotAllowed):
        say(field, "Ya.", by=getattr(field.cast, name))
    assert not thread()


def test_a_task_that_is_over_takes_no_more_words_and_waits_for_none(field: Field) -> None:
    say(field, "Rumahnya yang mana?", by=field.cast.ujang)
    task = field.again().task
    decline_assignment(task, reason="Sakit.", actor=viewer_of(field.cast.ujang), now=clock.now())
    assert Assignment.get_by_id(task.id).asked_at is None
    for person in (field.cast.ujang, field.cast.ratna):
        with pytest.raises(RuleBroken, match="sudah selesai"):
            say(field, "Lalu?", by=person)
    assert len(thread()) == 1
