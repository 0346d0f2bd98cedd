"""Cek data: what someone found in DTSEN elsewhere and typed in; advice on desil limits (domain.md 5.2).
Limits come from settings, never from here. Being within a limit is no right to a program, so only "above" is said."""

from collections.abc import Mapping

from puskesos.rules.code import Code


class DataCheckStatus(Code):
    """Status di DTSEN."""

    TERDAFTAR = "terdaftar", "Terdaftar"
    TIDAK_TERDAFTAR = "tidak_terdaftar", "Tidak terdaftar"
    NIK_TIDAK_PADAN = "nik_tidak_padan", "NIK tidak padan"
    BELUM_DICEK = "belum_dicek", "Belum dicek"
    TIDAK_DAPAT = "tidak_dapat", "Tidak dapat dicek"


class DataCheckChannel(Code):
    """Lewat."""

    CEK_BANSOS = "cek_bansos", "Cek Bansos"
    SIKS_NG = "siks_ng", "SIKS-NG (operator desa)"
    DINSOS = "dinsos", "Dinsos"
    SURAT = "surat", "Surat keterangan"
    LISAN = "lisan", "Lisan klien"


def decile_advice(
    decile: int | None, limits: Mapping[str, int], *, doubtful: Mapping[str, int] | None = None
) -> list[str]:
    """One sentence for each program whose limit the decile is above.

    `limits` and `doubtful` go by the program's name; `doubtful` holds the decile on which sources disagree.
    """
    if decile is None:
        return []
    above = [
        f"Desil {decile}: di atas batas {program} (1–{limit})." for program, limit in limits.items() if decile > limit
    ]
    unsure = [f"Desil {decile}: perlu cek untuk {program}." for program, at in (doubtful or {}).items() if decile == at]
    return above + unsure
