"""Lists that leave the house as files: one table of columns that says what each role gets (domain.md 1.4, 8.4).

With names only for who may have them; everybody else gets initials, an age and a place, and never a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from puskesos.rules.case_path import CaseState
from puskesos.rules.code import Code
from puskesos.rules.intake import Area, Priority
from puskesos.rules.names import initials
from puskesos.rules.nik import mask_number
from puskesos.rules.person import PersonStatus, code_label
from puskesos.rules.restriction import known_age

MOST_DIRECT = 5000  # rows that are answered at once; more are written by the worker
MOST_AN_HOUR = 10
KEPT_FOR = timedelta(hours=24)
SHORTEST_REASON = 5

Cell = str | int | float | date | None


class ExportList(Code):
    """Which list is exported."""

    WARGA = "warga", "Daftar warga"
    KASUS = "kasus", "Daftar kasus"


class FileFormat(Code):
    """Excel first: in it a NIK stays as it is."""

    XLSX = "xlsx", "Excel (XLSX), disarankan"
    CSV = "csv", "CSV, untuk program lain"


class Shown(Code):
    """How much of a field leaves the house."""

    UTUH = "utuh", "utuh"
    SAMAR = "samar", "disamarkan"
    INISIAL = "inisial", "inisial saja"
    TIDAK = "tidak", "tidak ikut"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its title, and how it leaves with and without names."""

    field: str
    title: str
    named: Shown
    unnamed: Shown
    kind: Literal["text", "number", "date"] = "text"
    width: int = 14


PERSON_COLUMNS = (  # field, title, with names (koordinator), without names (front office, back office)
    ListColumn("name", "Nama", Shown.UTUH, Shown.INISIAL, width=30),
    ListColumn("alias", "Panggilan", Shown.UTUH, Shown.TIDAK),
    ListColumn("sex", "L/P", Shown.UTUH, Shown.UTUH, width=6),
    ListColumn("nik", "NIK", Shown.SAMAR, Shown.TIDAK, width=20),
    ListColumn("kk", "Nomor KK", Shown.SAMAR, Shown.TIDAK, width=20),
    ListColumn("birth_place", "Tempat lahir", Shown.UTUH, Shown.TIDAK),
    ListColumn("birth_date", "Tanggal lahir", Shown.UTUH, Shown.TIDAK, "date"),
    ListColumn("age", "Umur", Shown.UTUH, Shown.UTUH, "number", 8),
    ListColumn("village_name", "Desa/kelurahan", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("rt", "RT", Shown.UTUH, Shown.UTUH, width=6),
    ListColumn("rw", "RW", Shown.UTUH, Shown.UTUH, width=6),
    ListColumn("address", "Alamat", Shown.UTUH, Shown.TIDAK, width=30),
    ListColumn("phone", "HP", Shown.UTUH, Shown.TIDAK, width=16),
    ListColumn("occupation", "Pekerjaan", Shown.UTUH, Shown.TIDAK, width=18),
    ListColumn("household_role", "Hubungan dalam keluarga", Shown.UTUH, Shown.TIDAK, width=18),
    ListColumn("status", "Keadaan", Shown.UTUH, Shown.UTUH),
    ListColumn("dtsen_status", "Status DTSEN", Shown.UTUH, Shown.UTUH, width=18),
    ListColumn("decile", "Desil", Shown.UTUH, Shown.UTUH, "number", 8),
    ListColumn("programs", "Program aktif", Shown.UTUH, Shown.TIDAK, width=24),
)
CASE_COLUMNS = (  # restricted cases are in no export at all
    ListColumn("number", "Nomor kasus", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("registered_on", "Tanggal daftar", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("client_name", "Klien", Shown.UTUH, Shown.INISIAL, width=30),
    ListColumn("village_name", "Desa/kelurahan", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("service_name", "Layanan", Shown.UTUH, Shown.UTUH, width=36),
    ListColumn("priority", "Prioritas", Shown.UTUH, Shown.UTUH),
    ListColumn("state", "Status", Shown.UTUH, Shown.UTUH, width=22),
    ListColumn("state_since", "Status sejak", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("due_on", "Batas waktu", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("closed_at", "Ditutup", Shown.UTUH, Shown.UTUH, "date"),
)
NUMBERS = frozenset({"nik", "kk"})
_TABLES = {ExportList.WARGA: PERSON_COLUMNS, ExportList.KASUS: CASE_COLUMNS}
_LABELS = {"state": CaseState, "priority": Priority, "status": PersonStatus}
_CODED = {"dtsen_status", "household_role"}


def shown_columns(kind: ExportList, *, names: bool, full_numbers: bool = False) -> list[tuple[ListColumn, Shown]]:
    """The columns that leave, each with how; full numbers only together with names."""
    columns = [(column, column.named if names else column.unnamed) for column in _TABLES[kind]]
    opened = NUMBERS if names and full_numbers else frozenset()
    return [(one, Shown.UTUH if one.field in opened else how) for one, how in columns if how != Shown.TIDAK]


def left_out(kind: ExportList, *, names: bool) -> list[str]:
    """Titles of the columns that stay in the house."""
    return [one.title for one in _TABLES[kind] if (one.named if names else one.unnamed) == Shown.TIDAK]


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
        return _LABELS[field](value).label
    return code_label(field, value or "") if field in _CODED else value
