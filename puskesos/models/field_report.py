"""Needs met on the road by volunteers, before the counter makes cases of them."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.user import User
from puskesos.rules.field_report import FieldReportState


class FieldReport(BaseModel):
    """What a volunteer noted of somebody in need; `case` is the one it became or was joined to.

    `seen_at`: when somebody of the hub took note of an urgent one. `violence` closes the case from its first moment.
    """

    id = AutoField()
    hub = reference(Hub)
    number = TextField(unique=True)
    village = reference(Village)
    name = TextField(default="")
    sex = TextField(default="")
    age = IntegerField(null=True, constraints=[SQL("CHECK (age BETWEEN 0 AND 120)")])
    place = TextField(default="")
    phone = TextField(default="")
    service = reference(Service, null=True)
    story = TextField()
    urgent = BooleanField(default=False)
    violence = BooleanField(default=False)
    state = TextField(default=str(FieldReportState.DRAF))
    reason = TextField(default="")
    case = reference(Case, null=True)
    reported_by = reference(User)
    created_at = UtcDateTimeField()
    changed_at = UtcDateTimeField()
    seen_by = reference(User, null=True)
    seen_at = UtcDateTimeField(null=True)
    settled_by = reference(User, null=True)
    settled_at = UtcDateTimeField(null=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (one_of("state", [str(state) for state in FieldReportState]),)
        indexes = ((("hub", "state", "id"), False), (("reported_by", "id"), False), (("case",), False))


class FieldPhoto(BaseModel):
    """A re-encoded JPEG of a report; when the report becomes a case it is also an attachment there."""

    id = AutoField()
    report = reference(FieldReport)
    stored_name = TextField(unique=True)
    sha256 = TextField()
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("report", "id"), False),)
