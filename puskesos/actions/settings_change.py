"""What all changes of settings rows share: who may, whether the row is still the newest, and what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from puskesos.errors import NotAllowed
from puskesos.models.base import BaseModel
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer


def check_manager(actor: Viewer, hub_id: int) -> None:
    """Raise NotAllowed unless the actor manages that very hub."""
    if not actor.can(Permission.MANAGE_HUB) or hub_id != actor.hub_id:
        raise NotAllowed


def before_change(row: BaseModel, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that would change, with what they say now."""
    return {name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value}


def audit_facts(before: Mapping[str, Any]) -> dict[str, Any]:
    """The audit details of a change: which fields, and what they said. Settings hold nothing of any person."""
    return {"fields": ", ".join(before), "before": dict(before)}
