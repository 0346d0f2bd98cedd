"""Papan tugas: columns by state, each a fragment of its own that pages after thirty cards, and the look that keeps it
fresh."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for

from puskesos import clock
from puskesos.forms.choices import village_choices
from puskesos.queries.board_view import views_of
from puskesos.queries.hub import list_services, list_villages
from puskesos.rules.assignment_path import BoardColumn
from puskesos.rules.intake import Priority
from puskesos.rules.permissions import Permission
from puskesos.security.guard import poll, requires, viewer
from puskesos.views.answer import is_fragment, respond
from puskesos.views.board_shown import board_context, card_context, columns_now, stamp_now

blueprint = Blueprint("board", __name__, url_prefix="/papan")


@blueprint.get("")
@requires(Permission.SEE_BOARD)
def show() -> Response:
    return respond("board/show.html", "board/_filtered.html", **page_context())


@blueprint.get("/denyut")
@requires(Permission.SEE_BOARD)
@poll
def pulse() -> Response:
    """Nothing when nothing moved since `v`, else the columns whose digest is not among `d`."""
    if not is_fragment():
        return redirect(url_for("board.show"), 303)
    if request.args.get("v") == stamp_now(clock.now()):
        return Response(status=204)
    return respond("board/_changes.html", pulse=True, said=False, **changed_context())


@blueprint.get("/<name>")
@requires(Permission.SEE_BOARD)
def column(name: str) -> Response:
    if name not in set(BoardColumn):
        abort(404)
    (shown,) = columns_now([BoardColumn(name)], _offset())
    return respond("board/column.html", "board/_cards.html", column=shown, **card_context())


def page_context() -> dict[str, Any]:
    """The whole page: the board, what it can be narrowed to, and the person's kept filters."""
    hub_id, shown = viewer().hub_id, board_context()
    volunteers = [("", "Semua relawan"), *((str(one.id), one.name) for one in shown["volunteers"])]
    return shown | {
        "village_options": village_choices(list_villages(hub_id), "Semua desa"),
        "volunteer_options": volunteers,
        "service_options": [("", "Semua layanan"), *((str(one.id), one.name) for one in list_services(hub_id))],
        "priority_options": [("", "Semua prioritas"), *Priority.choices()],
        "views": views_of(viewer()),
    }


def changed_context() -> dict[str, Any]:
    """The board with the columns that `d` does not know as they are now; with lanes it changes as a whole."""
    shown = board_context()
    known = request.values.get("d", "").split(".")
    fresh = shown["digests"].split(".")
    known += [""] * (len(fresh) - len(known))
    changed = [one for one, old, new in zip(shown["columns"], known, fresh, strict=False) if old != new]
    return shown | {"changed": changed}


def _offset() -> int:
    text = request.args.get("mulai", "")
    return min(int(text), 3000) if text.isascii() and text.isdigit() and len(text) < 10 else 0
