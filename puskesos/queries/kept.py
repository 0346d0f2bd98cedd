"""What many pages ask alike: kept while this process writes nothing, and for seconds only, as the worker may write."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TypeVar

from puskesos.database import writes_so_far
from puskesos.queries.hub import KEPT_SECONDS

MOST = 256
Answer = TypeVar("Answer")
_kept: dict[tuple[Hashable, ...], object] = {}


def kept(what: Hashable, now: datetime, load: Callable[[], Answer]) -> Answer:
    """The answer of `load`, or the one it gave to the same `what` before; nobody may change it."""
    key = (what, writes_so_far(), now.timestamp() // KEPT_SECONDS)
    if (known := _kept.get(key)) is not None:
        return known
    answer = load()
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = answer
    return answer
