"""What stands at the end of reading: a page kept and filed where its code says, a file done, old pictures swept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from puskesos.actions.scan import file_scan, is_full
from puskesos.config import Settings
from puskesos.database import database
from puskesos.models.case import Case
from puskesos.models.sheet import Scan, ScanBatch, ScanFile
from puskesos.photos import write_photos
from puskesos.queries.scan import Named, name_page
from puskesos.rules.scan import KEPT_DAYS, ScanState, ScanTrouble
from puskesos.rules.viewer import Viewer
from puskesos.security.letter_code import hash_token

SWEEP_AFTER = timedelta(hours=1)  # a younger file may be on its way into the database


@dataclass(frozen=True)
class PagePicture:
    """A page as it was read: its picture (JPEG) and what its QR codes of ours say."""

    page: int
    content: bytes
    width: int
    height: int
    texts: tuple[str, ...]
    how: str


def keep_page(file: ScanFile, page: PagePicture, *, settings: Settings, actor: Viewer, now: datetime) -> None:
    """Keep a page and file it where its code says, or let it wait in the tray; one that is kept already stays."""
    if Scan.select().where(Scan.file == file.id, Scan.page == page.page).exists():
        return
    picture = _Stored(stored_name_of(file, page.page), page.content)
    write_photos(settings.uploads, [picture])
    named = name_page(file.hub_id, page.texts, hash_token)
    if named.case_id and is_full(named.case_id):
        named = Named(named.code, trouble=str(ScanTrouble.PENUH))
    kept = {"stored_name": picture.stored_name, "sha256": hashlib.sha256(page.content).hexdigest()}
    kept |= {"width": page.width, "height": page.height, "size": len(page.content)}
    with database.atomic():
        scan = Scan.create(
            hub=file.hub_id,
            batch=file.batch_id,
            file=file.id,
            page=page.page,
            state=str(ScanState.MENUNGGU),
            trouble=named.trouble,
            code=named.code,
            how=page.how,
            created_by=actor.id,
            created_at=now,
            **kept,
        )
        if named.case_id:
            file_scan(scan, named, Case.get_by_id(named.case_id), by_hand=False, actor=actor, now=now)


def stored_name_of(file: ScanFile, page: int) -> str:
    """The name of a page's picture: always the same, so that a page read again after a power cut leaves no orphan."""
    return f"{hashlib.sha256(f'{file.stored_name}:{page}'.encode()).hexdigest()[:32]}.jpg"


def end_file(file: ScanFile, *, pages: int, trouble: str, settings: Settings, now: datetime) -> None:
    """The file is read as far as it goes, and is no longer needed."""
    with database.atomic():
        ended = {"pages": pages, "trouble": trouble, "read_at": now, "stored_name": ""}
        ScanFile.update(**ended).where(ScanFile.id == file.id).execute()
    if file.stored_name:
        (settings.scans / file.stored_name).unlink(missing_ok=True)


def end_batch(batch_id: int, now: datetime) -> None:
    """All files of the batch were read."""
    with database.atomic():
        ScanBatch.update(ended_at=now).where(ScanBatch.id == batch_id, ScanBatch.ended_at.is_null()).execute()


def was_read_before(file: ScanFile) -> bool:
    """Whether the same bytes were read in this hub and some page of them was not thrown away."""
    query = Scan.select().join(ScanFile)
    same = (ScanFile.hub == file.hub_id) & (ScanFile.sha256 == file.sha256) & (ScanFile.id != file.id)
    return query.where(same, ScanFile.read_at.is_null(False), Scan.state != str(ScanState.DIBUANG)).exists()


def sweep_scans(settings: Settings, now: datetime) -> int:
    """Remove files nobody needs any more and pictures discarded KEPT_DAYS ago; returns how many files."""
    needed = {name for (name,) in ScanFile.select(ScanFile.stored_name).where(ScanFile.stored_name != "").tuples()}
    gone = 0
    for path in settings.scans.iterdir() if settings.scans.is_dir() else ():
        if path.name not in needed and now.timestamp() - path.stat().st_mtime > SWEEP_AFTER.total_seconds():
            path.unlink(missing_ok=True)
            gone += 1
    old = (Scan.state == str(ScanState.DIBUANG)) & (Scan.settled_at < now - timedelta(days=KEPT_DAYS))
    for (name,) in Scan.select(Scan.stored_name).where(old).tuples():
        picture = settings.uploads / name
        gone += picture.exists()
        picture.unlink(missing_ok=True)
    return gone


@dataclass(frozen=True)
class _Stored:
    stored_name: str
    content: bytes
