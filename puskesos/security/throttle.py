"""Slows guessing: five free tries, then 2^n seconds up to 15 minutes, per account and per address.

A key of everybody together allows many slips before it slows the guessing from many addresses at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import Case

from puskesos.models.user import LoginThrottle

FREE_TRIES = 5
EVERYBODY = "semua:"  # begins a key that all addresses share
FREE_TRIES_OF_ALL = 100
LONGEST = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=24)  # counted from the last failure
FORGET_ADDRESS_AFTER = timedelta(hours=1)  # slips of many people at a shared counter must not add up


def waiting_seconds(keys: list[str], now: datetime) -> int:
    """Seconds until any of `keys` may try again; 0 when now."""
    rows = LoginThrottle.select().where(LoginThrottle.key.in_(keys))
    return max((_remaining(row, now) for row in rows), default=0)


def note_failure(keys: list[str], now: datetime) -> None:
    """Count one failed sign-in for each key."""
    for key in keys:
        is_old = LoginThrottle.last_at < now - _memory(key)
        counted = Case(None, [(is_old, 1)], LoginThrottle.failures + 1)  # in the database: parallel guesses all count
        (
            LoginThrottle.insert(key=key, failures=1, last_at=now)
            .on_conflict(
                conflict_target=[LoginThrottle.key],
                update={LoginThrottle.failures: counted, LoginThrottle.last_at: now},
            )
            .execute()
        )


def forget(keys: list[str]) -> None:
    """A successful sign-in clears the account's count."""
    LoginThrottle.delete().where(LoginThrottle.key.in_(keys)).execute()


def _remaining(row: LoginThrottle, now: datetime) -> int:
    over = row.failures - (FREE_TRIES_OF_ALL if row.key.startswith(EVERYBODY) else FREE_TRIES)
    if over < 0 or now - row.last_at > _memory(row.key):
        return 0
    pause = min(timedelta(seconds=2 ** min(over + 1, 12)), LONGEST)
    return max(0, int((row.last_at + pause - now).total_seconds() + 0.999))


def _memory(key: str) -> timedelta:
    """How long failures count: an account's are cleared by its next success, an address's only by time."""
    return FORGET_ADDRESS_AFTER if key.startswith(("alamat:", EVERYBODY)) else FORGET_AFTER
