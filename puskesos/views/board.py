"""Papan tugas: columns by state, each a fragment of its own that pages after thirty cards."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, abort

from puskesos import clock
from puskesos.forms.choices import village_choices
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.board import COLUMN_PAGE, BoardFilter, board_column
from puskesos.queries.hub import list_villages, villages_of_volunteers
from puskesos.rules.assignment_path import BoardColumn
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import hub_due_words, hub_today, respond, row_id

blueprint = Blueprint("board", __name__, url_prefix="/papan")


@blueprint.get("")
@requires(Permission.SEE_BOARD)
def show() -> Response:
    wanted = _filter()
    today = hub_today()
    volunteers = list_volunteers(viewer().hub_id, today)
    return respond(
        "board/show.html",
        "board/_board.html",
        columns=[_column(column, wanted) for column in BoardColumn],
        wanted=wanted,
        today=today,
        due_words=hub_due_words,
        volunteers=volunteers,
        volunteer_villages=villages_of_volunteers(viewer().hub_id),
        village_options=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        volunteer_options=[("", "Semua relawan"), *((str(one.id), one.name) for one in volunteers)],
    )


@blueprint.get("/<name>")
@requires(Permission.SEE_BOARD)
def column(name: str) -> Response:
    if name not in set(BoardColumn):
        abort(404)
    wanted, chosen = _filter(), BoardColumn(name)
    shown = _column(chosen, wanted, _offset())
    context = {"column": shown, "wanted": wanted, "today": hub_today(), "due_words": hub_due_words}
    return respond("board/column.html", "board/_cards.html", **context)


def _column(column: BoardColumn, wanted: BoardFilter, offset: int = 0) -> dict[str, object]:
    cards, count = board_column(viewer(), column, wanted, _since(), offset)
    more = offset + COLUMN_PAGE if len(cards) > COLUMN_PAGE else None
    return {"column": column, "cards": cards[:COLUMN_PAGE], "count": count, "more": more}


def _filter() -> BoardFilter:
    return BoardFilter(village=row_id("desa"), volunteer=row_id("relawan"))


def _offset() -> int:
    return min(row_id("mulai") or 0, 3000)


def _since() -> datetime:
    """Finished tasks stay on the board for a week."""
    return clock.now() - timedelta(days=7)
