"""What the columns of a list mean: the sheet, the row of headings, the fields, and remembering them under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from puskesos.actions.imports import JOBS, move
from puskesos.actions.job import ask_for
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Village
from puskesos.models.imports import Import, ImportMapping
from puskesos.queries.hub import list_programs
from puskesos.queries.imports import UPDATABLE, columns_of, mapping_for, sheets_of
from puskesos.rules.names import fold_name
from puskesos.rules.person import MembershipStatus
from puskesos.rules.register_columns import FIELDS, headings, recognise
from puskesos.rules.register_import import ImportState
from puskesos.rules.viewer import Viewer

USUALLY_CHANGED = frozenset({"dtsen_status", "decile", "program"})  # what most lists are brought for
CONSTANTS = ("village", "program", "program_status", "decile_period", "decile_channel")


@dataclass(frozen=True)
class ColumnsEntry:
    """`columns` maps a column's index to its field; `updates` are the fields that may change known people."""

    columns: Mapping[int, str]
    updates: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)


def choose_sheet(imp: Import, sheet: str, header_row: int, *, actor: Viewer, now: datetime) -> None:
    """Take another sheet or another row as headings (0: none); the columns are recognised anew.

    Raises RuleBroken for a sheet or row that is not there.
    """
    del actor, now
    wanted = next((one for one in sheets_of(imp) if one.name == sheet), None)
    if wanted is None:
        raise RuleBroken("Pilih lembar dari daftar.", "sheet")
    if not 0 <= header_row <= len(wanted.rows):
        raise RuleBroken("Baris judul harus salah satu dari baris yang tampak.", "header_row")
    with database.atomic():
        move(imp, {ImportState.KOLOM}, ImportState.KOLOM, **sheet_columns(imp, sheet, header_row))


def sheet_columns(imp: Import, sheet: str, header_row: int) -> dict[str, object]:
    """The columns of Import for a chosen sheet: its headings, and what they mean as remembered or recognised."""
    shown = next(one for one in sheets_of(imp) if one.name == sheet)
    titles = headings(shown.rows, header_row) if header_row else [""] * shown.width
    chosen: dict[str, object] = {"sheet": sheet, "header_row": header_row, "headings": json.dumps(titles)}
    remembered = mapping_for(imp.hub_id, folded_headings(titles)) if header_row else None
    if remembered is not None:
        return chosen | {name: getattr(remembered, name) for name in ("columns", "updates", "constants")}
    columns = recognise(titles)
    updates = sorted(USUALLY_CHANGED & {*columns.values()})
    return chosen | {"columns": json.dumps(columns), "updates": json.dumps(updates)}


def choose_columns(imp: Import, entry: ColumnsEntry, *, actor: Viewer, now: datetime) -> None:
    """Settle what the columns mean and ask for the dry run. Raises RuleBroken at the field to choose anew."""
    columns = {index: name for index, name in sorted(entry.columns.items()) if name}
    constants = {name: entry.constants[name] for name in CONSTANTS if entry.constants.get(name)}
    _check_columns(columns)
    _check_constants(constants, columns, actor)
    told = {
        "columns": json.dumps(columns),
        "updates": json.dumps(sorted(entry.updates & UPDATABLE)),
        "constants": json.dumps(constants),
    }
    with database.atomic():
        if move(imp, {ImportState.KOLOM, ImportState.SIAP}, ImportState.DIUJI, **told):
            ask_for(JOBS[ImportState.DIUJI], imp.id, hub_id=imp.hub_id, now=now, actor=actor)


def reopen_columns(imp: Import, *, actor: Viewer, now: datetime) -> None:
    """Back from the outcome of the dry run to the columns."""
    del actor, now
    with database.atomic():
        move(imp, {ImportState.SIAP}, ImportState.KOLOM)


def save_mapping(imp: Import, name: str, *, actor: Viewer, now: datetime) -> None:
    """Remember the import's columns under a name, for the next list of this kind; the same name is replaced."""
    name = name.strip()
    if not name:
        raise RuleBroken("Isi nama untuk susunan kolom ini.", "mapping_name")
    told = {name: getattr(imp, name) for name in ("columns", "updates", "constants")}
    told |= {"headings": folded_headings(json.loads(imp.headings)), "created_by": actor.id, "created_at": now}
    with database.atomic():
        known = ImportMapping.get_or_none(ImportMapping.hub == actor.hub_id, ImportMapping.name == name)
        if known is None:
            ImportMapping.create(hub=actor.hub_id, name=name, **told)
        else:
            ImportMapping.update(**told).where(ImportMapping.id == known.id).execute()


def use_mapping(imp: Import, mapping: ImportMapping, *, actor: Viewer, now: datetime) -> None:
    """Take over what a remembered mapping says of headings that this list has too, in whatever order they stand."""
    del actor, now
    known = dict(zip(mapping.headings.split("\n"), range(10_000), strict=False))
    fields = {int(index): name for index, name in json.loads(mapping.columns).items()}
    columns = {
        column.index: fields[known[heading]]
        for column in columns_of(imp)
        if (heading := fold_name(column.heading)) in known and known[heading] in fields
    }
    told = {"columns": json.dumps(columns), "updates": mapping.updates, "constants": mapping.constants}
    with database.atomic():
        move(imp, {ImportState.KOLOM}, ImportState.KOLOM, **told)


def folded_headings(titles: list[str]) -> str:
    """The headings as one line each, by which a list of the same kind is recognised."""
    return "\n".join(fold_name(title) for title in titles)


def _check_columns(columns: Mapping[int, str]) -> None:
    seen: dict[str, int] = {}
    for index, name in columns.items():
        if name not in FIELDS:
            raise RuleBroken("Pilih arti kolom dari daftar.", f"columns-{index}")
        if name in seen:
            raise RuleBroken(f"Kolom lain sudah berarti “{FIELDS[name]}”. Pilih arti lain.", f"columns-{index}")
        seen[name] = index
    if "name" not in seen:
        raise RuleBroken("Pilih kolom yang berisi nama warga.", "columns")


def _check_constants(constants: Mapping[str, str], columns: Mapping[int, str], actor: Viewer) -> None:
    villages = Village.select(Village.id).where(Village.hub == actor.hub_id, Village.active).tuples()
    if "village" in constants and constants["village"] not in {str(one) for (one,) in villages}:
        raise RuleBroken("Pilih desa/kelurahan dari daftar.", "village")
    if "village" not in constants and "village" not in columns.values():
        raise RuleBroken("Pilih kolom desa, atau satu desa untuk seluruh berkas.", "village")
    programs = {program.code for program in list_programs(actor.hub_id) if program.received}
    if "program" in constants and constants["program"] not in programs:
        raise RuleBroken("Pilih program dari daftar.", "program")
    if constants.get("program_status", MembershipStatus.AKTIF) not in [str(one) for one in MembershipStatus]:
        raise RuleBroken("Pilih keadaan kepesertaan dari daftar.", "program_status")
