"""The balance of many months at once: closed ones as they were closed, the others counted from the stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from puskesos.models.hub import Hub
from puskesos.queries.report import first_month
from puskesos.queries.report_balance import balances_now
from puskesos.queries.report_reported import reported
from puskesos.rules.activity import Month
from puskesos.rules.report_balance import Balance

MONTHS_SHOWN = 13  # the running month, and back to the same month of last year


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
    closed, counted = reported(hub.id, months[0].first), balances_now(hub.id, months)
    balances = counted | {one: summary.figures for one, summary in closed.items()}
    return [TrendMonth(one, balances[one], one in closed, one == month) for one in months]
