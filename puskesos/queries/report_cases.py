"""The cases of a month or a day as items of its report: how they stood at its ends, and what happened to them in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, reduce
from typing import Any

from peewee import Case as When
from peewee import Expression, ModelSelect, Value, fn

from puskesos.models.case import Case, DataCheck
from puskesos.models.case_stay import CaseStay
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.queries.prepared import prepared
from puskesos.queries.report_source import (
    AFTER,
    FIRST,
    FROM_AFTER,
    FROM_FIRST,
    HUB,
    LAST,
    ONE_DAY,
    Source,
    days_of,
    decile_part,
    id_part,
    is_found,
    text_part,
)
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
    for stay in _sorted(_stays(is_whole_month(period), **days_of(hub_id, period))):
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


def open_in_month(case: Any) -> Expression:
    """Whether a case of the hub was open on a day of the month, for a prepared query; `case` is the column that names
    it: it stood open before, or came in or was opened again."""
    stays = CaseStay.select(CaseStay.case).where(CaseStay.hub == HUB)
    opens = unsought(CaseStay.state).in_(sorted(OPEN)) & CaseStay.came_from.in_(["", *sorted(CLOSED)])
    begun = stays.where(_BEGUN, opens)
    standing = stays.where(stood_before(FIRST), CaseStay.until.is_null())
    ended = [stays.where(some) for some in _ended_after(FIRST, FROM_FIRST, is_month=True)]
    return case.in_(reduce(lambda some, more: some.union_all(more), [begun, standing, *ended]))


@prepared
def _stays(is_month: bool) -> list[ModelSelect]:
    """The stays that count in the period, in three parts that each have their index: begun in it, of those that stood
    in an open state before, the ones that still stand and the ones that ended in it or later."""
    stands = stood_before(FIRST)
    counts = CaseStay.until.is_null() | (CaseStay.until > LAST)
    counts |= CaseStay.state.in_(sorted(CLOSED)) | CaseStay.came_from.not_in(sorted(OPEN))
    begun = _BEGUN & counts
    return [
        _with_case(begun),
        _with_case(stands & CaseStay.until.is_null()),
        *map(_with_case, _ended_after(FIRST, FROM_FIRST, is_month=is_month)),
    ]


def _with_case(condition: Expression) -> ModelSelect:
    is_done = CaseStay.state == str(CaseState.SELESAI)
    referred = When(None, [(is_done, _was_referred())], False)
    rows = CaseStay.select(
        *(CaseStay.id, CaseStay.case, CaseStay.state, CaseStay.came_from),
        *(CaseStay.since, CaseStay.until, CaseStay.due_on),
        *(Case.area, Case.pillar, Case.service, Case.village, Case.registered_on, Case.late_entry),
        *(Person.sex, Person.birth_date, Person.birth_year_estimate),
        _decile(LAST).alias("decile"),
        referred.alias("referred"),
    )
    return rows.join(Case).join(Person).where(CaseStay.hub == HUB, condition)


def _decile(last: Any) -> ModelSelect:
    """The decile of the case's last check until that day; null while there is none."""
    known = DataCheck.select(DataCheck.decile).where(DataCheck.case == CaseStay.case, DataCheck.decile.is_null(False))
    return known.where(DataCheck.checked_on <= last).order_by(DataCheck.checked_on.desc(), DataCheck.id.desc()).limit(1)


def _was_referred() -> Expression:
    """Whether a letter of the case had gone out when the stay began."""
    sent = (Referral.case == CaseStay.case) & (Referral.sent_on <= CaseStay.since)
    return fn.EXISTS(Referral.select(Value(1)).where(sent, Referral.state != str(ReferralState.BATAL)))


@cache
def case_source(counted: Counted) -> Source:
    """One of the sets about cases, which `flow_of` and what it counts as beside find in the stays."""
    return _source(CASE_SETS[counted]) if counted in CASE_SETS else _standing_source(STANDING[counted], is_month=False)


@cache
def month_source(counted: Counted) -> Source:
    """The same in a whole month, where fewer stays have to be looked at."""
    return _standing_source(STANDING[counted], is_month=True) if counted in STANDING else case_source(counted)


def _source(condition: Any, standing: Any = None) -> Source:
    far = {
        Parted.BIDANG: text_part(Case.area),
        Parted.LAYANAN: id_part(Case.service),
        Parted.PILAR: text_part(Case.pillar),
        Parted.DESA: id_part(Case.village),
        Parted.DESIL: decile_part(_decile(LAST)),
    }
    about = (CaseStay.select(), (CaseStay.hub == HUB) & condition, CaseStay.case, CaseStay.since, CaseStay.case)
    return Source(*about, far=far, join=lambda query: query.join(Case), standing=standing, row=CaseStay.id)


def _standing_source(what: tuple[Any, Any, Any], *, is_month: bool) -> Source:
    """Open when the day before was over: the ones that still stand and those that ended since, each by its index."""
    day, later, narrowed = what
    stays = CaseStay.select(CaseStay.id.alias("key"), CaseStay.since.alias("on")).where(CaseStay.hub == HUB, narrowed)
    still = stays.where(stood_before(day), CaseStay.until.is_null())
    ended = [stays.where(some) for some in _ended_after(day, later, is_month=is_month)]
    found = reduce(lambda some, more: some.union_all(more), [still, *ended])
    return _source(is_found(CaseStay.id, found), found)


def _in_state(state: CaseState) -> Expression:
    return unsought(CaseStay.state) == str(state)


def _ended_after(day: Any, later: Any, *, is_month: bool) -> list[Any]:
    """Stood open before that day and ended on it or later. Where it is the first of a month, such stays are marked;
    those that ended on the day two months `later`, or after it, were over many months, and are few."""
    if not is_month:
        return [stood_before(day) & (CaseStay.until >= day)]
    stood = unsought(CaseStay.state).in_(sorted(OPEN)) & (unsought(CaseStay.since) < day)
    soon = (CaseStay.until >= day) & (CaseStay.until < later) & CaseStay.over_months
    return [stood & soon, stood & (CaseStay.until >= later) & CaseStay.over_many_months]


def is_whole_month(period: Days) -> bool:
    return period.first.day == 1 and (period.last + ONE_DAY).day == 1


_IS_REFERRED = CaseStay.state == str(CaseState.DIRUJUK)
STANDING: Mapping[Counted, tuple[Any, Any, Any]] = {  # before which day, the day two months later, in which states
    C.SISA_AWAL: (FIRST, FROM_FIRST, True),
    C.SISA_AKHIR: (AFTER, FROM_AFTER, True),
    C.PROSES: (AFTER, FROM_AFTER, ~_IS_REFERRED),
    C.DIRUJUK: (AFTER, FROM_AFTER, _IS_REFERRED),
}
_BEGUN = CaseStay.since.between(FIRST, LAST)
_IS_OPEN = unsought(CaseStay.state).in_(sorted(OPEN))
_CAME_IN = _BEGUN & (CaseStay.came_from == "") & _IS_OPEN
_DONE = _BEGUN & _in_state(CaseState.SELESAI)
_LATE = fn.EXISTS(Case.select(Value(1)).where(Case.id == CaseStay.case, Case.late_entry != ""))
CASE_SETS: Mapping[Counted, Expression] = {
    C.MASUK: _CAME_IN,
    C.DIBUKA: _BEGUN & CaseStay.came_from.in_(sorted(CLOSED)) & _IS_OPEN,
    **{counted: _BEGUN & _in_state(CaseState(state)) for state, counted in ENDED.items()},
    C.TEPAT: _DONE & (CaseStay.due_on.is_null() | (CaseStay.since <= CaseStay.due_on)),
    C.DI_HUB: _DONE & ~_was_referred(),
    C.SUSULAN: _CAME_IN & _LATE,
}
ALL_CASE_SETS = (*STANDING, *CASE_SETS)
