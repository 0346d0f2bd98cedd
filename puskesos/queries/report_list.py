"""The list behind a figure: each item with its case as the viewer may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect

from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.queries.case import scope, with_places, with_safe_name
from puskesos.queries.prepared import in_places, places, prepared, room_for, shape_of, values_of, viewer_of
from puskesos.queries.report_read import Behind
from puskesos.rules.report import Item
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One line: the item, and its case (None for an activity, which has none)."""

    item: Item
    case: Any


@dataclass(frozen=True)
class ItemList:
    """A page of the lines; `hidden` items belong to restricted cases that do not open for this viewer."""

    lines: list[Listed]
    total: int
    hidden: int
    has_more: bool


def list_items(viewer: Viewer, behind: Behind, skipped: int = 0, page: int = PAGE) -> ItemList:
    """The page of what is behind a figure that begins after `skipped` of them, with `page` lines at most."""
    shown = behind.shown(viewer, skipped, page)
    rows = _cases(viewer, {item.case for item in shown.items if item.case})
    lines = [Listed(item, rows.get(item.case)) for item in shown.items]
    return ItemList(lines, shown.total, shown.total - shown.visible, shown.visible > skipped + page)


def _cases(viewer: Viewer, case_ids: Iterable[int]) -> dict[int, Any]:
    ids = sorted(case_ids)
    rows = _shown_cases(*shape_of(viewer), room_for(ids), **values_of(viewer), **in_places(ids)) if ids else []
    return {row.id: with_safe_name(row) for row in rows}


@prepared
def _shown_cases(roles: frozenset[Role], has_area: bool, count: int) -> ModelSelect:
    columns = (
        *(Case.id, Case.number, Case.state, Case.restricted, Case.registered_on, Case.late_entry),
        *(Person.name.alias("client_name"), Person.rt, Person.rw),
        *(Village.name.alias("village_name"), Service.name.alias("service_name")),
    )
    return with_places(Case.select(*columns)).where(scope(viewer_of(roles, has_area)), Case.id.in_(places(count)))
