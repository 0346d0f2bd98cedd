"""PPKS and SPM of a month as items of its report: people, each once in each category."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, groupby
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Expression, ModelSelect, Value, fn

from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.welfare import PersonCategory, SpmClaim, SpmService
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.report_cases import DESA, JENIS_KELAMIN, UMUR, open_in_month, unsought
from puskesos.queries.report_read import ReadRows
from puskesos.queries.report_source import FIRST, HUB, LAST, SINCE, UNTIL, days_of, moments_in
from puskesos.rules.activity import Month
from puskesos.rules.case_path import CaseState
from puskesos.rules.period import Days, Period
from puskesos.rules.ppks import Ending
from puskesos.rules.report import UNKNOWN, Counted, Item, Parted, age_band, is_stored_word
from puskesos.rules.restriction import known_age
from puskesos.rules.spm import BasicService, ClaimState

C = Counted
Wanted = Mapping[str, str] | None  # the parts of the only items that are needed, which tell no others; None: all
Told = Callable[[Any, date], str]
PPKS, SPM = str(Parted.PPKS), str(Parted.SPM)
_WHO: Mapping[str, tuple[Any, ...]] = {
    DESA: (Case.village,),
    JENIS_KELAMIN: (Person.sex,),
    UMUR: (Person.birth_date, Person.birth_year_estimate),
}


def welfare_items(hub_id: int, month: Month, zone: str) -> Iterator[Item]:
    """Every item about PPKS and SPM."""
    yield from ppks_items(hub_id, month, zone)
    yield from spm_items(hub_id, [month], zone)


def ppks_items(hub_id: int, month: Month, zone: str) -> Iterator[Item]:
    """People with PPKS."""
    rows = _once(_categories(False, frozenset(PARTS), **days_of(hub_id, month)))
    return _items(rows, C.PPKS, PPKS, month, zone, PARTS)


def ppks_rows(hub: Hub, month: Days, wanted: Mapping[str, str]) -> ReadRows[Any]:
    """Those of them with these parts; only a page of them becomes items, which tell the PPKS alone."""
    last, parts = month.last, {**PARTS, PPKS: lambda row, _last: row.code}
    asked = [(parts.get(name, _nothing_told), value) for name, value in wanted.items()]
    one, told = _needed(wanted, PPKS)
    rows = [*_once(_categories(bool(one), told, **days_of(hub.id, month), **one))]
    for tell, value in asked:
        rows = [row for row in rows if tell(row, last) == value]
    return ReadRows(rows, _case_of, lambda row: Item(C.PPKS, row.id, row.day, row.case, {PPKS: row.code}))


def _needed(wanted: Wanted, by: str) -> tuple[dict[str, str], frozenset[str]]:
    """The code that is wanted, if one is and rows can have it, and which parts they have to tell."""
    if wanted is None:
        return {}, frozenset(PARTS)
    code = wanted.get(by)
    return {} if code is None or not is_stored_word(code) else {"code": code}, frozenset(PARTS.keys() & wanted.keys())


def _nothing_told(_row: Any, _last: date) -> str:
    return UNKNOWN


def _case_of(row: Any) -> int:
    return row.case


def spm_items(hub_id: int, months: Collection[Month], zone: str) -> Iterator[Item]:
    """Every item about SPM of these months of one year; in each month a person counts by itself."""
    yield from found_items(hub_id, months, zone)
    yield from served_items(hub_id, months, zone)
    yield from referred_items(hub_id, months, zone)


def found_items(hub_id: int, months: Collection[Month], zone: str, wanted: Wanted = None) -> Iterator[Item]:
    """Of these the people who were found."""
    yield from _monthly(_found(hub_id, months, zone, wanted), C.SPM_DITEMUKAN, months, zone, wanted)


def referred_items(hub_id: int, months: Collection[Month], zone: str, wanted: Wanted = None) -> Iterator[Item]:
    """Of these the people who were referred."""
    yield from _monthly(_given(hub_id, months, wanted, referred=True), C.SPM_DIRUJUK, months, zone, wanted)


def served_items(hub_id: int, months: Collection[Month], zone: str, wanted: Wanted = None) -> Iterator[Item]:
    """Of these the people who were served."""
    yield from _monthly(_given(hub_id, months, wanted, referred=False), C.SPM_DILAYANI, months, zone, wanted)


def _monthly(
    rows: Iterable[Any], counted: Counted, months: Collection[Month], zone: str, wanted: Wanted
) -> Iterator[Item]:
    """The items of rows that come by day, month by month."""
    days, (_, told) = {month.first: month for month in months}, _needed(wanted, SPM)
    parts = {name: tell for name, tell in PARTS.items() if name in told}
    for first, of_month in groupby(rows, key=lambda row: _day(row.day, zone).replace(day=1)):
        if month := days.get(first):
            yield from _items(_once(of_month), counted, SPM, month, zone, parts)


def _once(rows: Iterable[Any]) -> Iterator[Any]:
    """The first row of each person and code."""
    seen: set[tuple[int, str]] = set()
    for row in rows:
        if (row.person, row.code) not in seen:
            seen.add((row.person, row.code))
            yield row


def _age_told(row: Any, last: date) -> str:
    return age_band(known_age(row.birth_date, row.birth_year_estimate, last))


PARTS: Mapping[str, Told] = {
    DESA: lambda row, _last: str(row.village),
    JENIS_KELAMIN: lambda row, _last: row.sex or UNKNOWN,
    UMUR: _age_told,
}


def _items(
    rows: Iterable[Any], counted: Counted, by: str, month: Days, zone: str, parts: Mapping[str, Told]
) -> Iterator[Item]:
    last = month.last
    for row in rows:
        told = {name: tell(row, last) for name, tell in parts.items()}
        yield Item(counted, row.id, _day(row.day, zone), row.case, told | {by: row.code})


def _day(moment: date | datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment


@prepared
def _categories(is_one: bool, told: frozenset[str]) -> Any:
    """PPKS that ran in the month on a case that was open in it, by day, with what tells these parts; looked for from
    the cases, which are few (so what is joined must not come first). All of them or one."""
    columns = (PersonCategory.id, PersonCategory.person, PersonCategory.code, PersonCategory.case)
    rows = PersonCategory.select(*columns, PersonCategory.since.alias("day"))
    rows = _with_person(rows, PersonCategory, told)
    if DESA in told:
        rows = rows.join_from(PersonCategory, Case, JOIN.LEFT_OUTER)
    runs = PersonCategory.until.is_null() | (PersonCategory.until >= FIRST)
    rows = rows.where(open_in_month(PersonCategory.case), PersonCategory.since <= LAST, runs)
    rows = rows.where(PersonCategory.code == slot("code")) if is_one else rows
    rows = rows.where(PersonCategory.ending != str(Ending.KELIRU))
    return rows.order_by(PersonCategory.since, PersonCategory.id)


def _with_person(rows: ModelSelect, model: Any, told: frozenset[str]) -> ModelSelect:
    """Rows with what tells these parts; the person last."""
    rows = rows.select_extend(*chain(*(columns for part, columns in _WHO.items() if part in told)))
    return rows.join_from(model, Person, JOIN.LEFT_OUTER) if told & {JENIS_KELAMIN, UMUR} else rows


def _found(hub_id: int, months: Collection[Month], zone: str, wanted: Wanted) -> list[Any]:
    """The claims in these months that are the first of the year for their person and SPM, by day.

    A case that was cancelled found nobody, unless basic services were given in it: who was served was found.
    """
    period, (one, told) = _span(months), _needed(wanted, SPM)
    moments = moments_in(period, zone)
    rows = _found_rows(bool(one), told, hub=hub_id, year=period.last.year, **moments, **one)
    return sorted(rows, key=lambda row: (row.day, row.id))


@prepared
def _found_rows(is_one: bool, told: frozenset[str]) -> Any:
    rows = _claims(is_one, told, SpmClaim.created_at.alias("day")).where(_finds(SpmClaim, Case))
    rows = rows.where(SpmClaim.year == slot("year"), ~fn.EXISTS(_found_before()))
    return rows.where(SpmClaim.created_at >= SINCE, SpmClaim.created_at < UNTIL)


def _finds(claim: Any, case: Any) -> Expression:
    """Whether a claim finds its person."""
    given = SpmService.select(Value(1)).where(SpmService.claim == claim.id, SpmService.cancelled_because == "")
    return (claim.state != str(ClaimState.DITOLAK)) & ((case.state != str(CaseState.BATAL)) | fn.EXISTS(given))


def _found_before() -> Any:
    """A claim that found the same person for the same SPM in the same year before."""
    earlier, its_case = SpmClaim.alias("earlier"), Case.alias("its_case")
    same = (earlier.person == SpmClaim.person) & (earlier.code == SpmClaim.code) & (earlier.year == SpmClaim.year)
    at_once = (earlier.created_at == SpmClaim.created_at) & (earlier.id < SpmClaim.id)
    before = (earlier.created_at < SpmClaim.created_at) | at_once
    rows = earlier.select(Value(1)).join(its_case, on=earlier.case == its_case.id)
    return rows.where(its_case.hub == HUB, same, before, _finds(earlier, its_case))


def _given(hub_id: int, months: Collection[Month], wanted: Wanted, *, referred: bool) -> list[Any]:
    one, told = _needed(wanted, SPM)
    rows = _given_rows(referred, bool(one), told, **days_of(hub_id, _span(months)), **one)
    return sorted(rows, key=lambda row: (row.day, row.service))


def _span(months: Collection[Month]) -> Period:
    return Period(min(month.first for month in months), max(month.last for month in months))


@prepared
def _given_rows(referred: bool, is_one: bool, told: frozenset[str]) -> Any:
    """Basic services of confirmed claims: either referrals or all others."""
    is_referral = SpmService.item == str(BasicService.RUJUKAN)
    rows = _claims(is_one, told, SpmService.given_on.alias("day"), SpmService.id.alias("service"))
    rows = rows.join_from(SpmClaim, SpmService, on=SpmService.claim == SpmClaim.id)
    rows = rows.where(SpmClaim.state == str(ClaimState.DIKONFIRMASI), SpmService.cancelled_because == "")
    return rows.where(SpmService.given_on.between(FIRST, LAST), is_referral if referred else ~is_referral)


def _claims(is_one: bool, told: frozenset[str], *columns: Any) -> ModelSelect:
    """All claims of the hub, or those of one SPM, with what tells these parts."""
    rows = SpmClaim.select(SpmClaim.id, SpmClaim.person, SpmClaim.code, SpmClaim.case, *columns).join(Case)
    rows = rows.where(SpmClaim.code == slot("code")) if is_one else rows
    return _with_person(rows, SpmClaim, told).where(unsought(Case.hub) == HUB)  # not from all cases
