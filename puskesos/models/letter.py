"""The register of letters: drafts, numbered letters with the file that was printed, void ones with their reason."""

from __future__ import annotations

from peewee import SQL, AutoField, Check, DateField, IntegerField, TextField

from puskesos.models.assignment import Assignment
from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.referral import Referral
from puskesos.models.user import User
from puskesos.rules.letter import LetterKind, LetterState


class Letter(BaseModel):
    """One letter. A draft has no number; at the final print it takes the next one of its `counter` and `year` for ever.

    `content` is JSON: what was typed, by the names of its kind's fields; `signing` is JSON: who signs, as it stood when
    the letter was issued. `source_sha256` names the paper as it was laid out then, `file_sha256` the stored PDF, of
    which every reprint is a copy. `proof_code` opens the public page that says whether the number is valid. `subject`
    is the line "Perihal", `addressee` whom it goes to.
    """

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    state = TextField(default=str(LetterState.DRAF))
    number = TextField(null=True)
    counter = TextField(default="")
    year = IntegerField(null=True)
    serial = IntegerField(null=True)
    classification = TextField(default="")
    dated_on = DateField()
    subject = TextField(default="")
    addressee = TextField(default="")
    case = reference(Case, null=True)
    referral = reference(Referral, null=True)
    assignment = reference(Assignment, null=True)
    content = TextField(default="{}")
    signing = TextField(default="{}")
    proof_code = TextField(unique=True)
    source_sha256 = TextField(null=True)
    file_sha256 = TextField(null=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    issued_by = reference(User, null=True)
    issued_at = UtcDateTimeField(null=True)
    voided_by = reference(User, null=True)
    voided_at = UtcDateTimeField(null=True)
    void_reason = TextField(default="")
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (
            one_of("kind", [str(kind) for kind in LetterKind]),
            one_of("state", [str(state) for state in LetterState]),
            Check("(state = 'draf') = (number IS NULL)"),
            Check("(number IS NULL) = (serial IS NULL) AND (number IS NULL) = (year IS NULL)"),
            Check("(state = 'batal') = (void_reason <> '')"),
        )
        indexes = (
            (("hub", "number"), True),
            (("hub", "counter", "year", "serial"), True),
            (("hub", "state", "id"), False),
            (("hub", "kind", "id"), False),
            (("case", "id"), False),
            (("referral",), True),
            (("assignment", "id"), False),
        )
