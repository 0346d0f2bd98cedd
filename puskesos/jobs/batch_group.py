"""Some papers of a batch laid out in one go: their fonts are in one file once, and what did not fit is printed alone.

Beside the files lies a list of which pages are whose, written last: what an interrupted run had finished stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from puskesos.documents.printing import PrintingUnavailable, TooManyPages, print_pdf, print_together
from puskesos.rules.print_batch import Part

ALL = 0  # pages: the file is of this paper only
Row = tuple[int, str, int, int]  # the paper's place in the batch, its file, its first page there, how many


@dataclass(frozen=True)
class Draft:
    """A paper to be printed: the first of `versions`, each shorter than the one before, that `most_pages` hold."""

    versions: Sequence[Callable[[], str]]
    most_pages: int

    def print(self) -> bytes:
        """The PDF of this paper alone. Raises TooManyPages, PrintingUnavailable."""
        for version in self.versions[:-1]:
            with suppress(TooManyPages):
                return print_pdf(version(), most_pages=self.most_pages)
        return print_pdf(self.versions[-1](), most_pages=self.most_pages)


@dataclass(frozen=True)
class Printed:
    """A paper of a batch and where its pages are; `pages` may be ALL."""

    part: Part
    path: Path
    first: int = 0
    pages: int = ALL


def print_group(wanted: dict[int, tuple[Part, Callable[[], Draft]]], folder: Path, name: str) -> list[Printed]:
    """The papers, by their places in the batch, as far as they could be printed now or by an interrupted run."""
    listed = folder / f"{name}.json"
    if listed.exists():
        rows = json.loads(listed.read_bytes())
    elif rows := _lay_out({place: draft() for place, (_, draft) in wanted.items()}, folder, name):
        _write(listed, json.dumps(rows).encode())
    return [
        Printed(wanted[place][0], folder / file, first, pages) for place, file, first, pages in rows if place in wanted
    ]


def _lay_out(drafts: dict[int, Draft], folder: Path, name: str) -> list[Row]:
    rows = _together(drafts, folder / f"{name}.pdf") if len(drafts) > 1 else []
    missing = drafts.keys() - {row[0] for row in rows}
    return sorted(rows + [row for place in missing for row in _alone(place, drafts[place], folder)])


def _together(drafts: dict[int, Draft], target: Path) -> list[Row]:
    """None when one of them stops the printer: each then has a try of its own."""
    try:
        counts, pdf = print_together([(draft.versions[0](), draft.most_pages) for draft in drafts.values()])
    except (PrintingUnavailable, TooManyPages):
        return []
    _write(target, pdf)
    starts = [sum(counts[:position]) for position in range(len(counts))]
    return [
        (place, target.name, first, count) for place, first, count in zip(drafts, starts, counts, strict=True) if count
    ]


def _alone(place: int, draft: Draft, folder: Path) -> list[Row]:
    target = folder / f"{place:04}-sendiri.pdf"
    try:
        _write(target, draft.print())
    except (PrintingUnavailable, TooManyPages):
        return []
    return [(place, target.name, 0, ALL)]


def _write(target: Path, content: bytes) -> None:
    half = target.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_bytes(content)
    half.replace(target)
