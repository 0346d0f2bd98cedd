"""The balances of many months at once: stays are grouped by the months in which they begin and end, and each group is
counted by the same rule as a single stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from peewee import ModelSelect, fn

from puskesos.models.case_stay import CaseStay
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.report_cases import flow_of, stood_before
from puskesos.rules.activity import Month
from puskesos.rules.period import Period
from puskesos.rules.report import Counted
from puskesos.rules.report_balance import BALANCE, Balance


def balances_now(hub_id: int, months: Sequence[Month]) -> dict[Month, Balance]:
    """The balance of each of the months, which are in order, as the data say now."""
    if not months:
        return {}
    day = CaseStay.since.db_value
    rows = _groups(hub=hub_id, first=day(months[0].first), last=day(months[-1].last))
    groups = [row._replace(since=_day(row.since), until=_day(row.until)) for row in rows]
    return {month: _balance(groups, month) for month in months}


def _balance(groups: Sequence[Any], month: Month) -> Balance:
    counts: Counter[Counted] = Counter()
    days = Period.of(month)
    for group in groups:
        if _touches(group, days):
            for counted in flow_of(group, days):
                counts[counted] += group.stays
    return {counted: counts[counted] for counted in BALANCE}


def _touches(group: Any, days: Period) -> bool:
    until = group.until or days.last
    return group.since <= days.last and (group.since >= days.first or until >= days.first)


def _day(value: Any) -> Any:
    return CaseStay.since.python_value(value)


@prepared
def _groups() -> list[ModelSelect]:
    """Begun within the months; and of the open states, begun before them and standing in them."""
    stands = stood_before(slot("first"))
    return [
        _grouped().where(CaseStay.since.between(slot("first"), slot("last"))),
        _grouped().where(stands, CaseStay.until.is_null()),
        _grouped().where(stands, CaseStay.until >= slot("first")),
    ]


def _grouped() -> ModelSelect:
    """Stays with the same states and the same two months; the earliest days stand for all of a group."""
    since, until = (fn.SUBSTR(field.cast("text"), 1, 7) for field in (CaseStay.since, CaseStay.until))
    columns = (CaseStay.state, CaseStay.came_from)
    earliest = (fn.MIN(CaseStay.since).alias("since"), fn.MIN(CaseStay.until).alias("until"))
    rows = CaseStay.select(*columns, *earliest, fn.COUNT(CaseStay.id).alias("stays"))
    return rows.where(CaseStay.hub == slot("hub")).group_by(*columns, since, until)
