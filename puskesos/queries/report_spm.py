"""SPM through a year: the items of its months (closed ones as kept), who still waits, and what was given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from peewee import Value, fn

from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.report import MonthReport
from puskesos.models.welfare import SpmClaim, SpmService
from puskesos.queries.report_reported import reported
from puskesos.queries.report_settings import targets_of
from puskesos.queries.report_welfare import found_items, referred_items, served_items, spm_items
from puskesos.rules.activity import Month
from puskesos.rules.case_path import CaseState
from puskesos.rules.report import C, Counted, Item, Parted
from puskesos.rules.report_spm import Given, SpmYear, count_year, once_a_year
from puskesos.rules.spm import ClaimState

AT_ONCE = 500
ONE_SET = {C.SPM_DITEMUKAN: found_items, C.SPM_DILAYANI: served_items, C.SPM_DIRUJUK: referred_items}


@dataclass(frozen=True)
class YearOfSpm:
    """The five SPM in a year, and the lists behind the figures: `once` of the year, `waiting` the longest first."""

    year: int
    lines: list[SpmYear]
    once: list[Item]
    waiting: list[Item]
    closed: frozenset[Month]


def spm_year(hub: Hub, year: int, today: date) -> YearOfSpm:
    """SPM of a hub from January to December of `year`, at most to the month of `today`."""
    months = [month for month in _months(year) if month.first <= today]
    kept = _kept_items(hub.id, months)
    items = _items(hub, months, kept, spm_items)
    once, waiting = once_a_year(items, _people(items)), waiting_items(hub, year)
    lines = count_year(items, once, waiting, targets_of(hub.id, year))
    return YearOfSpm(year, lines, once, waiting, frozenset(kept))


def reached_items(hub: Hub, last: date) -> list[Item]:
    """The people served since January of the year of `last`, each once in each SPM, as SPM_TAHUN."""
    return [replace(item, counted=C.SPM_TAHUN) for item in once_in_year(hub, last.year, last, C.SPM_DILAYANI)]


def once_in_year(hub: Hub, year: int, last: date, counted: Counted, code: str = "") -> list[Item]:
    """The people of one set from January of the year to that day's month, each once in each SPM, by day; of one SPM
    alone where there is a `code`."""
    months = [month for month in _months(year) if month.first <= last]
    items = _items(hub, months, _kept_items(hub.id, months), partial(ONE_SET[counted], code=code))
    mine = [item for item in items if item.counted == counted and code in {"", item.parts[str(Parted.SPM)]}]
    return once_a_year(mine, _people(mine))


def _months(year: int) -> list[Month]:
    return [Month(date(year, place, 1)) for place in range(1, 13)]


def _items(
    hub: Hub, months: Sequence[Month], kept: Mapping[Month, Sequence[Item]], count: Callable[..., Iterable[Item]]
) -> list[Item]:
    """Of all these months of a year: as they were kept, those of the others as `count` finds them."""
    items = [item for of_month in kept.values() for item in of_month]
    if still_open := [month for month in months if month not in kept]:
        items += count(hub.id, still_open, hub.zone)
    return items


def waiting_items(hub: Hub, year: int) -> list[Item]:
    """People with a confirmed SPM of the year and no basic service in it, once per SPM, the longest waiting first."""
    other, kept = SpmClaim.alias("other"), SpmService.cancelled_because == ""
    same = (other.person == SpmClaim.person) & (other.code == SpmClaim.code) & (other.year == SpmClaim.year)
    given = SpmService.select(Value(1)).join(other, on=SpmService.claim == other.id).where(same, kept)
    confirmed = (SpmClaim.state == str(ClaimState.DIKONFIRMASI)) & (SpmClaim.year == year)
    columns = (SpmClaim.id, SpmClaim.person, SpmClaim.code, SpmClaim.case, SpmClaim.created_at, Case.village)
    rows = (
        SpmClaim.select(*columns)
        .join(Case)
        .where(Case.hub == hub.id, Case.state != str(CaseState.BATAL), confirmed, ~fn.EXISTS(given))
    )
    found: dict[tuple[int, str], Item] = {}
    for row in rows.order_by(SpmClaim.created_at, SpmClaim.id).namedtuples():
        day, parts = row.created_at.astimezone(ZoneInfo(hub.zone)).date(), {str(Parted.SPM): row.code}
        item = Item(C.SPM_DITEMUKAN, row.id, day, row.case, parts | {str(Parted.DESA): str(row.village)})
        found.setdefault((row.person, row.code), item)
    return list(found.values())


def given_in(hub_id: int, year: int, code: str = "") -> list[Given]:
    """The basic services that were given in the year for confirmed SPM (of one where there is a `code`), by day."""
    columns = (SpmService.id, SpmService.given_on, SpmService.item, SpmService.amount)
    rows = SpmService.select(*columns, SpmClaim.case, SpmClaim.person, SpmClaim.code).join(SpmClaim).join(Case)
    counts = (SpmClaim.state == str(ClaimState.DIKONFIRMASI)) & (SpmService.cancelled_because == "")
    within = SpmService.given_on.between(date(year, 1, 1), date(year, 12, 31))
    rows = rows.where(SpmClaim.code == code) if code else rows
    rows = rows.where(Case.hub == hub_id, counts, within).order_by(SpmService.given_on, SpmService.id)
    return [
        Given(row.id, row.given_on, row.case, row.person, row.code, row.item, row.amount) for row in rows.namedtuples()
    ]


def _kept_items(hub_id: int, months: Iterable[Month]) -> dict[Month, Sequence[Item]]:
    """The SPM items of the closed ones of these months."""
    closed = reported(hub_id, MonthReport.month.in_([month.first for month in months]))
    return {month: summary.spm for month, summary in closed.items()}


def _people(items: Iterable[Item]) -> Mapping[int, int]:
    """The person of each claim that these items stand for, as the data say now."""
    ids, found = sorted({item.id for item in items}), {}
    for start in range(0, len(ids), AT_ONCE):
        rows = SpmClaim.select(SpmClaim.id, SpmClaim.person).where(SpmClaim.id.in_(ids[start : start + AT_ONCE]))
        found.update(rows.tuples())
    return found
