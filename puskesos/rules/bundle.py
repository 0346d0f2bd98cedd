"""A month's report as it goes up to the Dinsos: totals without any name, as JSON with one way only to write it.

What is signed are these bytes, so that a file whose text differs in anything from what its values would be written as
is no longer the file that was sent. The schema is recap/laporan-bulanan-1.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from puskesos.rules.report import Counted, Parted
from puskesos.rules.report_balance import Correction
from puskesos.rules.report_grid import Grid, Head, counted_in, grid_of
from puskesos.rules.report_tables import Column, Row, Table

SCHEMA, VERSION = "puskesos.laporan-bulanan", 1
JSON_NAME, XLSX_NAME = "laporan.json", "laporan.xlsx"
ALGORITHM = "ed25519"
TOTAL_OF_ALL = "semua"
LONGEST_LABEL, LONGEST_TEXT = 200, 2000

Plain = dict[str, Any]


@dataclass(frozen=True)
class Sender:
    """The hub that sends; `code` is the Kemendagri code of its kecamatan."""

    code: str
    name: str
    district: str
    regency: str
    practice: bool = False


@dataclass(frozen=True)
class Closing:
    """Which month, the how-manieth closing of it, when (UTC, ISO 8601) and the fingerprint of what was closed."""

    month: str
    revision: int
    closed_at: str
    fingerprint: str


def canonical(plain: Any) -> bytes:
    """The one way to write it: keys sorted, no blanks, UTF-8."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def plain_report(
    sender: Sender,
    closing: Closing,
    tables: Sequence[Table],
    corrections: Sequence[Correction],
    definitions: Mapping[str, str],
    *,
    codes: Mapping[str, Mapping[str, str]],
    notes: tuple[str, str] | None = None,
) -> Plain:
    """Everything that is signed. `codes` gives by part what stands in for the hub's own row ids; `notes` are obstacles
    and proposals, None when they stay in the hub."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "hub": {
            "code": sender.code,
            "name": _label(sender.name),
            "district": _label(sender.district),
            "regency": _label(sender.regency),
            "practice": sender.practice,
        },
        "month": closing.month,
        "revision": closing.revision,
        "closed_at": closing.closed_at,
        "fingerprint": closing.fingerprint,
        "volunteers": volunteers_in(tables),
        "definitions": [
            {"counted": str(one), "label": one.label, "text": _label(definitions.get(str(one), ""), LONGEST_TEXT)}
            for one in Counted
        ],
        "corrections": [
            {"month": one.month, "counted": str(one.counted), "known": one.known, "now": one.now} for one in corrections
        ],
        "sections": [_section(table, codes) for table in nameless(tables)],
        "notes": None if notes is None else {"obstacles": _text(notes[0]), "proposals": _text(notes[1])},
    }


def sealed(report: Plain, public_key: str, signature: str) -> bytes:
    """The whole file: what was signed, and by which key. Both are lowercase hexadecimal."""
    seal = {"algorithm": ALGORITHM, "public_key": public_key, "signature": signature}
    return canonical({"report": report, "seal": seal})


def volunteers_in(tables: Sequence[Table]) -> int:
    """How many volunteers have a figure in the report."""
    mine = (table for table in tables if table.section.by == Parted.RELAWAN)
    return sum(1 for table in mine for row in table.rows if any(row.figures))


def nameless(tables: Sequence[Table]) -> list[Table]:
    """The tables that may leave, as they may: volunteers are one line together."""
    leaving = (table for table in tables if not table.section.stays)
    return [_without_names(table) if table.section.by == Parted.RELAWAN else table for table in leaving]


def _without_names(table: Table) -> Table:
    return replace(table, rows=(Row(TOTAL_OF_ALL, f"Semua relawan ({volunteers_in([table])} orang)", table.total),))


def _section(table: Table, codes: Mapping[str, Mapping[str, str]]) -> Plain:
    section = table.section
    plain: Plain = {"code": section.code, "title": section.title, "by": str(section.by or "")}
    if section.by is None:
        columns = [_column(str(one), one.label) for one in counted_in(table)]
        return plain | {"hides": False, "columns": columns, "rows": [], "total": list(table.total)}
    grid = grid_of(table, leaves=True)
    kept = [place for place, head in enumerate(grid.heads) if head.share is None]
    known = codes.get(str(section.by))
    keys = _unlike([_key(row, known) for row in table.rows])
    rows = [
        {"key": key, "label": _label(line.label), "cells": [line.cells[place] for place in kept]}
        for key, line in zip(keys, grid.lines, strict=True)
    ]
    total = [grid.total.cells[place] for place in kept]
    columns = _columns(grid, section.columns, kept)
    return plain | {"hides": section.leaves_small, "columns": columns, "rows": rows, "total": total}


def _columns(grid: Grid, counts: Sequence[Column], kept: Sequence[int]) -> list[Plain]:
    where = {place: number for number, place in enumerate(kept)}
    return [
        _column(
            _column_key(grid.heads, place, counts),
            grid.heads[place].title,
            grid.heads[place].group,
            [where[one] for one in grid.heads[place].sums],
        )
        for place in kept
    ]


def _column(key: str, title: str, group: str = "", sums: Sequence[int] = ()) -> Plain:
    return {"key": key, "title": title, "group": group, "sums": list(sums)}


def _column_key(heads: Sequence[Head], place: int, counts: Sequence[Column]) -> str:
    """Like "masuk", "ppks:L:0-4", "ppks:L" for the sum of a sex and "ppks" for that of all."""
    head = heads[place]
    if head.sums:
        inner = _column_key(heads, head.sums[0], counts).split(":")
        return ":".join(inner[: -1 if head.group else 1])
    column = counts[head.figures[0]]
    values = [value or "?" for _, value in column.parts][: 1 if len(head.figures) > 1 else None]
    return ":".join([str(column.counted), *values])


def _key(row: Row, known: Mapping[str, str] | None) -> str:
    """What tells the line apart in all hubs: its code; else its name, for ids mean something in one hub only."""
    if known is None:
        return row.value
    return _label(known.get(row.value) or (row.label if row.value else ""))


def _unlike(keys: Sequence[str]) -> list[str]:
    """The same with a number behind each that was there before."""
    found: list[str] = []
    for key in keys:
        number, unlike = 2, key
        while unlike in found:
            unlike, number = f"{key} ({number})", number + 1
        found.append(unlike)
    return found


def _label(text: str, most: int = LONGEST_LABEL) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:most]


def _text(text: str) -> str:
    lines = (_label(line, LONGEST_TEXT) for line in text.splitlines())
    return "\n".join(lines)[:LONGEST_TEXT]
