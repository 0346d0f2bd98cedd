"""What merges and splits changed, whole enough to be taken back: of two people, and of families.

The rows are kept as JSON by column name, so that a column of a later version does no harm to an older record.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from peewee import AutoField, Check, DateField, TextField

from puskesos.models.base import BaseModel, UtcDateTimeField, one_of, reference
from puskesos.models.hub import Hub
from puskesos.models.person import Household, Person
from puskesos.models.user import User
from puskesos.rules.merging import FamilyChange

COLUMNS = {field.column_name: field for field in Person._meta.sorted_fields}


class PersonMerge(BaseModel):
    """Two entries made one: `gone` became a hidden row of `kept`; `moved` holds the ids that were pointed elsewhere."""

    id = AutoField()
    hub = reference(Hub)
    kept = reference(Person)
    gone = reference(Person)
    kept_before = TextField()
    kept_after = TextField()
    gone_before = TextField()
    moved = TextField()
    reason = TextField(default="")
    actor = reference(User)
    actor_name = TextField()
    at = UtcDateTimeField()
    undone_by = reference(User, null=True)
    undone_by_name = TextField(default="")
    undone_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (Check("kept_id <> gone_id"),)
        indexes = ((("kept",), False), (("gone",), False))


class HouseholdMerge(BaseModel):
    """Members who changed family together: into `kept` from the emptied `other`, or from `kept` into the new `other`.

    `members` holds rows of person, family and role before, family and role after, and the ids of the heads before.
    """

    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    kept = reference(Household)
    other = reference(Household)
    members = TextField()
    reason = TextField(default="")
    actor = reference(User)
    actor_name = TextField()
    at = UtcDateTimeField()
    undone_by = reference(User, null=True)
    undone_by_name = TextField(default="")
    undone_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = (one_of("kind", [str(one) for one in FamilyChange]), Check("kept_id <> other_id"))
        indexes = ((("kept",), False), (("other",), False))


def row_of(person: Person) -> dict[str, Any]:
    """Every column of a person by its name in the database."""
    return {name: person.__data__.get(field.name) for name, field in COLUMNS.items()}


def write_row(row: dict[str, Any]) -> str:
    """A person's row as JSON text; days and moments in ISO form."""
    return json.dumps(
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()},
        ensure_ascii=False,
        sort_keys=True,
    )


def read_row(text: str) -> dict[str, Any]:
    """The row that `write_row` wrote, without columns that this version no longer has."""
    return {name: _typed(name, value) for name, value in json.loads(text).items() if name in COLUMNS}


def _typed(column: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(COLUMNS[column], UtcDateTimeField):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(COLUMNS[column], DateField) else value
