"""What has changed in closed months since they were reported, read anew from the data."""

from __future__ import annotations

from collections.abc import Sequence

from puskesos.models.hub import Hub
from puskesos.queries.report import count_work
from puskesos.queries.report_balance import balances_now
from puskesos.queries.report_reported import reported
from puskesos.rules.activity import Month
from puskesos.rules.report import Counted
from puskesos.rules.report_balance import Correction, corrections_of, known_figures

MONTHS_BACK = 12  # in which cases are compared
WORK_BACK = 2  # in which the other work is: to count it anew takes much longer, and what comes late comes soon


def open_corrections(hub: Hub, month: Month) -> list[Correction]:
    """Changes in closed months before this one that no report has told yet."""
    closed = reported(hub.id, until=month.before.first, newest=MONTHS_BACK)
    known = known_figures((str(one), summary.figures, summary.corrections) for one, summary in closed.items())
    now = _figures_now(hub, [*closed])
    return [found for one in closed for found in corrections_of(str(one), known[str(one)], now[one])]


def changes_since_closing(hub: Hub, month: Month) -> list[Correction]:
    """How a closed month differs from what was closed."""
    (summary,) = reported(hub.id, month.first, month.first).values()
    return corrections_of(str(month), summary.figures, _figures_now(hub, [month])[month])


def _figures_now(hub: Hub, months: Sequence[Month]) -> dict[Month, dict[Counted, int]]:
    """Of months that follow each other, the oldest first."""
    work = {month: count_work(hub, month) for month in months[-WORK_BACK:]}
    return {month: balance | work.get(month, {}) for month, balance in balances_now(hub.id, months).items()}
