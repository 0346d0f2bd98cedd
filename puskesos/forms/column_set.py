"""Choosing columns of a list: a place for each that is wanted."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField

from puskesos.actions.column_set import ColumnSetEntry
from puskesos.forms.base import Needed, VersionForm, Whole, line
from puskesos.models.book import ColumnSet
from puskesos.rules.export_columns import COLUMNS, ExportList

PLACE = "kolom_"


class ColumnSetForm(VersionForm):
    """Name and whether it is shared; `form_for` adds a place for each column."""

    name = line("Nama susunan", Needed("nama susunan"), limit=40, description="Misalnya: Rekap Dinsos.")
    shared = BooleanField("Tawarkan kepada semua petugas hub", default=True)

    @property
    def places(self) -> list[Any]:
        """The fields of the columns, in the order of the list."""
        return [field for field in self if field.name.startswith(PLACE)]

    def entry(self) -> ColumnSetEntry:
        """What was typed: columns with a number, by their numbers; equal numbers in the order of the list."""
        wanted = [(field.data, field.name.removeprefix(PLACE)) for field in self.places if field.data]
        fields = [name for _, name in sorted(wanted, key=lambda one: one[0])]
        return ColumnSetEntry(self.name.data, fields, self.shared.data)


def form_for(kind: ExportList) -> type[ColumnSetForm]:
    """The form with the columns of this list."""
    return type("ColumnSetForm", (ColumnSetForm,), {f"{PLACE}{one.field}": Whole(one.title) for one in COLUMNS[kind]})


def known(one: ColumnSet) -> dict[str, object]:
    """A set as its form shows it."""
    places = {f"{PLACE}{name}": place for place, name in enumerate(one.fields.split(","), start=1)}
    return {"name": one.name, "shared": one.shared, "version": one.version} | places
