"""The balance of many months at once: closed ones as they were closed, the others counted from the stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn
from peewee import Case as When

from puskesos.models.case_stay import CaseStay
from puskesos.models.hub import Hub
from puskesos.models.report import MonthReport
from puskesos.queries.report import first_month
from puskesos.queries.report_cases import ENDED
from puskesos.rules.activity import Month
from puskesos.rules.case_path import CLOSED_STATES, OPEN_STATES, CaseState
from puskesos.rules.report import Counted
from puskesos.rules.report_balance import BALANCE, Balance, balance_of
from puskesos.rules.report_kept import Kept

C = Counted
MONTHS_SHOWN = 13  # the running month, and back to the same month of last year
MOST_KEPT = 400
CLOSED = [str(state) for state in CLOSED_STATES]
OPEN = [str(state) for state in OPEN_STATES]
_kept: dict[str, Balance] = {}  # by fingerprint, so that it is true for every database


@dataclass(frozen=True)
class TrendMonth:
    """One month of the trend."""

    month: Month
    balance: Balance
    is_closed: bool
    is_running: bool


def trend_of(hub: Hub, today: date) -> list[TrendMonth]:
    """The last MONTHS_SHOWN months with the running one, from the first case on; empty while there is none."""
    first, month = first_month(hub.id), Month.of(today)
    if first is None or first.first > month.first:
        return []
    months = [month]
    while len(months) < MONTHS_SHOWN and months[0].first > first.first:
        months.insert(0, months[0].before)
    closed, counted = closed_balances(hub.id, months[0]), balances(hub.id, months)
    return [TrendMonth(one, closed.get(one, counted[one]), one in closed, one == month) for one in months]


def balances(hub_id: int, months: Sequence[Month]) -> dict[Month, dict[Counted, int]]:
    """The balance of each of these months, which follow each other, as balance_of counts it from a month's items."""
    flows: dict[Month, dict[Counted, int]] = {month: dict.fromkeys(BALANCE, 0) for month in months}
    for place, state, came_from, count in _begun(hub_id, months):
        flows[months[int(place)]][_counted(CaseState(state), came_from)] += count
    left = _standing_after(hub_id, months[-1])
    for balance in reversed(flows.values()):  # backwards from the end, where few stays are open
        balance[C.SISA_AKHIR] = left
        left += sum(balance[one] for one in ENDED.values()) - balance[C.MASUK] - balance[C.DIBUKA]
        balance[C.SISA_AWAL] = left
    return flows


def closed_balances(hub_id: int, since: Month) -> dict[Month, Balance]:
    """The balances of closed months as they were closed; each report is unpacked once."""
    mine = (MonthReport.hub == hub_id) & MonthReport.reopened_at.is_null() & (MonthReport.month >= since.first)
    prints = dict(MonthReport.select(MonthReport.month, MonthReport.fingerprint).where(mine).tuples())
    missing = {month for month, fingerprint in prints.items() if fingerprint not in _kept}
    if missing:
        _unpack(MonthReport.select().where(mine, MonthReport.month.in_(missing)))
    return {Month(month): _kept[fingerprint] for month, fingerprint in prints.items()}


def _unpack(reports: Any) -> None:
    found = {row.fingerprint: balance_of(Kept.from_bytes(bytes(row.content)).items) for row in reports}
    if len(_kept) + len(found) > MOST_KEPT:
        _kept.clear()
    _kept.update(found)


def _begun(hub_id: int, months: Sequence[Month]) -> Any:
    """Coming in, opening again and ending by month: its place, state, state before, how many."""
    place = When(None, [(CaseStay.since <= month.last, place) for place, month in enumerate(months)])
    told = (CaseStay.came_from == "") | CaseStay.state.in_(CLOSED) | CaseStay.came_from.in_(CLOSED)
    rows = CaseStay.select(place.alias("place"), CaseStay.state, CaseStay.came_from, fn.COUNT(CaseStay.id))
    rows = rows.where(CaseStay.hub == hub_id, CaseStay.since.between(months[0].first, months[-1].last), told)
    return rows.group_by(SQL("place"), CaseStay.state, CaseStay.came_from).tuples()


def _counted(state: CaseState, came_from: str) -> Counted:
    if state in ENDED:
        return ENDED[state]
    return C.DIBUKA if came_from else C.MASUK


def _standing_after(hub_id: int, month: Month) -> int:
    """How many cases stood open when the month was over. Each half of the statement has its own part of the index on
    `until`; a condition on `since` would draw the planner to another one and through all years."""
    begun = When(None, [(CaseStay.since <= month.last, CaseStay.id)])
    stands = CaseStay.select(fn.COUNT(begun)).where(CaseStay.hub == hub_id, CaseStay.state.in_(OPEN))
    halves = stands.where(CaseStay.until.is_null()).union_all(stands.where(CaseStay.until > month.last))
    return sum(count for (count,) in halves.tuples())
