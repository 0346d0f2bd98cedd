"""Writing to a row that others may change meanwhile: only who saw its newest version writes."""

from __future__ import annotations

from typing import Any

from peewee import Expression

from puskesos.errors import Conflict


def write_newest(row: Any, version: int, /, *still: Expression, **values: Any) -> None:
    """Write the columns and raise the version, in the caller's transaction; `row` stays as it was read.

    Raises Conflict when `version` is not the newest, or what must `still` be true is not.
    """
    model = type(row)
    newest = (model.id == row.id) & (model.version == version)
    if not model.update(version=version + 1, **values).where(newest, *still).execute():
        raise Conflict


def change_newest(row: Any, version: int, /, *still: Expression, **values: Any) -> None:
    """The same, and `row` is then as it was written."""
    write_newest(row, version, *still, **values)
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1
