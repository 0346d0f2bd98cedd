"""What closed months reported, as far as other months ask for it; read once, as it never changes."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import Expression

from puskesos.models.report import MonthReport
from puskesos.rules.activity import Month
from puskesos.rules.report_kept import Summary, summary_of

MOST = 120
_known: dict[str, Summary] = {}  # by fingerprint, so that it is true for every database


def reported(hub_id: int, *where: Expression, newest: int | None = None) -> dict[Month, Summary]:
    """The closed months that fit, oldest first; at most so many of the `newest`."""
    closed = MonthReport.select(MonthReport.month, MonthReport.fingerprint)
    closed = closed.where(MonthReport.hub == hub_id, MonthReport.reopened_at.is_null(), *where)
    prints = dict(closed.order_by(MonthReport.month.desc()).limit(newest).tuples())
    found = {one: _known.get(one) for one in prints.values()}  # another thread may empty the memory meanwhile
    found |= _learn([one for one, summary in found.items() if summary is None])
    return {Month(first): found[prints[first]] for first in sorted(prints)}


def _learn(fingerprints: Sequence[str]) -> dict[str, Summary]:
    if not fingerprints:
        return {}
    rows = MonthReport.select(MonthReport.fingerprint, MonthReport.content)
    rows = rows.where(MonthReport.fingerprint.in_(fingerprints)).tuples()
    learned = {fingerprint: summary_of(bytes(content)) for fingerprint, content in rows}
    if len(_known) > MOST:
        _known.clear()
    _known.update(learned)
    return learned
