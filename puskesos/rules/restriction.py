"""Which cases are restricted to those at work on them, why, and what such a case asks for (domain.md 8.3 and 8.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from puskesos.rules.code import Code
from puskesos.rules.intake import IntakeKind

ADULT_AGE = 18
OPEN_IN_EMERGENCY = timedelta(hours=1)
COMPLAINT_SERVICE = "L02"
VIOLENCE_SERVICE = "R08"
PROTECTION_AGENCY = "PPA"  # UPTD PPA in agencies.toml
PROTECTION_WANTED = "Perlindungan dan pendampingan korban"


class Cause(Code):
    """Why a case is restricted; LAYANAN and PPKS are found by the program, the others are chosen by a person."""

    KEKERASAN = "kekerasan", "Ada kekerasan"
    ANAK = "anak", "Anak korban kekerasan atau berhadapan dengan hukum"
    PEJABAT = "pejabat", "Pengaduan tentang petugas atau pejabat tertentu"
    KESEHATAN = "kesehatan", "Keadaan kesehatan yang harus dirahasiakan"
    KESELAMATAN = "keselamatan", "Keselamatan klien atau pelapor"
    PERMINTAAN = "permintaan", "Permintaan klien atau keluarga"
    LAYANAN = "layanan", "Jenis layanannya"
    PPKS = "ppks", "PPKS yang dicatat"


VIOLENCE = frozenset({Cause.KEKERASAN, Cause.ANAK})
VIOLENCE_PPKS = frozenset({"06", "18", "19"})  # child victim, trafficking, victim of violence
CHOSEN = tuple(cause for cause in Cause if cause not in {Cause.LAYANAN, Cause.PPKS})


class LookReason(Code):
    """Why somebody opens a restricted case for the first time on a day."""

    MENANGANI = "menangani", "Menangani kasus ini"
    KELUARGA = "keluarga", "Klien atau keluarga datang atau menelepon"
    INSTANSI = "instansi", "Menjawab instansi atau mengurus rujukan"
    PERIKSA = "periksa", "Memeriksa atau menetapkan"
    LAINNYA = "lainnya", "Lainnya"


class LookKind(Code):
    """How a restricted case was opened."""

    BIASA = "biasa", "Biasa"
    DARURAT = "darurat", "Darurat"


@dataclass(frozen=True)
class Signs:
    """What the counter knows about a need when it decides who may see it."""

    service_restricted: bool
    age: int | None
    kind: str = ""
    service_code: str = ""
    violence: bool = False
    about_official: bool = False
    chosen: str = ""


def cause_of(signs: Signs) -> Cause | None:
    """Why the need is restricted, or None. Violence against an adult counts as well: TPKS protects every victim."""
    if signs.violence:
        return Cause.ANAK if is_child(signs.age) else Cause.KEKERASAN
    if signs.about_official and (signs.kind == IntakeKind.PENGADUAN or signs.service_code == COMPLAINT_SERVICE):
        return Cause.PEJABAT
    if signs.chosen:
        return Cause(signs.chosen)
    return Cause.LAYANAN if signs.service_restricted else None


def is_child(age: int | None) -> bool:
    """Under 18; who looks young and has no known age is treated as a child."""
    return age is None or age < ADULT_AGE


def must_be_referred(service_code: str, cause: str) -> bool:
    """Whether the duties of violence against women and children hold: refer at once, investigate nothing, no papers."""
    return service_code == VIOLENCE_SERVICE or cause in VIOLENCE


def cause_of_categories(codes: Collection[str]) -> Cause:
    """Why PPKS with these codes close a case: violence (06, 18, 19) has its duties, the others only their secret."""
    return Cause.PPKS if VIOLENCE_PPKS.isdisjoint(codes) else Cause.KEKERASAN


def age_on(birth_date: date, today: date) -> int:
    """Full years; someone born on 29 February has the birthday on 1 March in other years."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return max(0, today.year - birth_date.year - (not had_birthday))


def known_age(birth_date: date | None, birth_year_estimate: int | None, today: date) -> int | None:
    """Full years, or years since the estimated year of birth; None when neither is known."""
    if birth_date:
        return age_on(birth_date, today)
    return max(0, today.year - birth_year_estimate) if birth_year_estimate else None
