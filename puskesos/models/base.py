"""What all tables share: the database proxy, strict SQLite tables, and time stored as UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from peewee import Check, DateTimeField, ForeignKeyField, Model

from puskesos.database import database


class UtcDateTimeField(DateTimeField):
    """An aware UTC datetime in Python; naive UTC text (SQLite) or timestamp (PostgreSQL) in the database."""

    def db_value(self, value: datetime | None) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: Any) -> datetime | None:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC) if moment is not None else None


class BaseModel(Model):
    """Every model: the shared database, snake-case table names, STRICT on SQLite."""

    class Meta:
        database = database
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model] | str, backref: str = "+", **options: Any) -> ForeignKeyField:
    """A foreign key that forbids deleting what is referred to; its index, where one helps, is listed in Meta."""
    return ForeignKeyField(model, backref=backref, on_delete="RESTRICT", lazy_load=False, index=False, **options)


def one_of(column: str, values: list[str]) -> Check:
    """A CHECK that `column` holds one of `values`."""
    quoted = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({quoted})")
