"""Which PPKS a person belongs to, which SPM was confirmed for them in a year, and what was given for it.

A category that ended or was a mistake stays as a row; a service noted by mistake stays with the reason.
"""

from __future__ import annotations

from peewee import SQL, AutoField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.rules.ppks import Ending
from puskesos.rules.spm import BasicService, ClaimState

VERSION = [SQL("DEFAULT 1"), SQL("CHECK (version >= 1)")]


class PersonCategory(BaseModel):
    """A PPKS of a person from `since` on, noted in a case; `ending` is empty while it runs, an Ending afterwards."""

    id = AutoField()
    person = reference(Person)
    case = reference(Case)
    code = TextField()
    since = DateField()
    until = DateField(null=True)
    ending = TextField(default="")
    reason = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()
    changed_by = reference(User)
    changed_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=VERSION)

    class Meta:
        constraints = (one_of("ending", ["", *map(str, Ending)]),)
        indexes = ((("person", "id"), False), (("case", "id"), False))


class SpmClaim(BaseModel):
    """What was said of one SPM for the client of a case in one year; `signs` are Neglect codes joined by commas."""

    id = AutoField()
    person = reference(Person)
    case = reference(Case)
    code = TextField()
    year = IntegerField(constraints=[SQL("CHECK (year BETWEEN 2000 AND 2100)")])
    state = TextField()
    signs = TextField(default="")
    reason = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()
    changed_by = reference(User)
    changed_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=VERSION)

    class Meta:
        constraints = (one_of("state", [str(state) for state in ClaimState]),)
        indexes = (
            (("case", "code", "year"), True),
            (("person", "code", "year"), False),
            (("year", "created_at"), False),
        )


class SpmService(BaseModel):
    """One basic service given on a day; `amount` in whole rupiah. A `cancelled_because` takes it out of every count."""

    id = AutoField()
    claim = reference(SpmClaim)
    item = TextField()
    given_on = DateField()
    quantity = TextField(default="")
    amount = IntegerField(null=True, constraints=[SQL("CHECK (amount >= 0)")])
    note = TextField(default="")
    cancelled_because = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()
    changed_by = reference(User)
    changed_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=VERSION)

    class Meta:
        constraints = (one_of("item", [str(item) for item in BasicService]),)
        indexes = ((("claim", "id"), False), (("given_on", "id"), False))
