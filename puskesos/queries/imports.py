"""Reading imports: the list of them, what the file looks like, what its columns mean, and the counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from puskesos.config import Settings
from puskesos.models.imports import Import, ImportMapping, ImportRow
from puskesos.models.job import Job
from puskesos.models.user import User
from puskesos.queries.job import newest_job
from puskesos.rules import register_compare
from puskesos.rules.job import JobKind
from puskesos.rules.register_columns import COMBINED, FIELDS
from puskesos.rules.register_import import UNDO_FOR, ImportState, RowChoice, Verdict
from puskesos.rules.register_row import HAS
from puskesos.rules.viewer import Viewer

PAGE = 50
PREVIEW = 10
EXAMPLES = 3
COUNTED = ("baru", "berubah", "dilewati", "keluarga", "kepesertaan", "dikembalikan", "dipertahankan")
UPDATABLE = (
    register_compare.UPDATABLE
    | {name for name in FIELDS if name.startswith(HAS)}
    | {name for name, parts in COMBINED.items() if register_compare.UPDATABLE.issuperset(parts)}
)
_JOBS = {
    ImportState.DIBACA: JobKind.BACA_IMPOR,
    ImportState.GAGAL: JobKind.BACA_IMPOR,
    ImportState.KOLOM: JobKind.BACA_IMPOR,
    ImportState.DIUJI: JobKind.UJI_IMPOR,
    ImportState.SIAP: JobKind.UJI_IMPOR,
    ImportState.DITERAPKAN: JobKind.TERAPKAN_IMPOR,
    ImportState.SELESAI: JobKind.TERAPKAN_IMPOR,
    ImportState.DIBATALKAN: JobKind.BATALKAN_IMPOR,
    ImportState.BATAL: JobKind.BATALKAN_IMPOR,
}


@dataclass(frozen=True)
class ImportShown:
    """A line in the list of imports; `counts` by verdict, `outcome` as `outcome_of`."""

    id: int
    name: str
    file_name: str
    data_on: Any
    state: str
    created_at: datetime
    created_by_name: str
    applied_at: datetime | None
    applied_by_name: str
    total: int
    counts: dict[str, int]
    outcome: dict[str, int]


@dataclass(frozen=True)
class SheetShown:
    """A sheet of the file; `rows` are its first rows as text, `header_row` the guessed row of headings."""

    name: str
    hidden: bool
    row_count: int
    header_row: int
    width: int
    notes: list[str]
    rows: list[list[str]]
    starts_1904: bool = False


@dataclass(frozen=True)
class ColumnShown:
    """A column of the chosen sheet with what it means; `letter` as spreadsheets call it."""

    index: int
    letter: str
    heading: str
    examples: list[str]
    field: str
    updates: bool


def list_imports(viewer: Viewer, state: str = "", before: int | None = None) -> list[ImportShown]:
    """Up to PAGE + 1 imports of the hub, newest first; `before` is the id of the last one seen."""
    applier = User.alias()
    columns = (Import.id, Import.name, Import.file_name, Import.data_on, Import.state, Import.created_at)
    columns += (Import.applied_at, Import.total, Import.counts, Import.outcome)
    names = (User.name.alias("created_by_name"), applier.name.alias("applied_by_name"))
    query = Import.select(*columns, *names).join(User, on=(Import.created_by == User.id))
    query = query.switch(Import).join(applier, JOIN.LEFT_OUTER, on=(Import.applied_by == applier.id))
    query = query.where(Import.hub == viewer.hub_id)
    if state:
        query = query.where(Import.state == state)
    if before:
        query = query.where(Import.id < before)
    return [_shown(row) for row in query.order_by(Import.id.desc()).limit(PAGE + 1).dicts()]


def find_import(viewer: Viewer, import_id: int) -> Import | None:
    """One import of the viewer's hub."""
    return Import.get_or_none(Import.id == import_id, Import.hub == viewer.hub_id)


def counts_of(imp: Import) -> dict[str, int]:
    """Rows by verdict, "dipilih" (doubtful rows that were decided) and "terapkan" (rows that applying would write)."""
    counts = {str(verdict): 0 for verdict in Verdict} | json.loads(imp.counts)
    chosen = _choices(imp)
    decided = sum(count for choice, count in chosen.items() if choice)
    return counts | {"dipilih": decided, "terapkan": _to_apply(counts, chosen)}


def count_to_apply(imp: Import) -> int:
    """How many rows applying would write."""
    return _to_apply(json.loads(imp.counts), _choices(imp))


def outcome_of(imp: Import) -> dict[str, int]:
    """What applying and undoing did, by the words of COUNTED."""
    return dict.fromkeys(COUNTED, 0) | json.loads(imp.outcome)


def sheets_of(imp: Import) -> list[SheetShown]:
    """The sheets as they were peeked at."""
    return [SheetShown(**sheet) for sheet in json.loads(imp.sheets)]


def preview_of(imp: Import) -> list[list[str]]:
    """The first rows below the headings of the chosen sheet."""
    rows = next((sheet.rows for sheet in sheets_of(imp) if sheet.name == imp.sheet), [])
    return [row for row in rows[imp.header_row :] if any(row)][:PREVIEW]


def columns_of(imp: Import) -> list[ColumnShown]:
    """The columns of the chosen sheet, each with a few of its values and what it means."""
    headings, rows = json.loads(imp.headings), preview_of(imp)
    fields, updates = json.loads(imp.columns), set(json.loads(imp.updates))
    width = max([len(headings), *(len(row) for row in rows)], default=0)
    return [
        ColumnShown(
            index=index,
            letter=column_letter(index),
            heading=headings[index] if index < len(headings) else "",
            examples=_examples(rows, index),
            field=fields.get(str(index), ""),
            updates=fields.get(str(index), "") in updates,
        )
        for index in range(width)
    ]


def constants_of(imp: Import) -> dict[str, str]:
    """Values for the whole list: village, program, program_status, decile_period, decile_channel."""
    return json.loads(imp.constants)


def field_choices() -> list[tuple[str, str]]:
    """What a column can mean."""
    return [("", "Abaikan"), *FIELDS.items()]


def mappings_of(viewer: Viewer) -> list[ImportMapping]:
    """The remembered meanings of columns, by name."""
    return list(ImportMapping.select().where(ImportMapping.hub == viewer.hub_id).order_by(ImportMapping.name))


def find_mapping(viewer: Viewer, mapping_id: int) -> ImportMapping | None:
    """One remembered mapping of the viewer's hub."""
    return ImportMapping.get_or_none(ImportMapping.id == mapping_id, ImportMapping.hub == viewer.hub_id)


def mapping_for(hub_id: int, headings: str) -> ImportMapping | None:
    """The newest mapping for exactly these folded headings."""
    same = ImportMapping.select().where(ImportMapping.hub == hub_id, ImportMapping.headings == headings)
    return same.order_by(ImportMapping.created_at.desc()).first()


def job_of(viewer: Viewer, imp: Import) -> Job | None:
    """The newest job of the state that the import is in."""
    kind = _JOBS.get(ImportState(imp.state))
    return newest_job(viewer, kind, imp.id) if kind else None


def has_file(imp: Import, settings: Settings) -> bool:
    """Whether the uploaded list is still there; a restored backup brings none along."""
    return bool(imp.stored_name) and (settings.data / "imports" / imp.stored_name).is_file()


def undo_until(imp: Import) -> datetime | None:
    """Until when an applied import can be taken back."""
    return imp.ended_at + UNDO_FOR if imp.state == ImportState.SELESAI and imp.ended_at else None


def column_letter(index: int) -> str:
    """The name of a column in a spreadsheet: 0 is A, 26 is AA."""
    index, letters = index + 1, ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _shown(row: dict[str, Any]) -> ImportShown:
    told = {"counts": json.loads(row["counts"]), "outcome": json.loads(row["outcome"])}
    return ImportShown(**row | told | {"applied_by_name": row["applied_by_name"] or ""})


def _examples(rows: list[list[str]], index: int) -> list[str]:
    found: Iterator[str] = (row[index] for row in rows if index < len(row) and row[index])
    return list(dict.fromkeys(found))[:EXAMPLES]


def _choices(imp: Import) -> dict[str, int]:
    doubtful = (ImportRow.of_import == imp.id) & (ImportRow.verdict == str(Verdict.RAGU))
    rows = ImportRow.select(ImportRow.choice, fn.COUNT(ImportRow.id)).where(doubtful).group_by(ImportRow.choice)
    return dict(rows.tuples())


def _to_apply(counts: dict[str, int], chosen: dict[str, int]) -> int:
    clear = counts.get(Verdict.BARU, 0) + counts.get(Verdict.BERUBAH, 0)
    return clear + chosen.get(RowChoice.SAMA, 0) + chosen.get(RowChoice.BARU, 0)
