"""What people decided about likeness: two entries that are not the same person."""

from __future__ import annotations

from peewee import AutoField, Check, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, reference
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.user import User


class NotSame(BaseModel):
    """A pair somebody looked at and told apart; the smaller id is `person_low`, so that each pair stands once."""

    id = AutoField()
    hub = reference(Hub)
    person_low = reference(Person)
    person_high = reference(Person)
    actor = reference(User)
    actor_name = TextField()
    at = UtcDateTimeField()

    class Meta:
        constraints = (Check("person_low_id < person_high_id"),)
        indexes = ((("person_low", "person_high"), True), (("person_high",), False))
