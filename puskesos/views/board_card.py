"""Drawing the cards of the board: hundreds at a time, most of them as they were a moment ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from markupsafe import Markup

from puskesos.rules.board import age_group, may_send, moves_of
from puskesos.rules.deadlines import due_words
from puskesos.rules.roles import Role

TEMPLATE = "board/_card.html"
COUNTS = 2  # what stands last in a row and is the column's: how many cards, and since when
MOST_KEPT = 1000
_kept: dict[tuple[Any, ...], Markup] = {}


@dataclass(frozen=True)
class Look:
    """What beside the card decides how it reads: the day, and for whom and from which board it is drawn."""

    today: date
    days_off: frozenset[date]
    roles: frozenset[Role]
    query: str
    may_assign: bool
    may_review: bool


def draw_cards(column: str, cards: Iterable[Any], missing: dict[int, int], look: Look) -> Markup:
    """The cards as one text; `missing` are papers by case id. A card that reads as before is not drawn anew."""
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    draw = current_app.jinja_env.get_template(TEMPLATE).module.draw_card
    texts = []
    for card in cards:
        lacking = missing.get(card.case_id, 0)
        key = (draw, look, column, card[:-COUNTS], lacking)
        text = _kept.get(key)
        if text is None:
            text = _kept[key] = draw(column, card, **_about(card, look), lacking=lacking, look=look)
        texts.append(text)
    return Markup("").join(texts)


def _about(card: Any, look: Look) -> dict[str, Any]:
    return {
        "due": due_words(card.due_on, look.today, look.days_off),
        "age": age_group(card.birth_date, card.birth_year_estimate, look.today),
        "steps": moves_of(card.task_state, look.roles) if card.task else (),
        "may_send": may_send(card.priority, may_assign=look.may_assign),
    }
