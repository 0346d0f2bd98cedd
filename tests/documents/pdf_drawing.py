"""What is drawn on the pages of a tagged PDF: text of the tree or furniture, known letters, ways that lead back.

Faults begin with the number of their condition in the Matterhorn Protocol 1.1, as in `pdf_ua`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.documents.pdf_tree import Element

TEXT = {b"Tj", b"TJ", b"'", b'"'}
PAINTING = TEXT | {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"INLINE IMAGE"}


def faults_of_drawing(reader: PdfReader, page: Any, place: int, tree: Element, ways_back: Any) -> Iterator[str]:
    """Everything drawn is tagged or furniture, never both; every mark is known to the tree and to the way back."""
    open_, drawn, known, font = [], set(), {}, None
    letters = {name: _letters(one.get_object()) for name, one in page["/Resources"].get("/Font", {}).items()}
    for operands, operator in _drawing(reader, page):
        if operator in {b"BMC", b"BDC"}:
            facts = operands[1] if len(operands) > 1 else {}
            kind = "artifact" if operands[0] == "/Artifact" else "tagged" if "/MCID" in facts else ""
            if kind == "artifact" and "tagged" in open_:
                yield "01-003 furniture inside text"
            if kind == "tagged" and "artifact" in open_:
                yield "01-004 text inside furniture"
            open_.append(kind)
            drawn |= {int(facts["/MCID"])} if kind == "tagged" else set()
        elif operator == b"EMC":
            open_.pop()
        elif operator in PAINTING and not {"artifact", "tagged"} & set(open_):
            yield f"01-005 drawn by {operator.decode()} and neither text nor furniture"
        if operator == b"Tf":
            font = operands[0]
        elif operator in TEXT:
            yield from (f"10-001 no letter for {code}" for code in _codes(operands) - letters[font])
    for one in tree.walk():
        known |= {mark: one.facts for page_of, mark in one.marks if page_of == place}
    back = ways_back[page["/StructParents"]] if "/StructParents" in page else []
    if drawn != known.keys():
        yield f"01-005 marks without an element {drawn - known.keys()}, elements without marks {known.keys() - drawn}"
    elif wrong := [mark for mark in drawn if back[mark].get_object() is not known[mark]]:
        yield f"01-006 the way back leads elsewhere from {wrong}"


def _drawing(reader: PdfReader, page: Any) -> list[Any]:
    contents = page.get_contents()
    return [] if contents is None else ContentStream(contents, reader).operations


def ways_back_of(tree: Any) -> dict[int, Any]:
    """The elements of each page's marks, by the page's number in the tree of numbers."""
    found = {}
    for branch in (kid.get_object() for kid in tree.get("/Kids", [tree])):
        numbers = branch["/Nums"]
        found |= {int(number): owners.get_object() for number, owners in zip(numbers[::2], numbers[1::2], strict=True)}
    return found


def _letters(font: Any) -> set[int]:
    """The codes that a font knows a letter for."""
    told, known = font["/ToUnicode"].get_data().decode("latin1"), set()
    for part in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        known |= {int(code, 16) for code in re.findall(r"<([0-9a-fA-F]+)>\s*<[0-9a-fA-F]+>", part)}
    for part in re.findall(r"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*[<\[]", part):
            known |= set(range(int(first, 16), int(last, 16) + 1))
    return known


def _codes(operands: Any) -> set[int]:
    """The codes of letters in what is shown; ours have two bytes."""
    shown = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
    raw = b"".join(getattr(part, "original_bytes", part) for part in shown if isinstance(part, (bytes, str)))
    return {int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2)}
