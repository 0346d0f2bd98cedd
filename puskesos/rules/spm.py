"""The 5 SPM bidang sosial of a kabupaten/kota (domain.md 3.3): when one seems to apply and why, and what is given.

The program only hints, in words; an officer confirms or rejects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from puskesos.rules.code import Code
from puskesos.rules.ppks import OLD, Category, Circumstances, spm_of
from puskesos.rules.restriction import ADULT_AGE

SHORT = {
    "SPM-1": "Disabilitas telantar",
    "SPM-2": "Anak telantar",
    "SPM-3": "Lanjut usia telantar",
    "SPM-4": "Gelandangan dan pengemis",
    "SPM-5": "Korban bencana",
}
ASKS_NEGLECT = frozenset({"SPM-1", "SPM-2", "SPM-3"})


class Neglect(Code):
    """The three questions of the "telantar" test; one yes is enough (domain.md 3.3)."""

    TANPA_PERAWAT = "tanpa_perawat", "Tidak ada lagi yang merawat: perorangan, keluarga, atau masyarakat"
    LINGKUNGAN = "lingkungan", "Rawan kekerasan dari lingkungannya"
    KELUARGA = (
        "keluarga",
        "Punya keluarga, tetapi berisiko mengalami kekerasan, perlakuan salah, eksploitasi, penelantaran, atau pasung",
    )


class ClaimState(Code):
    """What the officer says about an SPM for a person."""

    USUL = "usul", "Diusulkan"
    DIKONFIRMASI = "dikonfirmasi", "Dikonfirmasi"
    DITOLAK = "ditolak", "Tidak berlaku"


class BasicService(Code):
    """Pelayanan dasar: what can be given; the first eleven belong to SPM-1 to 4, the rest to SPM-5."""

    PERMAKANAN = "permakanan", "Permakanan"
    SANDANG = "sandang", "Sandang"
    ALAT_BANTU = "alat_bantu", "Alat bantu"
    KESEHATAN = "perbekalan_kesehatan", "Perbekalan kesehatan"
    BIMBINGAN = "bimbingan", "Bimbingan fisik, mental, spiritual, dan sosial"
    BIMBINGAN_KELUARGA = "bimbingan_keluarga", "Bimbingan sosial kepada keluarga dan masyarakat"
    DOKUMEN = "dokumen", "Fasilitasi NIK, akta kelahiran, surat nikah, KIA"
    AKSES = "akses", "Akses pendidikan dan kesehatan dasar"
    PENELUSURAN = "penelusuran", "Penelusuran keluarga"
    REUNIFIKASI = "reunifikasi", "Reunifikasi atau reintegrasi sosial"
    RUJUKAN = "rujukan", "Rujukan"
    MAKANAN = "makanan", "Makanan"
    SANDANG_BENCANA = "sandang_bencana", "Sandang korban bencana"
    PENGUNGSIAN = "pengungsian", "Tempat pengungsian"
    RENTAN = "kelompok_rentan", "Penanganan khusus kelompok rentan"
    PSIKOSOSIAL = "psikososial", "Dukungan psikososial"


_ALL = tuple(BasicService)
SERVICE_HINTS = {BasicService.PERMAKANAN: "Paling lama 7 hari."}


class Likelihood(Code):
    """How far what is known speaks for an SPM."""

    SESUAI = "sesuai", "Tampaknya berlaku"
    MUNGKIN = "mungkin", "Mungkin berlaku"
    TIDAK = "tidak", "Tidak ada petunjuk"


@dataclass(frozen=True)
class Spm:
    """One SPM of the catalogue."""

    code: str
    name: str
    who: str

    @property
    def short(self) -> str:
        return SHORT[self.code]

    @property
    def services(self) -> tuple[BasicService, ...]:
        """Its checklist."""
        return services_of(self.code)

    @property
    def asks_neglect(self) -> bool:
        """Whether the three questions belong to it."""
        return self.code in ASKS_NEGLECT


@dataclass(frozen=True)
class SpmHint:
    """What speaks for an SPM, and what must still be found out before it can be confirmed."""

    likelihood: Likelihood
    reasons: tuple[str, ...] = ()
    open_question: str = ""
    by_service: bool = False


def read_spm(rows: Iterable[Mapping[str, Any]]) -> dict[str, Spm]:
    """The catalogue's tables by code."""
    return {row["code"]: Spm(row["code"], row["name"], row["who"]) for row in rows}


def services_of(code: str) -> tuple[BasicService, ...]:
    """The basic services of an SPM, in the order of the source."""
    return _ALL[11:] if code == "SPM-5" else _ALL[:11]


def hint_for(code: str, known: Circumstances, categories: Collection[Category], signs: Collection[str] = ()) -> SpmHint:
    """Whether an SPM seems to apply to a person with these categories and these answers to the three questions."""
    pointing = spm_of(categories, code)
    reasons = [f"PPKS {one.code} {one.name}" for one in pointing]
    if code in ASKS_NEGLECT:
        return _for_neglected(code, known, pointing, reasons, signs)
    named = f"layanan {known.service}" if code in known.service_spm else ""
    certain = [one for one in pointing if not one.spm_if]
    said = tuple([*reasons, *filter(None, [named])])
    if certain:
        return SpmHint(Likelihood.SESUAI, said, by_service=bool(named))
    if not said:
        return SpmHint(Likelihood.TIDAK)
    question = (
        "Berlaku bila ia juga gelandangan (PPKS 11)." if pointing else f"Catat dulu PPKS {_pointing_codes(code)}."
    )
    return SpmHint(Likelihood.MUNGKIN, said, question, by_service=bool(named))


def is_neglected(categories: Collection[Category], code: str, signs: Collection[str]) -> bool:
    """Whether the telantar test of SPM-1 to 3 is met: one sign, or a category that says so in its name."""
    return bool(signs) or any(not one.spm_if for one in spm_of(categories, code))


def _for_neglected(
    code: str, known: Circumstances, pointing: Collection[Category], reasons: list[str], signs: Collection[str]
) -> SpmHint:
    group = {
        "SPM-1": known.disability_words,
        "SPM-2": known.age_words if known.age is not None and known.age < ADULT_AGE else "",
        "SPM-3": known.age_words if known.age is not None and known.age >= OLD else "",
    }[code]
    named = f"layanan {known.service}" if code in known.service_spm else ""
    too_old = code == "SPM-2" and known.age is not None and known.age >= ADULT_AGE
    said = [*reasons, *filter(None, [group, named]), *(_sign_words(signs) if pointing or group or named else [])]
    if too_old or not said:
        return SpmHint(Likelihood.TIDAK)
    is_member = bool(group or pointing)
    if is_member and is_neglected(pointing, code, signs):
        return SpmHint(Likelihood.SESUAI, tuple(said), by_service=bool(named))
    question = "Berlaku bila telantar: jawab tiga pertanyaan." if is_member else _who_words(code)
    return SpmHint(Likelihood.MUNGKIN, tuple(said), question, by_service=bool(named))


def _sign_words(signs: Collection[str]) -> list[str]:
    said = {
        Neglect.TANPA_PERAWAT: "tidak ada yang merawat",
        Neglect.LINGKUNGAN: "rawan kekerasan dari lingkungan",
        Neglect.KELUARGA: "berisiko dalam keluarganya",
    }
    return [words for sign, words in said.items() if sign in signs]


def _pointing_codes(code: str) -> str:
    return {"SPM-4": "11 atau 12", "SPM-5": "21 atau 22"}[code]


def _who_words(code: str) -> str:
    return {
        "SPM-1": "Isi dulu jenis disabilitas pada data warga.",
        "SPM-2": "Isi dulu tanggal lahir; hanya untuk yang di bawah 18 tahun.",
        "SPM-3": "Isi dulu tanggal lahir; hanya untuk 60 tahun ke atas.",
    }[code]
