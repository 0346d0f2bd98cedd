"""A month of one hub as the Dinsos reads it, and whether it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from puskesos.rules.activity import Month
from puskesos.rules.report import FLOW_IN, FLOW_OUT

FIRST = "a"
Cell = int | str | None


@dataclass(frozen=True, slots=True)
class BundleColumn:
    """`sums`: the places of the columns it is the sum of."""

    key: str
    title: str
    group: str = ""
    sums: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        return f"{self.group} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class BundleRow:
    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BundleSection:
    """A table of one hub; `hides` when small figures are hidden in it."""

    code: str
    title: str
    by: str
    hides: bool
    columns: tuple[BundleColumn, ...]
    rows: tuple[BundleRow, ...]
    total: tuple[Cell, ...]


@dataclass(frozen=True)
class Bundle:
    """A month of one hub, as it was sent."""

    hub: str
    hub_name: str
    district: str
    regency: str
    practice: bool
    month: str
    revision: int
    closed_at: str
    fingerprint: str
    volunteers: int
    sections: tuple[BundleSection, ...]
    corrections: tuple[tuple[str, str, int, int], ...] = ()
    definitions: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, str] = ("", "")

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """From what fits the schema."""
        hub, notes = plain["hub"], plain["notes"] or {"obstacles": "", "proposals": ""}
        same = {name: plain[name] for name in ("month", "revision", "closed_at", "fingerprint", "volunteers")}
        return cls(
            hub=hub["code"],
            hub_name=hub["name"],
            district=hub["district"],
            regency=hub["regency"],
            practice=hub["practice"],
            sections=tuple(map(_section, plain["sections"])),
            corrections=tuple((one["month"], one["counted"], one["known"], one["now"]) for one in plain["corrections"]),
            definitions=tuple((one["counted"], one["label"], one["text"]) for one in plain["definitions"]),
            notes=(notes["obstacles"], notes["proposals"]),
            **same,
        )

    def figure(self, counted: str) -> int:
        """A figure of the first section; nothing counts as none."""
        first = next((one for one in self.sections if one.code == FIRST), None)
        found = {column.key: cell for column, cell in zip(first.columns, first.total, strict=True)} if first else {}
        cell = found.get(counted)
        return cell if isinstance(cell, int) else 0

    @property
    def month_label(self) -> str:
        return month_label(self.month)


def _section(plain: Mapping[str, Any]) -> BundleSection:
    columns = (
        BundleColumn(one["key"], one["title"], one["group"], tuple(one["sums"])) for one in plain["columns"]
    )
    rows = (BundleRow(one["key"], one["label"], tuple(one["cells"])) for one in plain["rows"])
    same = {name: plain[name] for name in ("code", "title", "by", "hides")}
    return BundleSection(columns=tuple(columns), rows=tuple(rows), total=tuple(plain["total"]), **same)


def month_label(month: str) -> str:
    """Like "November 2026"."""
    return Month(date.fromisoformat(f"{month}-01")).label


def sum_problem(bundle: Bundle) -> str:
    """A sentence when a report contradicts itself: it was not written by our program, or by a broken one."""
    for section in bundle.sections:
        said = f"Bagian {section.code} tidak cocok dengan dirinya sendiri"
        wide = len(section.columns)
        if any(len(cells) != wide for cells in (section.total, *(row.cells for row in section.rows))):
            return f"{said}: banyaknya kolom berbeda."
        if _repeats(column.key for column in section.columns) or _repeats(row.key for row in section.rows):
            return f"{said}: ada baris atau kolom dua kali."
        if any(place >= wide for column in section.columns for place in column.sums):
            return f"{said}: jumlah atas kolom yang tidak ada."
        if not section.hides and any(not isinstance(cell, int) for cell in _cells(section)):
            return f"{said}: ada angka yang kosong."
        if section.by and not _adds_up(section):
            return f"{said}: jumlahnya bukan jumlah baris atau kolomnya."
    if not any(section.code == FIRST and not section.by for section in bundle.sections):
        return "Bagian a, jumlah kasus, tidak ada."
    if _repeats(section.code for section in bundle.sections):
        return "Ada bagian dua kali."
    if sum(bundle.figure(one) for one in FLOW_IN) != sum(bundle.figure(one) for one in FLOW_OUT):
        return "Neraca kasusnya tidak seimbang."
    return ""


def _adds_up(section: BundleSection) -> bool:
    """Where no cell of a sum is hidden, it is the sum."""
    for place, total in enumerate(section.total):
        cells = [row.cells[place] for row in section.rows]
        if isinstance(total, int) and all(isinstance(cell, int) for cell in cells) and sum(cells) != total:
            return False
    for cells in (section.total, *(row.cells for row in section.rows)):
        for place, column in enumerate(section.columns):
            inner = [cells[one] for one in column.sums]
            known = isinstance(cells[place], int) and inner and all(isinstance(cell, int) for cell in inner)
            if known and sum(inner) != cells[place]:
                return False
    return True


def _cells(section: BundleSection) -> Iterable[Cell]:
    return (cell for cells in (section.total, *(row.cells for row in section.rows)) for cell in cells)


def _repeats(keys: Iterable[str]) -> bool:
    found = list(keys)
    return len(found) != len(set(found))
