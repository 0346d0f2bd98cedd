"""Offices that take over a need, referrals to them, and the log of what was sent, asked and answered."""

from __future__ import annotations

import uuid

from peewee import SQL, AutoField, BooleanField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.rules.referral import LegalBasis, LetterIdentity, ReferralEventKind
from puskesos.rules.referral_path import ReferralState


class Agency(BaseModel):
    """An office in this hub's directory (instansi tujuan); without `answer_days` the hub's own number holds."""

    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    purpose = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    contact = TextField(default="")
    opening = TextField(default="")
    answer_days = IntegerField(null=True, constraints=[SQL("CHECK (answer_days BETWEEN 1 AND 60)")])
    active = BooleanField(default=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "code"), True),)


class Referral(BaseModel):
    """One letter to one office. `papers` is one name per line as they were when it was written; `identity` says how the
    letter of a restricted case names its client, `agency_name` what the letter calls its office, `waits_since` when its
    answer was last corrected: what it waited before is counted already.

    `token_hash` and `code_hash` let the office in until `code_expires_on`; both are empty while the code is revoked.
    """

    id = AutoField()
    hub = reference(Hub)
    case = reference(Case)
    agency = reference(Agency)
    number = TextField(unique=True)
    uuid = TextField(unique=True, default=lambda: str(uuid.uuid4()))
    letter_number = TextField()
    letter_on = DateField()
    wanted = TextField()
    reason = TextField()
    papers = TextField(default="")
    basis = TextField()
    basis_note = TextField(default="")
    contact = TextField(default="")
    officer = TextField()
    state = TextField()
    state_since = UtcDateTimeField()
    sent_on = DateField(null=True)
    answer_due_on = DateField()
    answer_text = TextField(default="")
    answered_on = DateField(null=True)
    told_family_on = DateField(null=True)
    code_generation = IntegerField(default=1, constraints=[SQL("CHECK (code_generation >= 1)")])
    code_expires_on = DateField()
    token_hash = TextField(null=True, unique=True)
    code_hash = TextField(null=True, unique=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])
    identity = TextField(
        default=str(LetterIdentity.INISIAL),
        constraints=[SQL("DEFAULT 'inisial'"), SQL("CHECK (identity IN ('inisial', 'lengkap'))")],
    )
    agency_name = TextField(default="", constraints=[SQL("DEFAULT ''")])
    waits_since = UtcDateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("state", [str(state) for state in ReferralState]),
            one_of("basis", [str(basis) for basis in LegalBasis]),
        )
        indexes = (
            (("hub", "letter_number"), True),
            (("hub", "state", "answer_due_on", "id"), False),
            (("hub", "answer_due_on", "id"), False),
            (("hub", "sent_on"), False),
            (("hub", "state", "answered_on", "sent_on"), False),
            (("case", "id"), False),
            (("agency", "state"), False),
        )


class ReferralEvent(BaseModel):
    """One line of a referral's log; no `actor`: the office answered by itself. `on` is the day it happened."""

    id = AutoField()
    referral = reference(Referral)
    at = UtcDateTimeField()
    on = DateField()
    kind = TextField()
    from_state = TextField(default="")
    to_state = TextField(default="")
    channel = TextField(default="")
    contact = TextField(default="")
    text = TextField(default="")
    actor = reference(User, null=True)
    actor_name = TextField()

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in ReferralEventKind]),)
        indexes = ((("referral", "id"), False), (("on",), False))
