"""What can be typed about an import: the file, where its list stands, what the columns mean, what doubtful rows are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, HiddenField
from wtforms.validators import ValidationError

from puskesos.actions.import_columns import ColumnsEntry
from puskesos.forms.base import Day, HubForm, Needed, OnceForm, Whole, line
from puskesos.forms.choices import pick, pick_one
from puskesos.queries.imports import UPDATABLE, ColumnShown, field_choices
from puskesos.rules.data_check import DataCheckChannel
from puskesos.rules.person import MembershipStatus
from puskesos.rules.register_import import RowChoice

FROM_COLUMN = "Menurut kolom berkas"
MOST_HEADER_ROW = 30
CONSTANTS = ("village", "program", "program_status", "decile_period", "decile_channel")
CHOICE_NAME = re.compile(r"choice-([1-9][0-9]{0,8})")


class UploadForm(OnceForm):
    """The file, the day its contents are of, and what the list is called; `today` must be set before validation."""

    file = FileField("Berkas")
    data_on = Day("Data per tanggal", [Needed("tanggal data")])
    name = line("Nama daftar", Needed("nama daftar"), limit=80, render_kw={"autocomplete": "off"})

    today: date = date.max

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Pilih berkas daftar warga.")

    def validate_data_on(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Data per tanggal tidak boleh di masa depan.")


class SheetForm(HubForm):
    """Which sheet holds the list, and in which row its headings stand (0: nowhere)."""

    sheet = pick("Lembar", [])
    header_row = Whole("Baris judul", render_kw={"inputmode": "numeric", "autocomplete": "off"})

    def validate_header_row(self, field: Whole) -> None:
        if field.data is None or field.data > MOST_HEADER_ROW:
            raise ValidationError(f"Isi baris judul dengan angka 0 sampai {MOST_HEADER_ROW}.")


class MappingForm(HubForm):
    """A remembered mapping to take over."""

    mapping = pick("Susunan tersimpan", [], thing="susunan")


class ColumnsForm(HubForm):
    """What holds for the whole list; `columns_form` adds two fields per column."""

    village = pick("Desa/kelurahan", [], empty=FROM_COLUMN)
    program = pick("Program", [], empty=FROM_COLUMN)
    program_status = pick("Status kepesertaan", MembershipStatus, empty=FROM_COLUMN)
    decile_period = line("Periode data DTSEN", limit=40, description="Misalnya: Triwulan III 2026.")
    decile_channel = pick("Data DTSEN lewat", DataCheckChannel, empty="Belum diisi")
    mapping_name = line("Simpan susunan ini dengan nama", limit=60, render_kw={"autocomplete": "off"})

    indexes: tuple[int, ...] = ()

    def entry(self) -> ColumnsEntry:
        """The mapping for the action; a tick at an ignored column says nothing."""
        meanings = {index: str(self[f"columns-{index}"].data or "") for index in self.indexes}
        chosen = {index: field for index, field in meanings.items() if field}
        updates = UPDATABLE & {field for index, field in chosen.items() if self[f"updates-{index}"].data}
        constants = {name: str(self[name].data) for name in CONSTANTS if self[name].data}
        return ColumnsEntry(columns=chosen, updates=frozenset(updates), constants=constants)


def columns_form(columns: Sequence[ColumnShown]) -> type[ColumnsForm]:
    """The form for a sheet with these columns, holding what is known or recognised of each."""
    meanings = field_choices()
    fields: dict[str, Any] = {"indexes": tuple(column.index for column in columns)}
    for column in columns:
        name = " ".join(filter(None, (column.letter, column.heading)))
        fields[f"columns-{column.index}"] = pick(f"Arti kolom {name}", meanings, default=column.field)
        fields[f"updates-{column.index}"] = BooleanField(f"Perbarui dengan kolom {name}", default=column.updates)
    return type("SheetColumnsForm", (ColumnsForm,), fields)


class ConfirmForm(HubForm):
    """A button that was explained: nothing to type, the token only."""


class ApplyForm(HubForm):
    """The button that applies, with the plan that was explained above it (`actions.imports.plan_version`)."""

    version = HiddenField(filters=[lambda text: (text or "")[:40]])


class ChooseAllForm(HubForm):
    """One choice for every doubtful row that nobody has decided yet."""

    choice = pick_one("Pilihan untuk semua", RowChoice, thing="pilihan untuk semua")


def read_choices(sent: MultiDict[str, str]) -> dict[int, str]:
    """Row id → choice, of the rows that were decided on a page; anything else that was sent is left out."""
    found = {int(match[1]): sent[name] for name in sent if (match := CHOICE_NAME.fullmatch(name))}
    return {row: choice for row, choice in found.items() if choice in set(RowChoice)}
