"""Reading a person's kept filters of the board."""

from __future__ import annotations

from peewee import ModelSelect

from puskesos.models.board_view import BoardView
from puskesos.queries.prepared import prepared_models, slot
from puskesos.rules.viewer import Viewer


def views_of(viewer: Viewer) -> list[BoardView]:
    """The viewer's own, by name."""
    return _of(user=viewer.id)


@prepared_models
def _of() -> ModelSelect:
    return BoardView.select().where(BoardView.user == slot("user")).order_by(BoardView.name)


def find_view(viewer: Viewer, view_id: int) -> BoardView | None:
    """The viewer's own of that id, or None."""
    return BoardView.get_or_none(BoardView.id == view_id, BoardView.user == viewer.id)
