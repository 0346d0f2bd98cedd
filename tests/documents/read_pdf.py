"""A PDF as tests read it: words, pages, fonts, tags, and whether it stays readable after a bad photocopy."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

BLACK_OR_WHITE = {(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)}


@dataclass(frozen=True)
class Paper:
    """What was printed; `sizes` are those of the letters in points."""

    reader: PdfReader
    text: str
    sheets: list[str]
    sizes: set[float]

    @property
    def pages(self) -> int:
        return len(self.sheets)

    @property
    def paper_size(self) -> tuple[int, int]:
        """Width and height of the first page in millimetres."""
        box = self.reader.pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    def assert_fit_for_the_office(self, title: str) -> None:
        """Fonts inside, tags, language and title; nothing under 10 pt and nothing grey."""
        root = self.reader.trailer["/Root"]
        assert root["/Lang"] == "id" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
        assert title in str(self.reader.metadata.title)
        assert all(is_embedded(font) for page in self.reader.pages for font in fonts_of(page))
        assert min(self.sizes) >= 9.9, sorted(self.sizes)
        assert colours_of(self.reader) <= BLACK_OR_WHITE


def read_pdf(pdf: bytes) -> Paper:
    reader, sizes = PdfReader(io.BytesIO(pdf)), set()

    def note(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip() and size:
            sizes.add(round(size * abs(tm[3]) * abs(cm[3]), 1))

    sheets = [" ".join(page.extract_text(visitor_text=note).split()) for page in reader.pages]
    return Paper(reader, " ".join(sheets), sheets, sizes)


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


def is_embedded(font: Any) -> bool:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return any(name in inner["/FontDescriptor"] for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def colours_of(reader: PdfReader) -> set[tuple[float, ...]]:
    """The colours that letters, lines and areas are drawn with."""
    drawn = "\n".join(page.get_contents().get_data().decode("latin1") for page in reader.pages)
    found = re.findall(r"^([0-9.]+) ([0-9.]+) ([0-9.]+) (?:rg|RG)$", drawn, re.MULTILINE)
    return {tuple(map(float, colour)) for colour in found}
