"""Pages of a PDF as small grey pictures, and how far two of them are apart: the layout counts, not the letters."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

GOLDEN = Path(__file__).resolve().parent / "golden" / "papers"
DOTS = 24  # per inch: a line of text is about three rows high
FINE = 144  # per inch: QR codes are found on it
SOFT = 2.5  # rows; words that differ a little look alike, blocks that moved do not


def pictures_of(pdf: bytes) -> list[Image.Image]:
    """One picture for each page, with white in place of QR codes, which say something else each time."""
    document = pypdfium2.PdfDocument(pdf)
    return [_small(page.render(scale=FINE / 72, grayscale=True).to_pil().convert("L")) for page in document]


def _small(page: Image.Image) -> Image.Image:
    draw = ImageDraw.Draw(page)
    for code in zxingcpp.read_barcodes(page):
        corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        draw.rectangle((min(across), min(down), max(across), max(down)), fill=255)
    return page.resize((page.width * DOTS // FINE, page.height * DOTS // FINE), Image.Resampling.BOX)


def golden_of(name: str) -> list[Image.Image]:
    """The pages as they should look."""
    pages = []
    for path in sorted(GOLDEN.glob(f"{name}-[0-9]*.png")):
        with Image.open(path) as page:
            pages.append(page.copy())
    return pages


def remake(name: str, pdf: bytes) -> None:
    """Keep these pages as the golden ones: REMAKE_GOLDEN=1 before the test, then look at them."""
    for old in GOLDEN.glob(f"{name}-[0-9]*.png"):
        old.unlink()
    for number, picture in enumerate(pictures_of(pdf), start=1):
        picture.save(GOLDEN / f"{name}-{number}.png", optimize=True)


def apart(one: Image.Image, other: Image.Image) -> float:
    """0 for pages that look the same, 100 for black against white at the place where they differ most."""
    if one.size != other.size:
        return 100.0
    soft = [picture.filter(ImageFilter.GaussianBlur(SOFT)) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*soft)).extrema[0][1] / 2.55
