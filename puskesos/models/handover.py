"""Handing over at the end of a shift (serah terima), and who has read it."""

from __future__ import annotations

from peewee import AutoField, CompositeKey, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, reference
from puskesos.models.hub import Hub
from puskesos.models.user import User


class Handover(BaseModel):
    """What one worker left for the next, between `since` and `created_at`.

    `content` is JSON: parts with lines of a case number and words. Names are looked up when it is read, so that a case
    that became restricted later shows initials in old handovers too.
    """

    id = AutoField()
    hub = reference(Hub)
    user = reference(User)
    since = UtcDateTimeField()
    note = TextField(default="")
    content = TextField(default="[]")
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("hub", "id"), False), (("user", "id"), False))


class HandoverRead(BaseModel):
    """This worker has read this handover."""

    handover = reference(Handover)
    user = reference(User)
    read_at = UtcDateTimeField()

    class Meta:
        primary_key = CompositeKey("handover", "user")
