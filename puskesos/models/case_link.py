"""Which cases belong together: of one person, family or event, and a duplicate with the case that stays."""

from __future__ import annotations

from peewee import AutoField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.case import Case
from puskesos.models.user import User
from puskesos.rules.case_link import LinkKind


class CaseLink(BaseModel):
    """Two cases, read from either side; of a duplicate `case` is the cancelled one and `other` the one that stays."""

    id = AutoField()
    case = reference(Case)
    other = reference(Case)
    kind = TextField()
    created_by = reference(User)
    created_at = UtcDateTimeField()

    class Meta:
        constraints = (one_of("kind", [str(kind) for kind in LinkKind]),)
        indexes = ((("case", "other"), True), (("other",), False))
