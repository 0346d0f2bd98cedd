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
from puskesos.queries.case_door import openable
from puskesos.queries.prepared import prepared, shape_of, slot, values_of, viewer_of
from puskesos.queries.report_behind import Behind
from puskesos.queries.report_rows import CountedRows, JoinedRows
from puskesos.rules.report import Item
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

PAGE = 50
AT_ONCE = 500


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
    if isinstance(behind, CountedRows | JoinedRows):
        total, shown = behind.count(viewer)
        these = behind.page(viewer, skipped, page)
    else:
        closed = _closed_to(viewer, {item.case for item in behind if item.case})
        visible = [item for item in behind if item.case not in closed] if closed else behind
        total, shown, these = len(behind), len(visible), visible[skipped : skipped + page]
    rows = _cases(viewer, {item.case for item in these if item.case})
    lines = [Listed(item, rows.get(item.case)) for item in these]
    return ItemList(lines, total, total - shown, shown > skipped + page)


def _closed_to(viewer: Viewer, case_ids: Iterable[int]) -> set[int]:
    """Those of the cases that do not open for the viewer."""
    if viewer.has_role(Role.KOORDINATOR):
        return set()
    ids, closed = sorted(case_ids), set()
    for start in range(0, len(ids), AT_ONCE):
        some = Case.id.in_(ids[start : start + AT_ONCE])
        closed.update(row for (row,) in Case.select(Case.id).where(some, ~openable(viewer)).tuples())
    return closed


def _cases(viewer: Viewer, case_ids: Iterable[int]) -> dict[int, Any]:
    ids = sorted(case_ids)
    padded = ids + [0] * (PAGE - len(ids))
    places = {f"place{place}": one for place, one in enumerate(padded)}
    rows = _shown_cases(*shape_of(viewer), len(padded), **values_of(viewer), **places) if ids else []
    return {row.id: with_safe_name(row) for row in rows}


@prepared
def _shown_cases(roles: frozenset[Role], has_area: bool, count: int) -> ModelSelect:
    columns = (
        *(Case.id, Case.number, Case.state, Case.restricted, Case.registered_on, Case.late_entry),
        *(Person.name.alias("client_name"), Person.rt, Person.rw),
        *(Village.name.alias("village_name"), Service.name.alias("service_name")),
    )
    these = Case.id.in_([slot(f"place{place}") for place in range(count)])
    return with_places(Case.select(*columns)).where(scope(viewer_of(roles, has_area)), these)
