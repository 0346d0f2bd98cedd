"""Lists that leave the house: allowed, with a reason, not too many an hour, and written into the audit trail first."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from puskesos.actions.job import ask_for
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.audit import AuditEntry
from puskesos.models.job import Job
from puskesos.models.user import User
from puskesos.queries.case import CaseFilter
from puskesos.queries.export import Asked, Wanted, count_rows, has_unfinished_export, note_of
from puskesos.queries.person import PersonFilter
from puskesos.rules.book import READ_BY, BookFilter
from puskesos.rules.export import MOST_AN_HOUR, MOST_DIRECT, ExportList, FileFormat, reason_is_enough, shown_columns
from puskesos.rules.job import UNFINISHED, JobKind
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

EVENT, OBJECT = "export_made", "export"
WHY = "Tulis alasan mengunduh daftar ini, paling sedikit 5 huruf."
WHY_NUMBERS = "Tulis untuk apa NIK dan KK lengkap diperlukan, paling sedikit 5 huruf."
NOTHING = "Tidak ada yang dapat diunduh. Longgarkan saringan daftarnya."
TOO_MANY = f"Sudah {MOST_AN_HOUR} unduhan dalam satu jam. Tunggu sebentar, lalu coba lagi."
NO_COLUMNS = "Semua kolom susunan ini hanya untuk koordinator. Pilih susunan lain."
BUSY = "Unduhan sebelumnya masih disusun. Tunggu sampai selesai, lalu coba lagi."


@dataclass(frozen=True)
class ExportEntry:
    """What was typed: the format, why, and whether and why the numbers are wanted in full."""

    format: FileFormat
    reason: str
    full_numbers: bool = False
    numbers_reason: str = ""


def ask_export(wanted: Wanted, entry: ExportEntry, *, actor: Viewer, now: datetime, today: date) -> Job | None:
    """Allow an export and note it; None: the caller answers with the file at once, else the worker writes it.

    Raises RuleBroken at "reason" and "numbers_reason". What is refused is not noted.
    """
    _check(wanted, entry, actor)
    rows = count_rows(actor, wanted, today)  # before the transaction: counting a whole registry would hold up writers
    if not rows:
        raise RuleBroken(NOTHING)
    with database.atomic():
        User.update(name=User.name).where(User.id == actor.id).execute()  # parallel exports of one person queue here
        _check_pace(actor, now)
        job = _ask_worker(wanted, entry, actor, now) if rows > MOST_DIRECT else None
        _note(wanted, entry, rows, actor, now)
    return job


def note_written(job: Job, asked: Asked, file: str, rows: int) -> bool:
    """The worker has written the file; what was typed into the list's box is not kept. Says whether it is wanted."""
    cases = replace(asked.wanted.cases, text="")
    told = replace(asked, wanted=replace(asked.wanted, cases=cases), file=file, rows=rows)
    with database.atomic():
        wanted = (Job.id == job.id) & Job.state.in_(UNFINISHED)
        return bool(Job.update(note=note_of(told)).where(wanted).execute())


def note_fetched(job: Job, rows: int, *, actor: Viewer, now: datetime) -> None:
    """The file of an export was taken from the hub."""
    with database.atomic():
        audit.record("export_fetched", actor=actor, now=now, object_type="export_file", object_id=job.id, rows=rows)


def _check(wanted: Wanted, entry: ExportEntry, actor: Viewer) -> None:
    if not actor.can(Permission.EXPORT_PEOPLE) or not actor.can(READ_BY.get(wanted.list, Permission.EXPORT_PEOPLE)):
        raise NotAllowed
    if wanted.columns and not shown_columns(
        wanted.list, names=actor.can(Permission.EXPORT_NAMES), fields=wanted.columns
    ):
        raise RuleBroken(NO_COLUMNS, "columns")
    if not reason_is_enough(entry.reason):
        raise RuleBroken(WHY, "reason")
    if not entry.full_numbers:
        return
    if not actor.can(Permission.EXPORT_NAMES) or wanted.list != ExportList.WARGA:
        raise NotAllowed
    if not reason_is_enough(entry.numbers_reason):
        raise RuleBroken(WHY_NUMBERS, "numbers_reason")


def _check_pace(actor: Viewer, now: datetime) -> None:
    mine = (AuditEntry.object_type == OBJECT) & (AuditEntry.object_id == str(actor.id))
    lately = AuditEntry.select().where(mine, AuditEntry.action == EVENT, AuditEntry.at > now - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise RuleBroken(TOO_MANY)


def _ask_worker(wanted: Wanted, entry: ExportEntry, actor: Viewer, now: datetime) -> Job:
    """One unfinished export a person: the job's subject is the asker."""
    if has_unfinished_export(actor):
        raise RuleBroken(BUSY)
    job = ask_for(JobKind.EKSPOR_WARGA, actor.id, hub_id=actor.hub_id, now=now, actor=actor)
    names = actor.can(Permission.EXPORT_NAMES)
    job.note = note_of(Asked(wanted, entry.format, entry.full_numbers, names))
    job.save(only=[Job.note])
    return job


def _note(wanted: Wanted, entry: ExportEntry, rows: int, actor: Viewer, now: datetime) -> None:
    told = {
        "rows": rows,
        "filter": _filter_of(wanted),
        "format": str(entry.format),
        "numbers": "lengkap" if entry.full_numbers else "disamarkan" if actor.can(Permission.EXPORT_NAMES) else "tidak",
    }
    about = {"actor": actor, "now": now, "object_id": actor.id}
    audit.record(EVENT, object_type=OBJECT, reason=entry.reason.strip(), **about, **told)
    if entry.full_numbers:
        why = entry.numbers_reason.strip()
        audit.record("export_numbers_opened", object_type="export_numbers", reason=why, rows=rows, **about)


def _filter_of(wanted: Wanted) -> dict[str, object]:
    """The filter for the audit trail: what differs from "all", and never the typed text."""
    narrowed: PersonFilter | CaseFilter | BookFilter = (
        wanted.cases if wanted.list == ExportList.KASUS else wanted.people
    )
    if wanted.is_book:
        narrowed = wanted.book
    told: dict[str, object] = {"list": str(wanted.list)}
    if wanted.columns:
        told["columns"] = list(wanted.columns)
    if wanted.ids:
        return told | {"found": len(wanted.ids)}
    given = {name: value for name, value in asdict(narrowed).items() if value and name != "text"}
    return told | given | ({"searched": True} if wanted.cases.text else {})
