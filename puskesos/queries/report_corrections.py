"""What has changed in closed months since they were reported, read anew from the data."""

from __future__ import annotations

from puskesos.models.hub import Hub
from puskesos.models.report import MonthReport
from puskesos.queries.report_cases import case_items
from puskesos.rules.activity import Month, read_month
from puskesos.rules.report_balance import Correction, balance_of, corrections_of, known_balances
from puskesos.rules.report_kept import Kept

MONTHS_BACK = 12


def open_corrections(hub: Hub, month: Month) -> list[Correction]:
    """Changes in closed months before this one that no report has told yet, at most MONTHS_BACK months back."""
    kept = [_kept(report) for report in _closed_before(hub.id, month)]
    known = known_balances((one.month, balance_of(one.items), one.corrections) for one in kept)
    found = []
    for name, balance in known.items():
        now = balance_of(case_items(hub.id, read_month(name, month.first)))
        found += corrections_of(name, balance, now)
    return found


def changes_since_closing(hub: Hub, month: Month, kept: Kept) -> list[Correction]:
    """How the balance of a closed month differs from what was closed."""
    return corrections_of(str(month), balance_of(kept.items), balance_of(case_items(hub.id, month)))


def _closed_before(hub_id: int, month: Month) -> list[MonthReport]:
    closed = (MonthReport.hub == hub_id) & MonthReport.reopened_at.is_null() & (MonthReport.month < month.first)
    rows = MonthReport.select(MonthReport.content).where(closed).order_by(MonthReport.month.desc()).limit(MONTHS_BACK)
    return list(rows)[::-1]


def _kept(report: MonthReport) -> Kept:
    return Kept.from_bytes(bytes(report.content))
