"""Assignments of volunteers, their visit reports, and the photos that came with them."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Village
from puskesos.models.user import User
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.visit_form import VisitFormKind


class Assignment(BaseModel):
    """A task for one volunteer in one case; `village` repeats the case's so that the board reads one table.

    `takes_over`: the task of another volunteer that this one goes on with; `handed_off_at`: when it was last
    told by WhatsApp.
    `planned_on` is the day the volunteer means to go; later than `due_on` it asks the koordinator for more time, with
    `postponed_because`. `asked_at` is since when a question of the volunteer has had no answer.
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
    planned_on = DateField(null=True)
    postponed_because = TextField(default="", constraints=[SQL("DEFAULT ''")])
    asked_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("state", [str(s) for s in AssignmentState]),)
        indexes = (
            (("hub", "state", "state_since"), False),
            (("hub", "created_at"), False),
            (("volunteer", "state", "due_on"), False),
            (("case", "id"), False),
        )


class AssignmentMessage(BaseModel):
    """A question of the volunteer or an answer to it, under the task; never changed. Name and role are kept as then."""

    id = AutoField()
    assignment = reference(Assignment)
    at = UtcDateTimeField()
    author = reference(User)
    author_name = TextField()
    author_role = TextField()
    text = TextField()

    class Meta:
        indexes = ((("assignment", "id"), False),)


def _added_text() -> TextField:
    """A text column that an existing table gets."""
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


class Visit(BaseModel):
    """A visit report: an event that is never changed; `review` says what the koordinator answered.

    A correction is another row that `corrects` the one before; the newest counts. `assessment` holds the answers of
    the full form (rules/assessment.py), `photos_waiting` how many photos the phone still had when this was sent. The
    place (degrees as text, accuracy in metres) is there only when the volunteer noted it.
    """

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
    form = TextField(default=str(VisitFormKind.SINGKAT), constraints=[SQL("DEFAULT 'singkat'")])
    identity_fits = _added_text()
    address_fits = _added_text()
    members_counted = IntegerField(null=True)
    programs_received = _added_text()
    action_taken = _added_text()
    aid_given = _added_text()
    contacted = _added_text()
    latitude = TextField(null=True)
    longitude = TextField(null=True)
    accuracy = IntegerField(null=True)
    assessment = _added_text()
    corrects = reference("self", null=True)
    photos_waiting = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])

    class Meta:
        indexes = ((("assignment", "id"), False), (("case", "id"), False), (("visited_at",), False))


class VisitDraft(BaseModel):
    """A part of a report that was not sent yet: the fields as they were typed (JSON); nothing has to be right."""

    id = AutoField()
    assignment = reference(Assignment)
    user = reference(User)
    part = TextField()
    content = TextField()
    saved_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("assignment", "part"), True),)


class Photo(BaseModel):
    """A re-encoded JPEG on disk under a random name; `bytes` and pixels are of the stored file.

    `key` is made by the phone that sends it alone, so that the same photo sent twice is one.
    """

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
    kind = _added_text()
    key = TextField(null=True)

    class Meta:
        indexes = ((("case", "id"), False), (("visit",), False), (("key",), True))
