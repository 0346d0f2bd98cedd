"""A list that is brought into the registry: the states of an import, the verdict on each row, what may be done when."""

from __future__ import annotations

import re
from datetime import timedelta

from puskesos.rules.code import Code


class ImportState(Code):
    """Keadaan impor."""

    DIBACA = "dibaca", "Sedang dibaca"
    KOLOM = "kolom", "Menunggu pilihan kolom"
    DIUJI = "diuji", "Sedang diperiksa"
    SIAP = "siap", "Siap diterapkan"
    DITERAPKAN = "diterapkan", "Sedang diterapkan"
    SELESAI = "selesai", "Sudah diterapkan"
    DIBATALKAN = "dibatalkan", "Sedang dibatalkan"
    BATAL = "batal", "Sudah dibatalkan"
    GAGAL = "gagal", "Tidak dapat dibaca"
    DIBUANG = "dibuang", "Dibuang"


class Verdict(Code):
    """What the dry run says about a row of the file."""

    BARU = "baru", "Warga baru"
    SAMA = "sama", "Sudah sama"
    BERUBAH = "berubah", "Berubah"
    RAGU = "ragu", "Perlu dipilih"
    DITOLAK = "ditolak", "Ditolak"


class RowState(Code):
    """What became of a row."""

    BELUM = "belum", "Belum diterapkan"
    DITERAPKAN = "diterapkan", "Diterapkan"
    DILEWATI = "dilewati", "Dilewati"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
    DIPERTAHANKAN = "dipertahankan", "Dipertahankan"


class RowChoice(Code):
    """What a person decides about a doubtful row; not decided yet is empty."""

    SAMA = "sama", "Orang yang sama"
    BARU = "baru", "Orang lain, catat sebagai warga baru"
    LEWATI = "lewati", "Lewati baris ini"


WORKING = frozenset({ImportState.DIBACA, ImportState.DIUJI, ImportState.DITERAPKAN, ImportState.DIBATALKAN})
BEFORE_APPLYING = frozenset(
    {ImportState.DIBACA, ImportState.KOLOM, ImportState.DIUJI, ImportState.SIAP, ImportState.GAGAL}
)
UNDO_FOR = timedelta(days=90)  # after that the rows' contents are emptied and only the counts stay
FILE_FOR = timedelta(days=30)
MOST_BYTES = 48 * 1024 * 1024
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+")
DTSEN_FIELDS = ("dtsen_status", "decile", "decile_period", "decile_on", "decile_channel")
CHANGED_SINCE = "Berubah sejak diperiksa."


def plain_file_name(text: str) -> str:
    """A file's name without signs that cannot be seen or turn the text around them; only its end when it is long."""
    return UNSEEN.sub("", text).strip()[-120:]


def may_undo(state: str, days_since: timedelta) -> bool:
    """Whether an applied import can still be taken back as a whole, or once more what stayed."""
    return state in {ImportState.SELESAI, ImportState.BATAL} and days_since <= UNDO_FOR


def is_to_apply(verdict: str, choice: str) -> bool:
    """Whether applying writes something for this row."""
    decided = choice in {RowChoice.SAMA, RowChoice.BARU}
    return verdict in {Verdict.BARU, Verdict.BERUBAH} or (verdict == Verdict.RAGU and decided)


def applies_as_new(verdict: str, choice: str) -> bool:
    """Whether the row becomes a new person, rather than a change of a known one."""
    return verdict == Verdict.BARU or (verdict == Verdict.RAGU and choice == RowChoice.BARU)
