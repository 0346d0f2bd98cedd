"""Lists that leave the house as files: one table of columns that says what each role gets (domain.md 1.4, 8.4).

With names only for who may have them; everybody else gets initials, an age and a place, and never a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from puskesos.rules.assignment_path import AssignmentKind, AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.code import Code
from puskesos.rules.export_columns import CASE_COLUMNS as CASE_COLUMNS
from puskesos.rules.export_columns import COLUMNS, ListColumn
from puskesos.rules.export_columns import PERSON_COLUMNS as PERSON_COLUMNS
from puskesos.rules.export_columns import ExportList as ExportList
from puskesos.rules.export_columns import Shown as Shown
from puskesos.rules.intake import Area, Channel, IntakeKind, Pillar, Priority
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.names import initials
from puskesos.rules.nik import mask_number
from puskesos.rules.outcome import ResultCode
from puskesos.rules.person import PersonStatus, code_label
from puskesos.rules.restriction import known_age

MOST_DIRECT = 5000  # rows that are answered at once; more are written by the worker
MOST_AN_HOUR = 10
KEPT_FOR = timedelta(hours=24)
SHORTEST_REASON = 5

Cell = str | int | float | date | None


class FileFormat(Code):
    """Excel first: in it a NIK stays as it is."""

    XLSX = "xlsx", "Excel (XLSX), disarankan"
    CSV = "csv", "CSV, untuk program lain"


NUMBERS = frozenset({"nik", "kk"})
_LABELS: dict[str, type[Code]] = {
    "state": CaseState,
    "priority": Priority,
    "status": PersonStatus,
    "result": ResultCode,
    "kind": IntakeKind,
    "channel": Channel,
    "area": Area,
    "pillar": Pillar,
    "letter_kind": LetterKind,
    "letter_state": LetterState,
    "task_kind": AssignmentKind,
    "task_state": AssignmentState,
}
_CODED = {"dtsen_status", "household_role"}


def shown_columns(
    kind: ExportList, *, names: bool, full_numbers: bool = False, fields: Sequence[str] = ()
) -> list[tuple[ListColumn, Shown]]:
    """The columns that leave, each with how; full numbers only together with names. `fields` are those that a hub
    chose, in its order: what this person may not have is not among them all the same."""
    offered = {one.field: one for one in COLUMNS[kind]}
    chosen = [offered[name] for name in fields if name in offered] or [one for one in COLUMNS[kind] if one.usual]
    columns = [(column, column.named if names else column.unnamed) for column in chosen]
    opened = NUMBERS if names and full_numbers else frozenset()
    return [(one, Shown.UTUH if one.field in opened else how) for one, how in columns if how != Shown.TIDAK]


def left_out(kind: ExportList, *, names: bool) -> list[str]:
    """Titles of the usual columns that stay in the house."""
    usual = [one for one in COLUMNS[kind] if one.usual]
    return [one.title for one in usual if (one.named if names else one.unnamed) == Shown.TIDAK]


def exported_row(
    values: Mapping[str, Any], columns: Sequence[tuple[ListColumn, Shown]], today: date, zone: ZoneInfo
) -> list[Cell]:
    """One row of the file from the stored values; moments become days in the hub's zone."""
    return [_cell(values, column.field, how, today, zone) for column, how in columns]


def describe_people(*, status: str, village: str, without_nik: bool, found: bool) -> str:
    """What of the registry is exported, in words: "Warga hidup tanpa NIK di Pantai Bahagia"."""
    if found:
        return "Warga hasil pencarian"
    words = ["Warga", PersonStatus(status).label.lower() if status else "dengan semua keadaan"]
    return " ".join([*words, *(["tanpa NIK"] if without_nik else []), f"di {village}" if village else "di semua desa"])


def describe_cases(*, state: str, village: str, area: str, priority: str, late: bool, searched: bool) -> str:
    """What of the cases is exported; what was typed into the box is not repeated, it may be a name."""
    about = "yang terbuka" if state == "terbuka" else f"berstatus {CaseState(state).label}" if state else "semua status"
    words = ["Kasus", about, *(["yang cocok dengan pencarian"] if searched else [])]
    words += [f"prioritas {Priority(priority).label.lower()}"] if priority else []
    words += [f"bidang {Area(area).label.lower()}"] if area else []
    words += ["lewat batas waktu"] if late else []
    return " ".join([*words, f"di {village}" if village else "di semua desa"])


def describe_book(kind: ExportList, period: str, village: str) -> str:
    """What of a register is exported: "Buku tamu November 2026 di Pantai Bahagia"."""
    return f"{kind.label} {period} di {village or 'semua desa'}"


def reason_is_enough(text: str) -> bool:
    """At least five letters: dots and digits alone say nothing."""
    return sum(letter.isalpha() for letter in text) >= SHORTEST_REASON


def _cell(values: Mapping[str, Any], field: str, how: Shown, today: date, zone: ZoneInfo) -> Cell:
    if field == "age":
        return known_age(values["birth_date"], values["birth_year_estimate"], today)
    value = values[field]
    if field == "birth_date" and value is None and values["birth_year_estimate"]:
        return f"sekitar {values['birth_year_estimate']}"
    if isinstance(value, datetime):
        return value.astimezone(zone).date()
    if not value or how == Shown.UTUH:
        return _in_words(field, value)
    return initials(value) if how == Shown.INISIAL else mask_number(value)


def _in_words(field: str, value: Any) -> Cell:
    if field in _LABELS and value:
        return next((code.label for code in _LABELS[field] if code == value), value)
    return code_label(field, value or "") if field in _CODED else value
