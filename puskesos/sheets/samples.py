"""Sample registers to download, fill in and upload again; made when asked for, of invented people."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from puskesos.sheets.writing import CSV_TYPE, XLSX_TYPE, Column, Written, csv_lines, write_xlsx


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample file by its file name."""

    name: str
    title: str
    explanation: str


SAMPLES = (
    Sample("contoh-warga.xlsx", "Daftar warga (Excel)", "Satu baris satu warga. Kolom yang tidak ada boleh dihapus."),
    Sample("contoh-warga.csv", "Daftar warga (CSV)", "Isi yang sama untuk program selain Excel, dengan titik koma."),
    Sample("contoh-dtsen.xlsx", "Daftar desil DTSEN", "NIK, nama, dan desil hasil cek. Warga lain tidak berubah."),
    Sample("contoh-pkh.xlsx", "Daftar penerima PKH", "Penerima program dengan nomor kartu dan tanggal mulai."),
)
NOTES = (
    "Hapus baris contoh, lalu isi satu baris untuk satu warga.",
    "NIK dan Nomor KK harus 16 angka. Kolomnya sudah berbentuk Teks: jangan diubah, agar angka terakhir tidak hilang.",
    "Tanggal ditulis tanggal/bulan/tahun, misalnya 17/08/1945.",
    "Jenis kelamin: L atau P. Kolom yang tidak diketahui dikosongkan.",
    "Nama kolom boleh diganti; saat mengunggah, setiap kolom dapat dicocokkan lagi.",
)
_PEOPLE_COLUMNS = (
    Column("No. KK", width=20),
    Column("NIK", width=20),
    Column("Nama Lengkap", width=28),
    Column("Jenis Kelamin", width=8),
    Column("Tempat Lahir", width=14),
    Column("Tanggal Lahir", "date", 13),
    Column("Hubungan dalam Keluarga", width=18),
    Column("Agama", width=10),
    Column("Status Perkawinan", width=14),
    Column("Pendidikan", width=14),
    Column("Pekerjaan", width=20),
    Column("Alamat", width=24),
    Column("RT", width=6),
    Column("RW", width=6),
    Column("Desa/Kelurahan", width=18),
    Column("No. HP", width=16),
)
_HOME: tuple[Written, ...] = ("Kp. Tanggul Baru", "002", "004", "Pantai Bahagia")
_KARTA, _SAMIN = "3216990107150021", "3216991203110034"
_PEOPLE: tuple[tuple[Written, ...], ...] = (
    (
        *(
            _KARTA,
            "3216991202700003",
            "Karta Wiguna",
            "L",
            "Bekasi",
            date(1970, 2, 12),
            "Kepala keluarga",
            "Islam",
            "Kawin",
        ),
        *("Tamat SD", "Nelayan", *_HOME, "081200000001"),
    ),
    (
        *(_KARTA, "3216995506740002", "Nining Sulastri", "P", "Bekasi", date(1974, 6, 15), "Istri", "Islam", "Kawin"),
        *("SLTP", "Mengurus rumah tangga", *_HOME, ""),
    ),
    (
        *(_KARTA, "3216990309050001", "Gilang Wiguna", "L", "Bekasi", date(2005, 9, 3), "Anak", "Islam", "Belum kawin"),
        *("SLTA", "Pelajar/Mahasiswa", *_HOME, "081200000002"),
    ),
    (
        *(
            _SAMIN,
            "3216996104520001",
            "Rasmi",
            "P",
            "Bekasi",
            date(1952, 4, 21),
            "Kepala keluarga",
            "Islam",
            "Cerai mati",
        ),
        *("Belum tamat SD", "Belum/Tidak Bekerja", *_HOME, ""),
    ),
)
_DTSEN_COLUMNS = (
    Column("NIK", width=20),
    Column("Nama", width=28),
    Column("No. KK", width=20),
    Column("Status DTSEN", width=16),
    Column("Desil", "number", 8),
    Column("Periode Data", width=16),
)
_PKH_COLUMNS = (
    Column("NIK", width=20),
    Column("Nama Penerima", width=28),
    Column("Program", width=12),
    Column("Status Kepesertaan", width=18),
    Column("No. KKS", width=22),
    Column("Menerima Sejak", "date", 16),
    Column("Keterangan", width=24),
)


def sample(name: str) -> tuple[str, bytes, str]:
    """File name, content and media type. Raises KeyError for a name that is not in SAMPLES."""
    if name not in {one.name for one in SAMPLES}:
        raise KeyError(name)
    title, columns, rows = _TABLES[name.partition(".")[0]]
    if name.endswith(".csv"):
        return name, b"".join(csv_lines(columns, rows)), CSV_TYPE
    content = io.BytesIO()
    write_xlsx(content, title, columns, rows, notes=NOTES)
    return name, content.getvalue(), XLSX_TYPE


def _dtsen() -> list[tuple[Written, ...]]:
    periods = ("Triwulan I 2026", "Triwulan I 2026", "Triwulan I 2026", "Triwulan II 2026")
    found = (("Terdaftar", 2), ("Terdaftar", 2), ("Terdaftar", 2), ("Tidak terdaftar", None))
    return [
        (person[1], person[2], person[0], status, decile, period)
        for person, (status, decile), period in zip(_PEOPLE, found, periods, strict=True)
    ]


def _pkh() -> list[tuple[Written, ...]]:
    return [
        (_PEOPLE[1][1], _PEOPLE[1][2], "PKH", "Aktif", "6032990000000017", date(2024, 1, 1), ""),
        (_PEOPLE[3][1], _PEOPLE[3][2], "Sembako", "Usulan", "", None, "Menunggu musdes"),
    ]


_TABLES: dict[str, tuple[str, Sequence[Column], Sequence[Sequence[Written]]]] = {
    "contoh-warga": ("Warga", _PEOPLE_COLUMNS, _PEOPLE),
    "contoh-dtsen": ("DTSEN", _DTSEN_COLUMNS, _dtsen()),
    "contoh-pkh": ("PKH", _PKH_COLUMNS, _pkh()),
}
