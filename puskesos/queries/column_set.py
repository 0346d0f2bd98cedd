"""Sets of columns that a hub keeps for its lists."""

from __future__ import annotations

from puskesos.models.book import ColumnSet
from puskesos.rules.export_columns import SETTABLE, ExportList
from puskesos.rules.viewer import Viewer


def column_sets(viewer: Viewer, kind: ExportList) -> list[ColumnSet]:
    """The sets for this list that the viewer may use, by name: those shared in the hub and the own ones."""
    if kind not in SETTABLE:
        return []
    rows = ColumnSet.select().where(ColumnSet.hub == viewer.hub_id, ColumnSet.list == str(kind))
    return list(rows.where(ColumnSet.shared | (ColumnSet.created_by == viewer.id)).order_by(ColumnSet.name))


def find_set(viewer: Viewer, set_id: int) -> ColumnSet | None:
    """A set that the viewer may use."""
    mine = (ColumnSet.id == set_id) & (ColumnSet.hub == viewer.hub_id)
    return ColumnSet.get_or_none(mine, ColumnSet.shared | (ColumnSet.created_by == viewer.id))


def fields_of(one: ColumnSet) -> tuple[str, ...]:
    """The names of its columns in order."""
    return tuple(one.fields.split(","))
