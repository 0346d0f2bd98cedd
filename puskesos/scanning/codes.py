"""QR codes on a page: looked for in several ways, from the quick one to those for poor photocopies and dark photos."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from puskesos.rules.sheet import read_mark

MOST_SIDE = 3000
_QR = zxingcpp.BarcodeFormat.QRCode


def find_codes(page: Image.Image) -> tuple[list[str], str, int]:
    """What the QR codes of ours say, the way that found them, and by how many degrees clockwise the page stands.

    All are empty and 0 when none is read.
    """
    grey = ImageOps.grayscale(page)
    for name, prepare, how in _WAYS:
        seen = zxingcpp.read_barcodes(prepare(grey), formats=_QR, binarizer=how)
        ours = [code for code in seen if read_mark(code.text)]
        if ours:
            return sorted({code.text for code in ours}), name, round(ours[0].orientation / 90) * 90 % 360
    return [], "", 0


def _as_it_is(grey: Image.Image) -> Image.Image:
    return grey


def _calm(grey: Image.Image) -> Image.Image:
    """Without the specks of a photocopier and the noise of a camera."""
    return ImageOps.autocontrast(grey.filter(ImageFilter.MedianFilter(3)), cutoff=1)


def _soft(grey: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(grey.filter(ImageFilter.GaussianBlur(1.6)), cutoff=2)


def _small(grey: Image.Image) -> Image.Image:
    """Half as large: thin scratches and strong noise vanish."""
    return ImageOps.autocontrast(grey.reduce(2), cutoff=2)


def _large(grey: Image.Image) -> Image.Image:
    """Twice as large, for a small code on a distant photo."""
    factor = min(2.0, MOST_SIDE * 1.4 / max(grey.size))
    sized = grey.resize((round(grey.width * factor), round(grey.height * factor)), Image.Resampling.LANCZOS)
    return ImageOps.autocontrast(sized, cutoff=1)


_Way = tuple[str, Callable[[Image.Image], Image.Image], Any]
_WAYS: tuple[_Way, ...] = (
    ("langsung", _as_it_is, zxingcpp.Binarizer.LocalAverage),
    ("tenang", _calm, zxingcpp.Binarizer.LocalAverage),
    ("kecil", _small, zxingcpp.Binarizer.LocalAverage),
    ("lembut", _soft, zxingcpp.Binarizer.GlobalHistogram),
    ("besar", _large, zxingcpp.Binarizer.LocalAverage),
)
