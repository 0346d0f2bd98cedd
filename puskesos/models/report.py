"""The month's report: what the koordinator wrote for it, each closing with everything that was counted, and how many
people an SPM is to reach in a year."""

from __future__ import annotations

from peewee import SQL, AutoField, BlobField, Check, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.rules.spm import SHORT


class MonthNote(BaseModel):
    """Obstacles (kendala) and proposals (usul) of a month, which is known by its first day."""

    id = AutoField()
    hub = reference(Hub)
    month = DateField()
    obstacles = TextField(default="")
    proposals = TextField(default="")
    changed_by = reference(User)
    changed_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "month"), True),)


class MonthReport(BaseModel):
    """One closing of a month; a reopened one stays with the reason. `content` is rules.report_kept.Kept as bytes,
    `fingerprint` the SHA-256 of its text; the name is that of who closed it, as it was then."""

    id = AutoField()
    hub = reference(Hub)
    month = DateField()
    revision = IntegerField(constraints=[SQL("CHECK (revision >= 1)")])
    content = BlobField()
    fingerprint = TextField()
    closed_by = reference(User)
    closed_by_name = TextField()
    closed_at = UtcDateTimeField()
    reopened_by = reference(User, null=True)
    reopened_by_name = TextField(default="")
    reopened_at = UtcDateTimeField(null=True)
    reopened_because = TextField(default="")

    class Meta:
        indexes = ((("hub", "month", "revision"), True),)


class SpmTarget(BaseModel):
    """How many people an SPM is to reach in a year, as the hub was told; no row while nobody said."""

    id = AutoField()
    hub = reference(Hub)
    year = IntegerField()
    code = TextField()
    people = IntegerField()

    class Meta:
        constraints = (
            one_of("code", list(SHORT)),
            Check("year BETWEEN 2000 AND 2100"),
            Check("people BETWEEN 0 AND 100000"),
        )
        indexes = ((("hub", "year", "code"), True),)
