"""The structure tree of a tagged PDF as tests read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject


@dataclass
class Element:
    """A node of the structure tree with the marks (page, number) that are its own."""

    kind: str
    facts: Any
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(reader: PdfReader) -> Element:
    """The tree from its one element at the top."""
    pages = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages)}
    return _element(reader.root_object["/StructTreeRoot"]["/K"][0], pages, None)


def _element(node: Any, pages: dict[int, int], page: int | None) -> Element:
    facts = node.get_object()
    page = pages[facts.raw_get("/Pg").idnum] if "/Pg" in facts else page
    element = Element(facts["/S"][1:], facts)
    kids = facts.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(inner, int):
            element.marks.append((page, int(inner)))
        elif "/S" in inner:
            element.children.append(_element(inner, pages, page))
        elif inner.get("/Type") == "/OBJR":
            element.annotations.append(inner["/Obj"])
    return element
