"""What a hub may set about letter numbers: classification codes to choose from, its mark, and no two kinds alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from puskesos.rules.letter import CODE, LONGEST_CODE, LetterKind, NumberParts, format_number, pattern_problem

MARK = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?")
EXAMPLE_SERIAL = 17
CLASSES = {  # Permendagri 83/2022, and the old codes of Permendagri 78/2012 that are still seen (domain.md 6.2)
    "400.9": "Sosial",
    "400.9.2": "Kesejahteraan sosial anak",
    "400.9.3": "Rehabilitasi sosial",
    "400.9.6": "Pelayanan sosial lanjut usia",
    "400.9.9": "Korban bencana sosial",
    "400.9.10": "Korban bencana alam",
    "400.9.11": "Jaminan sosial",
    "400.9.12": "Pemberdayaan keluarga dan kelembagaan sosial",
    "400.9.12.5": "Karang Taruna",
    "400.9.14": "Penanggulangan kemiskinan",
    "400.12": "Kependudukan dan catatan sipil",
    "400.10.4.4": "Kesejahteraan sosial (pemberdayaan desa)",
    "400.7": "Kesehatan",
    "460": "Sosial (kode lama)",
    "461": "Cacat (kode lama)",
    "462": "Tuna sosial (kode lama)",
    "463": "Anak dan keluarga (kode lama)",
    "465": "Lanjut usia (kode lama)",
    "466": "Bencana, panti (kode lama)",
    "094": "Perjalanan dinas (kode lama)",
}


def class_problem(code: str) -> str:
    """What is wrong with a classification code, as a sentence; empty when it will do."""
    if CODE.fullmatch(code):
        return ""
    return "Kode klasifikasi berupa angka dengan titik, misalnya 400.9.11."


def mark_problem(mark: str) -> str:
    """What is wrong with the hub's own code in numbers, as a sentence; empty when it will do (or is empty)."""
    if not mark or (MARK.fullmatch(mark) and len(mark) <= LONGEST_CODE):
        return ""
    return f"Kode hub paling banyak {LONGEST_CODE} huruf, angka, titik, atau tanda hubung, misalnya PKS-CKU."


def numbers_problem(pattern: str, *, together: bool, classes: Mapping[LetterKind, str]) -> str:
    """What is wrong with a pattern for these kinds, as a sentence; empty when no two can be alike."""
    if problem := pattern_problem(pattern):
        return problem
    written = {example_number(pattern, kind, classes[kind], "X", date(2026, 11, 17)) for kind in LetterKind}
    if not together and len(written) < len(LetterKind):
        return "Setiap jenis dihitung sendiri: tambahkan {jenis}, supaya dua surat tidak mendapat nomor yang sama."
    return ""


def example_number(pattern: str, kind: LetterKind, klas: str, mark: str, day: date) -> str:
    """How the seventeenth letter of a year is numbered."""
    return format_number(pattern, NumberParts(kind, klas, EXAMPLE_SERIAL, mark, day))
