"""Papan dinding: the board read-only on a big screen, without names, without what a restricted case is about."""

from __future__ import annotations

from flask import Blueprint, Response, request

from puskesos import clock
from puskesos.rules.permissions import Permission
from puskesos.security.guard import poll, requires, screen, screen_key
from puskesos.views.answer import respond
from puskesos.views.board_shown import card_context, columns_now, stamp_now

blueprint = Blueprint("board_wall", __name__, url_prefix="/papan/dinding")
ROWS = 6  # of each column


@blueprint.get("")
@requires(Permission.SEE_BOARD)
@poll
@screen
def show() -> Response:
    stamp = stamp_now(clock.now())
    if request.args.get("v") == stamp:
        return Response(status=204)
    context = {"columns": columns_now(), "rows": ROWS, "stamp": stamp, "key": screen_key()}
    return respond("board/wall.html", "board/_wall.html", **context, **card_context())
