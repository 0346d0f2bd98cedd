"""Pictures: photos of visits and logos; accepted only when Pillow can decode them, and re-encoded (no EXIF)."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import secrets
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from PIL import Image, ImageOps

from puskesos.errors import RuleBroken

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 24_000_000
LONGEST_SIDE = 1600
QUALITY = 80
MOST_PHOTOS = 6
LOGO_SIDES, LOGO_COLOURS = (240, 180, 120), 32  # 240 pixels are 21 mm at 290 dots per inch
LARGEST_LOGO = 12_000
_gate = threading.BoundedSemaphore(1)  # one decode at a time keeps the memory small


class Storable(Protocol):
    """What can be written to the folder of uploads: a random name and bytes that were checked."""

    @property
    def stored_name(self) -> str: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True)
class PreparedPhoto:
    """A re-encoded JPEG, not yet on disk; width and height in pixels, size in bytes."""

    stored_name: str
    sha256: str
    width: int
    height: int
    size: int
    content: bytes

    def row(self) -> dict[str, object]:
        """The columns of Photo."""
        return {name: value for name, value in asdict(self).items() if name != "content"}


def prepare_photo(stream: BinaryIO, name: str) -> PreparedPhoto:
    """Decode, turn upright, shrink to 1600 px and re-encode. Raises RuleBroken with a sentence naming the file."""
    with _gate, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = _decode(stream, name)
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
        except RuleBroken:
            raise
        except Exception as error:  # Pillow meets broken files with nearly any exception; there is no common base
            raise RuleBroken(
                f"“{name}” bukan foto yang dapat dibaca. Pakai foto JPG, PNG, atau WebP.", "photos"
            ) from error
    content = buffer.getvalue()
    return PreparedPhoto(
        stored_name=f"{secrets.token_hex(16)}.jpg",
        sha256=hashlib.sha256(content).hexdigest(),
        width=image.width,
        height=image.height,
        size=len(content),
        content=content,
    )


def prepare_logo(stream: BinaryIO, name: str) -> str:
    """A small picture as an address `data:image/png;base64,…`. Raises RuleBroken with a sentence naming the file.

    Few colours and few pixels, because it stands on every paper; drawn on white, because paper is white.
    """
    with _gate, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            logo = _decode_logo(stream, name)
            content = _small_png(logo)
        except RuleBroken:
            raise
        except Exception as error:  # Pillow meets broken files with nearly any exception; there is no common base
            said = f"“{name}” bukan gambar yang dapat dibaca. Pakai PNG, JPG, atau WebP; SVG tidak diterima."
            raise RuleBroken(said, "logo") from error
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def write_photos(folder: Path, photos: Sequence[Storable]) -> None:
    """Write each photo so that it is wholly there or not at all: temporary file, sync, rename, sync of the folder."""
    if not photos:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for photo in photos:
        temporary = folder / f".{photo.stored_name}.tmp"
        with temporary.open("wb") as file:
            file.write(photo.content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / photo.stored_name)
    _sync_folder(folder)


def remove_photos(folder: Path, photos: Sequence[Storable]) -> None:
    """Take back what write_photos wrote, when the report could not be saved."""
    for photo in photos:
        (folder / photo.stored_name).unlink(missing_ok=True)
        (folder / f".{photo.stored_name}.tmp").unlink(missing_ok=True)


@contextmanager
def taken_back_on_failure(folder: Path, photos: Sequence[Storable]) -> Iterator[None]:
    """What is done inside writes the photos; when it fails they are removed again."""
    try:
        yield
    except BaseException:
        remove_photos(folder, photos)
        raise


def _decode(stream: BinaryIO, name: str) -> Image.Image:
    with Image.open(stream, formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise RuleBroken(f"“{name}” terlalu besar. Pakai foto di bawah 24 megapiksel.", "photos")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return Image.frombytes("RGB", upright.size, upright.tobytes())


def _decode_logo(stream: BinaryIO, name: str) -> Image.Image:
    with Image.open(stream, formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise RuleBroken(f"“{name}” terlalu besar. Pakai gambar di bawah 24 megapiksel.", "logo")
        opened.draft("RGB", (LOGO_SIDES[0], LOGO_SIDES[0]))
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LOGO_SIDES[0], LOGO_SIDES[0]))
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _small_png(logo: Image.Image) -> bytes:
    """The PNG; a picture of very many details gets fewer pixels."""
    content = b""
    for side in LOGO_SIDES:
        logo.thumbnail((side, side))
        buffer = io.BytesIO()
        logo.quantize(LOGO_COLOURS).save(buffer, "PNG", optimize=True)
        content = buffer.getvalue()
        if len(content) <= LARGEST_LOGO:
            break
    return content


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
