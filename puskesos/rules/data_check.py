"""Cek data: what someone found in DTSEN elsewhere and typed in; advice on desil limits (domain.md 5.2).
Limits come from settings, never from here. Being within a limit is no right to a program, so only "above" is said."""

from collections.abc import Mapping

from puskesos.rules.code import Code

NOT_NEEDED = "Layanan ini tidak memerlukan cek data."
WITHOUT_CHECK = frozenset({"L01", "L02", "R08", "R09"})  # information, complaints, violence, NAPZA/HIV/ABH
PROGRAMS_OF: Mapping[str, tuple[str, ...]] = {  # service → the programs (programs.toml) it is about
    "K01": ("pbi_jk",),
    "K02": ("pbi_jk",),
    "K03": ("pbi_jk",),
    "K04": ("pbi_jk",),
    "P01": ("pip",),
    "P02": ("kip_kuliah",),
    "E02": ("pkh", "sembako"),
    "E04": ("pkh", "sembako"),
    "E05": ("usaha",),
    "E06": ("rutilahu",),
}


class DataCheckStatus(Code):
    """Status di DTSEN."""

    TERDAFTAR = "terdaftar", "Terdaftar"
    TIDAK_TERDAFTAR = "tidak_terdaftar", "Tidak terdaftar"
    NIK_TIDAK_PADAN = "nik_tidak_padan", "NIK tidak padan"
    BELUM_DICEK = "belum_dicek", "Belum dicek"
    TIDAK_DAPAT = "tidak_dapat", "Tidak dapat dicek"


NOT_FOUND_OUT = frozenset({DataCheckStatus.BELUM_DICEK, DataCheckStatus.TIDAK_DAPAT})


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


def needs_no_check(service_code: str, *, about_official: bool = False) -> bool:
    """Whether the path goes on without DTSEN; a hub's own reason may still be written instead of a check."""
    return about_official or service_code in WITHOUT_CHECK


def counts_as_check(status: str) -> bool:
    """Whether a case may go on with this: what was found, or why nothing could be (domain.md 1.3 #4)."""
    return status != DataCheckStatus.BELUM_DICEK


def check_problems(status: str, decile: int | None, channel: str, note: str) -> dict[str, str]:
    """What a data check lacks or has too much of, as a sentence at its field."""
    problems = {}
    if status in NOT_FOUND_OUT and not note:
        how = "belum" if status == DataCheckStatus.BELUM_DICEK else "tidak dapat"
        problems["note"] = f"Tulis mengapa data {how} dicek."
    if status not in NOT_FOUND_OUT and not channel:
        problems["channel"] = "Pilih lewat mana data dicek."
    if said := decile_problem(status, decile):
        problems["decile"] = said
    return problems


def decile_problem(status: str, decile: int | None) -> str:
    """A decile belongs to who is registered, and to nobody else."""
    misplaced = decile is not None and status != DataCheckStatus.TERDAFTAR
    return "Desil hanya untuk yang terdaftar di DTSEN. Kosongkan, atau pilih Terdaftar." if misplaced else ""
