"""What has changed in closed months since they were reported, read anew from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from puskesos.models.hub import Hub
from puskesos.models.report import MonthReport
from puskesos.queries.report_balance import balances_now
from puskesos.rules.activity import Month
from puskesos.rules.report_balance import Balance, Correction, balance_of, corrections_of, known_balances
from puskesos.rules.report_kept import Kept, summary_of

MONTHS_BACK, MOST = 12, 240
_known: dict[str, tuple[Balance, Sequence[Correction]]] = {}  # by fingerprint, so they never change


def open_corrections(hub: Hub, month: Month) -> list[Correction]:
    """Changes in closed months before this one that no report has told yet, at most MONTHS_BACK months back."""
    closed = _closed_before(hub.id, month)
    reported = _reported([fingerprint for _, fingerprint in closed])
    known = known_balances((str(one), *reported[fingerprint]) for one, fingerprint in closed)
    now = balances_now(hub.id, [one for one, _ in closed])
    return [found for one, _ in closed for found in corrections_of(str(one), known[str(one)], now[one])]


def changes_since_closing(hub: Hub, month: Month, kept: Kept) -> list[Correction]:
    """How the balance of a closed month differs from what was closed."""
    return corrections_of(str(month), balance_of(kept.items), balances_now(hub.id, [month])[month])


def _closed_before(hub_id: int, month: Month) -> list[tuple[Month, str]]:
    """The closed months, oldest first, with the fingerprints of what is kept."""
    closed = (MonthReport.hub == hub_id) & MonthReport.reopened_at.is_null() & (MonthReport.month < month.first)
    rows = MonthReport.select(MonthReport.month, MonthReport.fingerprint).where(closed)
    newest = rows.order_by(MonthReport.month.desc()).limit(MONTHS_BACK).tuples()
    return [(Month(first), fingerprint) for first, fingerprint in newest][::-1]


def _reported(fingerprints: Sequence[str]) -> Mapping[str, tuple[Balance, Sequence[Correction]]]:
    """What was reported under each of the fingerprints."""
    missing = [one for one in fingerprints if one not in _known]
    if len(_known) + len(missing) > MOST:
        _known.clear()
        missing = list(fingerprints)
    rows = MonthReport.select(MonthReport.fingerprint, MonthReport.content).where(MonthReport.fingerprint.in_(missing))
    for fingerprint, content in rows.tuples() if missing else ():
        _known[fingerprint] = summary_of(bytes(content))
    return {one: _known[one] for one in fingerprints}
