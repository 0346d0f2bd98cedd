"""A need met on the road (laporan lapangan): the draft before a case, and how it ends (domain 1.3, 1.4)."""

from puskesos.rules.code import Code

MOST_PHOTOS = 3


class FieldReportState(Code):
    """Status laporan lapangan: a draft until the counter registers it, joins it to a case, or dismisses it."""

    DRAF = "draf", "Draf, menunggu petugas"
    TERDAFTAR = "terdaftar", "Terdaftar"
    BATAL = "batal", "Dibatalkan"


def report_number(kecamatan_code: str, period: str, sequence: int) -> str:
    """The number a volunteer is told, "L-321617-2611-0003"; *period* is the month as "2611"."""
    return f"L-{kecamatan_code.replace('.', '')}-{period}-{sequence:04}"
