"""Files that belong to a case (lampiran), and what an entry of a case's history said before it was corrected."""

from __future__ import annotations

from peewee import SQL, AutoField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case, CaseDocument, CaseEvent
from puskesos.models.user import User
from puskesos.rules.attachment import AttachmentKind


class Attachment(BaseModel):
    """A file on disk under a random name; `size` in bytes, pixels of photos only. `document` is the paper it shows.

    A removed one is shown to nobody any more, but the row stays, and the file as long as the case is kept.
    """

    id = AutoField()
    case = reference(Case)
    document = reference(CaseDocument, null=True)
    kind = TextField()
    title = TextField()
    stored_name = TextField(unique=True)
    sha256 = TextField()
    size = IntegerField(constraints=[SQL("CHECK (size > 0)")])
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    removed_by = reference(User, null=True)
    removed_at = UtcDateTimeField(null=True)
    removed_because = TextField(default="")

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in AttachmentKind]),)
        indexes = ((("case", "id"), False), (("created_by", "created_at"), False))


class EntryCorrection(BaseModel):
    """The old words of a corrected history entry, who corrected it and why; never changed, never deleted."""

    id = AutoField()
    event = reference(CaseEvent)
    was = TextField()
    reason = TextField(default="")
    created_by = reference(User)
    by_name = TextField()
    by_role = TextField()
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("event", "id"), False),)
