"""What many pages ask alike: kept while this process writes nothing, and for seconds only, as the worker may write."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar

from puskesos.database import writes_so_far
from puskesos.queries.hub import KEPT_SECONDS

MOST = 96
Answer = TypeVar("Answer")
_kept: dict[tuple[float, ...], dict[Hashable, tuple[Hashable, object]]] = {}  # only answers of the present moment


def kept(what: Hashable, now: datetime, load: Callable[[], Answer], *, version: Hashable = None) -> Answer:
    """The answer of `load`, or the one it gave to the same `what` before; nobody may change it.

    An answer of another `version` is replaced: for what the database itself tells to be new.
    """
    moment = writes_so_far(), now.timestamp() // KEPT_SECONDS
    known = _kept.get(moment, {}).get(what)
    if known is not None and known[0] == version:
        return known[1]
    answer = load()
    answers = _kept.get(moment)
    if answers is None or len(answers) >= MOST:
        _kept.clear()
        answers = _kept.setdefault(moment, {})
    answers[what] = version, answer
    return answer
