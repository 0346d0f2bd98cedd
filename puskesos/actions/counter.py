"""Numbers come from a counter row inside the caller's transaction: never from a count, never twice."""

from __future__ import annotations

from puskesos.models.hub import Counter


def next_number(hub_id: int, kind: str, period: str) -> int:
    """The next number of `kind` in `period`, starting at 1; a rolled-back transaction gives it to the next one."""
    Counter.insert(hub=hub_id, kind=kind, period=period, last=0).on_conflict_ignore().execute()
    mine = (Counter.hub == hub_id) & (Counter.kind == kind) & (Counter.period == period)
    Counter.update(last=Counter.last + 1).where(mine).execute()
    return Counter.select(Counter.last).where(mine).scalar()
