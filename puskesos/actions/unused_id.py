"""Ids that an undone import took away are never given out again.

SQLite gives a new row the highest id plus one, so that after such an undo the next person would get the id of somebody
who is gone: an open page, a look in the audit trail or a kept address would then mean somebody else.
"""

from __future__ import annotations

from peewee import Model, fn

from puskesos.database import is_postgres
from puskesos.models.imports import Import
from puskesos.models.person import Household, Person

LAST = {Person: Import.last_person, Household: Import.last_household}


def unused_id(model: type[Model]) -> dict[str, int]:
    """The id to give a new row, where the database would give one that was taken before; mostly nothing."""
    first = first_unused(model)
    return {"id": first} if first else {}


def first_unused(model: type[Model]) -> int:
    """The first id that was never given out, or 0 when the database finds it; in a transaction that writes."""
    if is_postgres():
        return 0
    last = Import.select(fn.MAX(LAST[model])).scalar() or 0
    if not last:
        return 0
    highest = model.select(fn.MAX(model.id)).scalar() or 0
    return last + 1 if highest < last else 0
