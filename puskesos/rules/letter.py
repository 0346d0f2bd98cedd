"""Letters that get a number: their kinds, states and number patterns (domain.md 6.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from puskesos.rules.code import Code
from puskesos.rules.dates import roman_month

USUAL_PATTERN = "{klas}/{urut:3}/{kode_hub}/{romawi}/{tahun}"
AGENDA = "agenda"  # the one counter of a hub that numbers all kinds together
LONGEST_PATTERN, LONGEST_CODE = 60, 20
PLACEHOLDER = re.compile(r"\{([a-z_]*)(?::([0-9]))?\}")
CODE = re.compile(r"[0-9]{3}(\.[0-9]{1,2}){0,5}")  # a classification code of Permendagri 83/2022, or an old one


class LetterKind(Code):
    """Jenis surat bernomor."""

    RUJUKAN = "surat_rujukan", "Surat rujukan"
    REKOMENDASI = "surat_rekomendasi", "Surat rekomendasi"
    PENGANTAR = "surat_pengantar", "Surat pengantar"
    TUGAS = "surat_tugas", "Surat tugas"
    BERITA_ACARA = "berita_acara", "Berita acara serah terima"


class LetterState(Code):
    """Keadaan surat: a draft has no number; a void one keeps the number it had."""

    DRAF = "draf", "Draf"
    TERBIT = "terbit", "Terbit"
    BATAL = "batal", "Batal"


USUAL_CLASS = {  # Permendagri 83/2022, as listed in domain.md 6.2
    LetterKind.RUJUKAN: "400.9",
    LetterKind.REKOMENDASI: "400.9",
    LetterKind.PENGANTAR: "400.9",
    LetterKind.TUGAS: "400.9",
    LetterKind.BERITA_ACARA: "400.9",
}
OUR_SIGNER = frozenset({LetterKind.REKOMENDASI, LetterKind.PENGANTAR, LetterKind.TUGAS})
"""Kinds that a signer of the hub makes valid: a referral is signed by who decided it, a berita acara by its parties."""
SHORT = {
    LetterKind.RUJUKAN: "RJ",
    LetterKind.REKOMENDASI: "RK",
    LetterKind.PENGANTAR: "SP",
    LetterKind.TUGAS: "ST",
    LetterKind.BERITA_ACARA: "BA",
}
PLACEHOLDERS = {
    "klas": "kode klasifikasi jenis surat",
    "urut": "nomor urut; {urut:3} menulis 017",
    "kode_hub": "kode hub",
    "jenis": "singkatan jenis surat",
    "romawi": "bulan dengan angka Romawi",
    "bulan": "bulan dengan dua angka",
    "tahun": "tahun",
}


@dataclass(frozen=True)
class NumberParts:
    """What fills a number pattern."""

    kind: LetterKind
    klas: str
    urut: int
    kode_hub: str
    day: date


def format_number(pattern: str, parts: NumberParts) -> str:
    """The number as it stands on the letter, "400.9/017/PKS-321617/XI/2026"."""
    values = {
        "klas": parts.klas,
        "kode_hub": parts.kode_hub,
        "jenis": SHORT[parts.kind],
        "romawi": roman_month(parts.day),
        "bulan": f"{parts.day:%m}",
        "tahun": str(parts.day.year),
    }

    def fill(found: re.Match[str]) -> str:
        if found[1] == "urut":
            return f"{parts.urut:0{found[2] or 1}}"
        return values[found[1]]

    return PLACEHOLDER.sub(fill, pattern)


def pattern_problem(pattern: str) -> str:
    """What is wrong with a number pattern as an Indonesian sentence; empty when it is fit for use."""
    names = [found[1] for found in PLACEHOLDER.finditer(pattern)]
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if unknown or "{" in (rest := PLACEHOLDER.sub("", pattern)) or "}" in rest:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        wrong = f"{{{unknown[0]}}} tidak dikenal" if unknown else "Kurung kurawal tidak berpasangan"
        return f"{wrong}. Yang dikenal: {known}."
    if "urut" not in names:
        return "Pola nomor perlu {urut}, supaya tidak ada dua surat dengan nomor sama."
    if "tahun" not in names:
        return "Pola nomor perlu {tahun}, karena nomor urut mulai lagi dari 1 setiap tahun."
    if len(pattern) > LONGEST_PATTERN:
        return f"Pola nomor paling banyak {LONGEST_PATTERN} huruf."
    return ""
