"""Many papers as one PDF with their tags: objects are renumbered as text and never understood, so that hundreds take a
second and hardly any memory.

Takes only files of our own worker (see `pdf_objects`). Each paper becomes an article of the one structure tree, and a
bookmark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from puskesos.documents.pdf_objects import REFERENCE, STRING, Objects, Target, number_after

TITLE = re.compile(rb"/Title (" + STRING + rb")", re.DOTALL)
WAY_OF = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")  # from the marks of a page, or a link, to its elements
PLACE = re.compile(rb"/StructParents? (\d+)")
BOX = re.compile(rb"/MediaBox \[[^\]]*\]")
CATALOG, PAGES, TREE, DOCUMENT, WAY_BACK, METADATA, INFO, BOOKMARKS = OURS = range(1, 9)
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def join_papers(papers: Iterable[Path], target: BinaryIO, title: str, *, double_sided: bool) -> None:
    """Write all papers one after the other; `double_sided` lets each begin on a new sheet."""
    joined = _Joined(Target(target, OURS))
    for path in papers:
        joined.add(_Paper(path.read_bytes()), double_sided=double_sided)
    joined.finish(title)


class _Paper:
    """One file: its objects, and the few that the whole has to know."""

    def __init__(self, content: bytes) -> None:
        self.file = Objects(content)
        catalog = self.file.told[number_after(b"/Root ", self.file.trailer)]
        self.pages = number_after(b"/Pages ", catalog)
        self.tree = number_after(b"/StructTreeRoot ", catalog)
        self.document = number_after(b"/K [", self.file.told[self.tree])
        self.way_back = number_after(b"/ParentTree ", self.file.told[self.tree])
        self.title = TITLE.search(self.file.told[number_after(b"/Info ", self.file.trailer)])[1]
        kids = self.file.told[self.pages].split(b"/Kids [")[1].split(b"]")[0]
        self.kids = [int(number) for number in kids.split()[::3]]

    def reached(self) -> list[int]:
        """What belongs to pages and tags; catalogue, metadata and bookmarks do not."""
        waiting, found = [self.pages, self.document, self.way_back], {self.tree: None}
        while waiting:
            number = waiting.pop()
            if number not in found:
                found[number] = None
                waiting += [int(other) for other in REFERENCE.findall(self.file.told[number]) if other]
        return list(found)[1:]


class _Joined:
    """The whole that grows: pages, articles, ways back and bookmarks are counted, all else is written and forgotten."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._kids: list[int] = []
        self._articles: list[int] = []
        self._ways: list[int] = []
        self._bookmarks: list[tuple[bytes, int]] = []
        self._pages = self._marked = 0

    def add(self, paper: _Paper, *, double_sided: bool) -> None:
        numbers = {old: self._target.new_number() for old in paper.reached()} | {paper.tree: DOCUMENT}
        told = self._renumbered(paper, numbers)
        self._kids.append(numbers[paper.pages])
        self._articles.append(numbers[paper.document])
        self._ways.append(numbers[paper.way_back])
        self._bookmarks.append((paper.title, numbers[paper.kids[0]]))
        self._pages += len(paper.kids)
        if double_sided and len(paper.kids) % 2:
            self._kids.append(self._target.new_number())
            told[self._kids[-1]] = _blank_like(paper.file.told[paper.kids[-1]])
            self._pages += 1
        streams = {numbers[old]: stream for old, stream in paper.file.streams.items() if old in numbers}
        self._target.write(told, streams)

    def _renumbered(self, paper: _Paper, numbers: dict[int, int]) -> dict[int, bytes]:
        """The objects of a paper as they stand in the whole."""

        def renumber(found: re.Match[bytes]) -> bytes:
            return b"%d 0 R" % numbers[int(found[1])] if found[1] else found[0]

        told = {new: REFERENCE.sub(renumber, paper.file.told[old]) for old, new in numbers.items() if new != DOCUMENT}
        pages, document, way = numbers[paper.pages], numbers[paper.document], numbers[paper.way_back]
        told[pages] = told[pages][:-2] + b"/Parent %d 0 R>>" % PAGES
        told[document] = told[document].replace(b"/S /Document", b"/S /Art")
        first = self._marked
        ways = [(int(place) + first, way) for place, way in WAY_OF.findall(told[way].split(b"/Nums [", 1)[1])]
        self._marked = ways[-1][0] + 1
        told[way] = b"<</Limits [%d %d]/Nums [%b]>>" % (
            first, ways[-1][0], b" ".join(b"%d %b" % one for one in ways),
        )  # fmt: skip
        for page in paper.kids:
            told[numbers[page]] = PLACE.sub(
                lambda one: b"/StructParents %d" % (int(one[1]) + first), told[numbers[page]]
            )
        return told

    def finish(self, title: str) -> None:
        """What holds the papers together."""
        marks = [self._target.new_number() for _ in self._bookmarks]
        said = b"<%b>" % ("\ufeff" + title).encode("utf-16-be").hex().encode()
        told = {
            CATALOG: b"<</Type /Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Metadata %d 0 R/Outlines %d 0 R/Lang (id)"
            b"/MarkInfo <</Marked true>>/ViewerPreferences <</DisplayDocTitle true>>>>"
            % (PAGES, TREE, METADATA, BOOKMARKS),
            PAGES: b"<</Type /Pages/Count %d/Kids %b>>" % (self._pages, _list(self._kids)),
            TREE: b"<</Type /StructTreeRoot/K [%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (DOCUMENT, WAY_BACK, self._marked),
            DOCUMENT: b"<</Type /StructElem/S /Document/P %d 0 R/K %b>>" % (TREE, _list(self._articles)),
            WAY_BACK: b"<</Kids %b>>" % _list(self._ways),
            METADATA: b"<</Type /Metadata/Subtype /XML>>",
            INFO: b"<</Title %b>>" % said,
            BOOKMARKS: b"<</Type /Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (marks[0], marks[-1], len(marks)),
        }
        for place, (name, page) in enumerate(self._bookmarks):
            beside = b"/Prev %d 0 R" % marks[place - 1] if place else b""
            beside += b"/Next %d 0 R" % marks[place + 1] if place + 1 < len(marks) else b""
            told[marks[place]] = b"<</Title %b/Parent %d 0 R/Dest [%d 0 R /Fit]%b>>" % (name, BOOKMARKS, page, beside)
        self._target.write(told, {METADATA: XMP.format(escape(title)).encode()})
        self._target.finish(CATALOG, INFO)


def _list(numbers: list[int]) -> bytes:
    return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _blank_like(page: bytes) -> bytes:
    """An empty page of the same size: the back of the last sheet of a paper."""
    return b"<</Type /Page/Parent %d 0 R%b/Resources <<>>/Tabs /S>>" % (PAGES, BOX.search(page)[0])
