"""The balances of many months at once: what begins in each, and backwards from what stands when the last is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import SQL, fn
from peewee import Case as When

from puskesos.models.case_stay import CaseStay
from puskesos.queries.report_cases import CLOSED, ENDED, OPEN, began_as
from puskesos.rules.activity import Month
from puskesos.rules.report import C, Counted
from puskesos.rules.report_balance import BALANCE


def balances_now(hub_id: int, months: Sequence[Month]) -> dict[Month, dict[Counted, int]]:
    """The balance of each of these months, which follow each other, as balance_of counts it from a month's items."""
    flows: dict[Month, dict[Counted, int]] = {month: dict.fromkeys(BALANCE, 0) for month in months}
    if not months:
        return flows
    for place, state, came_from, count in _begun(hub_id, months):
        flows[months[int(place)]][began_as(state, came_from)] += count
    left = _standing_after(hub_id, months[-1])
    for balance in reversed(flows.values()):  # backwards from the end, where few stays are open
        balance[C.SISA_AKHIR] = left
        left += sum(balance[one] for one in ENDED.values()) - balance[C.MASUK] - balance[C.DIBUKA]
        balance[C.SISA_AWAL] = left
    return flows


def _begun(hub_id: int, months: Sequence[Month]) -> Any:
    """Coming in, opening again and ending by month: its place, state, state before, how many."""
    place = When(None, [(CaseStay.since <= month.last, place) for place, month in enumerate(months)])
    closed = sorted(CLOSED)
    told = (CaseStay.came_from == "") | CaseStay.state.in_(closed) | CaseStay.came_from.in_(closed)
    rows = CaseStay.select(place.alias("place"), CaseStay.state, CaseStay.came_from, fn.COUNT(CaseStay.id))
    rows = rows.where(CaseStay.hub == hub_id, CaseStay.since.between(months[0].first, months[-1].last), told)
    return rows.group_by(SQL("place"), CaseStay.state, CaseStay.came_from).tuples()


def _standing_after(hub_id: int, month: Month) -> int:
    """How many cases stood open when the month was over. Each half of the statement has its own part of the index on
    `until`; a condition on `since` would draw the planner to another one and through all years."""
    begun = When(None, [(CaseStay.since <= month.last, CaseStay.id)])
    stands = CaseStay.select(fn.COUNT(begun)).where(CaseStay.hub == hub_id, CaseStay.state.in_(sorted(OPEN)))
    halves = stands.where(CaseStay.until.is_null()).union_all(stands.where(CaseStay.until > month.last))
    return sum(count for (count,) in halves.tuples())
