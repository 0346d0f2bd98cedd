"""The month's figures as a file: who took them, of which month, whole or with small figures hidden, is written down."""

from __future__ import annotations

from datetime import datetime

from puskesos.database import database
from puskesos.rules.activity import Month
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def note_download(month: Month, *, leaves: bool, actor: Viewer, now: datetime) -> None:
    """Before the file is given."""
    with database.atomic():
        about = {"object_type": "month_report", "object_id": str(month)}
        audit.record("report_downloaded", actor=actor, now=now, leaves=leaves, **about)
