"""What PDF/UA-1 asks of a file and a machine can see, by the failure conditions of the Matterhorn Protocol 1.1.

Each fault begins with the number of its condition. What only a person can judge (is the order right, does a text say
what a picture shows) is not here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

from tests.documents.read_pdf import fonts_of, is_embedded

TEXT = {b"Tj", b"TJ", b"'", b'"'}
PAINTING = TEXT | {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"INLINE IMAGE"}
GROUPS = {
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
}
BLOCKS = {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"}
CELLS = {"Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"}
INLINE = {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"}
STANDARD = GROUPS | BLOCKS | CELLS | INLINE
PARENTS = {  # of what may only stand in certain others
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
}
CHILDREN = {  # of what may only hold certain others
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}


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


def faults_of(pdf: bytes) -> list[str]:
    """Every condition that the file fails, in no particular order; empty for a file that satisfies them all."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    if "/StructTreeRoot" not in root:
        return ["01-000 no structure tree"]
    pages = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages)}
    tree = _element(root["/StructTreeRoot"]["/K"][0], pages, None)
    found = [*_of_document(reader, root)]
    for look in (_of_elements, _of_headings, _of_tables, _of_nesting):
        found += look(tree)
    for place, page in enumerate(reader.pages):
        found += _of_content(reader, page, place, tree, root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
        found += _of_page(page, tree)
    return found


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


def _of_document(reader: PdfReader, root: Any) -> Iterator[str]:
    marks = {name: flag.value for name, flag in root.get("/MarkInfo", {}).items()}
    if not marks.get("/Marked"):
        yield "01-000 not marked as tagged"
    if marks.get("/Suspects"):
        yield "04-001 tags are suspect"
    metadata = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    if not metadata:
        yield "06-001 no metadata"
    if not re.search(r'pdfuaid:part(="|>)1', metadata):
        yield "06-002 PDF/UA is not claimed"
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", metadata, re.DOTALL)
    if not title or not title[1].strip():
        yield "06-003 no title in the metadata"
    if "/DisplayDocTitle" not in root.get("/ViewerPreferences", {}):
        yield "07-001 the title is not asked to be shown"
    elif not root["/ViewerPreferences"]["/DisplayDocTitle"].value:
        yield "07-002 the title is not shown"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(root.get("/Lang", ""))):
        yield "11-006 no language"
    if "/OCProperties" in root:
        yield "20-001 layers"
    if "/AcroForm" in root and "/XFA" in root["/AcroForm"]:
        yield "25-001 a dynamic form"
    if reader.is_encrypted:
        yield "26-001 encrypted"


def _of_elements(tree: Element) -> Iterator[str]:
    for one in tree.walk():
        if one.kind not in STANDARD:
            yield f"02-001 no standard type: {one.kind}"
        if one.kind == "Figure" and not str(one.facts.get("/Alt", one.facts.get("/ActualText", ""))).strip():
            yield "13-004 a picture without words"
        if one.kind == "Formula" and "/Alt" not in one.facts:
            yield "17-002 a formula without words"
        if one.kind == "Note" and "/ID" not in one.facts:
            yield "19-003 a note without a name"


def _of_headings(tree: Element) -> Iterator[str]:
    kinds = [one.kind for one in tree.walk() if re.fullmatch(r"H[1-6]?", one.kind)]
    levels = [int(kind[1:]) for kind in kinds if kind != "H"]
    if not kinds or levels[:1] not in ([], [1]):
        yield f"14-002 the first heading is {(kinds or ['missing'])[0]}"
    steps = pairwise(levels)
    yield from (f"14-003 H{after} after H{one}" for one, after in steps if after > one + 1)
    if "H" in kinds and levels:
        yield "14-007 H beside H1"


def _of_tables(tree: Element) -> Iterator[str]:
    for table in (one for one in tree.walk() if one.kind == "Table"):
        cells = [one for one in table.walk() if one.kind in {"TH", "TD"}]
        heads = [cell for cell in cells if cell.kind == "TH"]
        if not heads:
            yield "15-003 a table without headings"
        if any(cell.facts.get("/A", {}).get("/Scope") not in {"/Row", "/Column", "/Both"} for cell in heads):
            yield "15-003 a heading cell without a scope"
        widths = {sum(_across(cell) for cell in row.children) for row in table.walk() if row.kind == "TR"}
        if len(widths) != 1:
            yield f"15-004 rows of different widths {widths}"


def _across(cell: Element) -> int:
    return int(cell.facts.get("/A", {}).get("/ColSpan", 1))


def _of_nesting(tree: Element) -> Iterator[str]:
    for one in tree.walk():
        for child in one.children:
            wrong = child.kind in PARENTS and one.kind not in PARENTS[child.kind]
            if wrong or (one.kind in CHILDREN and child.kind not in CHILDREN[one.kind]):
                yield f"{'09-005' if one.kind[0] == 'L' else '09-004'} {child.kind} in {one.kind}"


def _of_page(page: Any, tree: Element) -> Iterator[str]:
    if page.get("/Tabs") != "/S":
        yield "28-009 the tab order is not that of the tags"
    for font in fonts_of(page):
        if not is_embedded(font):
            yield "31-009 a font is not embedded"
        if "/ToUnicode" not in font:
            yield "10-001 a font without letters"
    for note in (one.get_object() for one in page.get("/Annots", [])):
        owners = [one.kind for one in tree.walk() if note in one.annotations]
        if note["/Subtype"] == "/Link" and owners != ["Link"]:
            yield "28-011 a link outside Link"
        if note["/Subtype"] != "/Widget" and not str(note.get("/Contents", "")).strip():
            yield "28-012 a link or remark without words"


def _of_content(reader: PdfReader, page: Any, place: int, tree: Element, parents: Any) -> Iterator[str]:
    """Everything drawn is tagged or furniture, never both; every mark is known to the tree and to the way back."""
    open_, drawn, known, font = [], set(), {}, None
    letters = {name: _letters(one.get_object()) for name, one in page["/Resources"]["/Font"].items()}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
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
        elif operator in TEXT and (unknown := _codes(operands) - letters[font]):
            yield f"10-001 no letter for {sorted(unknown)[:5]}"
    for one in tree.walk():
        known |= {mark: one.facts for page_of, mark in one.marks if page_of == place}
    back = parents[parents.index(page["/StructParents"]) + 1].get_object()
    if drawn != known.keys():
        yield f"01-005 marks without an element {drawn - known.keys()}, elements without marks {known.keys() - drawn}"
    elif wrong := [mark for mark in drawn if back[mark].get_object() is not known[mark]]:
        yield f"01-006 the way back leads elsewhere from {wrong}"


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
