"""Sheets printed with a code, and the scanned pages by which they find their case again."""

from __future__ import annotations

from peewee import SQL, AutoField, Check, IntegerField, TextField

from puskesos.models.assignment import Assignment
from puskesos.models.attachment import Attachment
from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.rules.attachment import AttachmentKind
from puskesos.rules.scan import FileTrouble, ScanState, ScanTrouble
from puskesos.rules.sheet import SheetPaper, SheetState


class SheetOut(BaseModel):
    """A sheet with its code. While it is out, `open_key` (paper, case, task) is set and printing it again finds it."""

    id = AutoField()
    hub = reference(Hub)
    code = TextField(unique=True)
    paper = TextField()
    case = reference(Case)
    assignment = reference(Assignment, null=True)
    state = TextField(default=str(SheetState.DI_LUAR))
    open_key = TextField(null=True, unique=True)
    first_printed_at = UtcDateTimeField()
    printed_at = UtcDateTimeField()
    printed_by = reference(User)
    times = IntegerField(default=1, constraints=[SQL("CHECK (times >= 1)")])
    settled_at = UtcDateTimeField(null=True)
    settled_by = reference(User, null=True)
    reason = TextField(default="")
    attachment = reference(Attachment, null=True)

    class Meta:
        constraints = (
            one_of("paper", [str(paper) for paper in SheetPaper]),
            one_of("state", [str(state) for state in SheetState]),
            Check("(state = 'di_luar') = (settled_at IS NULL)"),
            Check("open_key IS NULL OR state = 'di_luar'"),
        )
        indexes = ((("hub", "state", "first_printed_at"), False), (("case", "id"), False))


class ScanBatch(BaseModel):
    """One sending of pictures and PDFs; `ended_at` is when all were read."""

    id = AutoField()
    hub = reference(Hub)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    ended_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("hub", "created_by", "id"), False),)


class ScanFile(BaseModel):
    """A file as it was sent, kept under a random name until it is read; `trouble` says why it could not be."""

    id = AutoField()
    batch = reference(ScanBatch)
    hub = reference(Hub)
    position = IntegerField()
    kind = TextField()
    stored_name = TextField(default="")
    sha256 = TextField()
    size = IntegerField()
    pages = IntegerField(null=True)
    trouble = TextField(default="")
    read_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("kind", [str(kind) for kind in AttachmentKind]),
            one_of("trouble", ["", *(str(trouble) for trouble in FileTrouble)]),
        )
        indexes = ((("batch", "position"), True), (("hub", "sha256"), False))


class Scan(BaseModel):
    """One page as a picture, filed under its case or waiting in the tray of who scanned it and of the koordinator.

    `code` is what its QR code said, `how` by which way of looking it was read. A page filed by hand has `filed_by`.
    """

    id = AutoField()
    hub = reference(Hub)
    batch = reference(ScanBatch)
    file = reference(ScanFile)
    page = IntegerField()
    state = TextField()
    trouble = TextField(default="")
    stored_name = TextField()
    sha256 = TextField()
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    code = TextField(default="")
    how = TextField(default="")
    sheet = reference(SheetOut, null=True)
    case = reference(Case, null=True)
    assignment = reference(Assignment, null=True)
    attachment = reference(Attachment, null=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    settled_by = reference(User, null=True)
    settled_at = UtcDateTimeField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (
            one_of("state", [str(state) for state in ScanState]),
            one_of("trouble", ["", *(str(trouble) for trouble in ScanTrouble)]),
            Check("(state = 'tercatat') = (attachment_id IS NOT NULL)"),
            Check("(state = 'dibuang') = (reason <> '')"),
        )
        indexes = (
            (("file", "page"), True),
            (("hub", "state", "id"), False),
            (("created_by", "state", "id"), False),
            (("batch", "id"), False),
            (("assignment", "id"), False),
            (("attachment",), False),
        )
