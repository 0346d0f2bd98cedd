"""The case and what belongs to it: papers, data checks, recommendations, decisions, history."""

from __future__ import annotations

import uuid

from peewee import SQL, AutoField, BooleanField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.rules.case_path import CaseState
from puskesos.rules.intake import Priority
from puskesos.rules.papers import PaperOwner
from puskesos.rules.proposal import ProposalKind


class Case(BaseModel):
    """One need of one client. `version` rises with each change; `awaits_assignment` feeds the board's first column.

    `decision_pending`: help began in an emergency and the koordinator's decision is still to come. What was `given`,
    how the family was told and how content it was (1 to 4) are asked at closing. `late_entry` says why the case was
    written down later than it came in; its day and `state_since` are then those of the coming in.
    """

    id = AutoField()
    hub = reference(Hub)
    number = TextField(unique=True)
    uuid = TextField(unique=True, default=lambda: str(uuid.uuid4()))
    village = reference(Village)
    client = reference(Person)
    channel = TextField()
    kind = TextField()
    priority = TextField()
    service = reference(Service)
    area = TextField()
    pillar = TextField()
    reporter_name = TextField()
    reporter_relation = TextField()
    reporter_phone = TextField(default="")
    reporter_phone_reason = TextField(default="")
    story = TextField()
    wish = TextField(default="")
    state = TextField()
    state_since = UtcDateTimeField()
    due_on = DateField()
    restricted = BooleanField(default=False)
    awaits_assignment = BooleanField(default=False)
    registered_on = DateField()
    created_by = reference(User)
    created_at = UtcDateTimeField()
    result = TextField(default="")
    result_text = TextField(default="")
    told_family_on = DateField(null=True)
    closed_at = UtcDateTimeField(null=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])
    restricted_reason = TextField(default="", constraints=[SQL("DEFAULT ''")])
    restricted_by = reference(User, null=True)
    decision_pending = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    given = TextField(default="", constraints=[SQL("DEFAULT ''")])
    given_on = DateField(null=True)
    given_amount = IntegerField(null=True, constraints=[SQL("CHECK (given_amount >= 0)")])
    told_how = TextField(default="", constraints=[SQL("DEFAULT ''")])
    satisfaction = IntegerField(null=True, constraints=[SQL("CHECK (satisfaction BETWEEN 1 AND 4)")])
    late_entry = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        constraints = (one_of("state", [str(s) for s in CaseState]), one_of("priority", [str(p) for p in Priority]))
        indexes = (
            (("hub", "state", "due_on", "id"), False),
            (("hub", "registered_on", "id"), False),
            (("hub", "awaits_assignment", "due_on", "id"), False),
            (("client",), False),
        )


Case.add_index(
    *(Case.hub, Case.restricted, Case.area, Case.created_by, Case.id), where=Case.restricted, name="case_restricted"
)


class CaseDocument(BaseModel):
    """One required paper of a case; `state` is a PaperState value, `form` a PaperForm value when present.

    Its name is the service's as it was when the case began. `promised_on` belongs to a paper still to come, `note` says
    why one does not apply; an `extra` paper was asked for in this case alone. `owner` says whose errand it is.
    """

    id = AutoField()
    case = reference(Case)
    position = IntegerField()
    name = TextField()
    state = TextField(default="belum")
    form = TextField(default="")
    changed_by = reference(User, null=True)
    changed_at = UtcDateTimeField(null=True)
    promised_on = DateField(null=True)
    note = TextField(default="", constraints=[SQL("DEFAULT ''")])
    extra = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    owner = TextField(
        default=str(PaperOwner.KELUARGA),
        constraints=[
            SQL("DEFAULT 'keluarga'"),
            SQL(f"CHECK (owner IN ({', '.join(repr(str(owner)) for owner in PaperOwner)}))"),
        ],
    )

    class Meta:
        indexes = ((("case", "position"), True), (("promised_on",), False))


class DataCheck(BaseModel):
    """What somebody looked up elsewhere about the client: DTSEN status and decile, when, by whom, how."""

    id = AutoField()
    case = reference(Case)
    status = TextField()
    decile = IntegerField(null=True, constraints=[SQL("CHECK (decile BETWEEN 1 AND 10)")])
    period = TextField(default="")
    checked_on = DateField()
    channel = TextField()
    note = TextField(default="")
    checked_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("case", "id"), False), (("checked_on", "id"), False))


class Recommendation(BaseModel):
    """The back office's advice (rekomendasi) to the koordinator, with what the decision takes over from it.

    To refer: `agency_id` of the directory (no row is held by it) or `agency_name`, and the service `wanted` there.
    """

    id = AutoField()
    case = reference(Case)
    choice = TextField()
    reason = TextField()
    created_by = reference(User)
    created_at = UtcDateTimeField()
    agency_id = IntegerField(null=True)
    agency_name = TextField(default="", constraints=[SQL("DEFAULT ''")])
    wanted = TextField(default="", constraints=[SQL("DEFAULT ''")])
    rejection_reason = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        indexes = ((("case", "id"), False),)


class CaseProposal(BaseModel):
    """What front or back office proposes to the koordinator: a visit, or closing the case; open until `settled_at`.

    `content` is JSON: the fields of the form that the koordinator then finds filled in.
    """

    id = AutoField()
    case = reference(Case)
    kind = TextField()
    summary = TextField()
    content = TextField()
    created_by = reference(User)
    created_at = UtcDateTimeField()
    settled_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in ProposalKind]),)
        indexes = ((("case", "id"), False),)


class Decision(BaseModel):
    """The koordinator's decision (penetapan): serve until `target_on`, refer to `agency`, or refuse with a reason."""

    id = AutoField()
    case = reference(Case)
    choice = TextField()
    text = TextField()
    officer = TextField(default="")
    target_on = DateField(null=True)
    agency = TextField(default="")
    letter_number = TextField(default="")
    letter_on = DateField(null=True)
    rejection_reason = TextField(default="")
    told_client = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("case", "id"), False),)


class CaseEvent(BaseModel):
    """One line of a case's history (riwayat); names stay as they were. No `actor`: an office answered by itself.

    A corrected one says in EntryCorrection what it said before.
    """

    id = AutoField()
    case = reference(Case)
    at = UtcDateTimeField()
    actor = reference(User, null=True)
    actor_name = TextField()
    actor_role = TextField()
    kind = TextField()
    from_state = TextField(default="")
    to_state = TextField(default="")
    text = TextField(default="")
    corrected_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("case", "id"), False), (("actor", "at"), False))
