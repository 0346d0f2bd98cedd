"""Slows guessing: five free tries, then 2^n seconds up to 15 minutes, per account and per address.

A try is counted before it is looked at and given back when it was right: of many at once only the free ones are looked
at. A key of everybody together allows many slips before it slows the guessing from many addresses at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from peewee import Case

from puskesos.database import database
from puskesos.models.user import LoginThrottle

FREE_TRIES = 5
EVERYBODY = "semua:"  # begins a key that all addresses share
OF_CASE = "kasus:"  # begins the key of one case, which closes at once
ASKED = "nomor:"  # begins the keys of what one address asked for, right or wrong
FREE_TRIES_OF_ALL = 100
MOST_NUMBERS, MOST_NUMBERS_OF_ALL = 10, 200  # different numbers in an hour
LONGEST = timedelta(minutes=15)
CLOSED_FOR = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=24)  # counted from the last failure
FORGET_ADDRESS_AFTER = timedelta(hours=1)  # slips of many people at a shared counter must not add up


@dataclass(frozen=True)
class Turn:
    """A try that was counted, or how many seconds it has to wait; `before` says when each key failed last."""

    wait: int = 0
    before: dict[str, datetime] = field(default_factory=dict)
    at: datetime | None = None


def take_turn(keys: list[str], now: datetime) -> Turn:
    """Count a try for each key, unless it has to wait: then nothing is counted."""
    with database.atomic():
        _hold(keys, now)
        if wait := waiting_seconds(keys, now):
            return Turn(wait)
        rows = LoginThrottle.select().where(LoginThrottle.key.in_(keys))
        before = {row.key: row.last_at for row in rows}
        note_failure(keys, now)
    return Turn(0, before, now)


def give_back(turn: Turn, keys: list[str]) -> None:
    """The try was right: it counts no more for these keys, in the caller's transaction."""
    for key in keys:
        mine = LoginThrottle.key == key
        LoginThrottle.update(failures=LoginThrottle.failures - 1).where(mine, LoginThrottle.failures > 0).execute()
        LoginThrottle.update(last_at=turn.before[key]).where(mine, LoginThrottle.last_at == turn.at).execute()
    LoginThrottle.delete().where(LoginThrottle.key.in_(keys), LoginThrottle.failures == 0).execute()


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


def asks_too_much(address: str, number: str, now: datetime) -> bool:
    """Note that this address asked for a number; whether it, or all together, asked for too many different ones.

    In the transaction of `take_turn`, whose hold on the address lets one request after the other count.
    """
    key, recent = f"{ASKED}{address} {number}", LoginThrottle.last_at > now - FORGET_ADDRESS_AFTER
    others = LoginThrottle.select().where(LoginThrottle.key.startswith(ASKED), LoginThrottle.key != key, recent)
    if others.where(LoginThrottle.key.startswith(f"{ASKED}{address} ")).count() >= MOST_NUMBERS:
        return True
    if others.count() >= MOST_NUMBERS_OF_ALL:
        return True
    note_failure([key], now)
    return False


def forget(keys: list[str]) -> None:
    """A successful sign-in clears the account's count."""
    LoginThrottle.delete().where(LoginThrottle.key.in_(keys)).execute()


def forget_old(now: datetime) -> int:
    """Remove what counts no more; returns how many rows."""
    with database.atomic():
        return LoginThrottle.delete().where(LoginThrottle.last_at < now - FORGET_AFTER).execute()


def _hold(keys: list[str], now: datetime) -> None:
    """Lock the rows of these keys until the end of the transaction, in one order for everybody."""
    for key in sorted(keys):
        LoginThrottle.insert(key=key, failures=0, last_at=now).on_conflict(
            conflict_target=[LoginThrottle.key], update={LoginThrottle.failures: LoginThrottle.failures}
        ).execute()


def _remaining(row: LoginThrottle, now: datetime) -> int:
    over = row.failures - (FREE_TRIES_OF_ALL if row.key.startswith(EVERYBODY) else FREE_TRIES)
    if over < 0 or now - row.last_at > _memory(row.key):
        return 0
    slower = min(timedelta(seconds=2 ** min(over + 1, 12)), LONGEST)
    pause = CLOSED_FOR if row.key.startswith(OF_CASE) else slower
    return max(0, int((row.last_at + pause - now).total_seconds() + 0.999))


def _memory(key: str) -> timedelta:
    """How long failures count: an account's are cleared by its next success, an address's only by time."""
    return FORGET_ADDRESS_AFTER if key.startswith(("alamat:", EVERYBODY, OF_CASE, ASKED)) else FORGET_AFTER
