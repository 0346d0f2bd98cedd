"""How much each village carries: its open tasks and those that are late, for the lanes of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect, fn
from peewee import Case as When

from puskesos.models.assignment import Assignment
from puskesos.models.hub import Village
from puskesos.queries.assignment import OPEN
from puskesos.queries.prepared import prepared, slot


def village_loads(hub_id: int, today: date) -> list[Any]:
    """Villages served, in the order of their codes, with open and late tasks."""
    return _village_loads(hub=hub_id, today=Assignment.due_on.db_value(today))


@prepared
def _village_loads() -> ModelSelect:
    at_work = (Assignment.village == Village.id) & (Assignment.hub == slot("hub")) & Assignment.state.in_(OPEN)
    return (
        Village.select(
            Village.id,
            Village.name,
            fn.COUNT(Assignment.id).alias("open"),
            fn.COUNT(When(None, [(Assignment.due_on < slot("today"), Assignment.id)])).alias("late"),
        )
        .join(Assignment, JOIN.LEFT_OUTER, on=at_work)
        .where(Village.hub == slot("hub"), Village.active)
        .group_by(Village.id, Village.name, Village.code)
        .order_by(Village.code)
    )
