"""The child that reads one file, `python -m puskesos.sheets.reader`: the only process that parses what people upload.

Takes one JSON line on standard input, answers JSON lines on standard output: sheets or batches of rows, then "end",
or "error" with a word of `kinds.SENTENCES`. It opens that one file, no network, and lives within limits.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows knows no such limits
    resource = None

from puskesos.sheets.cells import Row, count_rows, stream_rows
from puskesos.sheets.delimited import count_lines, csv_rows, delimiter_of, encoding_of
from puskesos.sheets.kinds import DAMAGE, MOST_ROWS, MOST_SHEETS, PEEK_ROWS, Unreadable, kind_of
from puskesos.sheets.package import open_book, shared_strings

NICENESS = 10
MEGABYTE = 1024 * 1024
STREAM_MEMORY = 180 * MEGABYTE  # of addresses; 150,000 rows of 20 cells take 36
WHOLE_MEMORY = 280 * MEGABYTE  # where a library holds the whole sheet: 60,000 rows of 20 cells take 250
CPU_SECONDS = 150
BATCH = 200
PEEK_CELL = 200  # characters
CSV_SHEET = "CSV"


def main() -> int:
    """Answer one request and end."""
    request = json.loads(sys.stdin.readline())
    _live_within_limits()
    try:
        answer(request, sys.stdout.write)
    except Unreadable as problem:
        sys.stdout.write(json.dumps({"error": problem.reason}) + "\n")
    except MemoryError:
        sys.stdout.write('{"error": "memory"}\n')
    except DAMAGE:
        sys.stdout.write('{"error": "broken"}\n')
    sys.stdout.flush()
    return 0


def answer(request: dict[str, Any], write: Any) -> None:
    """Write the answer to a request {"path", "sheet"}; without a sheet the heads of all of them."""
    path = Path(request["path"])
    kind = kind_of(path)
    if kind in {"xlsx", "csv"}:
        _limit_memory(STREAM_MEMORY)
    if request.get("sheet") is None:
        write(json.dumps({"workbook": HEADS[kind](path) | {"kind": kind}}) + "\n")
    else:
        count = 0
        for batch in _batches(ROWS[kind](path, request["sheet"])):
            count += len(batch)
            if count > MOST_ROWS:
                raise Unreadable("rows")
            write(json.dumps({"rows": batch}, separators=(",", ":")) + "\n")
    write('{"end": true}\n')


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    weight = 0
    for row in rows:
        batch.append(row)
        weight += sum(len(cell) for cell in row[1] if isinstance(cell, str))
        if len(batch) >= BATCH or weight > 1_000_000:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _xlsx_heads(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        book = open_book(archive)
        strings = shared_strings(archive)
        heads = []
        for sheet in book.sheets:
            rows: list[Row] = []
            is_wide = False
            for collected in stream_rows(archive, sheet.part, book, strings):
                rows, is_wide = collected.rows, collected.is_wide
                if collected.last_row > PEEK_ROWS:
                    break
            count = max(count_rows(archive, sheet.part), len(rows))
            heads.append(_head(sheet.name, rows, count, is_hidden=sheet.hidden, is_wide=is_wide))
            heads[-1]["starts_1904"] = book.starts_1904
        return {"sheets": heads, "more_sheets": book.more_sheets}


def _xlsx_rows(path: Path, name: str) -> Iterator[Row]:
    with zipfile.ZipFile(path) as archive:
        book = open_book(archive)
        part = next((sheet.part for sheet in book.sheets if sheet.name == name), None)
        if part is None:
            raise Unreadable("gone_sheet")
        for collected in stream_rows(archive, part, book, shared_strings(archive)):
            taken, collected.rows = collected.rows, []
            yield from taken


def _csv_heads(path: Path) -> dict[str, Any]:
    encoding = encoding_of(path)
    delimiter = delimiter_of(path, encoding)
    rows: list[Row] = []
    is_wide = False
    for number, cells, wide in csv_rows(path, encoding, delimiter):
        if number > PEEK_ROWS:
            break
        rows.append((number, list(cells)))
        is_wide |= wide
    count = count_lines(path)
    if count > MOST_ROWS + PEEK_ROWS:  # titles and headings are no rows of the list
        raise Unreadable("rows")
    head = _head(CSV_SHEET, rows, count, is_hidden=False, is_wide=is_wide)
    return {"sheets": [head], "encoding": encoding, "delimiter": delimiter}


def _csv_rows(path: Path, _name: str) -> Iterator[Row]:
    encoding = encoding_of(path)
    for number, cells, _wide in csv_rows(path, encoding, delimiter_of(path, encoding)):
        if any(cells):
            yield number, list(cells)


def _older_heads(path: Path) -> dict[str, Any]:
    from puskesos.sheets.older import older_rows, open_older, sheet_names

    book, heads = open_older(path), []
    names = sheet_names(book)
    for name, is_hidden in names[:MOST_SHEETS]:
        count, is_wide, found = older_rows(book, name)
        rows = []
        for row in found:
            if row[0] > PEEK_ROWS:
                break
            rows.append(row)
        heads.append(_head(name, rows, count, is_hidden=is_hidden, is_wide=is_wide))
    return {"sheets": heads, "more_sheets": len(names) > MOST_SHEETS}


def _older_rows(path: Path, name: str) -> Iterator[Row]:
    from puskesos.sheets.older import older_rows, open_older, sheet_names

    book = open_older(path)
    if name not in {one for one, _ in sheet_names(book)}:
        raise Unreadable("gone_sheet")
    yield from older_rows(book, name)[2]


def _head(name: str, rows: list[Row], count: int, *, is_hidden: bool, is_wide: bool) -> dict[str, Any]:
    first = [
        (number, [cell[:PEEK_CELL] if isinstance(cell, str) else cell for cell in cells])
        for number, cells in rows
        if number <= PEEK_ROWS
    ]
    return {"name": name, "rows": first, "count": count, "hidden": is_hidden, "wide": is_wide}


HEADS = {"xlsx": _xlsx_heads, "csv": _csv_heads} | dict.fromkeys(("xls", "ods", "xlsb"), _older_heads)
ROWS = {"xlsx": _xlsx_rows, "csv": _csv_rows} | dict.fromkeys(("xls", "ods", "xlsb"), _older_rows)


def _live_within_limits() -> None:
    """Memory, time and no files of its own where the system can say so; everywhere the parent watches the clock."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    gc.disable()  # nothing here makes cycles, and collections cost a third of the time
    _limit_memory(WHOLE_MEMORY)
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _limit_memory(most: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    sys.exit(main())
