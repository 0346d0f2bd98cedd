"""What closed months reported, as far as other months ask for it; read once, as it never changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import DateField

from puskesos.models.report import MonthReport
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.activity import Month
from puskesos.rules.report_kept import Summary, summary_of

MOST = 120
FAR_MORE = 10_000
_known: dict[str, Summary] = {}  # by fingerprint, so that it is true for every database


def reported(
    hub_id: int, since: date = date.min, until: date = date.max, *, newest: int = FAR_MORE
) -> dict[Month, Summary]:
    """The closed months that began in these days, oldest first; at most so many of the `newest`."""
    day = DateField().db_value
    rows = _closed(hub=hub_id, since=day(since), until=day(until), newest=newest)
    prints = {row.month: row.fingerprint for row in rows}
    found = {one: _known.get(one) for one in prints.values()}  # another thread may empty the memory meanwhile
    found |= _learn([one for one, summary in found.items() if summary is None])
    return {Month(first): found[prints[first]] for first in sorted(prints)}


@prepared
def _closed() -> Any:
    closed = MonthReport.select(MonthReport.month, MonthReport.fingerprint)
    mine = (MonthReport.hub == slot("hub")) & MonthReport.reopened_at.is_null()
    closed = closed.where(mine, MonthReport.month.between(slot("since"), slot("until")))
    return closed.order_by(MonthReport.month.desc()).limit(slot("newest"))


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
