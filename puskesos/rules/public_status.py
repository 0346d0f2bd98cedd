"""What the family reads about its own case: plain words, the next step, and nothing that tells what it is about."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from puskesos.rules.case_path import CaseState

LAST_DIGITS = 4
RESTRICTED = ("Hubungi Puskesos.", "Kabar kasus ini disampaikan langsung oleh petugas.")

_WORDS: dict[CaseState, tuple[str, str]] = {
    CaseState.DRAF: ("Sedang dicatat.", "Petugas melengkapi pendaftaran."),
    CaseState.TERDAFTAR: ("Sudah didaftarkan.", "Petugas memeriksa data atau mengirim relawan berkunjung."),
    CaseState.PERLU_PERBAIKAN: ("Menunggu berkas dari keluarga.", "Bawa berkas di bawah ini ke Puskesos."),
    CaseState.KUNJUNGAN: ("Sedang dikunjungi relawan.", "Relawan datang ke rumah atau menghubungi keluarga."),
    CaseState.PENANGANAN: ("Sedang diperiksa petugas.", "Petugas menyiapkan usulan layanan."),
    CaseState.MENUNGGU_PENETAPAN: ("Menunggu keputusan.", "Koordinator memutuskan layanan yang dapat diberikan."),
    CaseState.DILAYANI: ("Sedang dilayani Puskesos.", "Petugas menghubungi keluarga bila ada yang perlu disiapkan."),
    CaseState.DIRUJUK: ("Sedang diurus instansi lain.", "Petugas memberi kabar setelah instansi menjawab."),
    CaseState.SELESAI: ("Sudah selesai.", "Bila belum ada kabar kepada keluarga, hubungi Puskesos."),
    CaseState.DITOLAK: ("Belum dapat dilayani.", "Datang ke Puskesos untuk penjelasan dan pilihan lain."),
    CaseState.BATAL: ("Tidak dilanjutkan.", "Bila ini keliru, hubungi Puskesos."),
}


@dataclass(frozen=True)
class PublicStatus:
    """All that the public page may tell of a case."""

    state: str
    next_step: str
    bring: tuple[str, ...] = ()


def public_status(state: str, missing: Iterable[str], *, restricted: bool) -> PublicStatus:
    """A case in plain words; of a restricted one nothing but where to ask."""
    if restricted:
        return PublicStatus(*RESTRICTED)
    known = CaseState(state)
    is_over = known in {CaseState.SELESAI, CaseState.DITOLAK, CaseState.BATAL}
    return PublicStatus(*_WORDS[known], bring=() if is_over else tuple(missing))


def proofs_of(nik: str | None, phones: Iterable[str | None]) -> tuple[str, ...]:
    """The numbers whose last digits prove whose case it is: phones, and the NIK only where no phone is known.

    The end of a NIK is a serial number that is mostly 0001 to 0003, so it proves little.
    """
    known = tuple(phone for phone in phones if phone and len(_digits(phone)) >= 2 * LAST_DIGITS)
    return known or ((nik,) if nik else ())


def digits_match(typed: str, numbers: Iterable[str | None]) -> bool:
    """Whether `typed` are the last four digits of any of `numbers`; takes the same time whichever it is."""
    matched = False
    for number in numbers:
        digits = _digits(number or "")
        tail = digits[-LAST_DIGITS:] if len(digits) >= 2 * LAST_DIGITS else "-"
        matched |= hmac.compare_digest(tail.encode(), typed.encode())
    return matched


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit())
