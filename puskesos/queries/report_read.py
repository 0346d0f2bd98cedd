"""What is behind a figure, as a list asks for it; and the same of rows that were read already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from peewee import ModelSelect

from puskesos.queries.case_door import closed_cases
from puskesos.queries.prepared import prepared, shape_of, values_of, viewer_of
from puskesos.rules.report import Item
from puskesos.rules.report_kept import KeptRow, KeptRows
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class Shown:
    """A page of what is behind a figure: how many there are, of how many the case opens for the viewer, and of these
    the items of the page, by day."""

    total: int
    visible: int
    items: Sequence[Item]


class Behind(Protocol):
    """What is behind a figure."""

    def shown(self, viewer: Viewer, skipped: int, count: int) -> Shown:
        """The page of `count` items at most that begins after `skipped` of those the viewer may see."""


Row = TypeVar("Row")


@dataclass(frozen=True)
class ReadRows(Generic[Row]):
    """Rows that were read already, by day; `case_of` tells the case of a row, if any, `item_of` makes its item."""

    rows: Sequence[Row]
    case_of: Callable[[Row], int | None]
    item_of: Callable[[Row], Item]

    def shown(self, viewer: Viewer, skipped: int, count: int) -> Shown:
        """As of CountedRows."""
        closed = _closed_to(viewer)
        visible = [row for row in self.rows if self.case_of(row) not in closed] if closed else self.rows
        return Shown(len(self.rows), len(visible), [self.item_of(row) for row in visible[skipped : skipped + count]])


def read_items(items: Sequence[Item]) -> ReadRows[Item]:
    """Items as rows."""
    return ReadRows(items, lambda item: item.case, lambda item: item)


def read_kept(kept: KeptRows) -> ReadRows[KeptRow]:
    """A set as it was kept."""
    return ReadRows(kept.rows, lambda row: row[2], kept.item)


def _closed_to(viewer: Viewer) -> set[int]:
    """The cases that do not open for the viewer: beside a figure even a number would tell too much."""
    if viewer.has_role(Role.KOORDINATOR):
        return set()
    return {row.id for row in _closed(*shape_of(viewer), **values_of(viewer))}


@prepared
def _closed(roles: frozenset[Role], has_area: bool) -> ModelSelect:
    return closed_cases(viewer_of(roles, has_area))
