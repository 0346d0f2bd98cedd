"""How guided ways that somebody must be reminded of read: who of one way is on one step, why, and one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, url_for

from puskesos import clock
from puskesos.formatting import show_short_date
from puskesos.models.hub import Hub
from puskesos.queries.hub import days_off
from puskesos.queries.track_needs import list_track_needs
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.clock_pause import day_of
from puskesos.rules.deadlines import working_days_between
from puskesos.rules.track import TrackKind
from puskesos.rules.track_dates import due_day
from puskesos.rules.track_needs import (
    TrackCutoffs,
    TrackNeed,
    is_window_over,
    track_cutoffs_at,
    track_needs_in,
    track_sentence,
)
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub
from puskesos.views.track_next import entry_day_of, names_in_line, next_track_step

SHORT = 8  # lines on Beranda; the list has them all


@dataclass(frozen=True)
class TrackNeedLine:
    """One line of the short list, ready to show."""

    text: str
    names: str
    url: str
    kind: str
    place: str
    case_number: str
    is_in_care: bool
    button: tuple[str, str]


def track_cutoffs_now() -> TrackCutoffs:
    """What divides what can wait from what cannot, at this moment in the viewer's hub."""
    hub = current_hub()
    if "track_cutoffs" not in g:
        days = {"cutoff_day": hub.dtsen_cutoff_day, "until_day": hub.proposal_until_day, "days_off": days_off(hub.id)}
        g.track_cutoffs = track_cutoffs_at(clock.now(), hub.zone, months=hub.reactivation_months, **days)
    return g.track_cutoffs


def track_need_lines() -> list[TrackNeedLine]:
    """The first lines for Beranda: who is in care first, then by reason and by how long the step has stood."""
    cutoffs, hub = track_cutoffs_now(), current_hub()
    lines: dict[tuple[int, str], list[Any]] = {}
    for row in list_track_needs(viewer(), cutoffs):
        lines.setdefault((row.track, row.step), []).append(row)
    ordered = sorted(lines.values(), key=_urgency)
    return [_line(people, hub, cutoffs.today) for people in ordered[:SHORT]]


def _urgency(people: Sequence[Any]) -> tuple[bool, int]:
    in_care = any(row.care_place for row in people)
    return not in_care, min(row.bits & -row.bits for row in people)


def _line(people: Sequence[Any], hub: Hub, today: date) -> TrackNeedLine:
    """The most urgent of these people tells why."""
    row = min(people, key=lambda one: (one.bits & -one.bits, one.deactivated_on or date.max, one.step_since))
    need = track_needs_in(row.bits)[0]
    last_day = _last_day(row, need, hub, today)
    to_renew = is_window_over(need, last_day, today) and row.case_state in OPEN_STATES
    button = next_track_step(row, viewer(), to_mend=need == TrackNeed.DESIL, to_renew=to_renew)
    address = url_for("track.show", number=row.case_number, track_id=row.track)
    return TrackNeedLine(
        text=track_sentence(need, row.step, last_day=last_day, since=_since(row, hub, today), today=today),
        names=names_in_line([one.client_name for one in people]),
        url=address,
        kind=TrackKind(row.kind).label,
        place=row.village_name,
        case_number=row.case_number,
        is_in_care=any(one.care_place for one in people),
        button=button or (address, "Buka jalur"),
    )


def _last_day(row: Any, need: TrackNeed, hub: Hub, today: date) -> date | None:
    if need == TrackNeed.BATAS:
        return entry_day_of(row.wanted, hub, today)
    days = {"deactivated_on": row.deactivated_on, "active_on": row.active_on}
    return due_day(row.kind, row.step, months=hub.reactivation_months, **days)


def _since(row: Any, hub: Hub, today: date) -> str:
    """Like "12 Nov 2026 (3 hari kerja)"."""
    day = day_of(row.step_since, hub.zone)
    days = working_days_between(day, today, days_off(hub.id))
    return show_short_date(day) + (f" ({days} hari kerja)" if days > 0 else "")
