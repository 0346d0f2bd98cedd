"""The days of a way: when it may have begun, on which day somebody came to a step, and that steps keep their order."""

from __future__ import annotations

from datetime import date

from puskesos import clock
from puskesos.actions.track_log import check_day
from puskesos.errors import RuleBroken
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.hub import find_hub
from puskesos.rules.dates import show_date
from puskesos.rules.track import TrackEventKind, TrackStep, first_step
from puskesos.rules.track_dates import earliest_start


def check_start(day: date, today: date, noted_on: date | None = None) -> None:
    """Raise RuleBroken for a way that begins in days to come, or too long before it was noted to be under way."""
    check_day(day, None, today)
    if day < (first := earliest_start(noted_on or today)):
        raise RuleBroken(f"Jalur dimulai paling awal {show_date(first)}.", "on")


def check_order(track: Track, members: list[TrackMember], day: date, today: date) -> None:
    """A mended day stays between the step before and what was noted after."""
    step = TrackStep(members[0].step)
    if step == first_step(track.kind):
        check_start(day, today, clock.today(find_hub(track.hub_id).zone, track.created_at))
        return
    check_day(day, max(day_of(one, TrackStep(last_step(one).from_step)) for one in members), today)
    mended = [one.decile_fixed_on for one in members if one.decile_fixed_on and step == TrackStep.AKTIF]
    if mended and day > min(mended):
        raise RuleBroken(f"Tanggal ini sesudah desil diperbaiki ({show_date(min(mended))}).", "on")


def last_step(member: TrackMember) -> TrackEvent:
    """The step forward that brought this person where they stand."""
    mine = (TrackEvent.member == member.id) & (TrackEvent.to_step == member.step)
    event = TrackEvent.select().where(mine, TrackEvent.kind == str(TrackEventKind.MAJU)).order_by(TrackEvent.id.desc())
    if (found := event.first()) is None:
        raise RuleBroken("Ini langkah pertama; tidak ada langkah sebelumnya.")
    return found


def day_of(member: TrackMember, step: TrackStep) -> date:
    """The day on which this person came to `step`, in its newest wording."""
    mine = (TrackEvent.member == member.id) & (TrackEvent.to_step == str(step))
    known = TrackEvent.select(TrackEvent.on).where(mine, TrackEvent.kind != str(TrackEventKind.MUNDUR))
    return known.order_by(TrackEvent.id.desc()).get().on
