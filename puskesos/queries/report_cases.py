"""The cases of a month or a day as items of its report: how they stood at its ends, and what happened to them in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from peewee import Case as When
from peewee import Expression, ModelSelect, Value, fn

from puskesos.models.case import Case, DataCheck
from puskesos.models.case_stay import CaseStay
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.case_path import CLOSED_STATES, OPEN_STATES, CaseState
from puskesos.rules.period import Days, Period
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.report import Counted, Item, Parted, age_band, decile_band
from puskesos.rules.restriction import known_age

C = Counted
OPEN, CLOSED = (frozenset(map(str, states)) for states in (OPEN_STATES, CLOSED_STATES))
ENDED = {str(CaseState.SELESAI): C.SELESAI, str(CaseState.DITOLAK): C.DITOLAK, str(CaseState.BATAL): C.BATAL}
BIDANG, LAYANAN, PILAR, DESA = map(str, (Parted.BIDANG, Parted.LAYANAN, Parted.PILAR, Parted.DESA))
DESIL, JENIS_KELAMIN, UMUR = map(str, (Parted.DESIL, Parted.JENIS_KELAMIN, Parted.UMUR))


def case_items(hub_id: int, period: Days) -> Iterator[Item]:
    """Every item about cases, by case."""
    known, parts, days = 0, {}, Period(period.first, period.last)
    for stay in _sorted(_stays(**_values(hub_id, period))):
        if stay.case != known:
            known, parts = stay.case, _parts(stay)
        for counted in (*flow_of(stay, days), *_more_of(stay, days)):
            yield Item(counted, stay.case, stay.since, stay.case, parts)


def flow_of(stay: Any, period: Days) -> Iterator[Counted]:
    """What a stay counts as in the balance of a period; of its days only the periods they are in matter."""
    is_open, began = stay.state in OPEN, stay.since >= period.first
    if is_open and not began:
        yield C.SISA_AWAL
    if is_open and (stay.until is None or stay.until > period.last):
        yield C.SISA_AKHIR
    counted = began_as(stay.state, stay.came_from) if began else None
    if counted:
        yield counted


def began_as(state: str, came_from: str) -> Counted | None:
    """What the beginning of a stay counts as; None for a step between two open states."""
    if state not in OPEN:
        return ENDED[state]
    if not came_from:
        return C.MASUK
    return C.DIBUKA if came_from in CLOSED else None


def _more_of(stay: Any, period: Days) -> Iterator[Counted]:
    """What it counts as beside the balance."""
    if stay.state in OPEN:
        if stay.until is None or stay.until > period.last:
            yield C.DIRUJUK if stay.state == CaseState.DIRUJUK else C.PROSES
        if stay.late_entry and not stay.came_from and stay.since >= period.first:
            yield C.SUSULAN
    elif stay.state == CaseState.SELESAI:
        if stay.due_on is None or stay.since <= stay.due_on:
            yield C.TEPAT
        if not stay.referred:
            yield C.DI_HUB


def _parts(row: Any) -> dict[str, str]:
    age = known_age(row.birth_date, row.birth_year_estimate, row.registered_on)
    return {
        BIDANG: row.area,
        LAYANAN: str(row.service),
        PILAR: row.pillar,
        DESA: str(row.village),
        DESIL: decile_band(row.decile),
        JENIS_KELAMIN: row.sex or "",
        UMUR: age_band(age),
    }


def _sorted(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda stay: (stay.case, stay.id))


def stood_before(first: Any) -> Expression:
    """In an open state before that day."""
    return CaseStay.state.in_(sorted(OPEN)) & (unsought(CaseStay.since) < first)


def unsought(field: Any) -> Any:
    """The column, so that SQLite does not look for it in an index: for lack of better counts it would read all stays of
    a state, all before a day, or all cases of the hub."""
    return fn.COALESCE(field, field)


def open_in(hub_id: int, period: Days, case: Any) -> Expression:
    """Whether a case was open on a day of the period; `case` is the column that names it."""
    stays = CaseStay.select(CaseStay.case).where(CaseStay.hub == hub_id)
    stands = stood_before(period.first)
    begun = CaseStay.since.between(period.first, period.last) & unsought(CaseStay.state).in_(sorted(OPEN))
    ways = (begun, stands & CaseStay.until.is_null(), stands & (CaseStay.until >= period.first))
    first, second, third = (case.in_(stays.where(way)) for way in ways)
    return first | second | third


def _values(hub_id: int, period: Days) -> dict[str, Any]:
    day = CaseStay.since.db_value
    return {"hub": hub_id, "first": day(period.first), "last": day(period.last)}


@prepared
def _stays() -> list[ModelSelect]:
    """The stays that count in the period, in three parts that each have their index: begun in it, of those that stood
    in an open state before, the ones that still stand and the ones that ended in it or later."""
    stands = stood_before(slot("first"))
    counts = CaseStay.until.is_null() | (CaseStay.until > slot("last"))
    counts |= CaseStay.state.in_(sorted(CLOSED)) | CaseStay.came_from.not_in(sorted(OPEN))
    begun = CaseStay.since.between(slot("first"), slot("last")) & counts
    return [
        _with_case(begun),
        _with_case(stands & CaseStay.until.is_null()),
        _with_case(stands & (CaseStay.until >= slot("first"))),
    ]


def _with_case(condition: Expression) -> ModelSelect:
    decile = (
        DataCheck.select(DataCheck.decile)
        .where(DataCheck.case == Case.id, DataCheck.decile.is_null(False), DataCheck.checked_on <= slot("last"))
        .order_by(DataCheck.checked_on.desc(), DataCheck.id.desc())
        .limit(1)
    )
    sent = (Referral.case == Case.id) & (Referral.sent_on <= CaseStay.since)
    sent &= Referral.state != str(ReferralState.BATAL)
    is_done = CaseStay.state == str(CaseState.SELESAI)
    referred = When(None, [(is_done, fn.EXISTS(Referral.select(Value(1)).where(sent)))], False)
    rows = CaseStay.select(
        *(CaseStay.id, CaseStay.case, CaseStay.state, CaseStay.came_from),
        *(CaseStay.since, CaseStay.until, CaseStay.due_on),
        *(Case.area, Case.pillar, Case.service, Case.village, Case.registered_on, Case.late_entry),
        *(Person.sex, Person.birth_date, Person.birth_year_estimate),
        decile.alias("decile"),
        referred.alias("referred"),
    )
    return rows.join(Case).join(Person).where(CaseStay.hub == slot("hub"), condition)
