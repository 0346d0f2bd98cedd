"""Which column of somebody's register is which of our fields, and which row holds the headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from puskesos.rules.register_headings import COMBINED, FIELDS, SYNONYMS

__all__ = ["COMBINED", "FIELDS", "header_row", "headings", "is_numbering", "recognise"]

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*")
_NUMBERED = re.compile(r"^[0-9]{1,2}(?=[a-z])")
_HINTS = re.compile(
    r"(ddmmyyyy|yyyymmdd|ddmmyy|hhbbtttt|tglblnthn|16digit|16angka|wajib|diisi|sesuaiktp|sesuaikk|anda)+$"
)
MOST_HEADING = 80  # characters; a longer text is a remark or somebody's address


def _squeeze(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


_PLACES: dict[str, list[tuple[int, str]]] = {}
for _field, _names in SYNONYMS.items():
    for _place, _name in enumerate(_names.split("|")):
        _PLACES.setdefault(_squeeze(_name), []).append((_place, _field))
    _PLACES.setdefault(_squeeze(FIELDS[_field]), [(0, _field)])  # a list that we wrote comes back


def recognise(columns: Sequence[str]) -> dict[int, str]:
    """Field by column, counted from 0; no field twice, the better name and then the column further left wins.

    The head of the family becomes the person's name only where no other column names anybody.
    """
    candidates = sorted(
        (looseness, place, column, field)
        for column, heading in enumerate(columns)
        for looseness, place, field in _meanings(heading)
    )
    found: dict[int, str] = {}
    for _, _, column, field in candidates:
        if column not in found and field not in found.values():
            found[column] = field
    if "name" not in found.values():
        found = {column: "name" if field == "head_name" else field for column, field in found.items()}
    return dict(sorted(_without_doubles(found).items()))


def _without_doubles(found: dict[int, str]) -> dict[int, str]:
    """A combined column is not needed beside the two it combines."""
    fields = set(found.values())
    needless = {combined for combined, parts in COMBINED.items() if set(parts) <= fields}
    return {column: field for column, field in found.items() if field not in needless}


def _meanings(heading: str) -> list[tuple[int, int, str]]:
    """What a heading may mean: first as it is written, then without remarks in brackets, numbers and hints."""
    if not heading or len(heading) > MOST_HEADING:
        return []
    bare = _squeeze(_BRACKETS.sub(" ", heading))
    forms = [_squeeze(heading), bare, _NUMBERED.sub("", bare), _HINTS.sub("", _NUMBERED.sub("", bare))]
    for looseness, form in enumerate(forms):
        if form in _PLACES:
            return [(looseness, place, field) for place, field in _PLACES[form]]
    return []


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The row with the headings, counted from 1, 0 when none has at least two that we know.

    Of a heading over two rows ("ALAMAT" above "DUSUN, RT, RW") it is the lower one.
    """
    scores = [len(recognise(headings(rows, number))) for number in range(1, len(rows) + 1)]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best >= 2 else 0


def headings(rows: Sequence[Sequence[str]], row: int) -> list[str]:
    """The headings in this row (from 1), each empty one taken from the row above if that is a row of headings too."""
    if not 1 <= row <= len(rows):
        return []
    own = list(rows[row - 1])
    above = list(rows[row - 2]) if row > 1 else []
    if len(recognise(own)) < 2 or len(recognise(above)) < 2:
        return own
    width = max(len(own), len(above))
    pairs = zip(own + [""] * (width - len(own)), above + [""] * (width - len(above)), strict=True)
    return [mine.strip() or theirs for mine, theirs in pairs]


def is_numbering(row: Sequence[str]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 … or (1), (2), (3) … as official lists do below their headings."""
    cells = [cell.strip(" ()[].") for cell in row if cell.strip()]
    if len(cells) < 3 or not (cells[0].isascii() and cells[0].isdigit() and len(cells[0]) < 3):
        return False
    first = int(cells[0])
    return first <= 1 and cells == [str(first + place) for place in range(len(cells))]
