"""A picture or a PDF page by page as upright RGB images of bounded size; only ever imported by the reading process."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from puskesos.rules.attachment import AttachmentKind
from puskesos.rules.scan import MOST_PAGES, FileTrouble
from puskesos.scanning.codes import MOST_SIDE

DOTS = 200 / 72  # pixels per point of a PDF page: 200 dpi
MOST_PIXELS = 60_000_000
KEPT_SIDE, QUALITY = 2000, 70
FORMATS = ("JPEG", "PNG", "WEBP")


class Unreadable(Exception):
    """The file cannot be read for the reason in `trouble`."""

    def __init__(self, trouble: FileTrouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


def open_pages(path: Path, kind: str, start: int) -> tuple[int, Iterator[Image.Image]]:
    """How many pages there are, and their images from page `start` (from 1). Raises Unreadable."""
    if kind == AttachmentKind.FOTO:
        return 1, iter([_picture(path)] if start == 1 else [])
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as problem:
        locked = "password" in str(problem).lower()
        raise Unreadable(FileTrouble.TERKUNCI if locked else FileTrouble.RUSAK) from problem
    count = len(document)
    if count > MOST_PAGES:
        raise Unreadable(FileTrouble.TERLALU_BANYAK)
    if not count:
        raise Unreadable(FileTrouble.RUSAK)
    return count, (_page(document, place) for place in range(start - 1, count))


def as_jpeg(page: Image.Image, turned: int) -> tuple[bytes, int, int]:
    """The page as it is kept, turned back by `turned` degrees: JPEG bytes, width and height."""
    kept = page.copy()
    kept.thumbnail((KEPT_SIDE, KEPT_SIDE))
    upright = kept.rotate(turned, expand=True) if turned else kept
    buffer = io.BytesIO()
    upright.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue(), upright.width, upright.height


def _page(document: pypdfium2.PdfDocument, place: int) -> Image.Image:
    """A damaged page comes out blank, so that the others keep their places."""
    try:
        page = document[place]
        width, height = page.get_size()
        if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
            raise ValueError
        scale = min(DOTS, MOST_SIDE / max(width, height))
        return page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError):
        return Image.new("RGB", (600, 800), "white")


def _picture(path: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Unreadable(FileTrouble.TERLALU_BESAR)
                opened.draft("RGB", (MOST_SIDE, MOST_SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
        except Unreadable:
            raise
        except Image.DecompressionBombError as problem:
            raise Unreadable(FileTrouble.TERLALU_BESAR) from problem
        except Exception as problem:  # Pillow meets broken files with nearly any exception; there is no common base
            raise Unreadable(FileTrouble.RUSAK) from problem
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    return upright
