"""The registers of a hub (domain.md 6.3 (9)): who may read each, and its columns on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from puskesos.rules.export_columns import ExportList
from puskesos.rules.period import Period
from puskesos.rules.permissions import Permission

READ_BY: dict[ExportList, Permission] = {
    ExportList.REGISTER: Permission.KEEP_BOOKS,
    ExportList.TAMU: Permission.KEEP_BOOKS,
    ExportList.SURAT: Permission.SEE_LETTERS,
    ExportList.PENUGASAN: Permission.SEE_BOARD,
}
GUEST = "tamu"
NO_CASE = "Tanpa kasus"
ELSEWHERE = "Dari luar"
SECRET = "Kasus terbatas"
CANCELLED = "BATAL"
PAPER_TITLES = {
    ExportList.TAMU: "BUKU TAMU",
    ExportList.SURAT: "BUKU SURAT KELUAR",
    ExportList.PENUGASAN: "BUKU PENUGASAN",
}
HEADINGS: dict[ExportList, tuple[tuple[str, str, int], ...]] = {  # field, title, width in percent
    ExportList.TAMU: (
        ("day", "Tanggal", 8), ("visitor", "Nama", 15), ("nik", "NIK", 12), ("village_name", "Asal desa", 11),
        ("service_name", "Jenis layanan", 15), ("purpose", "Keperluan", 12), ("people", "Jumlah orang", 6),
        ("officer", "Petugas", 8), ("remark", "Keterangan", 10),
    ),
    ExportList.SURAT: (
        ("day", "Tanggal", 8), ("number", "Nomor surat", 15), ("letter_kind", "Jenis", 10), ("subject", "Perihal", 15),
        ("addressee", "Ditujukan kepada", 15), ("case_number", "No. registrasi", 12), ("village_name", "Desa", 10),
        ("remark", "Keterangan", 12),
    ),
    ExportList.PENUGASAN: (
        ("day", "Tanggal", 8), ("number", "Nomor", 15), ("volunteer", "Relawan", 15),
        ("case_number", "No. registrasi", 12), ("village_name", "Desa", 12), ("task_kind", "Jenis", 11),
        ("due_on", "Batas waktu", 8), ("done_on", "Selesai", 8), ("task_state", "Status", 8),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class BookFilter:
    """A period (ISO days, both included) and one village, or all."""

    first: str = "2000-01-01"
    last: str = "2000-01-01"
    village: int | None = None

    @classmethod
    def of(cls, period: Period, village: int | None) -> BookFilter:
        return cls(period.first.isoformat(), period.last.isoformat(), village)

    @property
    def period(self) -> Period:
        return Period(date.fromisoformat(self.first), date.fromisoformat(self.last))
