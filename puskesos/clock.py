"""The only place that reads the machine's clock; everything else is handed `now` or `today`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment as an aware UTC datetime, without microseconds below the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today(zone: str, moment: datetime | None = None) -> date:
    """The calendar day in `zone` (an IANA name) at `moment`, or now."""
    return (moment or now()).astimezone(ZoneInfo(zone)).date()
