"""Work that runs outside the web threads, and what the check of the whole registry found."""

from __future__ import annotations

from peewee import SQL, AutoField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.rules.job import JobKind, JobState


class Job(BaseModel):
    """One piece of background work; `subject` is the id of what it is about, `beat_at` the last sign of life."""

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    subject = IntegerField(null=True)
    state = TextField(default=str(JobState.MENUNGGU))
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    note = TextField(default="")
    attempts = IntegerField(default=0, constraints=[SQL("CHECK (attempts >= 0)")])
    created_by = reference(User, null=True)
    created_at = UtcDateTimeField()
    started_at = UtcDateTimeField(null=True)
    beat_at = UtcDateTimeField(null=True)
    ended_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in JobKind]), one_of("state", [str(s) for s in JobState]))
        indexes = ((("state", "id"), False), (("hub", "kind", "id"), False))


class RegistryFinding(BaseModel):
    """One thing to mend that the last check of the registry saw; correcting the person removes it until the next check.

    `check_name` is a name of `queries.registry_check.CHECKS` or "likely_double"; `score` is 0–100 for likely doubles.
    """

    id = AutoField()
    hub = reference(Hub)
    check_name = TextField()
    person = reference(Person)
    other = reference(Person, null=True)
    score = IntegerField(default=0)
    reasons = TextField(default="")
    at = UtcDateTimeField()

    class Meta:
        indexes = ((("hub", "check_name", "id"), False), (("person",), False), (("other",), False))
