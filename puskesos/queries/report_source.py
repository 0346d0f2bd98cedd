"""Where a counted set is read: a query with slots for the hub and its days, and the columns that part it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from peewee import DateField, ModelSelect, Select, fn

from puskesos.models.base import UtcDateTimeField
from puskesos.queries.activity import moments_of
from puskesos.queries.prepared import slot
from puskesos.rules.activity import Month
from puskesos.rules.period import Days
from puskesos.rules.report import UNKNOWN, Parted, decile_band, is_row_id, is_stored_word

ONE_DAY = timedelta(days=1)
HUB = slot("hub")
FIRST, LAST, AFTER = slot("first"), slot("last"), slot("after")  # days: of the period, and the one after it
FROM_FIRST, FROM_AFTER = slot("from_first"), slot("from_after")  # the days two months later, where these begin months
SINCE, UNTIL = slot("since"), slot("until")  # the first moment of the period in the hub's zone, and the one after it


def days_of(hub_id: int, period: Days) -> dict[str, Any]:
    """What fills HUB and the days."""
    after = period.last + ONE_DAY
    days = {"first": period.first, "last": period.last, "after": after}
    later = {"from_first": Month.of(period.first).after.after.first, "from_after": Month.of(after).after.after.first}
    return {"hub": hub_id} | {name: DateField().db_value(day) for name, day in (days | later).items()}


def moments_in(period: Days, zone: str) -> dict[str, Any]:
    """What fills SINCE and UNTIL."""
    since, until = moments_of(period, zone)
    moment = UtcDateTimeField().db_value
    return {"since": moment(since), "until": moment(until)}


@dataclass(frozen=True)
class Part:
    """What a set is parted by: its column, the conditions that nothing is known or that it has a value that stands in
    slots, what fills these slots (None where no row can have it), and how an item tells the value."""

    column: Any
    lacks: Any
    has: Callable[[Any, str], Any]
    fill: Callable[[str], tuple[Any, ...] | None]
    told: Callable[[Any], str]


def text_part(column: Any) -> Part:
    """A word as it is stored."""
    return Part(column, (column == "") | column.is_null(), _is, _stored, _word)


def _stored(value: str) -> tuple[Any, ...] | None:
    return (value,) if is_stored_word(value) else None


def id_part(column: Any) -> Part:
    """The id of a row."""
    return Part(column, column.is_null(), _is, lambda value: (int(value),) if is_row_id(value) else None, _word)


def decile_part(column: Any) -> Part:
    """A decile, by its band."""
    return Part(column, fn.COALESCE(column, 0) == 0, _within, _band, decile_band)


def _is(column: Any, name: str) -> Any:
    return column == slot(f"{name}_0")


def _within(column: Any, name: str) -> Any:
    return fn.COALESCE(column, 0).between(slot(f"{name}_0"), slot(f"{name}_1"))


def _band(value: str) -> tuple[Any, ...] | None:
    within = [decile for decile in range(1, 11) if decile_band(decile) == value]
    return (within[0], within[-1]) if within else None


def _word(value: Any) -> str:
    return UNKNOWN if value is None else str(value)


def is_found(key: Any, found: Any) -> Any:
    """The condition that a row is among those whose `key` a query finds as "key"."""
    some = found.alias("found")
    return key.in_(Select([some], [some.c.key]))


@dataclass(frozen=True)
class Source:
    """Where a set is read: those of the `rows` that the condition `counts` picks with slots, by what `id` its items are
    known, `on` their day or moment, `case` None where they have none. The columns of `far` parts are there once `join`
    joined them, which a list needs only when it is narrowed by one of them. `row` is the row's own id where `id` is
    another. Where no single index finds the rows in their order, `standing` tells "key" (that id) and "on" from indexes
    alone.
    """

    rows: ModelSelect
    counts: Any
    id: Any
    on: Any
    case: Any
    near: Mapping[Parted, Part] = field(default_factory=dict)
    far: Mapping[Parted, Part] = field(default_factory=dict)
    join: Callable[[ModelSelect], ModelSelect] = lambda query: query
    newest_first: bool = False
    standing: Any = None
    row: Any = None

    @property
    def key(self) -> Any:
        """The row's own id."""
        return self.id if self.row is None else self.row

    @property
    def query(self) -> ModelSelect:
        """The rows that count."""
        return self.rows.where(self.counts)

    @property
    def parts(self) -> dict[Parted, Part]:
        return {**self.near, **self.far}
