"""A counted set as a query: its figure and a page of its list, without reading the rows of the other pages.

A set is written once (queries.report_source), and its statements are made once (queries.prepared).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import Case as When
from peewee import DateField, ModelSelect, Select, Value, fn

from puskesos.database import database
from puskesos.models.base import UtcDateTimeField
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.activity import moments_of
from puskesos.queries.case_door import openable
from puskesos.queries.prepared import prepared, shape_of, slot, values_of, viewer_of
from puskesos.queries.report_read import Shown
from puskesos.queries.report_source import Part, Source, days_of
from puskesos.rules.period import Days
from puskesos.rules.report import UNKNOWN, Counted, Item, Parted
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

ONE_DAY = timedelta(days=1)
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

    def count(self, viewer: Viewer | None = None) -> tuple[int, int]:
        """How many there are, and of how many the case opens for the viewer (for nobody in particular: all)."""
        values = self._values(viewer)
        if values is None:
            return 0, 0
        (row,) = _counts(self.source, self.counted, self._narrowing, _shape(viewer), **values)
        return int(row[0]), int(row[-1])

    def shown(self, viewer: Viewer, skipped: int, count: int) -> Shown:
        """A page for the viewer, its items with their near parts only."""
        every, visible = self.count(viewer)
        return Shown(every, visible, self._page(viewer, skipped, count) if visible > skipped else [])

    def _page(self, viewer: Viewer, skipped: int, count: int) -> list[Item]:
        shape = (self.source, self.counted, self._narrowing, _shape(viewer))
        values = self._values(viewer) or {}
        return self._items(_page(*shape, **values, skipped=skipped, most=count), self.source(self.counted).near)

    def items(self) -> list[Item]:
        """All of them with all their parts, in no promised order."""
        rows = _all(self.source, self.counted, **(self._values(None) or {}))
        return self._items(rows, self.source(self.counted).parts)

    @property
    def _narrowing(self) -> Narrowing:
        return tuple((name, value != UNKNOWN) for name, value in self.wanted.items())

    def _values(self, viewer: Viewer | None) -> dict[str, Any] | None:
        """What fills the slots; None where no row can have the wanted parts."""
        day, moment = DateField().db_value, UtcDateTimeField().db_value
        since, until = moments_of(self.days, self.hub.zone)
        values = days_of(self.hub.id, self.days) | {"after": day(self.days.last + ONE_DAY)}
        values |= {"since": moment(since), "until": moment(until)}
        if _shape(viewer):
            values |= values_of(viewer)
        parts = self.source(self.counted).parts if self.wanted else {}
        for name, value in self.wanted.items():
            if value == UNKNOWN:
                continue
            fill = parts[Parted(name)].fill(value)
            if fill is None:
                return None
            values |= {f"{name}_{place}": one for place, one in enumerate(fill)}
        return values

    def _items(self, rows: Sequence[Any], parts: Mapping[Parted, Part]) -> list[Item]:
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
        """As of one set."""
        pages = [one.shown(viewer, 0, skipped + count) for one in self.sets]
        items = sorted((item for page in pages for item in page.items), key=lambda item: (item.on, item.id))
        total, visible = sum(page.total for page in pages), sum(page.visible for page in pages)
        return Shown(total, visible, items[skipped : skipped + count])


def _shape(viewer: Viewer | None) -> Shape:
    return None if viewer is None or viewer.has_role(Role.KOORDINATOR) else shape_of(viewer)


@prepared
def _counts(source: Sourced, counted: Counted, narrowing: Narrowing, shape: Shape) -> Any:
    read = source(counted)
    if read.standing and not (narrowing or shape):
        found = read.standing.found.alias("found")
        return Select([found], [fn.COUNT(found.c.key).alias("every")]).bind(database)
    columns = [fn.COUNT(read.id).alias("every")]
    if shape and read.case is not None:
        columns.append(fn.COUNT(When(None, [(_opens(read.case, shape), read.id)])).alias("visible"))
    return _narrowed(read, narrowing).columns(*columns)


@prepared
def _page(source: Sourced, counted: Counted, narrowing: Narrowing, shape: Shape) -> ModelSelect:
    read = source(counted)
    most, skipped, columns = slot("most"), slot("skipped"), [*_columns(read, read.near)]
    if read.standing and not (narrowing or shape):
        found, key = read.standing.found.alias("found"), read.standing.key
        page = Select([found], [found.c.key]).order_by(found.c.on, found.c.key).limit(most).offset(skipped)
        return read.standing.rows.where(key.in_(page)).columns(*columns).order_by(read.on, key)
    query = _narrowed(read, narrowing)
    if shape and read.case is not None:
        query = query.where(_opens(read.case, shape))
    order = [read.on.desc(), read.id.desc()] if read.newest_first else [read.on, read.id]
    return query.columns(*columns).order_by(*order).limit(most).offset(skipped)


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


def _opens(case: Any, shape: tuple[frozenset[Role], bool]) -> Any:
    """That the case opens for the viewer: beside a figure even a number would tell too much."""
    return fn.EXISTS(Case.select(Value(1)).where(Case.id == case, openable(viewer_of(*shape))))


def _day(value: Any, zone: ZoneInfo) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone).date()
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite tells a computed day as text
