"""Reading a spreadsheet that somebody uploaded: a child process parses it, here its answers become rows.

Whatever the child does (refuses, dies, is killed, says nothing for long) becomes one sentence that says what to do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from puskesos.config import ROOT
from puskesos.rules.register_cell import Cell, CellError, show_cell
from puskesos.rules.register_columns import header_row, headings, is_numbering
from puskesos.sheets.kinds import MOST_COLUMNS, MOST_SHEETS, PEEK_ROWS, SENTENCES

SECONDS = 40  # that the child may take for its next answer
LONGEST_ANSWER = 64 * 1024 * 1024
SECRET_NAMES = ("PUSKESOS_", "DATABASE_URL", "PG")
COMMAND = [sys.executable, "-m", "puskesos.sheets.reader"]
_KNOWN_KINDS = {"xlsb": "xlsx"}

Row = tuple[int, list[Cell]]


class UnreadableSheet(Exception):
    """This file cannot be read; `sentence` says to a person why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The beginning of a sheet: `rows[0]` is row 1 as Excel numbers it, empty rows are empty lists.

    `header_row` is a guess, 0 for none; `headings` are those of that row, joined with a row above where it is blank.
    `row_count` is about how many rows there are, `starts_1904` whether bare numbers of days count from 1904.
    """

    name: str
    rows: list[list[str]]
    width: int
    header_row: int
    headings: list[str]
    row_count: int
    hidden: bool = False
    notes: list[str] = field(default_factory=list)
    starts_1904: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds: `kind` is xlsx, xls, ods or csv."""

    kind: str
    sheets: list[SheetHead]
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)


def peek(path: Path) -> Workbook:
    """The first thirty rows of each sheet, visible sheets first. Raises UnreadableSheet."""
    with _answers(path, None) as answers:
        found: dict[str, Any] = next(answers, {}).get("workbook") or {"kind": "", "sheets": []}
    if not found["sheets"]:
        raise UnreadableSheet(SENTENCES["no_sheet" if found["kind"] else "crash"])
    sheets = [_head(one) for one in found["sheets"]]
    notes = [f"Hanya {MOST_SHEETS} lembar pertama yang ditampilkan."] if found.get("more_sheets") else []
    kind = _KNOWN_KINDS.get(found["kind"], found["kind"])
    return Workbook(kind, sheets, found.get("encoding", ""), found.get("delimiter", ""), notes)


def read_rows(path: Path, sheet_name: str, header_row: int) -> Iterator[Row]:
    """The rows after `header_row` that are not empty, with their numbers in Excel; all lists are equally long.

    A row that only numbers the columns (1, 2, 3 …) below the headings is left out. Raises UnreadableSheet, perhaps only
    after many rows: keep nothing until the end. Closing the iterator ends the child.
    """
    with _answers(path, sheet_name) as answers:
        rows = ((row[0], row[1]) for answer in answers for row in answer["rows"])
        first = _first_rows(rows, header_row + PEEK_ROWS)
        width = max((len(cells) for _, cells in first), default=0)
        below = [row for row in first if row[0] > header_row]
        if header_row and below and is_numbering([show_cell(cell) for cell in below[0][1]]):
            del below[0]
        yield from ((number, _fill(cells, width)) for number, cells in below if any(c is not None for c in cells))
        for number, cells in rows:
            yield number, _fill(cells, width)


def _first_rows(rows: Iterator[Row], last: int) -> list[Row]:
    first: list[Row] = []
    for row in rows:
        first.append(row)
        if row[0] > last:
            break
    return first


def _fill(cells: list[Cell], width: int) -> list[Cell]:
    return cells[:width] if len(cells) >= width else [*cells, *[None] * (width - len(cells))]


def _head(found: dict[str, Any]) -> SheetHead:
    rows: list[list[str]] = [[] for _ in range(max((number for number, _ in found["rows"]), default=0))]
    for number, cells in found["rows"]:
        rows[number - 1] = [show_cell(cell) for cell in cells]
    guess = header_row(rows)
    return SheetHead(
        name=found["name"],
        rows=rows,
        width=max(map(len, rows), default=0),
        header_row=guess,
        headings=headings(rows, guess),
        row_count=found["count"],
        hidden=found["hidden"],
        notes=[f"Kolom setelah kolom ke-{MOST_COLUMNS} diabaikan."] if found["wide"] else [],
        starts_1904=found.get("starts_1904", False),
    )


@contextmanager
def _answers(path: Path, sheet_name: str | None) -> Iterator[Iterator[dict[str, Any]]]:
    """A child at work on the file, its answers in turn; it is ended whatever happens."""
    child = _launch()
    try:
        request = json.dumps({"path": str(path.absolute()), "sheet": sheet_name})
        with suppress(OSError):
            child.stdin.write(f"{request}\n".encode())
            child.stdin.close()
        yield _read(child)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _read(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    while True:
        line, is_late = _next_line(child)
        if is_late:
            raise UnreadableSheet(SENTENCES["slow"])
        answer = _understood(line)
        if "error" in answer:
            raise UnreadableSheet(SENTENCES.get(answer["error"], SENTENCES["crash"]))
        if "end" in answer:
            return
        yield answer


def _next_line(child: subprocess.Popen[bytes]) -> tuple[bytes, bool]:
    """The next answer and whether the child had to be killed for taking too long over it."""
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        return child.stdout.readline(LONGEST_ANSWER), late.is_set()
    finally:
        timer.cancel()


def _understood(line: bytes) -> dict[str, Any]:
    """An answer; nothing or half a line means that the child died."""
    try:
        answer = json.loads(line, object_hook=_cell)
    except (ValueError, RecursionError):
        answer = None
    return answer if isinstance(answer, dict) else {"error": "crash"}


def _cell(pairs: dict[str, Any]) -> Any:
    if "d" in pairs:
        return date.fromisoformat(pairs["d"])
    return CellError(pairs["e"]) if "e" in pairs else pairs


def harmless_environment() -> dict[str, str]:
    """The environment without secrets of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(SECRET_NAMES)}


def _launch() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=harmless_environment(),
    )
