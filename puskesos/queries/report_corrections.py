"""What has changed in closed months since they were reported, read anew from the data."""

from __future__ import annotations

from puskesos.models.hub import Hub
from puskesos.models.report import MonthReport
from puskesos.queries.report_balance import balances_now
from puskesos.queries.report_reported import reported
from puskesos.rules.activity import Month
from puskesos.rules.report_balance import Correction, balance_of, corrections_of, known_balances
from puskesos.rules.report_kept import Kept

MONTHS_BACK = 12


def open_corrections(hub: Hub, month: Month) -> list[Correction]:
    """Changes in closed months before this one that no report has told yet, at most MONTHS_BACK months back."""
    closed = reported(hub.id, MonthReport.month < month.first, newest=MONTHS_BACK)
    known = known_balances((str(one), summary.balance, summary.corrections) for one, summary in closed.items())
    now = balances_now(hub.id, [*closed])
    return [found for one in closed for found in corrections_of(str(one), known[str(one)], now[one])]


def changes_since_closing(hub: Hub, month: Month, kept: Kept) -> list[Correction]:
    """How the balance of a closed month differs from what was closed."""
    return corrections_of(str(month), balance_of(kept.items), balances_now(hub.id, [month])[month])
