"""Referrals and the volunteers' work of a month: where each set is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, reduce
from typing import Any

from peewee import fn

from puskesos.models.activity import Activity
from puskesos.models.assignment import Assignment, Visit
from puskesos.models.case import Case
from puskesos.models.referral import Referral, ReferralEvent
from puskesos.queries.activity import newest_version
from puskesos.queries.report_cases import unsought
from puskesos.queries.report_source import FIRST, HUB, LAST, SINCE, UNTIL, Part, Source, id_part, is_found, text_part
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.referral_path import OPEN_REFERRAL_STATES, ReferralState
from puskesos.rules.report import Counted, Parted

C = Counted
FIELD_SETS = (C.TUGAS, C.DISETUJUI, C.KUNJUNGAN, C.KEGIATAN)
TAKEN = [str(ReferralState.DITERIMA), str(ReferralState.DIPROSES)]
ANSWERED = [str(ReferralState.SELESAI), str(ReferralState.DITOLAK)]
OPEN = sorted(map(str, OPEN_REFERRAL_STATES))
HERE = Referral.hub == HUB


@cache
def referral_source(counted: Counted) -> Source:
    """One of the sets about referrals."""
    near, far = {Parted.INSTANSI: id_part(Referral.agency)}, {Parted.DESA: id_part(Case.village)}
    found = _waiting() if counted == C.RUJUKAN_MENUNGGU else None
    on, counts = (Referral.sent_on, is_found(Referral.id, found)) if found is not None else REFERRAL_EVENTS[counted]
    about = (Referral.select(), counts, Referral.id, on, Referral.case, near, far)
    return Source(*about, lambda query: query.join(Case), standing=found)


def _answered(state: ReferralState) -> tuple[Any, Any]:
    within = Referral.answered_on.between(FIRST, LAST)
    return Referral.answered_on, HERE & (Referral.state == str(state)) & within & (unsought(Referral.sent_on) <= LAST)


def _taken() -> tuple[Any, Any]:
    """Taken by the office in the month for the first time."""
    taken = ReferralEvent.to_state.in_(TAKEN)
    first = ReferralEvent.select(fn.MIN(ReferralEvent.on)).where(ReferralEvent.referral == Referral.id, taken)
    within = ReferralEvent.select(ReferralEvent.referral).where(ReferralEvent.on.between(FIRST, LAST), taken)
    return first, HERE & Referral.id.in_(within) & (first >= FIRST) & (unsought(Referral.sent_on) <= LAST)


def _waiting() -> Any:
    """Sent and, when the month was over, neither answered nor cancelled; each way by its own index."""
    sent = Referral.select(Referral.id.alias("key"), Referral.sent_on.alias("on"))
    sent = sent.where(HERE, unsought(Referral.sent_on) <= LAST)
    answered, cancelled = Referral.state.in_(ANSWERED), Referral.state == str(ReferralState.BATAL)
    ways = [Referral.state.in_(OPEN), cancelled & (Referral.state_since >= UNTIL)]
    ways += [answered & Referral.answered_on.is_null(), answered & (Referral.answered_on > LAST)]
    return reduce(lambda some, more: some.union_all(more), (sent.where(way) for way in ways))


REFERRAL_EVENTS: Mapping[Counted, tuple[Any, Any]] = {
    C.RUJUKAN_DIKIRIM: (Referral.sent_on, HERE & Referral.sent_on.between(FIRST, LAST)),
    C.RUJUKAN_DITERIMA: _taken(),
    C.RUJUKAN_SELESAI: _answered(ReferralState.SELESAI),
    C.RUJUKAN_DITOLAK: _answered(ReferralState.DITOLAK),
}
REFERRAL_SETS = (*REFERRAL_EVENTS, C.RUJUKAN_MENUNGGU)


@cache
def field_source(counted: Counted) -> Source:
    """One of the sets about the volunteers' work."""
    if counted == C.KEGIATAN:
        counts = (Activity.hub == HUB) & Activity.cancelled_at.is_null() & Activity.day.between(FIRST, LAST)
        parts = _parts(Activity.user, Activity.kind, Activity.village)
        return Source(Activity.select(), counts, Activity.id, Activity.day, None, parts)
    model, at, rows, counts = Assignment, Assignment.created_at, Assignment.select(), Assignment.hub == HUB
    if counted == C.KUNJUNGAN:
        model, at, rows = Visit, Visit.visited_at, Visit.select().join(Assignment)
        counts = newest_version() & (unsought(Assignment.hub) == HUB)
    elif counted == C.DISETUJUI:
        at, counts = Assignment.state_since, counts & (Assignment.state == str(AssignmentState.DISETUJUI))
    parts = _parts(Assignment.volunteer, Assignment.kind, Assignment.village)
    return Source(rows, counts & (at >= SINCE) & (at < UNTIL), model.id, at, Assignment.case, parts)


def _parts(volunteer: Any, kind: Any, village: Any) -> dict[Parted, Part]:
    return {Parted.RELAWAN: id_part(volunteer), Parted.JENIS: text_part(kind), Parted.DESA: id_part(village)}
