"""How much work is enough for one volunteer, and the hub's own words of the WhatsApp hand-off."""

from __future__ import annotations

from datetime import datetime

from puskesos.actions.settings_change import audit_facts, before_change, check_manager
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub
from puskesos.queries.hub import forget_hub
from puskesos.rules.handoff import handoff_problem
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

LIMITS = (1, 60)


def change_assigning(hub: Hub, *, load_limit: int, handoff_text: str, actor: Viewer, now: datetime) -> bool:
    """Store both; returns whether anything changed. Raises RuleBroken at the field that is wrong."""
    check_manager(actor, hub.id)
    if not LIMITS[0] <= load_limit <= LIMITS[1]:
        raise RuleBroken(f"Antara {LIMITS[0]} dan {LIMITS[1]} tugas.", "load_limit")
    if problem := handoff_problem(handoff_text):
        raise RuleBroken(problem, "handoff_text")
    wanted = {"load_limit": load_limit, "handoff_text": handoff_text}
    with database.atomic():
        before = before_change(Hub.get_by_id(hub.id), wanted)
        if before:
            Hub.update({name: wanted[name] for name in before}).where(Hub.id == hub.id).execute()
            about = {"object_type": "hub", "object_id": hub.id}
            audit.record("assigning_changed", actor=actor, now=now, **about, **audit_facts(before))
    forget_hub()
    return bool(before)
