"""WeasyPrint's tags made what PDF/UA-1 (ISO 14289-1) asks for, on its objects before the file is written.

WeasyPrint tags every table as one, knows no scope, and leaves the words in page margins neither in the tree nor out of
it. In papers a table without heading cells only divides the width (role="presentation"), and a heading cell outside a
table's head speaks for its row. Used by the worker alone, as a finisher.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

KEPT_EMPTY = {"/TD", "/TH", "/TR", "/LBody", "/Figure"}  # with nothing in them these still say something
NUMBERING = {"decimal": "/Decimal", "disc": "/Disc"}  # of the lists whose items have labels
INLINE = {"/Span", "/NonStruct"}
HOLD_TEXT = {"/P", "/H1", "/H2", "/H3", "/TH", "/TD", "/Lbl", "/LBody"}
LAYOUT = {"/Table": "/Div", "/TR": "/Div", "/TD": "/Div", "/TBody": "/NonStruct"}
POINT = 0.75  # of a CSS pixel
END_OF_RDF = b"</rdf:RDF>"
CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def settle_tags(document: Any, pdf: Any) -> None:
    """The finisher of a usual paper: `pdf` is pydyf's, with tags."""
    _number_lists(document, pdf)
    _Tree(pdf).settle()


def settle_archive(document: Any, pdf: Any) -> None:
    """The finisher of a PDF/A: claims PDF/UA beside it, with the schema that PDF/A wants described."""
    settle_tags(document, pdf)
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    metadata.compress = False
    metadata.stream = [part.replace(END_OF_RDF, CLAIM + END_OF_RDF) for part in metadata.stream]


def _number_lists(document: Any, pdf: Any) -> None:
    """Say how lists are numbered: their tags and the boxes they were made of stand in the same order."""
    lists = [one for one in pdf.objects if isinstance(one, dict) and one.get("S") == "/L"]
    styles = [style for page in document.pages for style in _list_styles(page._page_box)] if lists else []
    for one, style in zip(lists, styles, strict=False):
        if style in NUMBERING and len(lists) == len(styles):
            one["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": NUMBERING[style]})


def _list_styles(box: Any) -> Iterator[str]:
    """How each list in a box is numbered, outer before inner."""
    if box.element_tag in {"ol", "ul", "dl"}:
        yield box.style["list_style_type"]
    for child in getattr(box, "children", ()):
        yield from _list_styles(child)


class _Tree:
    """The structure tree of one file."""

    def __init__(self, pdf: Any) -> None:
        self._objects = pdf.objects
        self._root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        self._heights = {page: self._objects[_number(page)]["MediaBox"][3] for page in pdf.page_references}
        self._owners: dict[bytes, dict[int, bytes]] = {page: {} for page in pdf.page_references}

    def settle(self) -> None:
        self._settle(self._objects[_number(self._root["K"][0])], in_head=False)
        self._map_marks()

    def _settle(self, element: Any, *, in_head: bool) -> None:
        """Make an element what it is, its children too; what says nothing is left out."""
        kind = element["S"]
        if kind == "/Table" and not self._has_headings(element):
            self._lay_out(element)
        elif kind == "/Figure":
            self._place(element)
        elif kind in {"/TH", "/TD"}:
            self._name_scope(element, in_head=in_head)
        kids = element["K"]
        kids[:] = [kid for kid in kids if self._says_something(kid, in_head=in_head or kind == "/THead")]
        self._hold_text(element)

    def _says_something(self, kid: Any, *, in_head: bool) -> bool:
        child = self._child(kid)
        if not child:
            return True
        self._settle(child, in_head=in_head)
        if child["K"] or child["S"] in KEPT_EMPTY:
            return True
        child.clear()
        return False

    def _child(self, kid: Any) -> Any:
        """The element that a kid is; nothing for a mark in the drawing and for what is no element."""
        child = {} if isinstance(kid, int) else self._objects[_number(kid)]
        return child if child.get("Type") == "/StructElem" else {}

    def _hold_text(self, element: Any) -> None:
        """Text belongs to its paragraph, heading or cell itself; a division of nothing but text is a paragraph."""
        kids = element["K"]
        is_text = all(isinstance(kid, int) or self._is_inline(self._child(kid)) for kid in kids)
        if element["S"] == "/Div" and kids and is_text:
            element["S"] = "/P"
        if element["S"] in HOLD_TEXT and is_text:
            kids[:] = [mark for kid in kids for mark in self._marks_in(kid)]
        for mark in kids:
            if isinstance(mark, int):
                self._owners[element["Pg"]][mark] = element.reference

    def _is_inline(self, element: Any) -> bool:
        kids = element.get("K", ())
        is_text = all(isinstance(kid, int) or self._is_inline(self._child(kid)) for kid in kids)
        return element.get("S") in INLINE and is_text

    def _marks_in(self, kid: Any) -> list[int]:
        """The marks of inline elements, which go."""
        if isinstance(kid, int):
            return [kid]
        child = self._child(kid)
        marks = [mark for inner in child["K"] for mark in self._marks_in(inner)]
        child.clear()
        return marks

    def _has_headings(self, element: Any) -> bool:
        """Whether a table, or one of its rows, has a heading cell of its own."""
        kinds = {"/TH", "/TR", "/TBody", "/THead", "/TFoot", "/NonStruct"}
        inside = [self._objects[_number(kid)] for kid in element["K"] if not isinstance(kid, int)]
        return any(child["S"] == "/TH" or self._has_headings(child) for child in inside if child.get("S") in kinds)

    def _lay_out(self, element: Any) -> None:
        """A table that only divides the width is read as what stands in it, in order."""
        element["S"] = LAYOUT[element["S"]]
        element.pop("A", None)
        for kid in element["K"]:
            child = {} if isinstance(kid, int) else self._objects[_number(kid)]
            if child.get("S") in LAYOUT and child["S"] != "/Table":
                self._lay_out(child)

    def _name_scope(self, cell: Any, *, in_head: bool) -> None:
        """Scope instead of lists of identifiers, which a tree of identifiers would have to explain."""
        cell.pop("ID", None)
        attributes = cell["A"]
        attributes.pop("Headers", None)
        if cell["S"] == "/TH":
            attributes["Scope"] = "/Column" if in_head else "/Row"
        elif len(attributes) == 1:
            del cell["A"]

    def _place(self, figure: Any) -> None:
        """Where a picture stands, in points from below instead of pixels from above."""
        left, top, right, bottom = figure["A"]["BBox"]
        height = self._heights[figure["Pg"]]
        box = (left * POINT, height - bottom * POINT, right * POINT, height - top * POINT)
        figure["A"]["BBox"][:] = [round(side, 2) for side in box]

    def _map_marks(self) -> None:
        """Say which element each mark belongs to. Marks of none stand in page margins: their words, on every page the
        same, are artifacts."""
        parents = self._objects[_number(self._root["ParentTree"])]["Nums"]
        for place, (page, owners) in enumerate(self._owners.items()):
            marks = parents[2 * place + 1]
            loose = set(range(len(marks))) - owners.keys()
            for mark in loose:
                self._objects[_number(marks[mark])].clear()
            marks[:] = [owners.get(mark, "null") for mark in range(len(marks))]
            _make_artifacts(self._objects[_number(self._objects[_number(page)]["Contents"])].stream, loose)


def _make_artifacts(stream: list[Any], marked: set[int]) -> None:
    """In the drawing of a page: tagged content with these marks becomes part of the page's furniture."""
    for place, told in enumerate(stream):
        if isinstance(told, dict) and told.get("MCID") in marked and stream[place + 1] == b"BDC":
            stream[place - 1] = "/Artifact"
            told.clear()
            told["Type"] = "/Pagination"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
