"""Keeping a filter of the board under a name, naming it anew, forgetting it."""

from __future__ import annotations

from datetime import datetime

from peewee import IntegrityError

from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.board_view import BoardView
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

MOST_VIEWS = 12


def keep_view(name: str, query: str, *, actor: Viewer, now: datetime) -> None:
    """Keep the filter under this name; a name that is there already means the newer filter from now on."""
    with database.atomic():
        own = BoardView.select().where(BoardView.user == actor.id)
        if own.where(BoardView.name != name).count() >= MOST_VIEWS:
            raise RuleBroken(f"Saringan tersimpan paling banyak {MOST_VIEWS}. Hapus satu dulu.", "name")
        (
            BoardView.insert(user=actor.id, name=name, query=query)
            .on_conflict(conflict_target=[BoardView.user, BoardView.name], update={BoardView.query: query})
            .execute()
        )
        view = own.where(BoardView.name == name).get()
        audit.record("board_view_saved", actor=actor, now=now, object_type="board_view", object_id=view.id)


def rename_view(view: BoardView, name: str, *, actor: Viewer, now: datetime) -> None:
    """Raises RuleBroken when another of the person's filters has this name."""
    try:
        with database.atomic():
            BoardView.update(name=name).where(BoardView.id == view.id).execute()
            audit.record("board_view_saved", actor=actor, now=now, object_type="board_view", object_id=view.id)
    except IntegrityError:
        raise RuleBroken(f"Sudah ada saringan bernama “{name}”. Pilih nama lain.", "name") from None


def forget_view(view: BoardView, *, actor: Viewer, now: datetime) -> None:
    with database.atomic():
        BoardView.delete().where(BoardView.id == view.id).execute()
        audit.record("board_view_removed", actor=actor, now=now, object_type="board_view", object_id=view.id)
