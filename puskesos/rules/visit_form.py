"""Which parts a visit report has: the short form, or the full assessment where the kind of visit asks for it."""

from __future__ import annotations

from puskesos.rules.code import Code
from puskesos.rules.visit import AssignmentKind, VisitOutcome

MOST_PHOTOS = 6  # of one version of a report


class VisitPart(Code):
    """Bagian laporan kunjungan, in the order of the report."""

    KUNJUNGAN = "kunjungan", "Kunjungan"
    TEMUAN = "temuan", "Temuan dan tindakan"
    VERVAL = "verval", "Verval"
    RUMAH = "rumah", "Rumah"
    ASET = "aset", "Aset"
    EKONOMI = "ekonomi", "Ekonomi"
    ANGGOTA = "anggota", "Anggota keluarga"
    ASESMEN = "asesmen", "Asesmen lima dimensi"
    KESIMPULAN = "kesimpulan", "Kesimpulan"


class VisitFormKind(Code):
    """Bentuk laporan."""

    SINGKAT = "singkat", "Singkat"
    LENGKAP = "lengkap", "Lengkap"


class PhotoKind(Code):
    """Yang difoto (domain.md 2.2)."""

    RUMAH_DEPAN = "rumah_depan", "Rumah bagian depan"
    RUANG_TAMU = "ruang_tamu", "Ruang tamu"
    DAPUR = "dapur", "Dapur"
    KK_KTP = "kk_ktp", "KK atau KTP"
    BUKTI = "bukti", "Bukti lain"


P, K = VisitPart, AssignmentKind
SHORT = (P.KUNJUNGAN, P.TEMUAN, P.KESIMPULAN)  # one page; every report has them
_EXTRA = (P.VERVAL, P.RUMAH, P.ASET, P.EKONOMI, P.ANGGOTA, P.ASESMEN)

# kind → further parts, and whether the report needs them (True) or may have them (False)
FURTHER: dict[AssignmentKind, dict[VisitPart, bool]] = {
    K.KUNJUNGAN_RUMAH: dict.fromkeys(_EXTRA, False),
    K.VERVAL: {P.VERVAL: True, P.RUMAH: True, P.ASET: True, P.EKONOMI: True, P.ANGGOTA: False},
    K.PENJANGKAUAN: {P.VERVAL: False, P.ASESMEN: False},
    K.RESPON_KASUS: {P.ASESMEN: False},
    K.PENDAMPINGAN: {},
    K.PENGANTARAN: {},
    K.MEDIASI: {},
    K.PEMANTAUAN: {},
}


def further_parts(kind: str) -> dict[VisitPart, bool]:
    """The parts beyond the short form, each with whether it is needed."""
    return FURTHER[AssignmentKind(kind)]


def missing_parts(kind: str, outcome: str, filled: set[VisitPart]) -> list[VisitPart]:
    """What this kind of report still needs; where nobody was met the short form is enough."""
    if outcome != VisitOutcome.BERTEMU:
        return []
    return [part for part, needed in further_parts(kind).items() if needed and part not in filled]


def form_of(filled: set[VisitPart]) -> VisitFormKind:
    """What the report is called: full as soon as anything beyond the short form is told."""
    return VisitFormKind.LENGKAP if filled else VisitFormKind.SINGKAT
