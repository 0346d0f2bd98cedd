"""Which of a hub's villages a cell means: kinds and spaces aside, and with one slip when only one village is near."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from puskesos.rules.names import fold_name
from puskesos.rules.nik import clean_digits
from puskesos.rules.spelling import word_sounds_same

KINDS = re.compile(r"^(?:(?:desa|kelurahan|kel|ds)\s+)+(?=\S)")
WHERE = re.compile(r"\(.*?(?:\)|$)|[,;/\s-]+(?:kec|kecamatan|kab|kabupaten)\b.*", re.IGNORECASE)
SHORTEST = 4  # letters of a word in which a slip is forgiven; "I" is not "II"
LIKELY, CLOSE = 2, 0.7  # how many villages are proposed, and how alike they must be


class Found(NamedTuple):
    """A village by its id; a guess is to be told to the person who brings the list."""

    village: int
    is_guess: bool


def village_key(text: str) -> str:
    """A village's name or code as `Setting.villages` knows it: "Desa/Kel. Pantai Bahagia", "32.16.17.2001"."""
    digits = clean_digits(text)
    return digits if digits.isdigit() else KINDS.sub("", fold_name(text))


def find_village(text: str, villages: Mapping[str, int]) -> Found | None:
    """The village of this name or code, else the only one that is one slip away; None when there is none or two."""
    key = village_key(text)
    if key in villages:
        return Found(villages[key], is_guess=False)
    for plain in dict.fromkeys((key, village_key(WHERE.sub(" ", text)))):
        same = {one for name, one in villages.items() if name.replace(" ", "") == plain.replace(" ", "")}
        near = same or {one for name, one in villages.items() if _is_near(plain, name)}
        if len(near) == 1:
            return Found(*near, is_guess=plain != key or not same)
    return None


def likely_villages(text: str, villages: Mapping[str, int]) -> list[int]:
    """Villages that may be meant, the likeliest first; the list's owner says which."""
    names = [name for name in villages if not name.isdigit()]
    close = get_close_matches(village_key(WHERE.sub(" ", text)), names, n=LIKELY, cutoff=CLOSE)
    return list(dict.fromkeys(villages[name] for name in close))


def _is_near(one: str, other: str) -> bool:
    """Whether the names differ in one slip of the pen, or only in how they are spelled, word by word."""
    words, others = one.split(), other.split()
    if one.isdigit() or len(words) != len(others):
        return False
    differ = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if any(min(len(a), len(b)) < SHORTEST or not (a + b).isalpha() for a, b in differ):
        return False
    slips = [pair for pair in differ if not word_sounds_same(*pair)]
    return not slips or (len(slips) == 1 and _is_one_slip(*slips[0]))


def _is_one_slip(one: str, other: str) -> bool:
    """One letter more, less or other, or two neighbours that changed places."""
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    if start < 0:
        return abs(len(one) - len(other)) == 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
