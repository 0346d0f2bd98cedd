"""Reading the files of a case."""

from __future__ import annotations

from peewee import JOIN

from puskesos.models.attachment import Attachment
from puskesos.models.case import Case, CaseDocument
from puskesos.models.sheet import Scan


def attachments_of(case: Case) -> list[Attachment]:
    """Every file of a case, removed ones too, with the paper it shows; newest first. A scanned page has its `scan`."""
    scanned = (Scan.id, Scan.assignment, Scan.created_by, Scan.created_at)
    query = Attachment.select(Attachment, CaseDocument, *scanned).join(CaseDocument, JOIN.LEFT_OUTER)
    query = query.switch(Attachment).join(Scan, JOIN.LEFT_OUTER, on=(Scan.attachment == Attachment.id), attr="scan")
    return list(query.where(Attachment.case == case).order_by(Attachment.id.desc()).limit(200))


def find_attachment(case: Case, attachment_id: int) -> Attachment | None:
    """A file of this case that was not removed."""
    query = Attachment.select(Attachment, CaseDocument).join(CaseDocument, JOIN.LEFT_OUTER)
    return query.where(
        Attachment.id == attachment_id, Attachment.case == case, Attachment.removed_at.is_null()
    ).get_or_none()
