"""Reading a person's kept filters of the board."""

from __future__ import annotations

from puskesos.models.board_view import BoardView
from puskesos.rules.viewer import Viewer


def views_of(viewer: Viewer) -> list[BoardView]:
    """The viewer's own, by name."""
    return list(BoardView.select().where(BoardView.user == viewer.id).order_by(BoardView.name))


def find_view(viewer: Viewer, view_id: int) -> BoardView | None:
    """The viewer's own of that id, or None."""
    return BoardView.get_or_none(BoardView.id == view_id, BoardView.user == viewer.id)
