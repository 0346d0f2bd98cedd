"""The mark by which a filled sheet finds its case again: a QR code for cameras, a short code for people."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from puskesos.documents.paper import case_qr, qr_image
from puskesos.rules.letter_code import show_code

TO_COME_BACK = {"error": "q", "border": 2}  # a quarter to spare: the sheet is folded, stamped and photocopied
WITHOUT_ADDRESS = "PUSKESOS:B/{code}"  # no phone finds the server, but its own scanner reads it


@dataclass(frozen=True)
class Mark:
    """`code` as people read it, the address (empty where no phone could follow it), and the QR code."""

    code: str
    url: str
    qr: Markup | None


def mark_of(code: str, base_url: str, case_number: str) -> Mark:
    """The mark of a sheet with this code; a sheet without one has the QR code of its case."""
    if not code:
        return Mark("", "", case_qr(base_url, case_number))
    url = f"{base_url.rstrip('/')}/b/{code}" if base_url else ""
    qr = qr_image(_said(url, code), f"Kode QR lembar {show_code(code)}", **TO_COME_BACK)
    return Mark(show_code(code), url, qr)


def _said(url: str, code: str) -> str:
    """In capitals, where the address allows it: a QR code of capitals has fewer and larger squares."""
    if not url:
        return WITHOUT_ADDRESS.format(code=code)
    is_at_root = urlsplit(url).path == f"/b/{code}"
    return url.upper() if is_at_root else url
