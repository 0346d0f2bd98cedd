"""Handing over once per form, and noting that somebody has read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.models.handover import Handover, HandoverRead
from puskesos.rules.handover import Part
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def hand_over(parts: Sequence[Part], note: str, *, since: datetime, key: str, actor: Viewer, now: datetime) -> int:
    """Save what was composed with the worker's own note; returns its id, the same for the same `key`."""

    def effect() -> str:
        content = [
            {"title": part.title, "lines": [[line.number, line.text] for line in part.lines], "more": part.more}
            for part in parts
        ]
        row = Handover.create(
            hub=actor.hub_id,
            user=actor.id,
            since=since,
            note=note,
            content=json.dumps(content, ensure_ascii=False),
            created_at=now,
        )
        cases = len({line.number for part in parts for line in part.lines})
        audit.record("handed_over", actor=actor, now=now, object_type="handover", object_id=row.id, cases=cases)
        return str(row.id)

    return int(run_once(key, effect, actor=actor, action="handed_over", fields={"note": note}, now=now))


def read_handover(handover: Handover, *, actor: Viewer, now: datetime) -> None:
    """Note that the actor has read it; reading again changes nothing."""
    with database.atomic():
        new = HandoverRead.insert(handover=handover, user=actor.id, read_at=now).on_conflict_ignore()
        known = HandoverRead.select().where(HandoverRead.handover == handover, HandoverRead.user == actor.id).exists()
        if known:
            return
        new.execute()
        audit.record("handover_read", actor=actor, now=now, object_type="handover", object_id=handover.id)
