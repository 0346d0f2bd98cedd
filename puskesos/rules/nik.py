"""NIK and Nomor KK: reading, and remarks with the sentences of domain.md 4.1.
Region, birth date and sex inside a NIK are those of first registration, so a mismatch only warns.
`lokal` reads the parts; which finding is an error and which a warning is decided here."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import lokal
from lokal import wilayah

Level = Literal["error", "warning", "info"]

SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u200b\u2060\ufeff]+")
SIXTEEN = re.compile(r"[0-9]{16}")
# 54 (Timor Timur) has gone from the list but stays in old numbers.
PROVINCE_CODES = frozenset(lokal.PROVINCES) | {"54"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a number; `field` is the form field it belongs to."""

    level: Level
    message: str
    field: str


@dataclass(frozen=True, slots=True)
class NikReading:
    """What a NIK says; region codes are digits without dots ("32", "3216", "321617")."""

    birth_date: date | None = None
    sex: Literal["L", "P"] | None = None
    province: str | None = None
    regency: str | None = None
    district: str | None = None


def clean_digits(text: str) -> str:
    """The number without spaces, dots and dashes; anything else is kept for the check to complain about."""
    return SEPARATORS.sub("", text)


def read_nik(nik: str, today: date) -> NikReading:
    """Birth date, sex and region; every part None unless there are 16 digits, date and sex None on an impossible date.

    A two-digit year that would lie in the future is taken as 19yy; the officer confirms.
    """
    digits = clean_digits(nik)
    if not SIXTEEN.fullmatch(digits):
        return NikReading()
    parsed = lokal.parse_nik(digits, reference_date=today)
    birth_date = date.fromisoformat(parsed.birth_date) if parsed.birth_date else None
    return NikReading(
        birth_date=_not_in_future(birth_date, today),
        sex=parsed.gender,
        province=digits[:2],
        regency=digits[:4],
        district=digits[:6],
    )


def check_nik(
    nik: str,
    *,
    today: date,
    birth_date: date | None = None,
    sex: str | None = None,
    kk: str | None = None,
    regency_code: str | None = None,
) -> list[Remark]:
    """Remarks in the order of severity; an empty list means nothing to say.

    `regency_code` is the hub's own kabupaten ("3216" or "32.16").
    An empty NIK is an error here: ask only for a typed one.
    """
    digits = clean_digits(nik)
    error = _shape_error(digits)
    if error:
        return [Remark("error", error, "nik")]
    reading = read_nik(digits, today)
    return [
        *_own_remarks(digits, reading),
        *_mismatch_remarks(digits, reading, birth_date, sex, kk),
        *_region_remarks(digits, regency_code),
    ]


def check_kk(kk: str) -> list[Remark]:
    """Only the length is certain; the date inside a KK number (no +40) is worth a mention."""
    digits = clean_digits(kk)
    if not SIXTEEN.fullmatch(digits):
        return [Remark("error", "Nomor KK harus 16 angka.", "kk")]
    try:
        date(2000 + int(digits[10:12]), int(digits[8:10]), int(digits[6:8]))
    except ValueError:
        return [Remark("info", "Tanggal pada Nomor KK tidak lazim.", "kk")]
    return []


def mask_number(text: str) -> str:
    """First and last four characters of an identity number, "3216••••••••0003"; short ones are hidden whole."""
    digits = clean_digits(text)
    if len(digits) <= 8:
        return "•" * len(digits)
    return digits[:4] + "•" * (len(digits) - 8) + digits[-4:]


def _not_in_future(day: date | None, today: date) -> date | None:
    if day is None or day <= today:
        return day
    try:
        return day.replace(year=day.year - 100)
    except ValueError:
        return None


def _shape_error(digits: str) -> str | None:
    if not SIXTEEN.fullmatch(digits):
        return "NIK harus 16 angka."
    if len(set(digits)) == 1 or digits == "1234567890123456" or digits.startswith("00"):
        return "NIK tidak wajar."
    return None


def _own_remarks(digits: str, reading: NikReading) -> list[Remark]:
    remarks = []
    if digits[:2] not in PROVINCE_CODES:
        remarks.append(Remark("warning", "Kode provinsi tidak dikenal.", "nik"))
    if reading.birth_date is None:
        remarks.append(Remark("warning", "Tanggal pada NIK tidak lazim.", "nik"))
    if digits.endswith("0000"):
        remarks.append(Remark("warning", "Nomor urut 0000 pada NIK tidak lazim.", "nik"))
    return remarks


def _mismatch_remarks(
    digits: str, reading: NikReading, birth_date: date | None, sex: str | None, kk: str | None
) -> list[Remark]:
    remarks = []
    if birth_date and reading.birth_date and _day_in_nik(birth_date) != _day_in_nik(reading.birth_date):
        remarks.append(Remark("warning", "Tanggal lahir berbeda dari NIK - periksa KTP/KK.", "birth_date"))
    if sex and reading.sex and sex != reading.sex:
        remarks.append(Remark("warning", "Jenis kelamin berbeda dari NIK.", "sex"))
    if kk and clean_digits(kk) == digits:
        remarks.append(Remark("warning", "NIK sama dengan Nomor KK.", "nik"))
    return remarks


def _day_in_nik(day: date) -> str:
    # The century is not in the number, so a true birth date 100 years off is no mismatch.
    return day.strftime("%d%m%y")


def _region_remarks(digits: str, regency_code: str | None) -> list[Remark]:
    regency = digits[:4]
    if not regency_code or regency == clean_digits(regency_code) or digits[:2] not in PROVINCE_CODES:
        return []
    name = wilayah.wilayah_name(f"{regency[:2]}.{regency[2:]}") or f"kode {regency[:2]}.{regency[2:]}"
    return [Remark("info", f"NIK terbit di luar kabupaten ({name}).", "nik")]
