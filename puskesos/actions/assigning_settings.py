"""How much work is enough for one volunteer, and the hub's own words of the WhatsApp hand-off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from puskesos.actions.settings_change import audit_facts, before_change, check_manager
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub
from puskesos.queries.hub import forget_hub
from puskesos.rules.handoff import handoff_problem
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def change_assigning(hub: Hub, wanted: Mapping[str, object], *, actor: Viewer, now: datetime) -> bool:
    """Store `load_limit` and `handoff_text`; returns whether anything changed. Raises RuleBroken for odd words."""
    check_manager(actor, hub.id)
    if problem := handoff_problem(str(wanted["handoff_text"])):
        raise RuleBroken(problem, "handoff_text")
    with database.atomic():
        before = before_change(Hub.get_by_id(hub.id), dict(wanted))
        if before:
            Hub.update({name: wanted[name] for name in before}).where(Hub.id == hub.id).execute()
            facts = audit_facts(before)
            audit.record("field_settings_changed", actor=actor, now=now, object_type="hub", object_id=hub.id, **facts)
    forget_hub()
    return bool(before)
