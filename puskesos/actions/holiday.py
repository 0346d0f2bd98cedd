"""The hub's own days off beside the national holidays: a day or a run of days with one name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from puskesos.actions.settings_change import check_manager
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.settings import LocalHoliday
from puskesos.queries.hub import forget_hub
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

MOST_DAYS = 31


@dataclass(frozen=True)
class Holidays:
    """A run of days off, both ends included."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def add_holidays(entry: Holidays, *, actor: Viewer, now: datetime) -> int:
    """Add the days that are not there yet and return how many; the same run again adds none and records nothing."""
    check_manager(actor, actor.hub_id)
    if entry.last < entry.first:
        raise RuleBroken("Tanggal akhir sebelum tanggal mulai.", "last")
    if len(entry.days) > MOST_DAYS:
        raise RuleBroken(f"Paling banyak {MOST_DAYS} hari sekali tambah.", "last")
    with database.atomic():
        ours = LocalHoliday.select(LocalHoliday.day).where(LocalHoliday.hub == actor.hub_id)
        there = {day for (day,) in ours.where(LocalHoliday.day.in_(entry.days)).tuples()}
        rows = [{"hub": actor.hub_id, "day": day, "name": entry.name} for day in entry.days if day not in there]
        if rows:
            LocalHoliday.insert_many(rows).on_conflict_ignore().execute()
            facts = {"first": entry.first, "last": entry.last, "days": len(rows)}
            audit.record("holidays_added", actor=actor, now=now, object_type="holiday", object_id=actor.hub_id, **facts)
    forget_hub()
    return len(rows)


def remove_holiday(holiday: LocalHoliday, *, actor: Viewer, now: datetime) -> None:
    """Make the day a working day again; removing it twice is harmless."""
    check_manager(actor, holiday.hub_id)
    with database.atomic():
        if LocalHoliday.delete().where(LocalHoliday.id == holiday.id).execute():
            about = {"object_type": "holiday", "object_id": actor.hub_id}
            audit.record("holiday_removed", actor=actor, now=now, day=holiday.day, **about)
    forget_hub()
