"""The list behind a figure of a month or a day that is counted as the data say now.

Where columns tell what a list is narrowed by, the database finds it and one page of it is read; of the few others every
item is read (people, who count once, and ages, which are reckoned).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from puskesos.models.hub import Hub
from puskesos.queries.report_cases import ALL_CASE_SETS, case_items, case_source, is_whole_month, month_source
from puskesos.queries.report_checks import CHECK_SETS, check_source
from puskesos.queries.report_read import Behind, read_items
from puskesos.queries.report_rows import CountedRows, JoinedRows, Sourced
from puskesos.queries.report_spm import reached_items
from puskesos.queries.report_welfare import found_items, ppks_rows, referred_items, served_items
from puskesos.queries.report_work import FIELD_SETS, REFERRAL_SETS, field_source, referral_source
from puskesos.rules.period import Days
from puskesos.rules.report import C, Counted, Item, items_of

SOURCES: Mapping[Counted, Sourced] = {
    **dict.fromkeys(ALL_CASE_SETS, case_source),
    **dict.fromkeys(REFERRAL_SETS, referral_source),
    **dict.fromkeys(FIELD_SETS, field_source),
    **dict.fromkeys(CHECK_SETS, check_source),
}
PEOPLE: Mapping[Counted, Callable[[Hub, Days, Mapping[str, str]], Iterable[Item]]] = {
    C.SPM_DITEMUKAN: lambda hub, month, wanted: found_items(hub.id, [month], hub.zone, wanted),
    C.SPM_DILAYANI: lambda hub, month, wanted: served_items(hub.id, [month], hub.zone, wanted),
    C.SPM_DIRUJUK: lambda hub, month, wanted: referred_items(hub.id, [month], hub.zone, wanted),
    C.SPM_TAHUN: lambda hub, month, wanted: reached_items(hub, month.last, wanted),
}


def behind(hub: Hub, days: Days, counted: Counted, parts: Mapping[str, str]) -> Behind:
    """What is behind the figure with these parts."""
    if counted == C.PPKS:
        return ppks_rows(hub, days, parts)
    if counted not in SOURCES:
        return read_items(items_of(PEOPLE[counted](hub, days, parts), counted, parts))
    rows = rows_of(hub, days, counted)
    if rows.tells(parts):
        return rows.narrowed(parts)
    items = case_items(hub.id, days) if counted in ALL_CASE_SETS else rows.items()  # of a case's client more is known
    return read_items(items_of(items, counted, parts))


def rows_of(hub: Hub, days: Days, counted: Counted) -> CountedRows:
    """The rows of a set that columns tell."""
    of_month = counted in ALL_CASE_SETS and is_whole_month(days)
    return CountedRows(counted, month_source if of_month else SOURCES[counted], hub, days)


def set_items(hub: Hub, days: Days, sets: Iterable[Counted]) -> Iterator[Item]:
    """All items of some sets that columns tell."""
    return (item for counted in sets for item in rows_of(hub, days, counted).items())


def count_sets(hub: Hub, days: Days, sets: Iterable[Counted]) -> dict[Counted, int]:
    """The figures of some sets that columns tell."""
    return {counted: rows_of(hub, days, counted).count() for counted in sets}


def behind_several(hub: Hub, days: Days, sets: Iterable[Counted]) -> JoinedRows:
    """What is behind the sum of some sets that columns tell."""
    return JoinedRows([rows_of(hub, days, counted) for counted in sets])
