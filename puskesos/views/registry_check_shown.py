"""How the checks of the registry are called, on Periksa data and on Beranda."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckWords:
    """The word in an address, what the check is called, and what to do about a finding."""

    slug: str
    title: str
    hint: str


WORDS = {
    "same_nik": CheckWords(
        "nik-sama", "NIK sama pada dua warga", "Orang yang sama digabung; bila bukan, NIK yang salah dikosongkan."
    ),
    "likely_double": CheckWords(
        "tercatat-dua-kali",
        "Mungkin tercatat dua kali",
        "Bandingkan dulu. Yang memang dua orang tidak ditanyakan lagi.",
    ),
    "nik_is_kk": CheckWords(
        "nik-nomor-kk", "NIK sama dengan nomor KK", "Salah satu nomor tertukar. Cocokkan dengan KTP dan KK."
    ),
    "impossible_date": CheckWords(
        "tanggal-lahir", "Tanggal lahir tidak wajar", "Di masa depan, sebelum 1900, atau berbeda dari NIK."
    ),
    "no_head": CheckWords(
        "tanpa-kepala", "Keluarga tanpa kepala keluarga", "Pilih anggota yang menjadi kepala keluarga."
    ),
    "village_not_served": CheckWords(
        "desa-tidak-dilayani", "Desa tidak lagi dilayani", "Perbaiki desanya, atau catat bahwa warga ini pindah."
    ),
    "deceased_open_case": CheckWords(
        "meninggal", "Meninggal, kasus masih terbuka", "Buka kasusnya, lalu selesaikan atau batalkan."
    ),
}
BY_SLUG = {words.slug: check for check, words in WORDS.items()}
