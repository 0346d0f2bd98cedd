"""Attachments: photos re-encoded like those of visits, PDF kept as they came and never rendered here; random names.

A PDF is told by its first bytes, not by its name. It is handed out as a download only, so what it holds never runs in
this program's pages; one that says it carries a program, a file or a command is refused all the same.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from puskesos.errors import RuleBroken
from puskesos.photos import prepare_photo
from puskesos.rules.attachment import MEGABYTE, AttachmentKind

PDF_STARTS = tuple(f"%PDF-{version}".encode() for version in ("1.", "2."))
PDF_END = b"%%EOF"
END_WITHIN = 2048
CARRIES_MORE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA", b"/SubmitForm", b"/ImportData")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may write any letter so: /J#61vaScript


@dataclass(frozen=True)
class PreparedFile:
    """A file fit to be kept, not yet on disk; pixels of photos only, size in bytes."""

    kind: str
    stored_name: str
    sha256: str
    size: int
    content: bytes
    width: int | None = None
    height: int | None = None

    def row(self) -> dict[str, object]:
        """The columns of Attachment."""
        return {name: value for name, value in asdict(self).items() if name != "content"}


def prepare_file(stream: BinaryIO, name: str, *, limit: int) -> PreparedFile:
    """A photo or a PDF of at most `limit` bytes. Raises RuleBroken with a sentence that names the file."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > limit:
        raise RuleBroken(f"“{name}” lebih dari {limit // MEGABYTE} MB. Perkecil, lalu kirim lagi.", "files")
    if not size:
        raise RuleBroken(f"“{name}” kosong. Pilih berkas lain.", "files")
    start = stream.read(len(PDF_STARTS[0]))
    stream.seek(0)
    return _pdf(stream.read(), name) if start in PDF_STARTS else _photo(stream, name)


def has_room(folder: Path, wanted: int, floor_megabytes: int) -> bool:
    """Whether the disk still has `wanted` bytes above the floor that the database needs."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return shutil.disk_usage(folder).free >= wanted + floor_megabytes * MEGABYTE


def _photo(stream: BinaryIO, name: str) -> PreparedFile:
    try:
        photo = prepare_photo(stream, name)
    except RuleBroken as problem:
        said = problem.message.replace("bukan foto yang dapat dibaca. Pakai foto", "bukan foto atau PDF. Pakai")
        raise RuleBroken(said.replace("PNG, atau WebP", "PNG, WebP, atau PDF"), "files") from problem
    return PreparedFile(str(AttachmentKind.FOTO), **photo.row(), content=photo.content)


def _pdf(content: bytes, name: str) -> PreparedFile:
    if PDF_END not in content[-END_WITHIN:]:
        raise RuleBroken(f"“{name}” tidak lengkap. Buka, simpan ulang sebagai PDF, lalu kirim lagi.", "files")
    plain = ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if any(mark in content or mark in plain for mark in CARRIES_MORE):
        raise RuleBroken(f"“{name}” berisi program atau berkas lain. Cetak ulang menjadi PDF biasa.", "files")
    return PreparedFile(
        kind=str(AttachmentKind.PDF),
        stored_name=f"{secrets.token_hex(16)}.pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
    )
