"""What a hub sets about its field: programs with their decile limits, local holidays, working days per step."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, Check, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, one_of, reference
from puskesos.models.hub import Hub
from puskesos.rules.intake import Priority


class Program(BaseModel):
    """A program (bansos, JKN …) and up to which decile it is meant for; no limit when `decile_limit` is empty.

    On `doubtful_decile` the sources disagree. Families receive it when `received`; else only its limit is of use.
    """

    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    decile_limit = IntegerField(null=True, constraints=[SQL("CHECK (decile_limit BETWEEN 1 AND 10)")])
    doubtful_decile = IntegerField(null=True, constraints=[SQL("CHECK (doubtful_decile BETWEEN 1 AND 10)")])
    received = BooleanField(default=True)
    position = IntegerField(default=0)
    active = BooleanField(default=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "code"), True),)


class LocalHoliday(BaseModel):
    """A day on which this hub is closed beside the national holidays."""

    id = AutoField()
    hub = reference(Hub)
    day = DateField()
    name = TextField()

    class Meta:
        indexes = ((("hub", "day"), True),)


class StepTarget(BaseModel):
    """Working days a step may take, where the hub set something else than `rules.step_targets.DEFAULT_DAYS`."""

    id = AutoField()
    hub = reference(Hub)
    step = TextField()
    priority = TextField()
    days = IntegerField()

    class Meta:
        constraints = (one_of("priority", [str(p) for p in Priority]), Check("days BETWEEN 0 AND 60"))
        indexes = ((("hub", "step", "priority"), True),)
