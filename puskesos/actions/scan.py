"""Scanned pages: taking in what was sent, filing a page under its case, discarding it, taking either back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from puskesos.actions.case_path import write_event
from puskesos.actions.job import ask_for
from puskesos.actions.newest import change_newest
from puskesos.actions.sheet import forget_return, note_return
from puskesos.actions.submission import run_once
from puskesos.config import Settings
from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case
from puskesos.models.sheet import Scan, ScanBatch, ScanFile
from puskesos.photos import remove_photos, write_photos
from puskesos.queries.scan import Named
from puskesos.rules.attachment import MOST_IN_CASE, AttachmentKind
from puskesos.rules.job import JobKind
from puskesos.rules.scan import MOST_FILES, MOST_PAGES_A_DAY, ScanState, ScanTrouble
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

TAKEN_BACK = "Salah tempat; ditarik kembali ke Pindaian."


@dataclass(frozen=True)
class SentFile:
    """A file as it came, told to be a picture or a PDF by its first bytes and not looked into any further."""

    kind: str
    stored_name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Picture:
    """The picture of a page that is to be kept once more under another name."""

    stored_name: str
    content: bytes


def take_in(files: Sequence[SentFile], *, key: str, settings: Settings, actor: Viewer, now: datetime) -> int:
    """Keep the files, ask for them to be read and return the batch; the same `key` keeps them once.

    Raises RuleBroken at "files" for none, for too many, and when the account has had its share of the day.
    """
    if not files:
        raise RuleBroken("Pilih foto atau PDF.", "files")
    if len(files) > MOST_FILES:
        raise RuleBroken(f"Sekali kirim paling banyak {MOST_FILES} berkas.", "files")
    _check_share(actor, now)

    def effect() -> str:
        batch = ScanBatch.create(hub=actor.hub_id, created_by=actor.id, created_at=now)
        for position, file in enumerate(files, start=1):
            kept = {
                "kind": file.kind,
                "stored_name": file.stored_name,
                "sha256": file.sha256,
                "size": len(file.content),
            }
            ScanFile.create(batch=batch, hub=actor.hub_id, position=position, **kept)
        ask_for(JobKind.BACA_PINDAIAN, batch.id, hub_id=actor.hub_id, now=now, actor=actor)
        told = {"files": len(files), "size": sum(len(file.content) for file in files)}
        audit.record("scans_sent", actor=actor, now=now, object_type="scan_batch", object_id=batch.id, **told)
        return str(batch.id)

    write_photos(settings.scans, files)
    try:
        sent = {"files": [file.sha256 for file in files]}
        number = int(run_once(key, effect, actor=actor, action="scans_sent", fields=sent, now=now))
    except BaseException:
        remove_photos(settings.scans, files)
        raise
    if not ScanFile.select().where(ScanFile.stored_name == files[0].stored_name).exists():
        remove_photos(settings.scans, files)  # the same form came a second time
    return number


def file_scan(scan: Scan, named: Named, case: Case, *, by_hand: bool, actor: Viewer, now: datetime) -> Attachment:
    """Make the page an attachment of `case`, in the caller's transaction. Raises RuleBroken when the case is full."""
    if is_full(case.id):
        raise RuleBroken(f"Lampiran kasus {case.number} sudah {MOST_IN_CASE}. Hapus yang tidak perlu dulu.", "cari")
    picture = {name: getattr(scan, name) for name in ("stored_name", "sha256", "width", "height", "size")}
    title = named.title[:80]
    made = Attachment.create(
        case=case, kind=str(AttachmentKind.FOTO), title=title, created_by=actor.id, created_at=now, **picture
    )
    filed = {"case": case, "sheet": named.sheet_id, "assignment": named.assignment_id, "attachment": made}
    _move(scan, ScanState.TERCATAT, actor, now, trouble="", **filed)
    if named.sheet_id:
        note_return(named.sheet_id, made, actor=actor, now=now)
    write_event(case, "lampiran", f"Lembar dipindai dan disimpan: {title}.", actor=actor, now=now)
    told = {"scan": scan.id, "attachment": made.id, "by_hand": by_hand}
    audit.record("scan_filed", actor=actor, now=now, object_type="case", object_id=case.number, **told)
    return made


def place_scans(scans: Sequence[Scan], named: Named, case: Case, *, actor: Viewer, now: datetime) -> None:
    """File pages of the tray by hand, all or none. One that has this place already stays; another is a Conflict."""
    with database.atomic():
        for scan in scans:
            if scan.state == ScanState.TERCATAT and scan.case_id == case.id:
                continue
            if scan.state != ScanState.MENUNGGU:
                raise Conflict
            file_scan(scan, named, case, by_hand=True, actor=actor, now=now)


def discard_scan(scan: Scan, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Throw a page of the tray away for a reason; discarding twice changes nothing."""
    with database.atomic():
        if scan.state == ScanState.DIBUANG:
            return
        if scan.state != ScanState.MENUNGGU:
            raise Conflict
        _move(scan, ScanState.DIBUANG, actor, now, reason=reason)
        audit.record("scan_discarded", actor=actor, now=now, object_type="scan", object_id=scan.id, scan=scan.id)


def discard_scans(scans: Sequence[Scan], reason: str, *, actor: Viewer, now: datetime) -> None:
    """Throw pages of the tray away for one reason, all or none."""
    with database.atomic():
        for scan in scans:
            discard_scan(scan, reason, actor=actor, now=now)


def take_back_scan(scan: Scan, *, settings: Settings, actor: Viewer, now: datetime) -> None:
    """Undo discarding or filing: the page waits in the tray again, and its case no longer shows it."""
    if scan.state == ScanState.MENUNGGU:
        return
    again = {"trouble": str(ScanTrouble.DITARIK), "reason": "", "case": None, "sheet": None}
    again |= {"assignment": None, "attachment": None}
    copy: list[Picture] = []
    if scan.state == ScanState.TERCATAT:  # the removed attachment keeps its picture as long as the case is kept
        content = (settings.uploads / scan.stored_name).read_bytes()
        copy = [Picture(f"{secrets.token_hex(16)}.jpg", content)]
        write_photos(settings.uploads, copy)
        again["stored_name"] = copy[0].stored_name
    try:
        with database.atomic():
            if scan.attachment_id:
                _remove_attachment(scan, actor, now)
            _move(scan, ScanState.MENUNGGU, None, None, **again)
            audit.record("scan_taken_back", actor=actor, now=now, object_type="scan", object_id=scan.id, scan=scan.id)
    except BaseException:
        remove_photos(settings.uploads, copy)
        raise


def note_look(scan: Scan, *, actor: Viewer, now: datetime) -> None:
    """Write down who looked at a page of the tray."""
    with database.atomic():
        audit.record("scan_seen", actor=actor, now=now, object_type="scan", object_id=scan.id, scan=scan.id)


def is_full(case_id: int) -> bool:
    """Whether the case has as many attachments as it may have."""
    there = (Attachment.case == case_id) & Attachment.removed_at.is_null()
    return Attachment.select().where(there).count() >= MOST_IN_CASE


def _remove_attachment(scan: Scan, actor: Viewer, now: datetime) -> None:
    gone = {"removed_by": actor.id, "removed_at": now, "removed_because": TAKEN_BACK}
    still_there = (Attachment.id == scan.attachment_id) & Attachment.removed_at.is_null()
    if Attachment.update(**gone).where(still_there).execute():
        title = Attachment.select(Attachment.title).where(Attachment.id == scan.attachment_id).scalar()
        case = Case.get_by_id(scan.case_id)
        write_event(case, "lampiran", f"Lampiran “{title}” ditarik: salah tempat.", actor=actor, now=now)
    forget_return(scan.attachment_id)


def _move(scan: Scan, state: ScanState, actor: Viewer | None, now: datetime | None, **fields: object) -> None:
    """Raises Conflict when somebody else placed or discarded the page meanwhile."""
    fields |= {"state": str(state), "settled_by": actor.id if actor else None, "settled_at": now}
    change_newest(scan, scan.version, **fields)


def _check_share(actor: Viewer, now: datetime) -> None:
    lately = (Scan.created_by == actor.id) & (Scan.created_at > now - timedelta(days=1))
    if Scan.select().where(lately).count() > MOST_PAGES_A_DAY:
        raise RuleBroken(f"Akun ini sudah memindai {MOST_PAGES_A_DAY} halaman dalam sehari. Lanjutkan besok.", "files")
