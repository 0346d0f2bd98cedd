"""The hub's own words of a letter, in a language small enough to be safe: places in braces, paragraphs, lists.

`{nama}` is a place that the letter fills, from a list per kind. An empty line begins a paragraph, a line with "- " in
front is an item of a list. A line all of whose places are empty is left out. A part ("{identitas}") stands alone on its
line and becomes a table. There is nothing else: no HTML, no conditions, nothing that runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_words import PARTS, USUAL, WORDS

MOST_LETTERS, MOST_LINES = 4000, 80
PLACE = re.compile(r"\{([^{}\n]*)\}")
ITEM = "- "
GAP, PARAGRAPH, LIST, PART = "", "p", "ul", "part"
DOUBLED_STOP = re.compile(r"([.!?])\.(?=\s|$)")  # a value that ends its own sentence

Piece = tuple[str, str | tuple[str, ...]]  # ("p", lines of a paragraph), ("ul", its items) or ("part", name of a part)


def text_problem(kind: LetterKind, text: str) -> str:
    """What is wrong with a wording, as one sentence; empty when it will do (or is empty, which means ours)."""
    if not text.strip():
        return ""
    if len(text) > MOST_LETTERS or len(text.splitlines()) > MOST_LINES:
        return f"Teks surat paling banyak {MOST_LETTERS} huruf dan {MOST_LINES} baris."
    rest = PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        return "Kurung kurawal harus berpasangan pada baris yang sama, misalnya {nomor_kasus}."
    known = WORDS[kind] | PARTS[kind]
    unknown = next((name for name in PLACE.findall(text) if name not in known), None)
    if unknown is not None:
        return f"{{{unknown}}} tidak dikenal. Pilih dari daftar di bawah isian ini."
    return _part_problem(kind, [line.strip() for line in text.splitlines()])


def fill_text(kind: LetterKind, text: str, values: Mapping[str, str]) -> list[Piece]:
    """The wording, or ours when it is empty, with every place filled; a value never makes a line, an item or a place.

    What `values` does not name is empty. A part comes as its name, for the letter to draw.
    """
    lines = (text.strip() or USUAL[kind]).splitlines()
    filled = [_filled(line.strip(), values, PARTS[kind]) for line in lines]
    return list(_joined([line for line in filled if line]))


def _filled(line: str, values: Mapping[str, str], parts: Mapping[str, str]) -> tuple[str, str] | None:
    """The line's kind and words; None when all its places are empty."""
    if not line:
        return GAP, ""
    names = PLACE.findall(line)
    if len(names) == 1 and names[0] in parts and line == f"{{{names[0]}}}":
        return PART, names[0]
    told = {name: " ".join(values.get(name, "").split()) for name in names}
    if names and not any(told.values()):
        return None
    words = DOUBLED_STOP.sub(r"\1", PLACE.sub(lambda found: told[found[1]], line))
    return (LIST, words.removeprefix(ITEM).strip()) if line.startswith(ITEM) else (PARAGRAPH, words)


def _joined(lines: list[tuple[str, str]]) -> Iterator[Piece]:
    """Neighbouring lines of one kind together; each part by itself; gaps only part paragraphs."""
    for name, group in groupby(lines, key=lambda line: line[0]):
        words = tuple(told for _kind, told in group)
        if name == PARAGRAPH:
            yield PARAGRAPH, "\n".join(words)
        elif name == LIST:
            yield LIST, words
        elif name == PART:
            yield from ((PART, told) for told in words)


def _part_problem(kind: LetterKind, lines: list[str]) -> str:
    for name, meaning in PARTS[kind].items():
        wanted = f"{{{name}}}"
        if sum(line.count(wanted) for line in lines) != 1 or wanted not in lines:
            return f"Surat ini perlu {wanted} ({meaning}) satu kali, sendiri pada barisnya."
    return ""
