"""The cases of a month as items of its report: how they stood at its ends, and what happened to them in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from peewee import Value, fn

from puskesos.models.case import Case, DataCheck
from puskesos.models.case_stay import CaseStay
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.rules.activity import Month
from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.report import Counted, Item, Parted, age_band, decile_band
from puskesos.rules.restriction import known_age

C = Counted
ENDED = {CaseState.SELESAI: C.SELESAI, CaseState.DITOLAK: C.DITOLAK, CaseState.BATAL: C.BATAL}


def case_items(hub_id: int, month: Month) -> Iterator[Item]:
    """Every item about cases."""
    for case_id, stays in groupby(_stays(hub_id, month), key=lambda stay: stay.case):
        yield from _items_of(case_id, list(stays), month)


def _items_of(case_id: int, stays: list[Any], month: Month) -> Iterator[Item]:
    parts = _parts(stays[0])
    for counted, stay in _counted(stays, month):
        yield Item(counted, case_id, stay.since, case_id, parts)


def _counted(stays: Iterable[Any], month: Month) -> Iterator[tuple[Counted, Any]]:
    for stay in stays:
        is_open, began = stay.state in OPEN_STATES, stay.since >= month.first
        if is_open and not began:
            yield C.SISA_AWAL, stay
        if is_open and (stay.until is None or stay.until > month.last):
            yield C.SISA_AKHIR, stay
            yield (C.DIRUJUK if stay.state == CaseState.DIRUJUK else C.PROSES), stay
        if began:
            yield from _began(stay, is_open=is_open)


def _began(stay: Any, *, is_open: bool) -> Iterator[tuple[Counted, Any]]:
    """What the beginning of this stay counts as."""
    if not is_open:
        yield ENDED[CaseState(stay.state)], stay
        if stay.state == CaseState.SELESAI:
            if stay.due_on is None or stay.since <= stay.due_on:
                yield C.TEPAT, stay
            if not stay.referred:
                yield C.DI_HUB, stay
    elif not stay.came_from:
        yield C.MASUK, stay
        if stay.late_entry:
            yield C.SUSULAN, stay
    elif CaseState(stay.came_from) not in OPEN_STATES:
        yield C.DIBUKA, stay


def _parts(row: Any) -> dict[str, str]:
    age = known_age(row.birth_date, row.birth_year_estimate, row.registered_on)
    return {
        str(Parted.BIDANG): row.area,
        str(Parted.LAYANAN): str(row.service),
        str(Parted.PILAR): row.pillar,
        str(Parted.DESA): str(row.village),
        str(Parted.DESIL): decile_band(row.decile),
        str(Parted.JENIS_KELAMIN): row.sex or "",
        str(Parted.UMUR): age_band(age),
    }


def _stays(hub_id: int, month: Month) -> Iterable[Any]:
    """The stays that touch the month and count in it, by case; those of an open state first began before or in it."""
    begins = CaseStay.since.between(month.first, month.last)
    stands = CaseStay.state.in_([str(state) for state in OPEN_STATES]) & (CaseStay.since < month.first)
    stands &= CaseStay.until.is_null() | (CaseStay.until >= month.first)
    decile = (
        DataCheck.select(DataCheck.decile)
        .where(DataCheck.case == Case.id, DataCheck.decile.is_null(False), DataCheck.checked_on <= month.last)
        .order_by(DataCheck.checked_on.desc(), DataCheck.id.desc())
        .limit(1)
    )
    sent = (Referral.case == Case.id) & (Referral.sent_on <= CaseStay.since)
    sent &= Referral.state != str(ReferralState.BATAL)
    rows = CaseStay.select(
        *(CaseStay.case, CaseStay.state, CaseStay.came_from, CaseStay.since, CaseStay.until, CaseStay.due_on),
        *(Case.area, Case.pillar, Case.service, Case.village, Case.registered_on, Case.late_entry),
        *(Person.sex, Person.birth_date, Person.birth_year_estimate),
        decile.alias("decile"),
        fn.EXISTS(Referral.select(Value(1)).where(sent)).alias("referred"),
    )
    rows = rows.join(Case).join(Person).where(CaseStay.hub == hub_id, begins | stands)
    return rows.order_by(CaseStay.case, CaseStay.id).namedtuples()
