"""What runs in the background and how far it is."""

from __future__ import annotations

from puskesos.rules.code import Code


class JobKind(Code):
    """Kinds of work that would keep a web thread too long."""

    BACA_IMPOR = "baca_impor", "Membaca berkas impor"
    UJI_IMPOR = "uji_impor", "Memeriksa isi berkas impor"
    TERAPKAN_IMPOR = "terapkan_impor", "Menerapkan impor"
    BATALKAN_IMPOR = "batalkan_impor", "Membatalkan impor"
    PERIKSA_WARGA = "periksa_warga", "Memeriksa seluruh data warga"
    EKSPOR_WARGA = "ekspor_warga", "Menyusun berkas unduhan"
    BACA_PINDAIAN = "baca_pindaian", "Membaca pindaian"
    CETAK_KUMPULAN = "cetak_kumpulan", "Mencetak kumpulan kertas"


class JobState(Code):
    """Keadaan pekerjaan latar."""

    MENUNGGU = "menunggu", "Menunggu giliran"
    BERJALAN = "berjalan", "Sedang berjalan"
    SELESAI = "selesai", "Selesai"
    GAGAL = "gagal", "Tidak selesai"


UNFINISHED = (str(JobState.MENUNGGU), str(JobState.BERJALAN))
MOST_ATTEMPTS = 5  # a job that ended its worker this often is only tried again when a person asks


def percent(done: int, total: int) -> int:
    """0–100; nothing known yet is 0, and 100 is said only when all is done."""
    if total <= 0:
        return 0
    return 100 if done >= total else min(99, done * 100 // total)
