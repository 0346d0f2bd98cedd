"""The hub, its villages, services and workers' names: small tables, kept in memory until somebody changes them here,
and for seconds only, because a command or another process may change them too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from peewee import JOIN, Value

from puskesos.models.hub import Hub, Service, Village
from puskesos.models.settings import LocalHoliday, Program, StepTarget
from puskesos.models.user import User, UserVillage
from puskesos.rules.step_targets import DEFAULT_DAYS

KEPT_SECONDS = 15.0
_kept: dict[tuple[str, int], tuple[float, Any]] = {}
_lock = threading.Lock()


def find_hub(hub_id: int) -> Hub:
    """The hub of that id."""
    return keep_small("hub", hub_id, lambda: Hub.get(Hub.id == hub_id))


def only_hub() -> Hub | None:
    """The hub of a one-hub installation (the sign-in page shows its name), or None before set-up."""
    return Hub.select().order_by(Hub.id).first()


def list_villages(hub_id: int) -> list[Village]:
    """The villages this hub serves, in the order of their codes."""
    return _places(hub_id)[0]


def list_services(hub_id: int) -> list[Service]:
    """The services on offer, in catalogue order."""
    query = Service.select().where(Service.hub == hub_id, Service.active).order_by(Service.position, Service.id)
    return keep_small("services", hub_id, lambda: list(query))


def list_programs(hub_id: int) -> list[Program]:
    """Every program the hub ever had, in its order; those on offer are `active`."""
    query = Program.select().where(Program.hub == hub_id).order_by(Program.position, Program.id)
    return keep_small("programs", hub_id, lambda: list(query))


def names_of_programs(hub_id: int) -> dict[str, str]:
    """Names by program code, of those no longer on offer too."""
    return {program.code: program.name for program in list_programs(hub_id)}


def days_off(hub_id: int) -> frozenset[date]:
    """The hub's own holidays, for the functions of rules.deadlines."""
    return _calendar(hub_id)[0]


def step_days(hub_id: int) -> dict[tuple[str, str], int]:
    """Working days by (step, priority): the defaults of rules.step_targets with what the hub set instead."""
    return _calendar(hub_id)[1]


def _calendar(hub_id: int) -> tuple[frozenset[date], dict[tuple[str, str], int]]:
    """Holidays and step targets in one query: nearly every page needs both."""

    def load() -> tuple[frozenset[date], dict[tuple[str, str], int]]:
        nothing = Value(None)
        targets = StepTarget.select(StepTarget.step, StepTarget.priority, StepTarget.days, nothing.alias("day"))
        holidays = LocalHoliday.select(nothing, nothing, nothing, LocalHoliday.day).where(LocalHoliday.hub == hub_id)
        rows = list(targets.where(StepTarget.hub == hub_id).union_all(holidays).tuples())
        days = [date.fromisoformat(day) if isinstance(day, str) else day for *_, day in rows if day]
        return frozenset(days), dict(DEFAULT_DAYS) | {(step, kind): n for step, kind, n, day in rows if not day}

    return keep_small("calendar", hub_id, load)


def names_of_users(hub_id: int) -> dict[int, str]:
    """Names by user id, of everybody who ever worked here."""
    query = User.select(User.id, User.name).where(User.hub == hub_id).tuples()
    return keep_small("names", hub_id, lambda: dict(query))


def villages_of_volunteers(hub_id: int) -> dict[int, list[str]]:
    """Village names per volunteer id."""
    return _places(hub_id)[1]


def _places(hub_id: int) -> tuple[list[Village], dict[int, list[str]]]:
    """Villages served and those of each volunteer in one query: the board needs both."""

    def load() -> tuple[list[Village], dict[int, list[str]]]:
        query = Village.select(Village, UserVillage.user.alias("worker"))
        query = query.join(UserVillage, JOIN.LEFT_OUTER, on=(UserVillage.village == Village.id))
        served: dict[int, Village] = {}
        names: dict[int, list[str]] = {}
        for row in query.where(Village.hub == hub_id).order_by(Village.code).objects():
            if row.active:
                served.setdefault(row.id, row)
            if row.worker:
                names.setdefault(row.worker, []).append(row.name)
        return list(served.values()), names

    return keep_small("places", hub_id, load)


def forget_hub() -> None:
    """Drop what is kept: after set-up and after any change of settings."""
    with _lock:
        _kept.clear()


def keep_small(kind: str, hub_id: int, load: Callable[[], Any]) -> Any:
    """What `load` gave for this hub some seconds ago at most, until `forget_hub`; nobody may change it."""
    now = time.monotonic()
    with _lock:
        loaded_at, kept = _kept.get((kind, hub_id), (now - KEPT_SECONDS, None))
    if now - loaded_at < KEPT_SECONDS:
        return kept
    loaded = load()
    with _lock:
        _kept[kind, hub_id] = (now, loaded)
    return loaded
