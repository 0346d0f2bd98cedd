"""When each step of a story happened: on working days, each after the one before, none after today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from puskesos.practice.script import PAUSES, Story
from puskesos.rules.deadlines import add_working_days

ZONE = ZoneInfo("Asia/Jakarta")
OPENING = time(7, 20)


def moments(story: Story, today: date, chance: Random) -> Iterator[tuple[str, datetime]]:
    """Each step of the story with its moment."""
    day, last = add_working_days(today, -story.day), None
    for step in story.steps:
        day = min(add_working_days(day, PAUSES.get(step, 0)) if last else day, today)
        last = _after(last, day, today, chance)
        yield step, last


def at(day: date, hour: time) -> datetime:
    """A moment in the hub's zone, as UTC."""
    return datetime.combine(day, hour, ZONE).astimezone(UTC)


def _after(last: datetime | None, day: date, today: date, chance: Random) -> datetime:
    """Early on the present day, so that a demo started in the morning shows no future; else within the morning."""
    opening = at(day, OPENING) + timedelta(minutes=chance.randint(0, 12 if day == today else 160))
    pause = timedelta(minutes=chance.randint(4, 9) if day == today else chance.randint(12, 40))
    return opening if last is None or last + pause < opening else last + pause
