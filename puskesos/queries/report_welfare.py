"""PPKS and SPM of a month as items of its report: people, each once in each category."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from peewee import Expression, Value, fn

from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.welfare import PersonCategory, SpmClaim, SpmService
from puskesos.queries.activity import moments_of
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.report_cases import DESA, JENIS_KELAMIN, UMUR, open_in_month, unsought
from puskesos.queries.report_read import ReadRows
from puskesos.queries.report_source import FIRST, HUB, LAST, days_of
from puskesos.rules.activity import Month
from puskesos.rules.case_path import CaseState
from puskesos.rules.period import Days, Period
from puskesos.rules.ppks import Ending
from puskesos.rules.report import UNKNOWN, Counted, Item, Parted, age_band, is_stored_word
from puskesos.rules.restriction import known_age
from puskesos.rules.spm import BasicService, ClaimState

C = Counted
PPKS, SPM = str(Parted.PPKS), str(Parted.SPM)
_WHO = (Person.sex, Person.birth_date, Person.birth_year_estimate, Case.village)


def welfare_items(hub_id: int, month: Month, zone: str) -> Iterator[Item]:
    """Every item about PPKS and SPM."""
    yield from ppks_items(hub_id, month, zone)
    yield from spm_items(hub_id, [month], zone)


def ppks_items(hub_id: int, month: Month, zone: str) -> Iterator[Item]:
    """People with PPKS."""
    return (_item(row, C.PPKS, PPKS, month, zone) for row in _once(_categories(False, **days_of(hub_id, month))))


def ppks_rows(hub: Hub, month: Days, wanted: Mapping[str, str]) -> ReadRows[Any]:
    """Those of them with these parts; only a page of them becomes items."""
    last, parts = month.last, {**PARTS, PPKS: lambda row, _last: row.code}
    asked = [(parts.get(name, _nothing_told), value) for name, value in wanted.items()]
    one = {"code": wanted[PPKS]} if PPKS in wanted and is_stored_word(wanted[PPKS]) else {}
    rows = _once(_categories(bool(one), **days_of(hub.id, month), **one))
    fitting = [row for row in rows if all(tell(row, last) == value for tell, value in asked)]
    return ReadRows(fitting, _case_of, lambda row: _item(row, C.PPKS, PPKS, month, hub.zone))


def _nothing_told(_row: Any, _last: date) -> str:
    return UNKNOWN


def _case_of(row: Any) -> int:
    return row.case


def spm_items(hub_id: int, months: Collection[Month], zone: str) -> Iterator[Item]:
    """Every item about SPM of these months of one year; in each month a person counts by itself."""
    yield from found_items(hub_id, months, zone)
    yield from served_items(hub_id, months, zone)
    yield from referred_items(hub_id, months, zone)


def found_items(hub_id: int, months: Collection[Month], zone: str, code: str = "") -> Iterator[Item]:
    """Of these the people who were found."""
    yield from _monthly(_found(hub_id, months, zone), C.SPM_DITEMUKAN, months, zone, code)


def referred_items(hub_id: int, months: Collection[Month], zone: str, code: str = "") -> Iterator[Item]:
    """Of these the people who were referred."""
    yield from _monthly(_given(hub_id, months, referred=True), C.SPM_DIRUJUK, months, zone, code)


def served_items(hub_id: int, months: Collection[Month], zone: str, code: str = "") -> Iterator[Item]:
    """Of these the people who were served."""
    yield from _monthly(_given(hub_id, months, referred=False), C.SPM_DILAYANI, months, zone, code)


def _monthly(rows: Iterable[Any], counted: Counted, months: Collection[Month], zone: str, code: str) -> Iterator[Item]:
    """The items of rows that come by day, month by month; of one SPM alone where there is a `code`."""
    wanted = (row for row in rows if code in {"", row.code})
    for month, of_month in groupby(wanted, key=lambda row: Month.of(_day(row.day, zone))):
        if month in months:
            yield from (_item(row, counted, SPM, month, zone) for row in _once(of_month))


def _once(rows: Iterable[Any]) -> Iterator[Any]:
    """The first row of each person and code."""
    seen: set[tuple[int, str]] = set()
    for row in rows:
        if (row.person, row.code) not in seen:
            seen.add((row.person, row.code))
            yield row


def _age_told(row: Any, last: date) -> str:
    return age_band(known_age(row.birth_date, row.birth_year_estimate, last))


PARTS: Mapping[str, Callable[[Any, date], str]] = {
    DESA: lambda row, _last: str(row.village),
    JENIS_KELAMIN: lambda row, _last: row.sex or UNKNOWN,
    UMUR: _age_told,
}


def _item(row: Any, counted: Counted, by: str, month: Days, zone: str) -> Item:
    told = {name: tell(row, month.last) for name, tell in PARTS.items()}
    return Item(counted, row.id, _day(row.day, zone), row.case, told | {by: row.code})


def _day(moment: date | datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment


@prepared
def _categories(is_one: bool) -> Any:
    """PPKS that ran in the month on a case that was open in it, by day; looked for from the cases, which are few. All
    of them or one."""
    noted = PersonCategory.alias("noted")
    runs = noted.until.is_null() | (noted.until >= FIRST)
    these = noted.select(noted.id).where(open_in_month(noted.case), noted.since <= LAST, runs)
    these = these.where(noted.code == slot("code")) if is_one else these
    rows = PersonCategory.select(
        PersonCategory.id, PersonCategory.person, PersonCategory.code, PersonCategory.case,
        PersonCategory.since.alias("day"), *_WHO,
    )  # fmt: skip
    rows = rows.join(Case).switch(PersonCategory).join(Person)
    rows = rows.where(PersonCategory.id.in_(these.where(noted.ending != str(Ending.KELIRU))))
    return rows.order_by(PersonCategory.since, PersonCategory.id)


def _found(hub_id: int, months: Collection[Month], zone: str) -> Iterator[Any]:
    """The claims in these months that are the first of the year for their person and SPM, by day.

    A case that was cancelled found nobody, unless basic services were given in it: who was served was found.
    """
    first, last = min(months, key=lambda month: month.first), max(months, key=lambda month: month.first)
    rows = _claims(hub_id, SpmClaim.id, SpmClaim.created_at.alias("day")).where(_finds(SpmClaim, Case))
    rows = rows.where(SpmClaim.year == last.first.year, ~fn.EXISTS(_found_before(hub_id)))
    since, until = moments_of(first, zone)[0], moments_of(last, zone)[1]
    rows = rows.where(SpmClaim.created_at >= since, SpmClaim.created_at < until)
    return rows.order_by(SpmClaim.created_at, SpmClaim.id).namedtuples().iterator()


def _finds(claim: Any, case: Any) -> Expression:
    """Whether a claim finds its person."""
    given = SpmService.select(Value(1)).where(SpmService.claim == claim.id, SpmService.cancelled_because == "")
    return (claim.state != str(ClaimState.DITOLAK)) & ((case.state != str(CaseState.BATAL)) | fn.EXISTS(given))


def _found_before(hub_id: int) -> Any:
    """A claim that found the same person for the same SPM in the same year before."""
    earlier, its_case = SpmClaim.alias("earlier"), Case.alias("its_case")
    same = (earlier.person == SpmClaim.person) & (earlier.code == SpmClaim.code) & (earlier.year == SpmClaim.year)
    at_once = (earlier.created_at == SpmClaim.created_at) & (earlier.id < SpmClaim.id)
    before = (earlier.created_at < SpmClaim.created_at) | at_once
    rows = earlier.select(Value(1)).join(its_case, on=earlier.case == its_case.id)
    return rows.where(its_case.hub == hub_id, same, before, _finds(earlier, its_case))


def _given(hub_id: int, months: Collection[Month], *, referred: bool) -> list[Any]:
    first, last = min(month.first for month in months), max(month.last for month in months)
    rows = _given_rows(referred, **days_of(hub_id, Period(first, last)))
    return sorted(rows, key=lambda row: (row.day, row.service))


@prepared
def _given_rows(referred: bool) -> Any:
    """Basic services of confirmed claims: either referrals or all others."""
    is_referral = SpmService.item == str(BasicService.RUJUKAN)
    rows = _claims(HUB, SpmClaim.id, SpmService.given_on.alias("day"), SpmService.id.alias("service"))
    rows = rows.switch(SpmClaim).join(SpmService, on=SpmService.claim == SpmClaim.id)
    rows = rows.where(SpmClaim.state == str(ClaimState.DIKONFIRMASI), SpmService.cancelled_because == "")
    return rows.where(SpmService.given_on.between(FIRST, LAST), is_referral if referred else ~is_referral)


def _claims(hub_id: Any, *columns: Any) -> Any:
    rows = SpmClaim.select(SpmClaim.person, SpmClaim.code, SpmClaim.case, *columns, *_WHO)
    return rows.join(Case).switch(SpmClaim).join(Person).where(unsought(Case.hub) == hub_id)  # not from all cases
