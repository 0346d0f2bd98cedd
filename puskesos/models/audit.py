"""The audit trail, the ids of forms already received, and forms parked by an expired sign-in."""

from __future__ import annotations

from peewee import AutoField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, reference
from puskesos.models.hub import Hub
from puskesos.models.user import User


class AuditEntry(BaseModel):
    """Who did what to what, when and why; triggers refuse UPDATE and DELETE. `detail` is JSON without names or NIK."""

    id = AutoField()
    hub = reference(Hub, null=True)
    at = UtcDateTimeField()
    actor = reference(User, null=True)
    actor_name = TextField(default="")
    session_id = TextField(default="")
    address = TextField(default="")
    action = TextField()
    object_type = TextField(default="")
    object_id = TextField(default="")
    reason = TextField(default="")
    detail = TextField(default="{}")

    class Meta:
        indexes = ((("hub", "id"), False), (("object_type", "object_id"), False))


class Submission(BaseModel):
    """The client-made key of a form and where its effect can be seen, so that a repeat answers the same."""

    key = TextField(primary_key=True)
    user = reference(User)
    action = TextField()
    digest = TextField()
    target = TextField()
    created_at = UtcDateTimeField()


class ParkedForm(BaseModel):
    """What a person had typed when the sign-in had expired; given back to the same person on the same page."""

    id = AutoField()
    user = reference(User)
    path = TextField()
    fields = TextField()
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("user", "path"), False),)
