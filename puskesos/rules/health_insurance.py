"""Health insurance of a person (domain.md 2.1 D): code lists, and what a card number may look like.
What stands here was told or looked up elsewhere; nothing in this program can ask BPJS."""

from datetime import date

from puskesos.rules.code import Code
from puskesos.rules.dates import show_date
from puskesos.rules.nik import clean_digits, mask_number

CARD_DIGITS = (13, 16)  # the JKN card; since 2022 the NIK serves as card number too


class HealthInsurance(Code):
    """Jaminan kesehatan."""

    TIDAK_PUNYA = "tidak_punya", "Tidak punya"
    PBI = "pbi", "PBI-JK (APBN)"
    PEMDA = "pbpu_pemda", "PBPU Pemda (APBD/UHC)"
    MANDIRI = "mandiri", "Mandiri"
    PEKERJA = "ppu", "Pekerja (PPU)"
    TIDAK_TAHU = "tidak_tahu", "Tidak tahu"


class InsuranceStatus(Code):
    """Keadaan kepesertaan."""

    AKTIF = "aktif", "Aktif"
    NONAKTIF = "nonaktif", "Nonaktif"


WITHOUT_CARD = frozenset({HealthInsurance.TIDAK_PUNYA, HealthInsurance.TIDAK_TAHU})


def read_card(text: str | None) -> str:
    """The digits of a typed card number, empty for none. Raises ValueError with a sentence when it can be none."""
    digits = clean_digits(text or "")
    if digits and not (digits.isdigit() and len(digits) in CARD_DIGITS):
        raise ValueError("Nomor kartu JKN 13 angka, atau NIK 16 angka.")
    return digits


def insurance_words(kind: str, number: str, status: str, off_since: date | None) -> str:
    """Like "PBI-JK (APBN), kartu 0001•••••7890, nonaktif sejak 12 Oktober 2026"; empty when nothing is known."""
    since = f" sejak {show_date(off_since)}" if off_since else ""
    parts = (
        HealthInsurance(kind).label if kind else "",
        f"kartu {mask_number(number)}" if number else "",
        InsuranceStatus(status).label.lower() + since if status else "",
    )
    return ", ".join(part for part in parts if part)
