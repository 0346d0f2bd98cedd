"""Reading the files of a case."""

from __future__ import annotations

from peewee import JOIN

from puskesos.models.attachment import Attachment
from puskesos.models.case import Case, CaseDocument


def attachments_of(case: Case) -> list[Attachment]:
    """Every file of a case, removed ones too, with the paper it shows; newest first."""
    query = Attachment.select(Attachment, CaseDocument).join(CaseDocument, JOIN.LEFT_OUTER)
    return list(query.where(Attachment.case == case).order_by(Attachment.id.desc()).limit(200))


def find_attachment(case: Case, attachment_id: int) -> Attachment | None:
    """A file of this case that was not removed."""
    query = Attachment.select(Attachment, CaseDocument).join(CaseDocument, JOIN.LEFT_OUTER)
    return query.where(
        Attachment.id == attachment_id, Attachment.case == case, Attachment.removed_at.is_null()
    ).get_or_none()
