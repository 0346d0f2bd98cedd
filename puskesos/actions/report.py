"""Closing a month's report for good, opening the last one again, and the koordinator's words for it."""

from __future__ import annotations

from datetime import date, datetime

from peewee import fn

from puskesos.database import database, locked
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.hub import Hub
from puskesos.models.report import MonthNote, MonthReport
from puskesos.queries.report import closed_months, closed_report, first_month, live_figures
from puskesos.queries.report_corrections import open_corrections
from puskesos.rules.activity import Month
from puskesos.rules.export import reason_is_enough
from puskesos.rules.report_balance import closing_problem, reopening_problem
from puskesos.rules.report_kept import Kept
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def write_note(
    month: Month, obstacles: str, proposals: str, *, version: int, actor: Viewer, now: datetime
) -> None:
    """Keep obstacles and proposals of an open month. Raises Conflict when somebody else wrote since `version` (0: there
    was none), RuleBroken when the month is closed."""
    with database.atomic():
        _hold(actor.hub_id)
        if closed_report(actor.hub_id, month):
            raise RuleBroken(f"Laporan {month.label} sudah ditutup; kendala dan usul tidak dapat diubah.")
        fields = {"obstacles": obstacles, "proposals": proposals, "changed_by": actor.id, "changed_at": now}
        mine = (MonthNote.hub == actor.hub_id) & (MonthNote.month == month.first)
        stands = MonthNote.select(MonthNote.version).where(mine).scalar() or 0
        if stands != version:
            raise Conflict
        if version:
            MonthNote.update(version=version + 1, **fields).where(mine, MonthNote.version == version).execute()
        else:
            MonthNote.create(hub=actor.hub_id, month=month.first, **fields)


def close_month(hub: Hub, month: Month, *, actor: Viewer, now: datetime, today: date) -> MonthReport:
    """Keep everything the month counts, as it is now. Raises RuleBroken with the reason when it cannot be closed."""
    with database.atomic():
        _hold(hub.id)
        if said := closing_problem(month, today, closed_months(hub.id), first_month(hub.id)):
            raise RuleBroken(said)
        live = live_figures(hub, month)
        told = (live.note, open_corrections(hub, month))
        settings = {"distances": live.distances, "targets": live.targets}
        kept = Kept(str(month), live.items, live.labels, *told, **settings)
        fingerprint = kept.fingerprint
        mine = (MonthReport.hub == hub.id) & (MonthReport.month == month.first)
        before = MonthReport.select(fn.MAX(MonthReport.revision)).where(mine).scalar() or 0
        report = MonthReport.create(
            hub=hub.id,
            month=month.first,
            revision=before + 1,
            content=kept.to_bytes(),
            fingerprint=fingerprint,
            closed_by=actor.id,
            closed_by_name=actor.name,
            closed_at=now,
        )
        about = {"object_type": "month_report", "object_id": str(month), "fingerprint": fingerprint}
        audit.record("month_closed", actor=actor, now=now, **about)
    return report


def reopen_month(month: Month, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Open the last closed month again; its closing stays with the reason. Raises RuleBroken when it may not."""
    with database.atomic():
        _hold(actor.hub_id)
        if not reason_is_enough(reason):
            raise RuleBroken("Tulis mengapa laporan dibuka kembali.", "reason")
        if said := reopening_problem(month, closed_months(actor.hub_id)):
            raise RuleBroken(said)
        report = closed_report(actor.hub_id, month)
        fields = {"reopened_by": actor.id, "reopened_by_name": actor.name, "reopened_at": now}
        here = (MonthReport.id == report.id) & MonthReport.reopened_at.is_null()
        if not MonthReport.update(reopened_because=reason, **fields).where(here).execute():
            raise Conflict
        about = {"object_type": "month_report", "object_id": str(month), "reason": reason}
        audit.record("month_reopened", actor=actor, now=now, **about)


def _hold(hub_id: int) -> None:
    """Let nobody else close, open or describe a month of this hub until the end of the transaction."""
    locked(Hub.select(Hub.id).where(Hub.id == hub_id)).get()
