"""Rows of the archive, written in bulk past the actions: more than a thousand cases would take minutes otherwise."""

from __future__ import annotations

from typing import Any

from peewee import Model, SqliteDatabase, fn

from puskesos.database import database


class Rows:
    """Rows by table in the order in which the tables were first named; each row knows its id before it is written."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[dict[str, Any]]] = {}
        self._last: dict[type[Model], int] = {}

    def add(self, model: type[Model], **values: Any) -> int:
        """Note a row and return its id; what is left out gets the model's own default."""
        if model not in self._rows:
            self._rows[model] = []
            self._last[model] = model.select(fn.MAX(model.id)).scalar() or 0
        self._last[model] += 1
        self._rows[model].append({"id": self._last[model], **values})
        return self._last[model]

    def change(self, model: type[Model], row_id: int, **values: Any) -> None:
        """Fill in a noted row, whose id others already needed."""
        rows = self._rows[model]
        rows[row_id - rows[0]["id"]] |= values

    def write(self, order: list[type[Model]]) -> None:
        """Insert all rows, the tables in this order, and forget them."""
        for model in order:
            if rows := self._rows.pop(model, []):
                _insert(model, rows)
        assert not self._rows, f"not in the order: {self._rows.keys()}"


def _insert(model: type[Model], rows: list[dict[str, Any]]) -> None:
    fields = model._meta.fields
    used = [name for name in fields if fields[name].default is not None or any(name in row for row in rows)]
    columns = ", ".join(f'"{fields[name].column_name}"' for name in used)
    places = ", ".join([database.obj.param] * len(used))
    statement = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({places})'
    database.cursor().executemany(statement, [_values(fields, used, row) for row in rows])
    if not isinstance(database.obj, SqliteDatabase):
        table = model._meta.table_name
        database.execute_sql(f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), {rows[-1]["id"]})""")


def _values(fields: dict[str, Any], used: list[str], row: dict[str, Any]) -> list[Any]:
    return [fields[name].db_value(row[name] if name in row else _default(fields[name])) for name in used]


def _default(field: Any) -> Any:
    return field.default() if callable(field.default) else field.default
