"""Hot reads: a Peewee query whose SQL text and way of reading rows are made once and filled in at each run.

Building them anew costs several times what the database needs for the answer.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Alias, BooleanField, DateField, DateTimeField, ModelSelect, Value

from puskesos.database import database
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

ROOM = 50
Conversions = list[tuple[int, Callable[[Any], Any]]]


@dataclass(frozen=True)
class Slot:
    """A value that is given at the run."""

    name: str


@dataclass(frozen=True)
class Made:
    """What is made once per engine and shape; `read` gives the answers of a cursor that ran the text."""

    text: str
    given: list[Any]
    read: Callable[[Any], list[Any]]


def slot(name: str) -> Value:
    """The place of a value inside a prepared query; it goes to the database as it is, so days and moments as stored."""
    return Value(Slot(name), converter=False, unpack=False)


def places(count: int) -> list[Value]:
    """Slots for so many ids."""
    return [slot(f"place{place}") for place in range(count)]


def room_for(ids: Collection[int]) -> int:
    """How many slots take these ids: a multiple of ROOM, so that few statements are made."""
    return -(-len(ids) // ROOM) * ROOM


def in_places(ids: Collection[int]) -> dict[str, Any]:
    """What fills as many slots as `room_for` says: the ids, then ids of no row."""
    return {f"place{place}": one for place, one in enumerate([*ids, *[0] * (room_for(ids) - len(ids))])}


def shape_of(viewer: Viewer) -> tuple[frozenset[Role], bool]:
    """What of a viewer decides the text of a query: the roles, and whether there is an area."""
    return viewer.roles, bool(viewer.area)


def viewer_of(roles: frozenset[Role], has_area: bool) -> Viewer:
    """A viewer of that shape made of slots, for the functions that make conditions."""
    area: Any = slot("area") if has_area else ""
    someone: Any = {"id": slot("viewer"), "hub_id": slot("hub"), "area": area, "roles": roles}
    nobody = {"username": "", "name": "", "village_ids": frozenset(), "session_id": 0, "idle_seconds": 0}
    return Viewer(**someone, **nobody, must_change_password=False)


def values_of(viewer: Viewer) -> dict[str, Any]:
    """What fills the slots of `viewer_of`."""
    return {"viewer": viewer.id, "hub": viewer.hub_id, "area": viewer.area}


def prepared(build: Callable[..., ModelSelect | list[ModelSelect]]) -> Callable[..., list[Any]]:
    """Turn a function that builds a query into one that answers its rows as named tuples.

    Positional arguments are its shape and reach the function; named ones fill the slots. Several queries with the same
    columns become one statement, each with its own order and limit; the rows of all come in no promised order.
    """
    return _kept(build, _reader_of_rows)


def prepared_models(build: Callable[..., ModelSelect]) -> Callable[..., list[Any]]:
    """As `prepared`, answering models with what the query joins to them."""
    return _kept(build, _reader_of_models)


def _kept(
    build: Callable[..., ModelSelect | list[ModelSelect]], reader: Callable[[ModelSelect], Callable[[Any], list[Any]]]
) -> Callable[..., list[Any]]:
    kept: dict[tuple[Hashable, ...], Made] = {}

    def run(*shape: Hashable, **values: Any) -> list[Any]:
        key = (database.obj.param, *shape)
        if key not in kept:
            built = build(*shape)
            queries = built if isinstance(built, list) else [built]
            kept[key] = Made(*_text_of(queries), reader(queries[0]))
        made = kept[key]
        filled = [values[one.name] if isinstance(one, Slot) else one for one in made.given]
        return made.read(database.execute_sql(made.text, filled))

    run.__doc__ = build.__doc__
    return run


def _text_of(queries: list[ModelSelect]) -> tuple[str, list[Any]]:
    """One statement of several queries, each with its own order and limit."""
    texts, given = zip(*(query.sql() for query in queries), strict=True)
    if len(texts) == 1:
        return texts[0], list(given[0])
    parts = (f"SELECT * FROM ({text}) AS part{place}" for place, text in enumerate(texts))
    return " UNION ALL ".join(parts), [value for part in given for value in part]


def _reader_of_rows(query: ModelSelect) -> Callable[[Any], list[Any]]:
    fields = [column.node if isinstance(column, Alias) else column for column in query._returning]
    names = [getattr(column, "_alias", None) or column.name for column in query._returning]
    conversions = [(place, convert) for place, field in enumerate(fields) if (convert := _conversion(field))]
    make = namedtuple("Row", names)._make
    if not conversions:
        return lambda cursor: [*map(make, cursor.fetchall())]
    return lambda cursor: [make(_converted(row, conversions)) for row in cursor.fetchall()]


def _reader_of_models(query: ModelSelect) -> Callable[[Any], list[Any]]:
    """Peewee's own reader of rows: how columns belong to models it finds out once, at the first answer."""
    layout: dict[str, Any] = {}

    def read(cursor: Any) -> list[Any]:
        reader = query._get_model_cursor_wrapper(cursor)
        if not layout:
            fresh = set(vars(reader))
            reader.initialize()
            layout.update({name: value for name, value in vars(reader).items() if name not in fresh})
        vars(reader).update(layout, initialized=True)
        return list(reader)

    return read


def _conversion(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, DateTimeField):
        return field.python_value
    if isinstance(field, DateField):
        return _day
    return bool if isinstance(field, BooleanField) else None


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _converted(row: tuple[Any, ...], conversions: Conversions) -> list[Any]:
    values = list(row)
    for place, convert in conversions:
        if values[place] is not None:
            values[place] = convert(values[place])
    return values
