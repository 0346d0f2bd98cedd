"""SPM through a year: the items of its months (closed ones as kept), who still waits, and what was given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from peewee import Value, fn

from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.welfare import SpmClaim, SpmService
from puskesos.queries.prepared import in_places, places, prepared, room_for, slot
from puskesos.queries.report_cases import unsought
from puskesos.queries.report_reported import reported
from puskesos.queries.report_settings import targets_of
from puskesos.queries.report_source import FIRST, HUB, LAST, days_of
from puskesos.queries.report_welfare import Wanted, found_items, referred_items, served_items, spm_items
from puskesos.rules.activity import Month
from puskesos.rules.case_path import CaseState
from puskesos.rules.period import Period
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


def reached_items(hub: Hub, last: date, wanted: Wanted = None) -> list[Item]:
    """The people served since January of the year of `last`, each once in each SPM, as SPM_TAHUN."""
    served = once_in_year(hub, last.year, last, C.SPM_DILAYANI, wanted)
    return [Item(C.SPM_TAHUN, item.id, item.on, item.case, item.parts) for item in served]


def once_in_year(hub: Hub, year: int, last: date, counted: Counted, wanted: Wanted) -> list[Item]:
    """The people of one set from January of the year to that day's month, each once in each SPM, by day."""
    months = [month for month in _months(year) if month.first <= last]
    items = _items(hub, months, _kept_items(hub.id, months), partial(ONE_SET[counted], wanted=wanted))
    mine = [item for item in items if item.counted == counted]
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
    found: dict[tuple[int, str], Item] = {}
    for row in _waiting(hub=hub.id, year=year):
        day, parts = row.created_at.astimezone(ZoneInfo(hub.zone)).date(), {str(Parted.SPM): row.code}
        item = Item(C.SPM_DITEMUKAN, row.id, day, row.case, parts | {str(Parted.DESA): str(row.village)})
        found.setdefault((row.person, row.code), item)
    return list(found.values())


@prepared
def _waiting() -> Any:
    other, kept = SpmClaim.alias("other"), SpmService.cancelled_because == ""
    same = (other.person == SpmClaim.person) & (other.code == SpmClaim.code) & (other.year == SpmClaim.year)
    given = SpmService.select(Value(1)).join(other, on=SpmService.claim == other.id).where(same, kept)
    confirmed = (SpmClaim.state == str(ClaimState.DIKONFIRMASI)) & (SpmClaim.year == slot("year"))
    columns = (SpmClaim.id, SpmClaim.person, SpmClaim.code, SpmClaim.case, SpmClaim.created_at, Case.village)
    rows = SpmClaim.select(*columns).join(Case).where(unsought(Case.hub) == HUB, Case.state != str(CaseState.BATAL))
    return rows.where(confirmed, ~fn.EXISTS(given)).order_by(SpmClaim.created_at, SpmClaim.id)


def given_in(hub_id: int, year: int, code: str = "") -> list[Given]:
    """The basic services that were given in the year for confirmed SPM (of one where there is a `code`), by day."""
    in_year, one = days_of(hub_id, Period(date(year, 1, 1), date(year, 12, 31))), {"code": code} if code else {}
    rows = _given_in(bool(code), **in_year, **one)
    return [Given(row.id, row.given_on, row.case, row.person, row.code, row.item, row.amount) for row in rows]


@prepared
def _given_in(is_one: bool) -> Any:
    columns = (SpmService.id, SpmService.given_on, SpmService.item, SpmService.amount)
    rows = SpmService.select(*columns, SpmClaim.case, SpmClaim.person, SpmClaim.code).join(SpmClaim).join(Case)
    counts = (SpmClaim.state == str(ClaimState.DIKONFIRMASI)) & (SpmService.cancelled_because == "")
    rows = rows.where(SpmClaim.code == slot("code")) if is_one else rows
    rows = rows.where(unsought(Case.hub) == HUB, counts, SpmService.given_on.between(FIRST, LAST))
    return rows.order_by(SpmService.given_on, SpmService.id)


def _kept_items(hub_id: int, months: Sequence[Month]) -> dict[Month, Sequence[Item]]:
    """The SPM items of the closed ones of these months, which follow each other."""
    closed = reported(hub_id, months[0].first, months[-1].first) if months else {}
    return {month: summary.spm for month, summary in closed.items()}


def _people(items: Iterable[Item]) -> Mapping[int, int]:
    """The person of each claim that these items stand for, as the data say now."""
    ids, found = sorted({item.id for item in items}), {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        found.update(_persons(room_for(some), **in_places(some)))
    return found


@prepared
def _persons(count: int) -> Any:
    return SpmClaim.select(SpmClaim.id, SpmClaim.person).where(SpmClaim.id.in_(places(count)))
