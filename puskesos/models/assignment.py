"""Assignments of volunteers, their visit reports, and the photos that came with them."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Village
from puskesos.models.user import User
from puskesos.rules.assignment_path import AssignmentState


class Assignment(BaseModel):
    """A task for one volunteer in one case; `village` repeats the case's so that the board reads one table.

    `takes_over`: the task of another volunteer that this one goes on with; `handed_off_at`: when it was last
    told by WhatsApp.
    """

    id = AutoField()
    hub = reference(Hub)
    number = TextField(unique=True)
    case = reference(Case)
    village = reference(Village)
    volunteer = reference(User)
    kind = TextField()
    instruction = TextField(default="")
    due_on = DateField()
    state = TextField()
    state_since = UtcDateTimeField()
    reason = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])
    takes_over = reference("self", null=True)
    handed_off_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", [str(s) for s in AssignmentState]),)
        indexes = (
            (("hub", "state", "state_since"), False),
            (("volunteer", "state", "due_on"), False),
            (("case", "id"), False),
        )


class Visit(BaseModel):
    """A visit report: an event that is never changed; `review` says what the koordinator answered."""

    id = AutoField()
    assignment = reference(Assignment)
    case = reference(Case)
    visited_at = UtcDateTimeField()
    outcome = TextField()
    met_whom = TextField(default="")
    findings = TextField()
    conclusion = TextField(default="")
    next_step = TextField(default="")
    return_on = DateField(null=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    approved = BooleanField(null=True)
    review = TextField(default="")
    reviewed_by = reference(User, null=True)
    reviewed_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("assignment", "id"), False), (("case", "id"), False))


class Photo(BaseModel):
    """A re-encoded JPEG on disk under a random name; `bytes` and pixels are of the stored file."""

    id = AutoField()
    case = reference(Case)
    visit = reference(Visit)
    stored_name = TextField(unique=True)
    sha256 = TextField()
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    created_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("case", "id"), False), (("visit",), False))
