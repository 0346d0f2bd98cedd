"""A counted set as a query: its figure and a page of its list; of the rows of other pages no more than their ids.

A set is written once (queries.report_source), and its statements are made once (queries.prepared).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import ModelSelect, Select, Value, fn

from puskesos.database import database
from puskesos.models.hub import Hub
from puskesos.queries.case_door import closed_cases
from puskesos.queries.prepared import in_places, places, prepared, room_for, shape_of, slot, values_of, viewer_of
from puskesos.queries.report_read import Shown
from puskesos.queries.report_source import Part, Source, days_of, moments_in
from puskesos.rules.period import Days
from puskesos.rules.report import UNKNOWN, Counted, Item, Parted
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

Shape = tuple[frozenset[Role], bool] | None  # of a viewer; None: every case opens
Narrowing = tuple[tuple[str, bool], ...]  # names of parts, and whether the wanted value is a known one
Sourced = Callable[[Counted], Source]


@dataclass(frozen=True)
class CountedRows:
    """The rows of one set in some days of a hub, with these parts."""

    counted: Counted
    source: Sourced
    hub: Hub
    days: Days
    wanted: Mapping[str, str] = field(default_factory=dict)

    def tells(self, wanted: Mapping[str, str]) -> bool:
        """Whether columns tell all these parts."""
        return self.source(self.counted).parts.keys() >= set(wanted)

    def narrowed(self, wanted: Mapping[str, str]) -> CountedRows:
        """Only those with these parts, which columns have to tell."""
        return replace(self, wanted=wanted)

    def count(self) -> int:
        """How many there are, whatever they are narrowed to."""
        ((count,),) = _count(self.source, self.counted, **self._days)
        return int(count)

    def shown(self, viewer: Viewer, skipped: int, count: int) -> Shown:
        """A page for the viewer, its items with their near parts only.

        Where each row has to be looked at anyway, this is done once, and the page is taken from what was found.
        """
        shape, read = _shape(viewer), self.source(self.counted)
        if self.wanted or shape or read.standing is not None:
            found = self._found(viewer, shape)
            page = [row.key for row in found if row.opens][skipped : skipped + count]
            return Shown(len(found), sum(1 for row in found if row.opens), self._items(self._read(page)))
        every = self.count()
        page = _page(self.source, self.counted, **self._days, skipped=skipped, most=count) if every > skipped else []
        return Shown(every, every, self._items(page))

    def _read(self, keys: Sequence[int]) -> list[Any]:
        return _these(self.source, self.counted, room_for(keys), **self._days, **in_places(keys)) if keys else []

    def _found(self, viewer: Viewer, shape: Shape) -> list[Any]:
        """All of them in their order, each with whether its case opens for the viewer."""
        wanted = self._wanted()
        if wanted is None:
            return []
        values = self._days | wanted | (values_of(viewer) if shape else {})
        return _keys(self.source, self.counted, self._narrowing, shape, **values)

    def items(self) -> list[Item]:
        """All of them with all their parts, in no promised order, whatever they are narrowed to."""
        return self._items(_all(self.source, self.counted, **self._days), self.source(self.counted).parts)

    @property
    def _narrowing(self) -> Narrowing:
        return tuple((name, value != UNKNOWN) for name, value in self.wanted.items())

    @property
    def _days(self) -> dict[str, Any]:
        """What fills the slots of the hub and its days."""
        return days_of(self.hub.id, self.days) | moments_in(self.days, self.hub.zone)

    def _wanted(self) -> dict[str, Any] | None:
        """What fills the slots of the wanted parts; None where no row can have them."""
        values, parts = {}, self.source(self.counted).parts
        for name, value in self.wanted.items():
            if value == UNKNOWN:
                continue
            fill = parts[Parted(name)].fill(value)
            if fill is None:
                return None
            values |= {f"{name}_{place}": one for place, one in enumerate(fill)}
        return values

    def _items(self, rows: Sequence[Any], parts: Mapping[Parted, Part] | None = None) -> list[Item]:
        """With these parts, which the rows tell; with their near ones unless said."""
        parts = self.source(self.counted).near if parts is None else parts
        told = [(str(name), part.told) for name, part in parts.items()]
        zone = ZoneInfo(self.hub.zone)
        return [
            Item(
                self.counted,
                row[0],
                _day(row[1], zone),
                row[2],
                {name: tell(value) for (name, tell), value in zip(told, row[3:], strict=True)},
            )
            for row in rows
        ]


@dataclass(frozen=True)
class JoinedRows:
    """Several sets whose figures are added up, as one list."""

    sets: Sequence[CountedRows]

    def shown(self, viewer: Viewer, skipped: int, count: int) -> Shown:
        """As of one set; within a day set by set, each in its own order, whichever page is asked for."""
        if len(self.sets) == 1:
            return self.sets[0].shown(viewer, skipped, count)
        pages = [one.shown(viewer, 0, skipped + count) for one in self.sets]
        items = sorted((item for page in pages for item in page.items), key=lambda item: item.on)
        total, visible = sum(page.total for page in pages), sum(page.visible for page in pages)
        return Shown(total, visible, items[skipped : skipped + count])


def _shape(viewer: Viewer) -> Shape:
    return None if viewer.has_role(Role.KOORDINATOR) else shape_of(viewer)


@prepared
def _count(source: Sourced, counted: Counted) -> Any:
    read = source(counted)
    if read.standing is not None:
        found = read.standing.alias("found")
        return Select([found], [fn.COUNT(found.c.key).alias("every")]).bind(database)
    return read.query.columns(fn.COUNT(read.key).alias("every"))


@prepared
def _page(source: Sourced, counted: Counted) -> ModelSelect:
    read = source(counted)
    rows = read.query.columns(*_columns(read, read.near)).order_by(*_order(read))
    return rows.limit(slot("most")).offset(slot("skipped"))


@prepared
def _keys(source: Sourced, counted: Counted, narrowing: Narrowing, shape: Shape) -> ModelSelect:
    read = source(counted)
    if read.standing is not None and not (narrowing or shape):
        found = read.standing.alias("found")
        keys = Select([found], [found.c.key.alias("key"), Value(1).alias("opens")])
        return keys.order_by(found.c.on, found.c.key).bind(database)
    opens = Value(1) if shape is None or read.case is None else read.case.not_in(closed_cases(viewer_of(*shape)))
    return _narrowed(read, narrowing).columns(read.key.alias("key"), opens.alias("opens")).order_by(*_order(read))


@prepared
def _these(source: Sourced, counted: Counted, count: int) -> ModelSelect:
    read = source(counted)
    return read.rows.where(read.key.in_(places(count))).columns(*_columns(read, read.near)).order_by(*_order(read))


def _order(read: Source) -> tuple[Any, Any]:
    return (read.on.desc(), read.key.desc()) if read.newest_first else (read.on, read.key)


@prepared
def _all(source: Sourced, counted: Counted) -> ModelSelect:
    read = source(counted)
    return (read.join(read.query) if read.far else read.query).columns(*_columns(read, read.parts))


def _narrowed(read: Source, narrowing: Narrowing) -> ModelSelect:
    query = read.join(read.query) if any(name in read.far for name, _ in narrowing) else read.query
    for name, is_known in narrowing:
        part = read.parts[Parted(name)]
        query = query.where(part.has(part.column, name) if is_known else part.lacks)
    return query


def _columns(read: Source, parts: Mapping[Parted, Part]) -> Iterator[Any]:
    about = (read.id, read.on, Value(None) if read.case is None else read.case)
    columns = (*about, *(part.column for part in parts.values()))
    return (column.alias(f"column{place}") for place, column in enumerate(columns))


def _day(value: Any, zone: ZoneInfo) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone).date()
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite tells a computed day as text
