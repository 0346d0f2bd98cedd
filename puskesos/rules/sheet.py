"""Sheets that leave the hub to be filled by pen: which papers carry a code, the code itself, what a QR code says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from puskesos.rules.code import Code
from puskesos.rules.letter_code import LETTERS, code_from, read_code

TELLING = 7
KINDS_OF_NUMBERS = len(LETTERS) ** TELLING
WRONG_CODE = "Ada huruf yang keliru pada kode lembar ini. Periksa lagi kodenya, misalnya SR7U-X538."
UNKNOWN_CODE = "Kode lembar ini tidak dikenal di hub ini. Periksa lagi kodenya, atau cari dengan nomor kasus."
REASON_LETTERS = 200


class SheetPaper(Code):
    """Lembar yang membawa kode."""

    LEMBAR_KASUS = "lembar_kasus", "Lembar kasus"
    LEMBAR_KUNJUNGAN = "lembar_kunjungan", "Lembar kunjungan"
    LAPORAN_KUNJUNGAN = "laporan_kunjungan", "Laporan kunjungan"
    PERSETUJUAN = "persetujuan", "Persetujuan klien"
    KARTU_KENDALI = "kartu_kendali", "Kartu kendali"
    SURAT_TUGAS = "surat_tugas", "Surat tugas"
    BERITA_ACARA = "berita_acara", "Berita acara"


AWAITED = frozenset(SheetPaper) - {SheetPaper.LEMBAR_KASUS, SheetPaper.KARTU_KENDALI}  # printed to come back signed


class SheetState(Code):
    """Keadaan lembar yang dicetak."""

    DI_LUAR = "di_luar", "Di luar"
    KEMBALI = "kembali", "Kembali"
    TIDAK_KEMBALI = "tidak_kembali", "Tidak kembali"


class MarkKind(Code):
    """Yang disebut kode QR pada kertas."""

    LEMBAR = "lembar", "Kode lembar"
    KASUS = "kasus", "Nomor kasus"
    RUJUKAN = "rujukan", "Surat rujukan"


@dataclass(frozen=True)
class MarkRead:
    """What one QR code of ours says: a sheet's code, a case number, or the token of a referral letter."""

    kind: MarkKind
    value: str


_SAYS = {  # the end of an address; its beginning may have changed since the sheet was printed
    MarkKind.LEMBAR: re.compile(r"(?:.*[/:])?b/([a-z0-9]{8})", re.IGNORECASE | re.DOTALL),
    MarkKind.KASUS: re.compile(r".*/k/([0-9]{6}-[0-9]{4}-[0-9]{4,6})", re.DOTALL),
    MarkKind.RUJUKAN: re.compile(r".*/j/([A-Za-z0-9_-]{16,64})", re.DOTALL),
}


def sheet_code(number: int) -> str | None:
    """The code of a random number below KINDS_OF_NUMBERS; None for one without both letters and figures, which people
    could take for a name or for a telephone number."""
    code = code_from(number, TELLING)
    return code if _is_mixed(code) else None


def read_sheet_code(text: str) -> str | None:
    """The code as typed, in capitals and without dashes; None when a letter is wrong or missing."""
    code = read_code(text, TELLING)
    return code if code and _is_mixed(code) else None


def looks_like_sheet_code(text: str) -> bool:
    """Whether somebody typed such a code, with a slip perhaps: eight letters and figures mixed, dashed or not."""
    plain = "".join(letter for letter in text.upper() if letter not in "-–—. ")
    return len(plain) == TELLING + 1 and plain.isascii() and plain.isalnum() and _is_mixed(plain)


def read_mark(text: str) -> MarkRead | None:
    """What a QR code says; None for one that is not ours or was misread."""
    for kind, shape in _SAYS.items():
        if found := shape.fullmatch(text.strip()[:300]):
            value = read_sheet_code(found[1]) if kind == MarkKind.LEMBAR else found[1]
            return MarkRead(kind, value) if value else None
    return None


def _is_mixed(code: str) -> bool:
    return any(letter.isdigit() for letter in code) and any(letter.isalpha() for letter in code)
