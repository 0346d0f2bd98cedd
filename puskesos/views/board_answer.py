"""The answers after something was done to a card: the columns that changed, or what had become of it already."""

from __future__ import annotations

from datetime import datetime

from flask import Response, flash, redirect, request, url_for

from puskesos import clock
from puskesos.formatting import show_moment
from puskesos.views.answer import current_hub, drop_draft, hub_today, is_fragment, respond
from puskesos.views.board import changed_context, page_context
from puskesos.views.board_shown import lane_now, query_of, wanted_now


def board_url() -> str:
    """The board with the filter that the address carries."""
    query = query_of(wanted_now(), lane_now())
    return url_for("board.show") + (f"?{query}" if query else "")


def moved(message: str, *, draft: str) -> Response:
    """Say what happened and send the columns that the page does not know like this, also by what others moved; without
    scripts lead back to the board. `draft` was sent."""
    flash(message, "done")
    drop_draft(request.path, draft)
    if not is_fragment():
        return redirect(board_url(), 303)
    answer = respond("board/_changes.html", pulse=True, said=True, **changed_context())
    answer.headers["HX-Trigger"] = "kartu-pindah"
    return answer


def stale(words: str) -> Response:
    """409: what became of the card and by whom, with the columns as they are now."""
    if is_fragment():
        return respond("board/_stale.html", status=409, words=words, pulse=True, said=False, **changed_context())
    return respond("board/show.html", status=409, stale=words, **page_context())


def who_and_when(name: str, at: datetime) -> str:
    """Like "Ratna pukul 09.12", with the day when it was not today."""
    day, _, hour = show_moment(at, current_hub().zone).rpartition(" ")
    is_today = clock.today(current_hub().zone, at) == hub_today()
    return f"{name} pukul {hour}" if is_today else f"{name} {day} {hour}"
