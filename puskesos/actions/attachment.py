"""Adding files to a case or to one of its papers, and taking one out of sight with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from peewee import fn

from puskesos.actions.case_papers import tick_paper
from puskesos.actions.case_path import write_event
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case, CaseDocument
from puskesos.photos import Storable, taken_back_on_failure, write_photos
from puskesos.rules.attachment import MEGABYTE, MOST_IN_CASE, MOST_MEGABYTES_A_DAY, title_of
from puskesos.rules.papers import PaperForm, PaperState
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


class StorableFile(Storable, Protocol):
    """What may be attached: a file that was checked and is not yet on disk."""

    @property
    def size(self) -> int: ...

    def row(self) -> dict[str, object]: ...


def add_attachments(
    case: Case,
    files: Sequence[StorableFile],
    title: str,
    *,
    position: int | None = None,
    uploads: Path,
    key: str,
    actor: Viewer,
    now: datetime,
) -> int:
    """Keep the files and return how many; with `position` they show that paper, which is then there as a photo.

    The same `key` keeps them once. Raises RuleBroken when the case or the account has had its share.
    """
    if not files:
        raise RuleBroken("Pilih foto atau PDF.", "files")

    def effect() -> str:
        paper = _paper(case, position)
        _check_share(case, files, actor, now)
        with taken_back_on_failure(uploads, files):
            write_photos(uploads, files)
            _keep(case, files, title, paper, actor, now)
        return str(len(files))

    sent = {"case": case.number, "title": title, "position": position, "sizes": [file.size for file in files]}
    return int(run_once(key, effect, actor=actor, action="attachment_added", fields=sent, now=now))


def remove_attachment(case: Case, attachment: Attachment, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Show it to nobody any more; who, when and why stay readable. Removing twice changes nothing."""
    with database.atomic():
        gone = {"removed_by": actor.id, "removed_at": now, "removed_because": reason}
        still_there = (Attachment.id == attachment.id) & Attachment.removed_at.is_null()
        if not Attachment.update(**gone).where(still_there).execute():
            return
        write_event(case, "lampiran", f"Lampiran “{attachment.title}” dihapus: {reason}", actor=actor, now=now)
        facts = {"attachment": attachment.id}
        audit.record("attachment_removed", actor=actor, now=now, object_type="case", object_id=case.number, **facts)


def note_look(case: Case, attachment: Attachment, *, actor: Viewer, now: datetime) -> None:
    """Write down who opened which file."""
    with database.atomic():
        facts = {"attachment": attachment.id}
        audit.record("attachment_seen", actor=actor, now=now, object_type="case", object_id=case.number, **facts)


def _keep(
    case: Case, files: Sequence[StorableFile], title: str, paper: CaseDocument | None, actor: Viewer, now: datetime
) -> None:
    for place, file in enumerate(files, start=1):
        name = title_of(title, place, len(files))
        Attachment.create(case=case, document=paper, title=name, created_by=actor.id, created_at=now, **file.row())
    if paper and paper.state != PaperState.ADA:
        tick_paper(case, paper.position, state=PaperState.ADA, form=PaperForm.FOTO, actor=actor, now=now)
    many = f" ({len(files)} berkas)" if len(files) > 1 else ""
    write_event(case, "lampiran", f"Lampiran ditambahkan: {title}{many}.", actor=actor, now=now)
    facts = {"attachments": len(files), "size": sum(file.size for file in files)}
    audit.record("attachment_added", actor=actor, now=now, object_type="case", object_id=case.number, **facts)


def _paper(case: Case, position: int | None) -> CaseDocument | None:
    if position is None:
        return None
    paper = CaseDocument.get_or_none(CaseDocument.case == case, CaseDocument.position == position)
    if paper is None:
        raise RuleBroken("Berkas ini tidak ada pada kasus. Muat ulang halaman.", "paper")
    return paper


def _check_share(case: Case, files: Sequence[StorableFile], actor: Viewer, now: datetime) -> None:
    there = Attachment.select().where(Attachment.case == case, Attachment.removed_at.is_null()).count()
    if there + len(files) > MOST_IN_CASE:
        raise RuleBroken(f"Lampiran satu kasus paling banyak {MOST_IN_CASE}; sekarang {there}.", "files")
    lately = (Attachment.created_by == actor.id) & (Attachment.created_at > now - timedelta(days=1))
    kept = Attachment.select(fn.SUM(Attachment.size)).where(lately).scalar() or 0
    if kept + sum(file.size for file in files) > MOST_MEGABYTES_A_DAY * MEGABYTE:
        said = f"Akun ini sudah menyimpan hampir {MOST_MEGABYTES_A_DAY} MB dalam sehari. Lanjutkan besok."
        raise RuleBroken(said, "files")
