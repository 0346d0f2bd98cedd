"""Many rows at once: statements are made once and run many times, which costs a tenth of building each with Peewee.

Rows are given by column name, all with the same columns. In the caller's transaction; ids are taken beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from peewee import Model, fn

from puskesos.actions.unused_id import first_unused
from puskesos.database import database, is_postgres

Row = Mapping[str, Any]


def next_ids(model: type[Model], count: int) -> list[int]:
    """Ids for new rows. SQLite's writer is alone, so there they simply follow the highest."""
    if is_postgres():
        table = model._meta.table_name
        sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, {count})"
        return [number for (number,) in database.execute_sql(sequence).fetchall()]
    first = first_unused(model) or (model.select(fn.MAX(model.id)).scalar() or 0) + 1
    return list(range(first, first + count))


def insert_rows(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert rows that name every column they need."""
    if not rows:
        return
    names = list(rows[0])
    marks = ", ".join([database.obj.param] * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    text = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks})'
    _run(text, [_values(model, names, row) for row in rows])


def update_rows(model: type[Model], rows: Iterable[tuple[int, Row]], *, rises: str = "") -> None:
    """Write columns of rows by id; rows may have different columns. `rises` is a column that goes up by one."""
    by_columns: dict[tuple[str, ...], list[tuple[int, Row]]] = defaultdict(list)
    for number, values in rows:
        by_columns[tuple(values)].append((number, values))
    for names, some in by_columns.items():
        parts = [f'"{name}" = {database.obj.param}' for name in names]
        parts += [f'"{rises}" = "{rises}" + 1'] if rises else []
        text = f'UPDATE "{model._meta.table_name}" SET {", ".join(parts)} WHERE id = {database.obj.param}'
        _run(text, [(*_values(model, names, values), number) for number, values in some])


def _values(model: type[Model], names: Sequence[str], row: Row) -> tuple[Any, ...]:
    return tuple(convert(row[name]) if (convert := _conversion(model, name)) else row[name] for name in names)


_kept: dict[tuple[type[Model], str], Callable[[Any], Any] | None] = {}


def _conversion(model: type[Model], name: str) -> Callable[[Any], Any] | None:
    """Moments are stored as UTC without saying so; everything else goes as it is."""
    if (model, name) not in _kept:
        field = model._meta.columns[name]
        _kept[model, name] = field.db_value if field.field_type == "DATETIME" else None
    return _kept[model, name]


def _run(text: str, values: list[tuple[Any, ...]]) -> None:
    database.cursor().executemany(text, values)
