"""A closed month as it is kept: everything that was counted, so that each figure keeps its list for ever.

Written as JSON with sorted keys, so that the same month has the same bytes and the same fingerprint (SHA-256).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from puskesos.rules.report import DEFINITIONS, Counted, Item, Labels
from puskesos.rules.report_balance import Balance, Correction
from puskesos.rules.report_spm import SETS

FORMAT = 1


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
        return json.dumps(self._plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(self.json).hexdigest()

    def to_bytes(self) -> bytes:
        """The canonical text, packed."""
        return zlib.compress(self.json, 9)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` wrote. Raises ValueError when it is something else."""
        plain = _read(content)
        items = _items(plain, Counted)
        corrections = _corrections(plain)
        labels = {name: dict(pairs) for name, pairs in plain["labels"].items()}
        told = (tuple(plain["note"]), corrections, plain["definitions"], plain.get("distances"), plain.get("targets"))
        return cls(plain["month"], items, labels, *told)

    def _plain(self) -> dict[str, Any]:
        places: dict[str, int] = {}
        rows = sorted(
            ([str(one.counted), one.id, one.on.isoformat(), one.case, dict(one.parts)] for one in self.items),
            key=lambda row: (row[0], row[2], row[1]),
        )
        for row in rows:
            text = json.dumps(row[4], sort_keys=True)
            row[4] = places.setdefault(text, len(places))
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


@dataclass(frozen=True)
class Summary:
    """What other months ask of a kept one: its figures (of what was counted then), the corrections it told, and its
    items about SPM."""

    figures: Balance
    corrections: Sequence[Correction]
    spm: Sequence[Item]


def summary_of(content: bytes) -> Summary:
    """The summary of a kept month. Raises ValueError as `from_bytes`."""
    plain = _read(content)
    counts = Counter(row[0] for row in plain["items"])
    figures = {one: counts[one] for one in Counted if str(one) in plain["definitions"]}
    return Summary(figures, _corrections(plain), _items(plain, SETS))


def _items(plain: Mapping[str, Any], counted: Iterable[Counted]) -> list[Item]:
    """Those of these sets."""
    sets, parts = {str(one): one for one in counted}, plain["parts"]
    return [
        Item(sets[name], item_id, date.fromisoformat(on), case, parts[place])
        for name, item_id, on, case, place in plain["items"]
        if name in sets
    ]


def _corrections(plain: Mapping[str, Any]) -> list[Correction]:
    return [Correction(month, Counted(one), *numbers) for month, one, *numbers in plain["corrections"]]


def _read(content: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(zlib.decompress(content))
    except (zlib.error, json.JSONDecodeError) as error:
        raise ValueError("Bukan laporan yang disimpan.") from error
    if plain["format"] != FORMAT:
        raise ValueError(f"Format laporan {plain['format']} tidak dikenal.")
    return plain
