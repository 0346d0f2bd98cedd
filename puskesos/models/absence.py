"""Days on which a volunteer cannot go (libur relawan)."""

from __future__ import annotations

from peewee import AutoField, Check, DateField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, reference
from puskesos.models.hub import Hub
from puskesos.models.user import User


class VolunteerAbsence(BaseModel):
    """From the first to the last day, both included; one that was entered by mistake or ended stays, cancelled."""

    id = AutoField()
    hub = reference(Hub)
    user = reference(User)
    first_on = DateField()
    last_on = DateField()
    reason = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()
    cancelled_by = reference(User, null=True)
    cancelled_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (Check("last_on >= first_on"),)
        indexes = ((("hub", "last_on"), False), (("user", "last_on"), False))
