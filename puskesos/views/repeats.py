"""A form sent twice by a double tap: the second finds the work done, and answers as the first did.

Forms with a key are done once by `run_once`; forms with a version would be told of a conflict with themselves. What
succeeded is remembered by this process for some seconds: a digest of who sent what where, and where it led.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Event, Lock

from flask import Flask, Response, g, request

from puskesos import clock
from puskesos.security.guard import viewer_or_none
from puskesos.views.answer import send_to

REMEMBERED = timedelta(seconds=30)
MOST = 500
WAIT = 5.0  # seconds in which the first of two taps is surely answered
REFUSED = frozenset({409, 422})

_led: OrderedDict[str, tuple[datetime, str]] = OrderedDict()
_running: dict[str, Event] = {}
_guard = Lock()


def install_repeats(app: Flask) -> None:
    """Around every form with a version; after the guard, so that the person is known."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_let_go)


def answered_before() -> Response | None:
    """Where the same form of the same person led some seconds ago; None when it was not sent, or led nowhere."""
    at, url = _led.get(g.get("repeat", ""), (None, ""))
    return send_to(url) if at and clock.now() - at <= REMEMBERED else None


def forget_repeats() -> None:
    """Remember nothing, for tests."""
    _led.clear()


def _begin() -> None:
    """Let the second of two taps wait until the first is answered."""
    if request.method != "POST" or "version" not in request.form or (person := viewer_or_none()) is None:
        return
    fields = sorted((name, values) for name, values in request.form.lists() if name != "csrf_token")
    sent = json.dumps([person.id, request.full_path, fields], ensure_ascii=False)
    g.repeat = hashlib.sha256(sent.encode()).hexdigest()
    with _guard:
        first = _running.get(g.repeat)
        if first is None:
            g.repeat_first = _running[g.repeat] = Event()
    if first is not None:
        first.wait(WAIT)


def _finish(response: Response) -> Response:
    url = response.headers.get("HX-Redirect") or (response.location if response.status_code == 303 else None)
    if "repeat" not in g:
        return response
    if response.status_code in REFUSED:
        return answered_before() or response
    if url:
        with _guard:
            _led[g.repeat] = (clock.now(), url)
            while len(_led) > MOST:
                _led.popitem(last=False)
    return response


def _let_go(_error: BaseException | None) -> None:
    if (first := g.pop("repeat_first", None)) is not None:
        _running.pop(g.repeat, None)
        first.set()
