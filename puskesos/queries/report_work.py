"""Referrals and the volunteers' work of a month as items of its report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import Expression, ModelSelect, Value, fn

from puskesos.models.activity import Activity
from puskesos.models.assignment import Assignment, Visit
from puskesos.models.case import Case
from puskesos.models.referral import Referral, ReferralEvent
from puskesos.queries.activity import moments_of, newest_version
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.period import Days, Period
from puskesos.rules.referral_path import OPEN_REFERRAL_STATES, ReferralState
from puskesos.rules.report import Counted, Item, Parted

C = Counted
ANSWERS = {ReferralState.SELESAI: C.RUJUKAN_SELESAI, ReferralState.DITOLAK: C.RUJUKAN_DITOLAK}
TAKEN = [str(ReferralState.DITERIMA), str(ReferralState.DIPROSES)]


def referral_items(hub_id: int, month: Days, zone: str) -> Iterator[Item]:
    """What happened to referrals in the month, and those without an answer at its end."""
    month = Period(month.first, month.last)
    for row in _referrals(hub_id, month, zone):
        parts = {str(Parted.INSTANSI): str(row.agency), str(Parted.DESA): str(row.village)}
        for counted, day in _of_referral(row, month, zone):
            yield Item(counted, row.id, day, row.case, parts)


def _of_referral(row: Any, month: Days, zone: str) -> Iterator[tuple[Counted, Any]]:
    def within(day: Any) -> bool:
        return day is not None and month.first <= day <= month.last

    if within(row.sent_on):
        yield C.RUJUKAN_DIKIRIM, row.sent_on
    taken_on = Referral.sent_on.python_value(row.taken_on)  # SQLite tells the day of a subquery as text
    if within(taken_on):
        yield C.RUJUKAN_DITERIMA, taken_on
    state = ReferralState(row.state)
    if state in ANSWERS and within(row.answered_on):
        yield ANSWERS[state], row.answered_on
    ended = row.answered_on if state in ANSWERS else None
    if state == ReferralState.BATAL:
        ended = _day(row.state_since, zone)
    if row.sent_on <= month.last and (ended is None or ended > month.last):
        yield C.RUJUKAN_MENUNGGU, row.sent_on


def _referrals(hub_id: int, month: Days, zone: str) -> Any:
    taken = ReferralEvent.select(fn.MIN(ReferralEvent.on)).where(
        ReferralEvent.referral == Referral.id, ReferralEvent.to_state.in_(TAKEN)
    )
    columns = (Referral.id, Referral.case, Referral.agency, Referral.state, Referral.state_since, Referral.sent_on)
    rows = Referral.select(*columns, Referral.answered_on, Case.village, taken.alias("taken_on")).join(Case)
    rows = rows.where(Referral.hub == hub_id, Referral.sent_on <= month.last, _matters(month, zone))
    return rows.order_by(Referral.id).namedtuples()


def _matters(month: Days, zone: str) -> Expression:
    """Not over before the month: sent in it, ended in it or later, or still open; and all that an office took in it."""
    later = ReferralEvent.select(ReferralEvent.referral).where(
        ReferralEvent.to_state.in_(TAKEN), ReferralEvent.on >= month.first
    )
    ended = Referral.state.in_([str(state) for state in ReferralState if state not in OPEN_REFERRAL_STATES])
    since = Referral.state_since >= moments_of(month, zone)[0]
    return ~ended | since | (Referral.answered_on >= month.first) | Referral.id.in_(later)


def field_items(hub_id: int, month: Days, zone: str) -> Iterator[Item]:
    """Tasks, visit reports and activities of the volunteers."""
    for counted, rows in _field_work(hub_id, month, zone).items():
        for row in rows.namedtuples():
            day = row.at if counted == C.KEGIATAN else _day(row.at, zone)
            yield Item(counted, row.id, day, row.case, _parts(row))


def count_field(hub_id: int, month: Days, zone: str) -> dict[Counted, int]:
    """How many items there are of each set."""
    return {counted: rows.count() for counted, rows in _field_work(hub_id, month, zone).items()}


def _field_work(hub_id: int, month: Days, zone: str) -> dict[Counted, ModelSelect]:
    """The rows behind each set: id, volunteer, kind, village, case, and when (`at`: a moment, of activities a day)."""
    since, until = moments_of(month, zone)
    columns = (Assignment.id, Assignment.volunteer, Assignment.kind, Assignment.village, Assignment.case)
    tasks = Assignment.select(*columns, Assignment.created_at.alias("at")).where(Assignment.hub == hub_id)
    tasks = tasks.where(Assignment.created_at >= since, Assignment.created_at < until)
    done = Assignment.select(*columns, Assignment.state_since.alias("at")).where(Assignment.hub == hub_id)
    done = done.where(Assignment.state == str(AssignmentState.DISETUJUI))
    done = done.where(Assignment.state_since >= since, Assignment.state_since < until)
    visits = Visit.select(Visit.id, Visit.visited_at.alias("at"), *columns[1:]).join(Assignment)
    visits = visits.where(Assignment.hub == hub_id, newest_version())
    visits = visits.where(Visit.visited_at >= since, Visit.visited_at < until)
    return {C.TUGAS: tasks, C.DISETUJUI: done, C.KUNJUNGAN: visits, C.KEGIATAN: _activities(hub_id, month)}


def _activities(hub_id: int, month: Days) -> ModelSelect:
    columns = (Activity.user.alias("volunteer"), Activity.kind, Activity.village, Value(None).alias("case"))
    rows = Activity.select(Activity.id, *columns, Activity.day.alias("at")).where(Activity.hub == hub_id)
    return rows.where(Activity.day.between(month.first, month.last), Activity.cancelled_at.is_null())


def _parts(row: Any) -> dict[str, str]:
    parts = {Parted.RELAWAN: row.volunteer, Parted.JENIS: row.kind, Parted.DESA: row.village or ""}
    return {str(name): str(value) for name, value in parts.items()}


def _day(moment: datetime, zone: str) -> Any:
    return moment.astimezone(ZoneInfo(zone)).date()
