"""Three drawn pictures that stand for photos: a house, a kitchen, a sheet of paper; and a PDF as from a scanner."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from PIL import Image, ImageDraw

from puskesos.photos import PreparedPhoto, prepare_photo

SIZE = (1024, 768)
SKY, GROUND, WALL, ROOF, WOOD, PAPER, INK = "#bcd9e8", "#a3a06c", "#d9c7a0", "#8c4a36", "#6b4f35", "#f7f4ea", "#3a3a3a"


def draw_photos(count: int) -> list[PreparedPhoto]:
    """The first `count` pictures, each under a new file name."""
    return [replace(photo, stored_name=f"{secrets.token_hex(16)}.jpg") for photo in _prepared()[:count]]


@cache
def draw_letter() -> bytes:
    """One page of grey lines as PDF."""
    image, stream = Image.new("L", (620, 877), 255), io.BytesIO()
    pen = ImageDraw.Draw(image)
    for top in range(90, 780, 30):
        pen.line((80, top, 540 if top % 4 else 400, top), fill=150, width=6)
    image.save(stream, "PDF")
    return stream.getvalue()


@cache
def _prepared() -> tuple[PreparedPhoto, ...]:
    return tuple(_prepare(draw) for draw in (_house, _kitchen, _paper))


def _prepare(draw_on: Callable[[ImageDraw.ImageDraw], None]) -> PreparedPhoto:
    image = Image.new("RGB", SIZE, SKY)
    draw_on(ImageDraw.Draw(image))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return prepare_photo(stream, "gambar latihan")


def _house(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 540, 1024, 768), fill=GROUND)
    for left in (260, 420, 580, 740):
        pen.rectangle((left, 520, left + 18, 620), fill=WOOD)
    pen.rectangle((240, 320, 780, 530), fill=WALL, outline=WOOD, width=5)
    for left in range(270, 780, 45):
        pen.line((left, 320, left, 530), fill="#c4ae80", width=3)
    pen.polygon(((200, 330), (510, 160), (820, 330)), fill=ROOF)
    pen.polygon(((600, 230), (650, 258), (610, 275)), fill=SKY)
    pen.rectangle((460, 390, 550, 530), fill=WOOD)
    pen.rectangle((300, 380, 400, 460), fill="#5b6f7a", outline=WOOD, width=6)


def _kitchen(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 1024, 560), fill=WALL)
    pen.rectangle((0, 560, 1024, 768), fill="#8a7a5c")
    for left in range(0, 1024, 60):
        pen.line((left, 0, left, 560), fill="#c4ae80", width=4)
    pen.polygon(((640, 60), (980, 40), (990, 380), (660, 350)), fill=SKY)
    pen.rectangle((140, 430, 470, 600), fill="#7d7d78", outline=INK, width=4)
    pen.ellipse((210, 340, 390, 440), fill=INK)
    pen.rectangle((540, 470, 700, 620), fill="#4f7f8f", outline=INK, width=4)


def _paper(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 1024, 768), fill=WOOD)
    pen.polygon(((230, 60), (800, 90), (770, 720), (200, 690)), fill=PAPER)
    pen.rectangle((380, 120, 640, 140), fill=INK)
    for top in range(200, 620, 42):
        pen.line((280, top, 720 if top % 5 else 560, top + 6), fill="#8b8b86", width=8)
    pen.ellipse((560, 560, 680, 660), outline="#5a5f9e", width=8)
