"""Cards are kept as drawn: only as long as nothing on them changes, for nobody else, and not without end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from markupsafe import Markup

from puskesos import clock
from puskesos.models import Assignment, Case
from puskesos.rules.roles import Role
from puskesos.views import board_card
from puskesos.views.board_card import Look, draw_cards
from tests.cast import TODAY, Cast, make_assignment, make_case
from tests.queries.test_board import column

KOORDINATOR = Look(TODAY, frozenset(), frozenset({Role.KOORDINATOR}), "", True, True)
OFFICE = Look(TODAY, frozenset(), frozenset({Role.BO}), "", False, True)
Draw = Callable[..., Markup]


@pytest.fixture
def draw(app: Flask, cast: Cast) -> Draw:
    def drawn(name: str, look: Look = KOORDINATOR) -> Markup:
        held = column(cast, name)
        with app.test_request_context():
            return draw_cards(held.column, held.cards, held.missing, look)

    return drawn


def test_a_card_is_drawn_anew_only_when_something_on_it_changed(cast: Cast, draw: Draw) -> None:
    case = make_case(cast)
    first, kept = draw("belum"), len(board_card._kept)
    assert draw("belum") == first and len(board_card._kept) == kept
    make_case(cast)
    assert draw("belum").startswith(first) and len(board_card._kept) == kept + 1, "the count is not on the card"
    Case.update(priority="darurat").where(Case.id == case.id).execute()
    assert "darurat" in draw("belum") and "darurat" not in first


def test_a_card_says_that_its_volunteer_asks_or_wants_more_time(cast: Cast, draw: Draw) -> None:
    task = make_assignment(cast)
    before = draw("ditugaskan")
    Assignment.update(planned_on=task.due_on + timedelta(days=2)).where(Assignment.id == task.id).execute()
    assert "minta ditunda" in draw("ditugaskan") and "minta ditunda" not in before
    Assignment.update(asked_at=clock.now()).where(Assignment.id == task.id).execute()
    assert "bertanya" in draw("ditugaskan") and "minta ditunda" not in draw("ditugaskan")


@pytest.mark.parametrize(
    ("look", "has", "lacks"),
    [
        (OFFICE, "Ujang", "Ambil kembali"),
        (replace(KOORDINATOR, today=TODAY + timedelta(days=30)), "lewat", "lagi"),
        (replace(KOORDINATOR, query="desa=3"), "&amp;desa=3", "no such words"),
    ],
    ids=["an office", "another day", "another filter"],
)
def test_who_looks_when_and_from_which_board_has_cards_of_its_own(
    cast: Cast, draw: Draw, look: Look, has: str, lacks: str
) -> None:
    make_assignment(cast)
    first = draw("ditugaskan")
    other = draw("ditugaskan", look)
    assert has in other and lacks not in other and other != first
    assert draw("ditugaskan") == first


def test_memory_stays_small(cast: Cast, draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_card, "MOST_KEPT", 3)
    for _ in range(6):
        make_case(cast)
        draw("belum")
    assert len(board_card._kept) <= 3 + 6
