"""What PDF/UA-1 asks of a file and a machine can see, by the failure conditions of the Matterhorn Protocol 1.1.

Each fault begins with the number of its condition. What only a person can judge (is the order right, does a text say
what a picture shows) is not here, nor 31-030: letters that no font of the computer has are boxes, yet keep their code.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from tests.documents.pdf_drawing import faults_of_drawing, ways_back_of
from tests.documents.pdf_tree import Element, tree_of
from tests.documents.read_pdf import fonts_of, is_embedded

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


def faults_of(pdf: bytes) -> list[str]:
    """Every condition that the file fails, in no particular order; empty for a file that satisfies them all."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    if "/StructTreeRoot" not in root:
        return ["01-000 no structure tree"]
    tree = tree_of(reader)
    found = [*_of_document(reader, root)]
    for look in (_of_elements, _of_headings, _of_tables, _of_nesting):
        found += look(tree)
    for place, page in enumerate(reader.pages):
        found += faults_of_drawing(reader, page, place, tree, ways_back_of(root["/StructTreeRoot"]["/ParentTree"]))
        found += _of_page(page, tree)
    return found


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
