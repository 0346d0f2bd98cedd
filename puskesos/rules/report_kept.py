"""A closed month as it is kept: everything that was counted, so that each figure keeps its list for ever.

Its canonical text is JSON with sorted keys, so that the same month has the same fingerprint (SHA-256). It is packed as
a ZIP with a file for each set, so that a list reads its own set alone; what was packed in one piece before is read too.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any, Self, TypeVar
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from puskesos.rules.report import DEFINITIONS, Counted, Item, Labels, has_parts
from puskesos.rules.report_balance import Balance, Correction
from puskesos.rules.report_spm import SETS

FORMAT = 1  # of the canonical text
HEAD, ZIP_START = "laporan", b"PK"


@dataclass(frozen=True)
class Kept:
    """What is kept. `note` is obstacles and proposals, `corrections` what had changed in closed months before,
    `definitions` are the sentences as they were, `distances` the kilometres by village that the way saved was counted
    with, `targets` the people to be served in the year by SPM; None in what was kept before these were."""

    month: str
    items: Sequence[Item]
    labels: Labels
    note: tuple[str, str] = ("", "")
    corrections: Sequence[Correction] = ()
    definitions: Mapping[str, str] = field(default_factory=lambda: {str(one): DEFINITIONS[one] for one in Counted})
    distances: Mapping[str, int] | None = None
    targets: Mapping[str, int] | None = None

    @property
    def unknown(self) -> frozenset[Counted]:
        """What was not counted yet when this was kept: it has no definition here."""
        return frozenset(one for one in Counted if str(one) not in self.definitions)

    @property
    def json(self) -> bytes:
        """The canonical text."""
        return _text(self._plain())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(self.json).hexdigest()

    def to_bytes(self) -> bytes:
        """All of it, packed; the same month gives the same bytes."""
        plain = self._plain()
        rows, parts = plain.pop("items"), plain.pop("parts")
        names = sorted({row[0] for row in rows})
        sets = {name: _set_alone([row[1:] for row in rows if row[0] == name], parts) for name in names}
        plain["counts"] = {name: len(one["items"]) for name, one in sets.items()}
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as file:
            for name, content in {HEAD: plain, **sets}.items():
                file.writestr(ZipInfo(f"{name}.json"), _text(content), ZIP_DEFLATED, 9)
        return packed.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` wrote. Raises ValueError when it is something else."""
        with _opened(content) as packed:
            head = packed.head
            labels = {name: dict(pairs) for name, pairs in head["labels"].items()}
            told = (tuple(head["note"]), _corrections(head), head["definitions"])
            items = [item for one in Counted for item in packed.rows(one).items()]
        return cls(head["month"], items, labels, *told, head.get("distances"), head.get("targets"))

    def _plain(self) -> dict[str, Any]:
        places: dict[str, int] = {}
        known: dict[int, int] = {}  # the place of parts by their identity, as a case's items share theirs
        rows = []
        for one in sorted(self.items, key=lambda one: (str(one.counted), one.on, one.id)):
            if id(one.parts) not in known:
                text = json.dumps(dict(one.parts), sort_keys=True)
                known[id(one.parts)] = places.setdefault(text, len(places))
            rows.append([str(one.counted), one.id, one.on.isoformat(), one.case, known[id(one.parts)]])
        added = {"distances": self.distances, "targets": self.targets}
        return {
            "format": FORMAT,
            "month": self.month,
            "items": rows,
            "parts": [json.loads(text) for text in places],
            "labels": {name: [list(pair) for pair in pairs.items()] for name, pairs in self.labels.items()},
            "note": list(self.note),
            "corrections": [[one.month, str(one.counted), one.known, one.now] for one in self.corrections],
            "definitions": dict(self.definitions),
            **{name: dict(numbers) for name, numbers in added.items() if numbers is not None},
        }


KeptRow = tuple[int, str, int | None, int]  # id, day as text, case, and the place of its parts


@dataclass(frozen=True)
class KeptRows:
    """A set as it was kept, by day."""

    counted: Counted
    rows: Sequence[KeptRow]
    parts: Sequence[Mapping[str, str]]

    def narrowed(self, wanted: Mapping[str, str]) -> Self:
        """Only those with these parts."""
        fitting = {place for place, one in enumerate(self.parts) if has_parts(one, wanted)}
        return replace(self, rows=[row for row in self.rows if row[3] in fitting])

    def item(self, row: KeptRow) -> Item:
        return Item(self.counted, row[0], date.fromisoformat(row[1]), row[2], self.parts[row[3]])

    def items(self) -> list[Item]:
        return [self.item(row) for row in self.rows]


@dataclass(frozen=True)
class Summary:
    """What other months ask of a kept one: its figures (of what was counted then), the corrections it told, and its
    items about SPM."""

    figures: Balance
    corrections: Sequence[Correction]
    spm: Sequence[Item]


def summary_of(content: bytes) -> Summary:
    """The summary of a kept month. Raises ValueError as `from_bytes`."""
    with _opened(content) as packed:
        counts = packed.counts
        figures = {one: counts.get(str(one), 0) for one in Counted if str(one) in packed.head["definitions"]}
        return Summary(figures, _corrections(packed.head), [item for one in SETS for item in packed.rows(one).items()])


def kept_set(content: bytes, counted: Counted) -> tuple[KeptRows, Labels]:
    """One set of a kept month, and the words of its parts. Raises ValueError as `from_bytes`."""
    with _opened(content) as packed:
        labels = {name: dict(pairs) for name, pairs in packed.head["labels"].items()}
        return packed.rows(counted), labels


class _Zipped:
    """Packed with a file for each set."""

    def __init__(self, file: ZipFile) -> None:
        self._file, self._names = file, set(file.namelist())
        self.head = self._read(HEAD)
        self.counts: Mapping[str, int] = self.head["counts"]

    def rows(self, counted: Counted) -> KeptRows:
        if f"{counted}.json" not in self._names:
            return KeptRows(counted, (), ())
        content = self._read(str(counted))
        return KeptRows(counted, content["items"], content["parts"])

    def _read(self, name: str) -> dict[str, Any]:
        return json.loads(self._file.read(f"{name}.json"))


class _InOnePiece:
    """Packed as one text, as months were at first."""

    def __init__(self, plain: dict[str, Any]) -> None:
        self.head = plain
        self._sets: dict[str, list[Any]] = {}
        for name, *row in plain["items"]:
            self._sets.setdefault(name, []).append(row)
        self.counts: Mapping[str, int] = {name: len(rows) for name, rows in self._sets.items()}

    def rows(self, counted: Counted) -> KeptRows:
        return KeptRows(counted, self._sets.get(str(counted), ()), self.head["parts"])


@contextmanager
def _opened(content: bytes) -> Iterator[_Zipped | _InOnePiece]:
    try:
        if content.startswith(ZIP_START):
            with ZipFile(BytesIO(content)) as file:
                yield _checked(_Zipped(file))
        else:
            yield _checked(_InOnePiece(json.loads(zlib.decompress(content))))
    except (BadZipFile, KeyError, zlib.error, json.JSONDecodeError) as error:
        raise ValueError("Bukan laporan yang disimpan.") from error


PackedMonth = TypeVar("PackedMonth", _Zipped, _InOnePiece)


def _checked(packed: PackedMonth) -> PackedMonth:
    if packed.head["format"] != FORMAT:
        raise ValueError(f"Format laporan {packed.head['format']} tidak dikenal.")
    return packed


def _set_alone(rows: Sequence[Sequence[Any]], parts: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The rows of a set with the parts that occur in it."""
    places: dict[int, int] = {}
    alone = [[*row[:3], places.setdefault(row[3], len(places))] for row in rows]
    return {"items": alone, "parts": [parts[place] for place in places]}


def _text(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _corrections(head: Mapping[str, Any]) -> list[Correction]:
    return [Correction(month, Counted(one), *numbers) for month, one, *numbers in head["corrections"]]
