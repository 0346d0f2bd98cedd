"""A recap leaves the hub: who took which, and how many lines it had, is written down first."""

from __future__ import annotations

from datetime import datetime

from puskesos.database import database
from puskesos.errors import NotAllowed
from puskesos.rules.activity import Month
from puskesos.rules.permissions import Permission
from puskesos.rules.recap_sheet import RecapKind
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def note_recap(kind: RecapKind, month: Month, rows: int, *, actor: Viewer, now: datetime) -> None:
    """Before the file is given. Raises NotAllowed."""
    if not actor.can(Permission.SEE_REPORT):
        raise NotAllowed
    told = {"filter": {"recap": str(kind), "month": str(month)}, "rows": rows}
    with database.atomic():
        about = {"object_type": "recap", "object_id": f"{kind}-{month}"}
        audit.record("recap_downloaded", actor=actor, now=now, **about, **told)
