"""The books of the counter: visitors who came without a case, and the columns that a hub's lists are sent with."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, Check, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub, Village
from puskesos.models.user import User

SET_LISTS = ["kasus", "register"]  # rules.export.SETTABLE


class GuestVisit(BaseModel):
    """One visit to the counter that became no case; a cancelled one stays as a trace and counts no more.

    `village` is None for who came from elsewhere, `people` how many came together.
    """

    id = AutoField()
    hub = reference(Hub)
    day = DateField()
    name = TextField()
    village = reference(Village, null=True)
    purpose = TextField()
    people = IntegerField(default=1)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    changed_at = UtcDateTimeField(null=True)
    cancelled_by = reference(User, null=True)
    cancelled_at = UtcDateTimeField(null=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (Check("people BETWEEN 1 AND 200"),)
        indexes = ((("hub", "day", "id"), False),)


class ColumnSet(BaseModel):
    """Columns of a list in an order of the hub's own, by name; `fields` are names of rules.export_columns, with commas
    between. A `shared` one is offered to everybody in the hub, others to who made it."""

    id = AutoField()
    hub = reference(Hub)
    list = TextField()
    name = TextField()
    fields = TextField()
    shared = BooleanField(default=True)
    created_by = reference(User)
    created_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (one_of("list", SET_LISTS),)
        indexes = ((("hub", "list", "name"), True),)
