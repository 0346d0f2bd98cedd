"""What many pages ask alike: kept while this process writes nothing, and for seconds only, as the worker may write."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar

from puskesos.database import writes_so_far
from puskesos.queries.hub import KEPT_SECONDS

MOST = 24  # answers, of which the board's weigh most
Answer = TypeVar("Answer")
_kept: dict[tuple[float, ...], dict[Hashable, object]] = {}  # only answers of the present moment


def kept(what: Hashable, now: datetime, load: Callable[[], Answer]) -> Answer:
    """The answer of `load`, or the one it gave to the same `what` before; nobody may change it."""
    moment = writes_so_far(), now.timestamp() // KEPT_SECONDS
    if (known := _kept.get(moment, {}).get(what)) is not None:
        return known
    answer = load()
    answers = _kept.get(moment)
    if answers is None or len(answers) >= MOST:
        _kept.clear()
        answers = _kept.setdefault(moment, {})
    answers[what] = answer
    return answer
