"""The hub, its villages, services and workers' names: small tables, kept in memory until somebody changes them here,
and for seconds only, because a command or another process may change them too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from puskesos.models.hub import Hub, Service, Village
from puskesos.models.user import User, UserVillage

KEPT_SECONDS = 15.0
_kept: dict[tuple[str, int], tuple[float, Any]] = {}
_lock = threading.Lock()


def find_hub(hub_id: int) -> Hub:
    """The hub of that id."""
    return _keep("hub", hub_id, lambda: Hub.get(Hub.id == hub_id))


def only_hub() -> Hub | None:
    """The hub of a one-hub installation (the sign-in page shows its name), or None before set-up."""
    return Hub.select().order_by(Hub.id).first()


def list_villages(hub_id: int) -> list[Village]:
    """The villages this hub serves, in the order of their codes."""
    query = Village.select().where(Village.hub == hub_id, Village.active).order_by(Village.code)
    return _keep("villages", hub_id, lambda: list(query))


def list_services(hub_id: int) -> list[Service]:
    """The services on offer, in catalogue order."""
    query = Service.select().where(Service.hub == hub_id, Service.active).order_by(Service.position, Service.id)
    return _keep("services", hub_id, lambda: list(query))


def names_of_users(hub_id: int) -> dict[int, str]:
    """Names by user id, of everybody who ever worked here."""
    query = User.select(User.id, User.name).where(User.hub == hub_id).tuples()
    return _keep("names", hub_id, lambda: dict(query))


def villages_of_volunteers(hub_id: int) -> dict[int, list[str]]:
    """Village names per volunteer id."""

    def load() -> dict[int, list[str]]:
        home = UserVillage.select(UserVillage.user, Village.name).join(Village).where(Village.hub == hub_id)
        villages: dict[int, list[str]] = {}
        for user_id, name in home.order_by(Village.code).tuples():
            villages.setdefault(user_id, []).append(name)
        return villages

    return _keep("volunteer villages", hub_id, load)


def forget_hub() -> None:
    """Drop what is kept: after set-up and after any change of settings."""
    with _lock:
        _kept.clear()


def _keep(kind: str, hub_id: int, load: Callable[[], Any]) -> Any:
    now = time.monotonic()
    with _lock:
        loaded_at, kept = _kept.get((kind, hub_id), (now - KEPT_SECONDS, None))
    if now - loaded_at < KEPT_SECONDS:
        return kept
    loaded = load()
    with _lock:
        _kept[kind, hub_id] = (now, loaded)
    return loaded
