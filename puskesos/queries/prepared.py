"""Hot reads: a Peewee query whose SQL text, row class and conversions are made once and filled in at each run.

Building text and row class anew costs several times what the database needs for the answer.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import SQL, Alias, BooleanField, DateField, DateTimeField, ModelSelect

from puskesos.database import database

Conversions = list[tuple[int, Callable[[Any], Any]]]


@dataclass(frozen=True)
class Slot:
    """A value that is given at the run."""

    name: str


@dataclass(frozen=True)
class Made:
    """What is made once per engine and shape."""

    text: str
    given: list[Any]
    row_class: Any
    conversions: Conversions


def slot(name: str) -> SQL:
    """The place of a value inside a prepared query; it goes to the database as it is, so days and moments as stored."""
    return SQL(database.obj.param, [Slot(name)])


def prepared(build: Callable[..., ModelSelect | list[ModelSelect]]) -> Callable[..., list[Any]]:
    """Turn a function that builds a query into one that answers its rows as named tuples.

    Positional arguments are its shape and reach the function; named ones fill the slots. Several queries with the same
    columns become one statement, each with its own order and limit; the rows of all come in no promised order.
    """
    kept: dict[tuple[Hashable, ...], Made] = {}

    def run(*shape: Hashable, **values: Any) -> list[Any]:
        key = (database.obj.param, *shape)
        if key not in kept:
            kept[key] = _make(build(*shape))
        made = kept[key]
        filled = [values[one.name] if isinstance(one, Slot) else one for one in made.given]
        rows = database.execute_sql(made.text, filled).fetchall()
        return [made.row_class._make(_converted(row, made.conversions)) for row in rows]

    run.__doc__ = build.__doc__
    return run


def _make(query: ModelSelect | list[ModelSelect]) -> Made:
    if isinstance(query, list):
        parts = [_make(part) for part in query]
        text = " UNION ALL ".join(f"SELECT * FROM ({part.text}) AS part{place}" for place, part in enumerate(parts))
        return replace(parts[0], text=text, given=[value for part in parts for value in part.given])
    text, given = query.sql()
    fields = [column.node if isinstance(column, Alias) else column for column in query._returning]
    names = [getattr(column, "_alias", None) or column.name for column in query._returning]
    conversions = [(place, convert) for place, field in enumerate(fields) if (convert := _conversion(field))]
    return Made(text, list(given), namedtuple("Row", names), conversions)


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
