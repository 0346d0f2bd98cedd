"""Pictures of sheets as they come back: photocopied, turned, dark, noisy, cut; and sending them in as people do."""

from __future__ import annotations

import io
import random
import uuid
from collections.abc import Callable
from functools import cache

import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from puskesos import clock
from puskesos.actions.scan import SentFile, take_in
from puskesos.actions.scan_reading import PagePicture, keep_page
from puskesos.actions.sheet import hand_out
from puskesos.config import Settings
from puskesos.jobs.worker import run_waiting
from puskesos.models import Assignment, Case, Scan, ScanFile, SheetOut, User
from puskesos.rules.sheet import SheetPaper
from tests.cast import viewer_of

WIDTH, HEIGHT = 1693, 2598  # F4 at 200 dpi
CODE_SIDE = 173  # 22 mm
GOOD_CODE = "SR7UX538"
ADDRESS = "HTTP://10.0.0.5:8000/B/"


@cache
def page_saying(*texts: str) -> Image.Image:
    """A sheet at 200 dpi with lines of writing; QR codes stand at the right, 22 mm large, one below another."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    for line in range(420, HEIGHT - 200, 60):
        draw.line((150, line, WIDTH - 150, line), fill="black", width=2)
        draw.text(
            (170, line - 34), "Rumah panggung, dihuni empat orang, atap bocor di dua tempat.", fill="#112", font_size=26
        )
    for place, text in enumerate(texts):
        drawn = io.BytesIO()
        segno.make(text, error="q", micro=False).save(drawn, kind="png", scale=8, border=2)
        code = Image.open(drawn).convert("RGB").resize((CODE_SIDE, CODE_SIDE), Image.Resampling.NEAREST)
        page.paste(code, (WIDTH - 150 - CODE_SIDE, 120 + place * 1200))
    return page


def photocopied(page: Image.Image) -> Image.Image:
    """Blurred by the glass and then only black or white, with dust."""
    dice = random.Random(7)
    grey = page.convert("L").filter(ImageFilter.GaussianBlur(1.2)).point(lambda value: 255 if value > 140 else 0)
    draw = ImageDraw.Draw(grey)
    for _ in range(1500):
        x, y = dice.randrange(page.width), dice.randrange(page.height)
        draw.point((x, y), fill=dice.choice((0, 255)))
    return grey.convert("RGB")


def turned(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, expand=True, fillcolor="#555", resample=Image.Resampling.BICUBIC)


def pressed(page: Image.Image, quality: int = 40) -> Image.Image:
    return Image.open(io.BytesIO(jpeg_of(page, quality))).convert("RGB")


def noisy(page: Image.Image) -> Image.Image:
    noise = Image.effect_noise(page.size, 90).convert("L")
    return Image.blend(page.convert("L"), noise, 0.3).convert("RGB")


def dark(page: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(ImageEnhance.Contrast(page).enhance(0.4)).enhance(0.3)


def slanted(page: Image.Image) -> Image.Image:
    """Photographed from one side."""
    width, height = page.size
    corners = (-60, -40, 30, height + 80, width + 90, height + 10, width + 20, -90)
    return page.transform(page.size, Image.Transform.QUAD, corners, resample=Image.Resampling.BICUBIC, fillcolor="#444")


DAMAGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda page: page,
    "a photocopy at 200 dpi": photocopied,
    "15 degrees askew": lambda page: turned(page, 15),
    "JPEG 40": pressed,
    "a photocopy, 15 degrees askew, JPEG 40": lambda page: pressed(turned(photocopied(page), 15)),
    "noise": noisy,
    "a dark photo": dark,
    "upside down": lambda page: page.rotate(180),
    "on its side": lambda page: page.rotate(90, expand=True),
    "the lower half missing": lambda page: page.crop((0, 0, page.width, page.height // 2)),
    "from one side": slanted,
    "a distant photo": lambda page: page.resize((page.width // 2, page.height // 2)),
    "a distant, askew, noisy photocopy": lambda page: noisy(pressed(turned(photocopied(page), -12))).reduce(2),
}


def jpeg_of(page: Image.Image, quality: int = 70) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def pdf_of(*pages: Image.Image) -> bytes:
    """A scanner's PDF: one picture per page at 200 dpi. Of copies, for a picture remembers how it was saved before."""
    buffer, (first, *others) = io.BytesIO(), [page.copy() for page in pages]
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=200)
    return buffer.getvalue()


def sheet_of(case: Case, *, by: User, task: Assignment | None = None) -> SheetOut:
    """A printed sheet of a case; of a task it is the sheet of its visit."""
    paper = SheetPaper.LEMBAR_KUNJUNGAN if task else SheetPaper.LEMBAR_KASUS
    code = hand_out(paper, case, assignment=task, actor=viewer_of(by), now=clock.now())
    return SheetOut.get(SheetOut.code == code)


def scan_of(sheet: SheetOut) -> bytes:
    return jpeg_of(page_saying(f"{ADDRESS}{sheet.code}"))


def send_in(settings: Settings, *contents: bytes, by: User, work: bool = True) -> int:
    """Files sent together, and read unless `work` is False; returns the batch."""
    files = [
        SentFile("pdf" if content.startswith(b"%PDF") else "foto", uuid.uuid4().hex, content) for content in contents
    ]
    once = {"key": str(uuid.uuid4()), "actor": viewer_of(by), "now": clock.now()}
    batch = take_in(files, settings=settings, **once)
    if work:
        run_waiting(settings)
    return batch


def file_page(settings: Settings, sheet: SheetOut | None, *, by: User) -> Scan:
    """A page as the reading process hands it over, without that process: of a sheet, or unread."""
    batch = send_in(settings, jpeg_of(Image.new("RGB", (60, 80), "white")), by=by, work=False)
    file = ScanFile.get(ScanFile.batch == batch)
    texts = (f"{ADDRESS}{sheet.code}",) if sheet else ()
    page = PagePicture(1, jpeg_of(page_saying().reduce(4)), 423, 649, texts, "langsung" if sheet else "")
    keep_page(file, page, settings=settings, actor=viewer_of(by), now=clock.now())
    return Scan.get(Scan.file == file.id)
