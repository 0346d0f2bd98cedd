"""The parts of an XLSX file other than its cells: sheet names, which styles are dates, and the shared strings.

Every part is read as a stream by expat; a DOCTYPE or very deep nesting ends the reading.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from puskesos.sheets.kinds import DAMAGE, MOST_CELL, MOST_SHEETS, Unreadable

CHUNK = 64 * 1024
DEEPEST = 60
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x00(?:0[0-8BbCcEeFfDd]|1[0-9A-Fa-f])_")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet by its name and the part that holds its cells."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of any sheet need."""

    sheets: tuple[SheetPart, ...]
    more_sheets: bool
    starts_1904: bool
    date_styles: frozenset[str]


class Strings:
    """The shared strings in one block of bytes: a fifth of the memory of a list of texts."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        if place < 0:
            raise IndexError(place)
        return self._bytes[self._ends[place] : self._ends[place + 1]].decode()


def clean_text(text: str) -> str:
    """Without Excel's escapes for control characters and without what follows the first few thousand characters."""
    return _ESCAPED.sub("", text[:MOST_CELL]) if "_x00" in text else text[:MOST_CELL]


def new_parser(start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> expat.XMLParserType:
    """A parser that answers local names, without the prefix some programs write before each."""
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("broken")
        start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name.rpartition(":")[2])

    parser = plain_parser(opened, text)
    parser.EndElementHandler = closed
    return parser


def plain_parser(start: Start, text: Callable[[str], None] | None) -> expat.XMLParserType:
    """A parser that refuses a DOCTYPE, and with it every entity that could grow."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = start
    if text:
        parser.CharacterDataHandler = text
    return parser


def _no_doctype(*_declared: object) -> None:
    raise Unreadable("doctype")


def feed(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Parse a whole part. Raises Unreadable when it is missing or no XML."""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except DAMAGE as problem:
        raise Unreadable("broken") from problem


def open_book(archive: zipfile.ZipFile) -> Book:
    """Names, order and styles: visible sheets first, at most fifty."""
    parts = _relations(archive)
    found: list[SheetPart] = []
    starts: list[bool] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            starts.append(attributes.get("date1904", "0") in {"1", "true", "on"})
        elif name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if link in parts:
                is_hidden = attributes.get("state", "visible") != "visible"
                found.append(SheetPart(attributes.get("name", "")[:100], parts[link], is_hidden))

    feed(archive, "xl/workbook.xml", new_parser(start))
    if not found:
        raise Unreadable("no_sheet")
    ordered = sorted(found, key=lambda sheet: sheet.hidden)
    return Book(tuple(ordered[:MOST_SHEETS]), len(ordered) > MOST_SHEETS, any(starts), _date_styles(archive))


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part each relation of the workbook means; only worksheets inside the file."""
    parts: dict[str, str] = {}
    names = set(archive.namelist())

    def start(name: str, attributes: dict[str, str]) -> None:
        is_inside = attributes.get("TargetMode") != "External"
        if name == "Relationship" and is_inside and attributes.get("Type", "").endswith("/worksheet"):
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            if part in names:
                parts[attributes.get("Id", "")] = part

    feed(archive, "xl/_rels/workbook.xml.rels", new_parser(start))
    return parts


def _date_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The style numbers, as the cells write them, whose format shows a date."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    own: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "dxfs"}:
            inside.append(name)
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", "0"))

    feed(archive, "xl/styles.xml", new_parser(start))
    return frozenset(str(place) for place, number in enumerate(styles) if _is_date_format(number, own.get(number)))


def _is_date_format(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdigit() and int(number) in BUILT_IN_DATES
    plain = _NOT_FORMAT.sub("", code.split(";")[0]).lower()
    return "general" not in plain and any(letter in plain for letter in "ymdhs") and not any(c in plain for c in "0#?")


def shared_strings(archive: zipfile.ZipFile) -> Strings:
    """The texts that cells name by number; furigana readings left out."""
    strings = Strings()
    if "xl/sharedStrings.xml" not in archive.namelist():
        return strings
    pieces: list[str] = []
    state = {"in_text": False, "in_reading": False}

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "t":
            state["in_text"] = not state["in_reading"]
        elif name == "rPh":
            state["in_reading"] = True

    def end(name: str) -> None:
        if name == "si":
            strings.append(clean_text("".join(pieces)))
            pieces.clear()
        elif name == "t":
            state["in_text"] = False
        elif name == "rPh":
            state["in_reading"] = False

    def text(piece: str) -> None:
        if state["in_text"]:
            pieces.append(piece[:MOST_CELL])

    feed(archive, "xl/sharedStrings.xml", new_parser(start, end, text))
    return strings
