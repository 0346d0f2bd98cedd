"""What volunteers do outside cases, noted by themselves for the report of their month."""

from __future__ import annotations

from peewee import SQL, AutoField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub, Village
from puskesos.models.user import User
from puskesos.rules.activity import ActivityKind


class Activity(BaseModel):
    """One activity of a volunteer on a day; a cancelled one stays as a trace and counts no more."""

    id = AutoField()
    hub = reference(Hub)
    user = reference(User)
    day = DateField()
    kind = TextField()
    village = reference(Village, null=True)
    place = TextField(default="")
    note = TextField(default="")
    obstacle = TextField(default="")
    created_at = UtcDateTimeField()
    changed_at = UtcDateTimeField(null=True)
    cancelled_at = UtcDateTimeField(null=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in ActivityKind]),)
        indexes = ((("user", "day"), False), (("hub", "day"), False))
