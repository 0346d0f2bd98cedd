"""What is asked before a list leaves the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField

from puskesos.actions.export import ExportEntry
from puskesos.forms.base import HubForm, Needed, line
from puskesos.forms.choices import offer, pick, pick_one
from puskesos.rules.export import FileFormat

USUAL = "Kolom biasa"


class ExportForm(HubForm):
    """Format and reason; `wanted` carries the list's filter as its address told it, so that it outlasts a sign-in."""

    wanted = HiddenField(filters=[lambda text: (text or "")[:1200]])
    columns = pick("Susunan kolom", [], empty=USUAL)
    format = pick_one("Format", FileFormat, thing="format", default=str(FileFormat.XLSX))
    reason = line(
        "Untuk apa daftar ini?", Needed("untuk apa daftar ini"), limit=200, description="Misalnya: bahan rapat desa."
    )
    full_numbers = BooleanField("NIK dan KK lengkap", description="Tanpa centang, sebagian angkanya disamarkan.")
    numbers_reason = line("Untuk apa NIK dan KK lengkap?", limit=200, description="Diisi hanya bila dicentang.")

    def offer_sets(self, sets: Iterable[Any]) -> None:
        """The sets of columns that may be chosen."""
        self.columns.choices = offer([("", USUAL), *((str(one.id), one.name) for one in sets)])

    def entry(self) -> ExportEntry:
        """What was typed, as the action takes it."""
        return ExportEntry(
            FileFormat(self.format.data),
            self.reason.data or "",
            full_numbers=self.full_numbers.data,
            numbers_reason=self.numbers_reason.data or "",
        )
