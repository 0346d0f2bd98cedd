"""What the month's report counts: the sets of things counted, with the sentence that says what is in each.

A report is counted from items: one item is one thing that belongs to one set (a case that came in, a referral that was
answered), with the day and with what it is parted by. Every figure is the number of items that fit it, so it always
has exactly its list (domain.md 6.3 (10)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from puskesos.rules.code import Code

UNKNOWN = ""
LONGEST_ID = 9  # digits
DECILES = (("1", "Desil 1"), ("2", "Desil 2"), ("3-4", "Desil 3–4"), ("5-10", "Desil 5–10"), (UNKNOWN, "Belum dicek"))
SEXES = (("L", "Laki-laki"), ("P", "Perempuan"), (UNKNOWN, "Belum diketahui"))
AGE_BANDS = ((0, 4), (5, 11), (12, 17), (18, 44), (45, 59), (60, 200))
AGES = (
    *(("0-4", "0–4"), ("5-11", "5–11"), ("12-17", "12–17"), ("18-44", "18–44"), ("45-59", "45–59"), ("60+", "60+")),
    (UNKNOWN, "Umur ?"),
)
_BANDS = tuple((high, value) for (_, high), (value, _) in zip(AGE_BANDS, AGES, strict=False))


class Counted(Code):
    """A set of things counted in a month. Its definition stands in DEFINITIONS."""

    SISA_AWAL = "sisa_awal", "Sisa lalu"
    MASUK = "masuk", "Masuk"
    DIBUKA = "dibuka", "Dibuka lagi"
    SELESAI = "selesai", "Selesai"
    TEPAT = "tepat", "Selesai tepat waktu"
    DI_HUB = "di_hub", "Selesai di hub"
    DITOLAK = "ditolak", "Tidak dilayani"
    BATAL = "batal", "Batal/duplikat"
    SISA_AKHIR = "sisa_akhir", "Sisa akhir"
    PROSES = "proses", "Dalam proses di hub"
    DIRUJUK = "dirujuk", "Sedang dirujuk"
    SUSULAN = "susulan", "Dicatat belakangan"
    PPKS = "ppks", "Penyandang PPKS"
    SPM_DITEMUKAN = "spm_ditemukan", "Ditemukan"
    SPM_DILAYANI = "spm_dilayani", "Dilayani"
    SPM_DIRUJUK = "spm_dirujuk", "Dirujuk"
    SPM_TAHUN = "spm_tahun", "Dilayani sejak Januari"
    RUJUKAN_DIKIRIM = "rujukan_dikirim", "Dikirim"
    RUJUKAN_DITERIMA = "rujukan_diterima", "Diterima instansi"
    RUJUKAN_SELESAI = "rujukan_selesai", "Dijawab selesai"
    RUJUKAN_DITOLAK = "rujukan_ditolak", "Dijawab ditolak"
    RUJUKAN_MENUNGGU = "rujukan_menunggu", "Menunggu jawaban"
    TUGAS = "tugas", "Penugasan baru"
    KUNJUNGAN = "kunjungan", "Laporan kunjungan"
    DISETUJUI = "disetujui", "Penugasan selesai"
    KEGIATAN = "kegiatan", "Kegiatan lain"
    CEK = "cek", "Cek DTSEN"
    CEK_ORANG = "cek_orang", "Orang dicek"
    CEK_KASUS = "cek_kasus", "Kasus dicek"


C = Counted
DEFINITIONS: dict[Counted, str] = {
    C.SISA_AWAL: "Kasus yang masih terbuka pada akhir hari terakhir bulan lalu.",
    C.MASUK: "Kasus yang tanggal masuknya dalam bulan ini; kasus yang dicatat belakangan ikut tanggal masuknya semula.",
    C.DIBUKA: "Kasus yang sudah ditutup lalu dibuka kembali dalam bulan ini; dihitung setiap kali dibuka.",
    C.SELESAI: "Kasus yang ditutup dengan hasil dalam bulan ini; dihitung setiap kali ditutup.",
    C.TEPAT: "Kasus selesai yang ditutup paling lambat pada batas waktunya saat itu. Waktu menunggu tidak dihitung.",
    C.DI_HUB: "Kasus selesai yang tidak pernah dirujuk ke instansi lain: warga tidak perlu pergi ke SLRT.",
    C.DITOLAK: "Kasus yang dalam bulan ini ditetapkan tidak dapat dilayani.",
    C.BATAL: "Kasus yang dalam bulan ini dibatalkan atau ternyata duplikat.",
    C.SISA_AKHIR: "Kasus yang masih terbuka pada akhir bulan; menjadi sisa awal bulan berikutnya.",
    C.PROSES: "Bagian dari sisa akhir yang masih ditangani hub.",
    C.DIRUJUK: "Bagian dari sisa akhir yang berstatus Dirujuk.",
    C.SUSULAN: "Bagian dari kasus masuk yang dicatat belakangan dari kertas.",
    C.PPKS: "Orang dengan PPKS yang berlaku dalam bulan ini pada kasus yang terbuka dalam bulan ini; satu orang "
    "dihitung sekali di tiap PPKS-nya.",
    C.SPM_DITEMUKAN: "Orang yang SPM-nya diusulkan atau dikonfirmasi dalam bulan ini; sekali setahun per orang. "
    "Kasus batal tidak dihitung, kecuali pelayanan dasarnya sudah diberikan.",
    C.SPM_DILAYANI: "Orang dengan SPM terkonfirmasi yang dalam bulan ini menerima pelayanan dasar selain rujukan.",
    C.SPM_DIRUJUK: "Orang dengan SPM terkonfirmasi yang dalam bulan ini menerima pelayanan dasar berupa rujukan.",
    C.SPM_TAHUN: "Orang dengan SPM terkonfirmasi yang sejak 1 Januari sampai akhir bulan ini menerima pelayanan dasar "
    "selain rujukan; dihitung sekali setahun. Sasaran adalah banyaknya orang yang harus dilayani setahun.",
    C.RUJUKAN_DIKIRIM: "Surat rujukan yang dikirim dalam bulan ini.",
    C.RUJUKAN_DITERIMA: "Rujukan yang dalam bulan ini dinyatakan diterima atau mulai dilayani instansi.",
    C.RUJUKAN_SELESAI: "Rujukan yang dalam bulan ini dijawab selesai oleh instansi.",
    C.RUJUKAN_DITOLAK: "Rujukan yang dalam bulan ini dijawab ditolak oleh instansi.",
    C.RUJUKAN_MENUNGGU: "Rujukan yang sudah dikirim dan pada akhir bulan belum dijawab selesai atau ditolak.",
    C.TUGAS: "Penugasan relawan yang dibuat dalam bulan ini.",
    C.KUNJUNGAN: "Laporan kunjungan yang tanggal kunjungannya dalam bulan ini; perbaikan laporan tidak dihitung lagi.",
    C.DISETUJUI: "Penugasan yang laporannya disetujui dalam bulan ini.",
    C.KEGIATAN: "Kegiatan relawan di luar kasus yang tidak dibatalkan.",
    C.CEK: "Cek data DTSEN yang tanggal ceknya dalam bulan ini; setiap cek dihitung.",
    C.CEK_ORANG: "Klien yang datanya dicek dalam bulan ini, sekali per orang, dengan desil menurut cek terakhirnya.",
    C.CEK_KASUS: "Kasus yang kliennya dicek dalam bulan ini, sekali per kasus, dengan desil menurut cek terakhirnya.",
}
_KINDS = {"spm_": "SPM ", "rujukan_": "Rujukan "}


def label_alone(counted: Counted) -> str:
    """What it is called where no table says what it belongs to: "Rujukan dikirim"."""
    kind = next((words for start, words in _KINDS.items() if counted.startswith(start)), "")
    return kind + (counted.label.lower() if kind else counted.label)


FLOW_IN, FLOW_OUT = (C.SISA_AWAL, C.MASUK, C.DIBUKA), (C.SELESAI, C.DITOLAK, C.BATAL, C.SISA_AKHIR)
PARTS = {C.SISA_AKHIR: (C.PROSES, C.DIRUJUK)}


class Parted(Code):
    """By what a table is parted; the stored word is the name in an item and in an address."""

    BIDANG = "bidang", "Bidang"
    LAYANAN = "layanan", "Layanan"
    PILAR = "pilar", "Pilar"
    DESA = "desa", "Desa/kelurahan"
    DESIL = "desil", "Desil"
    UMUR = "umur", "Umur"
    JENIS_KELAMIN = "jk", "Jenis kelamin"
    PPKS = "ppks", "PPKS"
    SPM = "spm", "SPM"
    INSTANSI = "instansi", "Instansi"
    RELAWAN = "relawan", "Relawan"
    JENIS = "jenis", "Jenis kegiatan"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in one set: its id there, the day it happened (of what stands at an end of the month: since when), its
    case (None: no case) and what it is parted by."""

    counted: Counted
    id: int
    on: date
    case: int | None
    parts: Mapping[str, str] = field(default_factory=dict)

    def fits(self, wanted: Mapping[str, str]) -> bool:
        """Whether it belongs to the figure with these parts."""
        return has_parts(self.parts, wanted)


Labels = Mapping[str, Mapping[str, str]]


def has_parts(parts: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether something with `parts` belongs to the figure with the wanted ones."""
    return all(parts.get(name, UNKNOWN) == value for name, value in wanted.items())


def items_of(items: Iterable[Item], counted: Counted, wanted: Mapping[str, str]) -> list[Item]:
    """Exactly the items behind one figure, by day."""
    found = [item for item in items if item.counted == counted and item.fits(wanted)]
    return sorted(found, key=lambda item: (item.on, item.id))


def is_stored_word(value: str) -> bool:
    """Whether a part's value, which an address may name, can stand in a database: PostgreSQL takes no NUL."""
    return "\0" not in value


def is_row_id(value: str) -> bool:
    """Whether a part's value, which an address may name, can be the id of a row as an item writes it."""
    return value.isdecimal() and len(value) <= LONGEST_ID and str(int(value)) == value


def decile_band(decile: int | None) -> str:
    """The group of a decile as TKSK count them (domain.md 6.3 (10) d)."""
    if decile is None:
        return UNKNOWN
    return str(decile) if decile <= 2 else "3-4" if decile <= 4 else "5-10"


def age_band(age: int | None) -> str:
    """The value in AGES of an age in whole years."""
    if age is None:
        return UNKNOWN
    return next(value for high, value in _BANDS if age <= high)
