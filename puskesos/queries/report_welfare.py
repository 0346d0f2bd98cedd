"""PPKS and SPM of a month as items of its report: people, each once in each category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import Value, fn

from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.welfare import PersonCategory, SpmClaim, SpmService
from puskesos.queries.activity import moments_of
from puskesos.queries.report_cases import open_in
from puskesos.rules.period import Days
from puskesos.rules.ppks import Ending
from puskesos.rules.report import Counted, Item, Parted, age_band
from puskesos.rules.restriction import known_age
from puskesos.rules.spm import BasicService, ClaimState

C = Counted
_WHO = (Person.sex, Person.birth_date, Person.birth_year_estimate, Case.village)


def welfare_items(hub_id: int, month: Days, zone: str) -> Iterator[Item]:
    """Every item about PPKS and SPM."""
    yield from _once(_categories(hub_id, month), C.PPKS, Parted.PPKS, month, zone)
    yield from _once(_found(hub_id, month, zone), C.SPM_DITEMUKAN, Parted.SPM, month, zone)
    is_referral = SpmService.item == str(BasicService.RUJUKAN)
    yield from _once(_given(hub_id, month).where(~is_referral), C.SPM_DILAYANI, Parted.SPM, month, zone)
    yield from _once(_given(hub_id, month).where(is_referral), C.SPM_DIRUJUK, Parted.SPM, month, zone)


def _once(rows: Iterable[Any], counted: Counted, by: Parted, month: Days, zone: str) -> Iterator[Item]:
    """One item for each person and code: the first row of theirs."""
    seen: set[tuple[int, str]] = set()
    for row in rows.namedtuples():
        if (row.person, row.code) in seen:
            continue
        seen.add((row.person, row.code))
        age = known_age(row.birth_date, row.birth_year_estimate, month.last)
        parts = {Parted.DESA: str(row.village), Parted.JENIS_KELAMIN: row.sex or "", Parted.UMUR: age_band(age)}
        day = row.day.astimezone(ZoneInfo(zone)).date() if isinstance(row.day, datetime) else row.day
        yield Item(counted, row.id, day, row.case, {str(k): v for k, v in parts.items()} | {str(by): row.code})


def _categories(hub_id: int, month: Days) -> Any:
    runs = PersonCategory.until.is_null() | (PersonCategory.until >= month.first)
    rows = PersonCategory.select(
        PersonCategory.id, PersonCategory.person, PersonCategory.code, PersonCategory.case,
        PersonCategory.since.alias("day"), *_WHO,
    )  # fmt: skip
    rows = rows.join(Case).switch(PersonCategory).join(Person)
    rows = rows.where(Case.hub == hub_id, PersonCategory.since <= month.last, runs)
    rows = rows.where(PersonCategory.ending != str(Ending.KELIRU))
    rows = rows.where(open_in(hub_id, month, PersonCategory.case))
    return rows.order_by(PersonCategory.since, PersonCategory.id)


def _found(hub_id: int, month: Days, zone: str) -> Any:
    """Claims of the month, without those of people who had one for the same SPM earlier in the year."""
    since, until = moments_of(month, zone)
    before = SpmClaim.alias("before")
    earlier = before.select(Value(1)).where(
        before.person == SpmClaim.person,
        before.code == SpmClaim.code,
        before.year == SpmClaim.year,
        before.created_at < since,
        before.state != str(ClaimState.DITOLAK),
    )
    rows = _claims(hub_id, SpmClaim.id, SpmClaim.created_at.alias("day"))
    rows = rows.where(SpmClaim.state != str(ClaimState.DITOLAK), SpmClaim.year == month.first.year)
    rows = rows.where(SpmClaim.created_at >= since, SpmClaim.created_at < until, ~fn.EXISTS(earlier))
    return rows.order_by(SpmClaim.created_at, SpmClaim.id)


def _given(hub_id: int, month: Days) -> Any:
    rows = _claims(hub_id, SpmClaim.id, SpmService.given_on.alias("day"))
    rows = rows.switch(SpmClaim).join(SpmService, on=SpmService.claim == SpmClaim.id)
    rows = rows.where(SpmClaim.state == str(ClaimState.DIKONFIRMASI), SpmService.cancelled_because == "")
    return rows.where(SpmService.given_on.between(month.first, month.last)).order_by(SpmService.given_on, SpmService.id)


def _claims(hub_id: int, *columns: Any) -> Any:
    rows = SpmClaim.select(SpmClaim.person, SpmClaim.code, SpmClaim.case, *columns, *_WHO)
    return rows.join(Case).switch(SpmClaim).join(Person).where(Case.hub == hub_id)
