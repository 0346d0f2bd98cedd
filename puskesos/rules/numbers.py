"""Case and assignment numbers, "321617-2611-0042": kecamatan, year and month, counter (domain.md 6.4).
People may say or type only the last two parts; the counter alone is not a case number."""

import re
from dataclasses import dataclass
from datetime import date

SHAPE = re.compile(r"(?:([0-9]{6})-)?([0-9]{2}(?:0[1-9]|1[0-2]))-([0-9]{1,6})")
DASHES = re.compile(r"\s*[-\u2010-\u2015]\s*")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A read case number; `kecamatan` is None for the short form."""

    kecamatan: str | None
    period: str
    sequence: int

    @property
    def tail(self) -> str:
        """The short form, "2611-0042", with which every hub's number of that month and counter ends."""
        return f"{self.period}-{self.sequence:04}"

    def __str__(self) -> str:
        return f"{self.kecamatan}-{self.tail}" if self.kecamatan else self.tail


def case_number(kecamatan_code: str, day: date, seq: int) -> str:
    """The number given at registration; *day* is the day in the hub's zone. The code may be written with dots."""
    return f"{kecamatan_code.replace('.', '')}-{day:%y%m}-{seq:04}"


def assignment_number(kecamatan_code: str, day: date, seq: int) -> str:
    """The number on a surat tugas, "T-321617-2611-0007"."""
    return f"T-{case_number(kecamatan_code, day, seq)}"


def parse_case_number(text: str) -> CaseNumber | None:
    """The number in full or short form, zeros and spaces forgiven; None for anything else."""
    match = SHAPE.fullmatch(DASHES.sub("-", text.strip()))
    if match is None or int(match[3]) == 0:
        return None
    return CaseNumber(match[1], match[2], int(match[3]))


def is_case_number(text: str) -> bool:
    """Whether a search text is a case number, full or short."""
    return parse_case_number(text) is not None
