"""Guided ways beside a case (jalur): one track for a kind, a row for each person on it, and an append-only log."""

from __future__ import annotations

from peewee import SQL, AutoField, DateField, IntegerField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.rules.track import TrackEventKind, TrackKind, TrackStep


class Track(BaseModel):
    """A reactivation or a proposal in one case. `wanted` holds what is proposed, codes joined by commas."""

    id = AutoField()
    hub = reference(Hub)
    case = reference(Case)
    kind = TextField()
    wanted = TextField(default="")
    created_by = reference(User)
    created_at = UtcDateTimeField()
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in TrackKind]),)
        indexes = ((("case", "id"), False), (("hub", "kind"), False))


class TrackMember(BaseModel):
    """One person on a track. `step_on` is the day the step happened, `step_since` when it was noted here.

    `care_place` names where the person is in care now, empty for nowhere; `deactivated_on` stays as it was at the start
    of this track although the person's own may be emptied by the reactivation.
    """

    id = AutoField()
    track = reference(Track)
    person = reference(Person)
    step = TextField()
    step_on = DateField()
    step_since = UtcDateTimeField()
    deactivated_on = DateField(null=True)
    deactivation_number = TextField(default="")
    care_place = TextField(default="")
    active_on = DateField(null=True)
    decile_fixed_on = DateField(null=True)

    class Meta:
        constraints = (one_of("step", [str(step) for step in TrackStep]),)
        indexes = ((("track", "person"), True), (("step", "id"), False), (("person",), False))


class TrackEvent(BaseModel):
    """One line of one person's way; written once, corrected by a further line. `on` is the day it happened.

    `who`, `number`, `channel` and `text` are what the step records; `reason` says why it was taken back or corrected.
    """

    id = AutoField()
    member = reference(TrackMember)
    at = UtcDateTimeField()
    on = DateField()
    kind = TextField()
    from_step = TextField(default="")
    to_step = TextField(default="")
    who = TextField(default="")
    number = TextField(default="")
    channel = TextField(default="")
    text = TextField(default="")
    reason = TextField(default="")
    actor = reference(User)
    actor_name = TextField()

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in TrackEventKind]),)
        indexes = ((("member", "id"), False),)
