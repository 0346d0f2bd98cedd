"""CSV and its relatives: which encoding, which delimiter, and the rows as a stream. Every cell is text."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from puskesos.rules.register_columns import recognise
from puskesos.sheets.kinds import MOST_CELL, MOST_COLUMNS, PEEK_ROWS, Unreadable

CHUNK = 1024 * 1024
LONGEST_LINE = 256 * 1024
DELIMITERS = ";,\t|"
SEPARATORS = b";,\t| \r\n\0"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path) -> str:
    """By its mark, by where zero bytes stand, by whether all of it is UTF-8; else Windows-1252, as Excel saves CSV."""
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        if head[1::2].count(0) > len(head) // 4:
            return "utf-16-le"
        if head[::2].count(0) > len(head) // 4:
            return "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                decoder.decode(head)
                head = file.read(CHUNK)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def delimiter_of(path: Path, encoding: str) -> str:
    """The one that shows most known headings, then the one that cuts most evenly; "sep=;" says it outright."""
    with _open(path, encoding) as file:
        lines = [line for line, _ in zip(_lines(file), range(PEEK_ROWS), strict=False)]
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda delimiter: _fitness(lines, delimiter))


def _fitness(lines: list[str], delimiter: str) -> tuple[int, float]:
    """Known headings in one row; then cells per line, times the share of lines that have as many as most have."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
    except csv.Error:
        rows = []
    if not rows:
        return 0, 0.0
    usual, times = Counter(map(len, rows)).most_common(1)[0]
    return max(len(recognise(row[:MOST_COLUMNS])) for row in rows), (usual - 1) * times / len(lines)


def csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str | None], bool]]:
    """Rows in the order of the file, numbered from 1, each with whether it has more columns than we take."""
    csv.field_size_limit(MOST_CELL * 10)
    number = 0
    with _open(path, encoding) as file:
        try:
            for cells in csv.reader(_lines(file), delimiter=delimiter):
                if number == 0 and len(cells) < 3 and "".join(cells).strip().lower().startswith("sep="):
                    number = 1
                    continue
                number += 1
                yield number, [cell[:MOST_CELL] or None for cell in cells[:MOST_COLUMNS]], len(cells) > MOST_COLUMNS
        except csv.Error as problem:
            raise Unreadable("quotes") from problem


def count_lines(path: Path) -> int:
    """How many rows hold something: line ends, but for those within quotes and after nothing but separators."""
    count, is_quoted = 0, False
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            is_quoted ^= line.count(b'"') % 2 == 1
            count += not is_quoted and bool(line.strip(SEPARATORS))
    return count


def _open(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors="replace", newline="")


def _lines(file: TextIO) -> Iterator[str]:
    """Lines without zero characters; one that never ends is no CSV."""
    while line := file.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise Unreadable("quotes")
        yield line.replace("\0", "")
