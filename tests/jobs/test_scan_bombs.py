"""Small files that would be huge: a picture of billions of dots in a PDF, streams that unpack without end, archives."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from puskesos.config import Settings
from puskesos.models import Job, Scan, ScanFile
from tests.cast import Cast, make_case
from tests.scanned import scan_of, send_in, sheet_of

RESOURCES = "/Resources << /XObject << /X 5 0 R >> >>"
PAGE = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {RESOURCES} >>"


def pdf_with(content: bytes, side: int = 1, picture: bytes = b"\0", filters: str = "/FlateDecode") -> bytes:
    """One page that draws a grey picture `side` dots wide and high; both streams are packed as `filters` says."""
    image = f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray "
    image += f"/BitsPerComponent 8 /Filter [{filters}] /Length {len(picture)} >>"
    stream = f"<< /Filter [{filters}] /Length {len(content)} >>"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE.encode()]
    parts += [stream.encode() + b"\nstream\n" + content + b"\nendstream"]
    parts += [image.encode() + b"\nstream\n" + picture + b"\nendstream"]
    whole, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return whole + f"{end}startxref\n{len(whole)}\n%%EOF\n".encode()


def packed_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


DRAW = b"q 595 0 0 842 0 0 cm /X Do Q"
BOMBS = {
    "a picture of 1.6 gigadots": lambda: pdf_with(zlib.compress(DRAW), 40_000, packed_zeros(1600)),
    "a picture packed twice": lambda: pdf_with(
        zlib.compress(zlib.compress(DRAW)), 30_000, zlib.compress(packed_zeros(900), 9), "/FlateDecode /FlateDecode"
    ),
    "words without end": lambda: pdf_with(zlib.compress(b"q Q " * 50_000_000, 9)),
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_its_own_file_alone(cast: Cast, opened: Settings, bomb: str) -> None:
    content, sheet = BOMBS[bomb](), sheet_of(make_case(cast), by=cast.ratna)
    assert len(content) < 3_000_000
    send_in(opened, content, scan_of(sheet), by=cast.sari)
    first, second = ScanFile.select().order_by(ScanFile.id)
    assert first.read_at and (first.trouble or first.pages == 1) and not second.trouble
    assert Scan.select().where(Scan.file == second.id, Scan.state == "tercatat").count() == 1
    assert Job.get().state == "selesai" and not list(opened.scans.iterdir())
    assert all(max(scan.width, scan.height) <= 2000 for scan in Scan.select())


def test_an_archive_is_no_scan(cast: Cast, opened: Settings) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.jpg", bytes(50_000_000))
    send_in(opened, archive.getvalue(), by=cast.sari)
    assert ScanFile.get().trouble == "rusak" and not Scan.select().exists()
