"""A volunteer's report of a need: corrected until the counter takes it, then registered, joined or dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from puskesos import clock
from puskesos.actions.case_path import write_event
from puskesos.actions.counter import next_number
from puskesos.actions.newest import write_newest
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case
from puskesos.models.field_report import FieldPhoto, FieldReport
from puskesos.models.hub import Hub, Service
from puskesos.photos import PreparedPhoto, taken_back_on_failure, write_photos
from puskesos.queries.case_door import may_open
from puskesos.rules.attachment import AttachmentKind
from puskesos.rules.field_report import FieldReportState, report_number
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

GONE = "Laporan ini sudah ditangani. Muat ulang daftar laporan lapangan."


@dataclass(frozen=True)
class ReportEntry:
    """What the volunteer noted; only the village and the story are needed."""

    village_id: int
    story: str
    name: str = ""
    sex: str = ""
    age: int | None = None
    place: str = ""
    phone: str = ""
    service_id: int | None = None
    urgent: bool = False
    violence: bool = False


def report_need(
    entry: ReportEntry, photos: Sequence[PreparedPhoto], *, uploads: Path, key: str, actor: Viewer, now: datetime
) -> str:
    """Keep the report with its photos and return its number; the same `key` returns the same one."""
    if not actor.can(Permission.REPORT_NEED):
        raise NotAllowed

    def effect() -> str:
        _check(entry, actor)
        with taken_back_on_failure(uploads, photos):
            write_photos(uploads, photos)
            return _create(entry, photos, actor, now).number

    with taken_back_on_failure(uploads, photos):
        return run_once(key, effect, actor=actor, action="need_reported", fields=asdict(entry), now=now)


def change_report(report: FieldReport, entry: ReportEntry, *, version: int, actor: Viewer, now: datetime) -> list[str]:
    """The volunteer corrects the own draft; returns the names of what changed."""
    _only_reporter(report, actor)
    _check(entry, actor)
    wanted = _columns(entry)
    changed = {name: value for name, value in wanted.items() if report.__data__[name] != value}
    if changed:
        with database.atomic():
            newly_urgent = {"seen_by": None, "seen_at": None} if changed.get("urgent") else {}
            _write(report, version, changed_at=now, **changed, **newly_urgent)
            _record("report_changed", report, actor, now, fields=", ".join(changed))
    return list(changed)


def withdraw_report(report: FieldReport, reason: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The volunteer takes the own draft back."""
    _only_reporter(report, actor)
    _dismiss(report, reason, version, actor, now)


def dismiss_report(report: FieldReport, reason: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The counter makes no case of it; the volunteer reads why."""
    _only_desk(actor)
    _dismiss(report, reason, version, actor, now)


def note_report(report: FieldReport, *, actor: Viewer, now: datetime) -> None:
    """Somebody of the hub knows of an urgent report, so that it no longer alarms; again is harmless."""
    _only_desk(actor)
    waits = (FieldReport.id == report.id) & FieldReport.seen_at.is_null()
    with database.atomic():
        if FieldReport.update(seen_by=actor.id, seen_at=now).where(waits).execute():
            _record("report_noted", report, actor, now)


def join_report(report: FieldReport, case: Case, *, version: int, actor: Viewer, now: datetime) -> None:
    """The need has a case already: what was reported becomes a note there, photos become its attachments.

    Raises RuleBroken for a case that the actor may not open.
    """
    _only_desk(actor)
    if not may_open(actor, case):
        raise RuleBroken("Kasus ini tidak dapat dipilih.", "number")
    with database.atomic():
        _settle(report, case, version, actor, now)
        write_event(case, "catatan", f"Laporan lapangan {report.number}: {report.story}", actor=actor, now=now)


def settle_report(number: str, case: Case, *, actor: Viewer, now: datetime) -> None:
    """The report became this case, in the caller's transaction. Raises RuleBroken when it is no draft any more."""
    report = FieldReport.get_or_none(FieldReport.number == number, FieldReport.hub == actor.hub_id)
    if report is None or report.state != FieldReportState.DRAF:
        raise RuleBroken(GONE)
    _settle(report, case, report.version, actor, now)


def _create(entry: ReportEntry, photos: Sequence[PreparedPhoto], actor: Viewer, now: datetime) -> FieldReport:
    hub = Hub.get(Hub.id == actor.hub_id)
    period = f"{clock.today(hub.zone, now):%y%m}"
    number = report_number(hub.code, period, next_number(hub.id, "laporan", period))
    stamp = {"reported_by": actor.id, "created_at": now, "changed_at": now}
    report = FieldReport.create(hub=hub, number=number, **_columns(entry), **stamp)
    for photo in photos:
        FieldPhoto.create(report=report, created_at=now, **photo.row())
    _record("need_reported", report, actor, now, urgent=entry.urgent, photos=len(photos))
    return report


def _settle(report: FieldReport, case: Case, version: int, actor: Viewer, now: datetime) -> None:
    state = {"state": str(FieldReportState.TERDAFTAR), "case": case.id}
    _write(report, version, settled_by=actor.id, settled_at=now, **state)
    for place, photo in enumerate(FieldPhoto.select().where(FieldPhoto.report == report.id).order_by(FieldPhoto.id), 1):
        same = {name: getattr(photo, name) for name in ("stored_name", "sha256", "width", "height", "size")}
        title = f"Foto laporan lapangan {place}"
        kind = str(AttachmentKind.FOTO)
        Attachment.create(case=case, kind=kind, title=title, created_by=report.reported_by_id, created_at=now, **same)
    _record("report_settled", report, actor, now, state=FieldReportState.TERDAFTAR, case=case.number)


def _dismiss(report: FieldReport, reason: str, version: int, actor: Viewer, now: datetime) -> None:
    with database.atomic():
        ended = {"state": str(FieldReportState.BATAL), "reason": reason}
        _write(report, version, settled_by=actor.id, settled_at=now, **ended)
        _record("report_settled", report, actor, now, state=FieldReportState.BATAL, case="")


def _write(report: FieldReport, version: int, **values: object) -> None:
    """Change a draft that is still as it was seen. Raises Conflict for a stale page, RuleBroken when it is settled."""
    if report.state != FieldReportState.DRAF:
        raise RuleBroken(GONE)
    write_newest(report, version, FieldReport.state == str(FieldReportState.DRAF), **values)


def _columns(entry: ReportEntry) -> dict[str, object]:
    values = asdict(entry)
    return values | {"village": values.pop("village_id"), "service": values.pop("service_id")}


def _check(entry: ReportEntry, actor: Viewer) -> None:
    if entry.village_id not in actor.village_ids:
        raise RuleBroken("Pilih desa/kelurahan tugas dari daftar.", "village")
    known = Service.select().where(Service.id == entry.service_id, Service.hub == actor.hub_id, Service.active)
    if entry.service_id is not None and not known.exists():
        raise RuleBroken("Pilih kebutuhan dari daftar.", "service")


def _only_reporter(report: FieldReport, actor: Viewer) -> None:
    if report.reported_by_id != actor.id:
        raise NotAllowed


def _only_desk(actor: Viewer) -> None:
    if not actor.can(Permission.RECEIVE_REPORTS):
        raise NotAllowed


def _record(event: str, report: FieldReport, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, now=now, object_type="field_report", object_id=report.number, **detail)
