"""Scanned pages: their states, and how much may be sent at once."""

from __future__ import annotations

from puskesos.rules.attachment import MEGABYTE
from puskesos.rules.code import Code

MOST_FILES = 60
MOST_BYTES = 40 * MEGABYTE  # of one file
MOST_PAGES = 200  # of one PDF
MOST_PAGES_A_DAY = 600  # per account: one worker cannot fill the disk (security: T15)
KEPT_DAYS = 30  # a discarded picture can be taken back so long


class ScanState(Code):
    """Keadaan halaman pindaian."""

    MENUNGGU = "menunggu", "Perlu ditempatkan"
    TERCATAT = "tercatat", "Tersimpan di kasus"
    DIBUANG = "dibuang", "Dibuang"


class ScanTrouble(Code):
    """Mengapa halaman perlu ditempatkan dengan tangan."""

    TANPA_KODE = "tanpa_kode", "Kode QR tidak terbaca"
    ASING = "asing", "Kode QR bukan milik hub ini"
    DUA_KASUS = "dua_kasus", "Ada kode dari dua kasus"
    PENUH = "penuh", "Lampiran kasusnya sudah penuh"
    DITARIK = "ditarik", "Ditarik kembali dari kasus"


class FileTrouble(Code):
    """Mengapa satu berkas tidak terbaca."""

    RUSAK = "rusak", "rusak atau bukan gambar; pindai lagi"
    TERKUNCI = "terkunci", "terkunci kata sandi; simpan ulang tanpa sandi"
    TERLALU_BESAR = "terlalu_besar", "terlalu besar; pindai dengan 200 dpi"
    TERLALU_BANYAK = "terlalu_banyak", f"lebih dari {MOST_PAGES} halaman; bagi menjadi beberapa berkas"
    TERLALU_LAMA = "terlalu_lama", "terlalu lama dibaca; pindai ulang dengan 200 dpi"
    SUDAH = "sudah", "sudah pernah dipindai"
    HILANG = "hilang", "tidak ada lagi; unggah sekali lagi"
