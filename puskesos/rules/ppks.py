"""The 26 PPKS (domain.md 3.1): which one fits a person, why it is proposed, and what speaks against it, in words.

Nothing here forbids: a card may be wrong about an age, and the officer stands before the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from puskesos.rules.code import Code
from puskesos.rules.person import Condition, Disability

OLD = 60
VERY_POOR = 1  # desil "sangat miskin" (domain.md 5.2)
ALSO = {  # what people say at the counter for a category
    "01": "balita bayi terlantar gizi buruk",
    "02": "anak terlantar yatim piatu putus sekolah",
    "03": "abh hukum polisi pidana",
    "04": "anjal",
    "05": "adk cacat difabel abk berkebutuhan khusus",
    "06": "kekerasan pelecehan",
    "07": "perlindungan khusus eksploitasi",
    "08": "lansia jompo terlantar",
    "09": "odgj gangguan jiwa pasung cacat difabel tunanetra tunarungu",
    "11": "tunawisma terlantar",
    "16": "hiv aids odhiv",
    "17": "narkoba napza",
    "18": "perdagangan orang tppo",
    "19": "kdrt kekerasan",
    "20": "tki pmi migran",
    "21": "banjir gempa longsor rob",
    "22": "kebakaran kerusuhan konflik",
    "23": "janda prse",
    "24": "miskin",
    "25": "rumah tangga cerai",
}


class Ending(Code):
    """Why a category is no longer counted."""

    BERAKHIR = "berakhir", "Tidak berlaku lagi"
    KELIRU = "keliru", "Salah catat"


class AgeGroup(Code):
    """How the list of categories is parted."""

    ANAK = "anak", "Anak"
    LANSIA = "lansia", "Lanjut usia"
    SEMUA = "semua", "Semua umur"


@dataclass(frozen=True)
class Category:
    """One PPKS of the catalogue; ages are whole years, both ends included. `spm_if` says when its SPM applies."""

    code: str
    name: str
    short: str
    restricted: bool = False
    min_age: int | None = None
    max_age: int | None = None
    disability_required: bool = False
    sex: str = ""
    spm: str = ""
    spm_if: str = ""
    referral: tuple[str, ...] = ()

    @property
    def group(self) -> AgeGroup:
        if self.max_age is not None:
            return AgeGroup.ANAK
        return AgeGroup.LANSIA if self.min_age else AgeGroup.SEMUA

    @property
    def ages(self) -> str:
        """Like "6–18 tahun" or "60 tahun ke atas"; empty for all ages."""
        if self.max_age is not None:
            return f"{self.min_age}–{self.max_age} tahun"
        return f"{self.min_age} tahun ke atas" if self.min_age else ""

    @property
    def words(self) -> str:
        """What a search looks through."""
        return f"{self.code} {self.name} {self.short} {ALSO.get(self.code, '')}".lower()


@dataclass(frozen=True)
class Circumstances:
    """What is known of a person that speaks for or against a category or an SPM; `service` is the case's, if any."""

    age: int | None
    sex: str
    age_is_estimate: bool = False
    disability: frozenset[str] = frozenset()
    condition: frozenset[str] = frozenset()
    decile: int | None = None
    lives_alone: bool = False
    service: str = ""
    service_ppks: frozenset[str] = frozenset()
    service_spm: frozenset[str] = frozenset()

    @property
    def age_words(self) -> str:
        """Like "usia 72 tahun"; empty when unknown."""
        return f"usia {'sekitar ' if self.age_is_estimate else ''}{self.age} tahun" if self.age is not None else ""

    @property
    def disability_words(self) -> str:
        """Like "disabilitas: fisik"; ODGJ and pasung count as a mental disability (domain.md 3.1)."""
        if self.disability:
            labels = [code.label.lower() for code in Disability if code in self.disability]
            return f"disabilitas: {', '.join(labels)}"
        shown = [code.label for code in (Condition.ODGJ, Condition.PASUNG) if code in self.condition]
        return f"kondisi: {', '.join(shown)}" if shown else ""


def read_categories(rows: Iterable[Mapping[str, Any]]) -> dict[str, Category]:
    """The catalogue's tables by code."""
    names = {field.name for field in fields(Category)}
    return {
        row["code"]: Category(
            **{name: value for name, value in row.items() if name in names} | {"referral": tuple(row["referral"])}
        )
        for row in rows
    }


def remarks_on(category: Category, known: Circumstances) -> list[str]:
    """What does not fit, in words; a remark for the officer, never a refusal."""
    return [*_against(category, known), *_unknown(category, known)]


def reasons_for(category: Category, known: Circumstances) -> list[str]:
    """Why this category may fit, in words; empty when nothing speaks for it or something speaks against it."""
    said = _grounds(category, known)
    return [] if not said or _against(category, known) else said


def find_categories(categories: Iterable[Category], text: str) -> list[Category]:
    """The categories in whose words every word of `text` stands; all for an empty text."""
    wanted = text.lower().split()
    return [one for one in categories if all(word in one.words for word in wanted)]


def makes_restricted(categories: Iterable[Category]) -> bool:
    """Whether any of these closes the case for others (domain.md 8.4)."""
    return any(one.restricted for one in categories)


def fits_age(category: Category, age: int) -> bool:
    """Whether somebody of this age belongs to the category's ages."""
    return (category.min_age or 0) <= age and (category.max_age is None or age <= category.max_age)


def spm_of(categories: Collection[Category], code: str) -> list[Category]:
    """Which of these point at an SPM."""
    return [one for one in categories if one.spm == code]


def _grounds(category: Category, known: Circumstances) -> list[str]:
    said = []
    age, disability = known.age_words, known.disability_words
    if category.code in known.service_ppks:
        said.append(f"layanan {known.service}")
        said += [age] if category.ages and age else []
    if category.disability_required and disability:
        said += [disability] + ([age] if category.ages and age and age not in said else [])
    if category.group == AgeGroup.LANSIA and (known.age or 0) >= OLD and known.lives_alone:
        said += [one for one in (age, "hidup sendiri menurut KK") if one not in said]
    if category.code == "24" and known.decile is not None and known.decile <= VERY_POOR:
        said.append(f"desil {known.decile} (sangat miskin)")
    return said


def _against(category: Category, known: Circumstances) -> list[str]:
    said = []
    if category.ages and known.age is not None and not fits_age(category, known.age):
        said.append(f"Untuk {category.ages}; {known.age_words}.")
    if category.disability_required and not known.disability_words:
        said.append("Jenis disabilitas belum diisi pada data warga.")
    if category.sex and known.sex and category.sex != known.sex:
        said.append("Untuk perempuan." if category.sex == "P" else "Untuk laki-laki.")
    if category.code == "09" and known.age is not None and 6 <= known.age <= 18:
        said.append("Untuk anak 6–18 tahun pakai 05, Anak dengan kedisabilitasan.")
    return said


def _unknown(category: Category, known: Circumstances) -> list[str]:
    return [f"Untuk {category.ages}; umur belum diisi."] if category.ages and known.age is None else []
