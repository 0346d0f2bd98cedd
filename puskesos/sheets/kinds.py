"""What a file is, told from its first bytes and its zip directory, never from its name; and how much we take.

Runs in the child process only. Every refusal is a word of SENTENCES.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

MOST_BYTES = 64 * 1024 * 1024  # of the file itself
MOST_UNPACKED = 600 * 1024 * 1024
MOST_ENTRIES = 3_000
MOST_RATIO, BIG_ENTRY = 300, 20 * 1024 * 1024  # a sheet of real rows packs about 15 to 1
MOST_SHEETS = 50
MOST_COLUMNS = 100
MOST_ROWS = 200_000
MOST_CELL = 4_000  # characters
PEEK_ROWS = 30

AS_XLSX = "Buka di Excel, pilih Simpan Sebagai > Buku Kerja Excel (.xlsx), lalu unggah berkas yang baru."
SENTENCES = {
    "empty": "Berkas ini kosong. Pilih berkas yang berisi daftar warga.",
    "big": "Berkas ini lebih dari 64 MB. Bagi per desa, lalu unggah satu per satu.",
    "html": f"Berkas ini halaman web yang diberi nama seperti Excel. {AS_XLSX}",
    "xml": f"Berkas ini XML, bukan buku kerja Excel. {AS_XLSX}",
    "pdf": "Berkas ini PDF. Mintalah berkas Excel atau CSV dari pembuatnya.",
    "image": "Berkas ini gambar. Mintalah berkas Excel atau CSV dari pembuatnya.",
    "archive": "Berkas ini arsip (ZIP/RAR). Buka dahulu arsipnya, lalu unggah berkas Excel di dalamnya.",
    "document": "Berkas ini bukan lembar kerja. Salin tabelnya ke Excel, simpan sebagai XLSX, lalu unggah.",
    "password": f"Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya. {AS_XLSX}",
    "broken": f"Berkas ini rusak atau terpotong. Unduh atau salin sekali lagi. {AS_XLSX}",
    "bomb": f"Isi berkas ini jauh lebih besar daripada wajarnya, jadi tidak dibuka. {AS_XLSX}",
    "doctype": f"Berkas ini berisi bagian yang tidak boleh dibuka (DOCTYPE). {AS_XLSX}",
    "binary": "Berkas ini bukan Excel atau CSV. Simpan daftarnya sebagai XLSX atau CSV, lalu unggah.",
    "quotes": "Ada tanda kutip yang tidak ditutup atau baris yang terlalu panjang di berkas CSV. Simpan sebagai XLSX.",
    "no_sheet": "Berkas ini tidak berisi lembar kerja. Salin daftarnya ke lembar biasa, lalu simpan sebagai XLSX.",
    "gone_sheet": "Lembar yang dipilih tidak ada di berkas ini. Pilih lembar lain.",
    "rows": "Daftar ini lebih dari 200.000 baris. Bagi per desa, lalu unggah satu per satu.",
    "memory": f"Berkas ini terlalu besar untuk dibaca. Hapus lembar dan kolom yang tidak perlu. {AS_XLSX}",
    "slow": f"Berkas ini terlalu lama dibaca. Hapus lembar dan kolom yang tidak perlu. {AS_XLSX}",
    "crash": f"Berkas ini tidak dapat dibaca. {AS_XLSX}",
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "document"),
)


# What the zip and XML readers raise over damage.
DAMAGE = (
    *(expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(LookupError, ValueError, OverflowError, NotImplementedError, RuntimeError),
)


class Unreadable(Exception):
    """This file is refused; `reason` is a key of SENTENCES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def kind_of(path: Path) -> str:
    """ "xlsx", "xlsb", "ods", "xls" or "csv". Raises Unreadable for everything else."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > MOST_BYTES:
        raise Unreadable("big")
    with path.open("rb") as file:
        head = file.read(8192)
    if head.startswith(b"PK"):
        return _kind_of_zip(path)
    if head.startswith(OLE):
        return _kind_of_ole(path)
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            raise Unreadable(reason)
    return _kind_of_text(head)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return _kind_of_directory(archive)
    except DAMAGE as problem:
        raise Unreadable("broken") from problem


def _kind_of_directory(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    bombs = [one for one in entries if one.file_size > max(BIG_ENTRY, MOST_RATIO * one.compress_size)]
    if len(entries) > MOST_ENTRIES or bombs or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password")
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]:
        return "ods"
    if "[Content_Types].xml" not in names:
        raise Unreadable("archive")
    if "xl/workbook.bin" in names:
        return "xlsb"
    if not any(name.startswith("xl/") for name in names):
        raise Unreadable("document")
    return "xlsx"


def _kind_of_ole(path: Path) -> str:
    """An old .xls, or a new one locked with a password: that names its stream in UTF-16."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("password")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise Unreadable("document" if "WordDocument".encode("utf-16-le") in content else "broken")


def _kind_of_text(head: bytes) -> str:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"<"):
        page = any(mark in start for mark in (b"<html", b"<table", b"<!doctype html", b"<body", b"<style"))
        raise Unreadable("html" if page else "xml")
    if not start:
        raise Unreadable("empty" if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe") else "binary")
    plain = head if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or not head.count(b"\0") else head[::2] + head[1::2]
    odd = sum(1 for byte in plain.replace(b"\0", b"") if byte < 32 and byte not in b"\t\r\n\x0c\x1a")
    if odd > len(plain) // 100:
        raise Unreadable("binary")
    return "csv"
