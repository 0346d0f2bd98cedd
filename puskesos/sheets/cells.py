"""The rows of one XLSX sheet, as a stream: constant memory however long or wide the sheet says it is.

A cell is what `json` can carry: text, number, truth, None, {"d": "1945-08-17"} or {"e": "#N/A"}.
Formulas are never evaluated; the value Excel kept beside them is taken.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

from puskesos.sheets.kinds import DAMAGE, MOST_CELL, MOST_COLUMNS, Unreadable
from puskesos.sheets.package import CHUNK, Book, Strings, clean_text, plain_parser

Wire = str | float | bool | dict[str, str] | None
Row = tuple[int, list[Wire]]
UNSOLVED = {"e": "#RUMUS"}  # a formula that no Excel has reckoned yet
_ROOT = re.compile(rb"<([A-Za-z0-9_]{1,20}:)?worksheet[\s>]")
LAST_SERIAL = 2_958_465  # 31 December 9999


class SheetRows:
    """Collects rows while expat reads; `rows` is emptied by whoever takes them.

    It listens to openings and text only, which halves the calls: a cell ends where the next begins.
    """

    def __init__(self, book: Book, strings: Strings, prefix: str = "") -> None:
        self.rows: list[Row] = []
        self.last_row = 0
        self.is_wide = False
        self._strings, self._dates, self._starts_1904 = strings, book.date_styles, book.starts_1904
        self._columns: dict[str, int] = {}
        self._cells: list[Wire] = []
        self._column, self._kind, self._style = -1, "n", "0"
        self._pieces: list[str] = []
        self._is_value = self._has_formula = self._is_open = self._is_reading = False
        self._c, self._v, self._row = f"{prefix}c", f"{prefix}v", f"{prefix}row"
        self._t, self._f, self._reading = f"{prefix}t", f"{prefix}f", f"{prefix}rPh"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if name == self._v:
            self._is_value = True
        elif name == self._c:
            if self._is_open:
                self._keep()
            self._is_open, self._is_value, self._has_formula, self._is_reading = True, False, False, False
            reference = attributes.get("r")
            self._column = self._place(reference) if reference else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        elif name == self._row:
            self.finish()
            written = attributes.get("r", "")
            self.last_row = int(written) if written.isdigit() and len(written) < 8 else self.last_row + 1
        elif name == self._t:
            self._is_value = self._kind == "inlineStr" and not self._is_reading
        else:
            self._is_value = False
            self._has_formula |= name == self._f
            self._is_reading = name == self._reading

    def text(self, piece: str) -> None:
        """Characters; of an endless cell only the beginning is kept."""
        if self._is_value and len(self._pieces) < MOST_CELL:
            self._pieces.append(piece)

    def finish(self) -> None:
        """The row ends here, kept when there is anything in it."""
        if self._is_open:
            self._keep()
            self._is_open = self._is_value = False
        if self._cells:
            self.rows.append((self.last_row, self._cells))
            self._cells = []
        self._column = -1

    def _place(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        place = self._columns.get(letters)
        if place is None:
            place = 0
            for letter in letters[:4].upper():
                place = place * 26 + (ord(letter) - 64)
            place -= 1
            if len(self._columns) < MOST_COLUMNS:
                self._columns[letters] = place
        return place

    def _keep(self) -> None:
        value = self._value()
        self._pieces.clear()
        if value is None or value == "":
            return
        if not 0 <= self._column < MOST_COLUMNS:
            self.is_wide = True
            return
        cells = self._cells
        missing = self._column - len(cells)
        if missing == 0:
            cells.append(value)
        elif missing > 0:
            cells += [None] * missing
            cells.append(value)
        else:
            cells[self._column] = value

    def _value(self) -> Wire:
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        if self._kind == "s":
            return self._shared(text)
        if not text or text.isspace():
            return dict(UNSOLVED) if self._has_formula and self._kind != "str" else None
        if self._kind in {"str", "inlineStr"}:
            return clean_text(text)
        if self._kind == "b":
            return text.strip() not in {"0", "false"}
        if self._kind == "e":
            return {"e": text.strip()[:20]}
        if self._kind == "d":
            return {"d": text[:10]} if _is_day(text[:10]) else clean_text(text)
        return self._number(text)

    def _shared(self, text: str) -> str | None:
        try:
            return self._strings[int(text)] if text else None
        except (ValueError, IndexError) as problem:
            raise Unreadable("broken") from problem

    def _number(self, text: str) -> Wire:
        try:
            number = float(text)
        except ValueError:
            return clean_text(text)
        if number - number != 0:  # infinite, or no number at all
            return {"e": "#NUM!"}
        if self._style in self._dates:
            return day_of(number, starts_1904=self._starts_1904) or number
        return number


def day_of(serial: float, *, starts_1904: bool = False) -> dict[str, str] | str | None:
    """The day of an Excel serial number, a time of day as text; None when it is no day, like 29 February 1900."""
    if 0 <= serial < 1:
        minutes = int(serial * 1440 + 0.5) % 1440
        return f"{minutes // 60:02}:{minutes % 60:02}" if serial else None
    days = int(serial) + (1462 if starts_1904 else 0)
    if not 1 <= days <= LAST_SERIAL or days == 60:
        return None
    return {"d": (date(1899, 12, 31 if days < 60 else 30) + timedelta(days)).isoformat()}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def stream_rows(archive: zipfile.ZipFile, part: str, book: Book, strings: Strings) -> Iterator[SheetRows]:
    """The collected rows after each piece read: take them off it. Raises Unreadable for what is no XML or cut."""
    try:
        with archive.open(part) as stream:
            chunk = stream.read(CHUNK)
            collected = SheetRows(book, strings, prefix_of(chunk))
            parser = plain_parser(collected.start, collected.text)
            while chunk:
                parser.Parse(chunk, False)
                yield collected
                chunk = stream.read(CHUNK)
            parser.Parse(b"", True)
            collected.finish()
            yield collected
    except DAMAGE as problem:
        raise Unreadable("broken") from problem


def prefix_of(beginning: bytes) -> str:
    """What some programs write before each name, "x:"; usually nothing."""
    found = _ROOT.search(beginning)
    return found[1].decode() if found and found[1] else ""


def count_rows(archive: zipfile.ZipFile, part: str) -> int:
    """About how many rows there are, without parsing them: rows that close with a tag of their own."""
    count, tail = 0, b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK * 4):
                count += (tail + chunk).count(b"row>")
                tail = chunk[-3:]
    except DAMAGE:
        return count
    return count
