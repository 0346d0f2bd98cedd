"""Restricted cases: the people let in beside those whom the rule lets in, and every first look with its reason."""

from __future__ import annotations

from peewee import AutoField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.user import User
from puskesos.rules.restriction import LookKind


class CaseTeam(BaseModel):
    """Somebody whom the koordinator let in, or (with `removed_at`) shut out although the rule would let in."""

    id = AutoField()
    case = reference(Case)
    user = reference(User)
    added_by = reference(User)
    at = UtcDateTimeField()
    removed_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("case", "user"), True), (("user",), False))


class CaseAccess(BaseModel):
    """One look at a restricted case with its reason; an emergency waits for the koordinator's `known_at`.

    `ended_at`: the koordinator ended the emergency before its hour was over.
    """

    id = AutoField()
    case = reference(Case)
    user = reference(User)
    kind = TextField()
    reason = TextField()
    at = UtcDateTimeField()
    known_by = reference(User, null=True)
    known_at = UtcDateTimeField(null=True)
    ended_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in LookKind]),)
        indexes = ((("case", "user", "at"), False), (("kind", "known_at"), False))
