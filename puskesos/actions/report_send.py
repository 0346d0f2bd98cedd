"""Sending a month up: its closed figures are signed with the hub's key, and that they were taken is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos.config import Settings
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub
from puskesos.queries.report_bundle import report_to_send
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.bundle import canonical, sealed
from puskesos.rules.viewer import Viewer
from puskesos.security import audit
from puskesos.security.report_key import BrokenKey, make_key, public_key, short_fingerprint, sign

NO_KEY = "Kunci hub tidak dapat dibaca. Minta admin menjalankan: python3 app.py doctor"


@dataclass(frozen=True)
class HubKey:
    """The public key, and what is read out by phone to compare it."""

    public: str
    fingerprint: str


def hub_key(settings: Settings, hub: Hub) -> HubKey:
    """The hub's key, made at first use. Raises RuleBroken when the file is there but holds no key."""
    try:
        make_key(settings, hub.code)
        public = public_key(settings, hub.code)
    except (BrokenKey, OSError) as problem:
        raise RuleBroken(NO_KEY) from problem
    return HubKey(public, short_fingerprint(public))


def sign_month(
    paper: MonthPaper, hub: Hub, *, with_notes: bool, settings: Settings, actor: Viewer, now: datetime
) -> bytes:
    """The signed file. Raises RuleBroken for a month that is not closed."""
    if paper.figures.report is None:
        raise RuleBroken(f"Laporan {paper.month.label} belum ditutup. Tutup dahulu, lalu kirim.")
    key = hub_key(settings, hub)
    report = report_to_send(hub, paper, with_notes=with_notes)
    content = sealed(report, key.public, sign(settings, hub.code, canonical(report)))
    with database.atomic():
        about = {"object_type": "month_report", "object_id": str(paper.month), "fingerprint": paper.fingerprint}
        audit.record("report_sent", actor=actor, now=now, notes=with_notes, key=key.fingerprint, **about)
    return content
