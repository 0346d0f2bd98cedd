"""The columns of every list that leaves the house: title, and how each leaves with and without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from puskesos.rules.code import Code


class ExportList(Code):
    """Which list is exported; the last four are the registers."""

    WARGA = "warga", "Daftar warga"
    KASUS = "kasus", "Daftar kasus"
    REGISTER = "register", "Buku register"
    TAMU = "tamu", "Buku tamu"
    SURAT = "surat", "Buku surat keluar"
    PENUGASAN = "penugasan", "Buku penugasan"


BOOKS = (ExportList.REGISTER, ExportList.TAMU, ExportList.SURAT, ExportList.PENUGASAN)
SETTABLE = (ExportList.KASUS, ExportList.REGISTER)  # whose columns a hub may choose


class Shown(Code):
    """How much of a field leaves the house."""

    UTUH = "utuh", "utuh"
    SAMAR = "samar", "disamarkan"
    INISIAL = "inisial", "inisial saja"
    TIDAK = "tidak", "tidak ikut"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its title, and how it leaves with and without names."""

    field: str
    title: str
    named: Shown
    unnamed: Shown
    kind: Literal["text", "number", "date"] = "text"
    width: int = 14
    usual: bool = True  # False: only where a hub chose it


PERSON_COLUMNS = (  # field, title, with names (koordinator), without names (front office, back office)
    ListColumn("name", "Nama", Shown.UTUH, Shown.INISIAL, width=30),
    ListColumn("alias", "Panggilan", Shown.UTUH, Shown.TIDAK),
    ListColumn("sex", "L/P", Shown.UTUH, Shown.UTUH, width=6),
    ListColumn("nik", "NIK", Shown.SAMAR, Shown.TIDAK, width=20),
    ListColumn("kk", "Nomor KK", Shown.SAMAR, Shown.TIDAK, width=20),
    ListColumn("birth_place", "Tempat lahir", Shown.UTUH, Shown.TIDAK),
    ListColumn("birth_date", "Tanggal lahir", Shown.UTUH, Shown.TIDAK, "date"),
    ListColumn("age", "Umur", Shown.UTUH, Shown.UTUH, "number", 8),
    ListColumn("village_name", "Desa/kelurahan", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("rt", "RT", Shown.UTUH, Shown.UTUH, width=6),
    ListColumn("rw", "RW", Shown.UTUH, Shown.UTUH, width=6),
    ListColumn("address", "Alamat", Shown.UTUH, Shown.TIDAK, width=30),
    ListColumn("phone", "HP", Shown.UTUH, Shown.TIDAK, width=16),
    ListColumn("occupation", "Pekerjaan", Shown.UTUH, Shown.TIDAK, width=18),
    ListColumn("household_role", "Hubungan dalam keluarga", Shown.UTUH, Shown.TIDAK, width=18),
    ListColumn("status", "Keadaan", Shown.UTUH, Shown.UTUH),
    ListColumn("dtsen_status", "Status DTSEN", Shown.UTUH, Shown.UTUH, width=18),
    ListColumn("decile", "Desil", Shown.UTUH, Shown.UTUH, "number", 8),
    ListColumn("programs", "Program aktif", Shown.UTUH, Shown.TIDAK, width=24),
)
CASE_COLUMNS = (  # restricted cases are in no export at all
    ListColumn("number", "Nomor kasus", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("registered_on", "Tanggal daftar", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("client_name", "Klien", Shown.UTUH, Shown.INISIAL, width=30),
    ListColumn("village_name", "Desa/kelurahan", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("service_name", "Layanan", Shown.UTUH, Shown.UTUH, width=36),
    ListColumn("priority", "Prioritas", Shown.UTUH, Shown.UTUH),
    ListColumn("state", "Status", Shown.UTUH, Shown.UTUH, width=22),
    ListColumn("state_since", "Status sejak", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("due_on", "Batas waktu", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("closed_at", "Ditutup", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("nik", "NIK", Shown.SAMAR, Shown.TIDAK, width=20, usual=False),
    ListColumn("sex", "L/P", Shown.UTUH, Shown.UTUH, width=6, usual=False),
    ListColumn("age", "Umur", Shown.UTUH, Shown.UTUH, "number", 8, usual=False),
    ListColumn("rt", "RT", Shown.UTUH, Shown.UTUH, width=6, usual=False),
    ListColumn("rw", "RW", Shown.UTUH, Shown.UTUH, width=6, usual=False),
    ListColumn("occupation", "Pekerjaan", Shown.UTUH, Shown.TIDAK, width=18, usual=False),
    ListColumn("decile", "Desil", Shown.UTUH, Shown.UTUH, "number", 8, usual=False),
    ListColumn("kind", "Jenis masukan", Shown.UTUH, Shown.UTUH, width=22, usual=False),
    ListColumn("channel", "Cara masuk", Shown.UTUH, Shown.UTUH, width=22, usual=False),
    ListColumn("area", "Bidang", Shown.UTUH, Shown.UTUH, width=16, usual=False),
    ListColumn("pillar", "Pilar", Shown.UTUH, Shown.UTUH, width=22, usual=False),
    ListColumn("officer", "Petugas", Shown.UTUH, Shown.UTUH, width=18, usual=False),
    ListColumn("result", "Hasil akhir", Shown.UTUH, Shown.UTUH, width=24, usual=False),
)
REGISTER_COLUMNS = (  # domain.md 6.3 (9)
    ListColumn("registered_on", "Tanggal", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("number", "No. registrasi", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("client_name", "Nama", Shown.UTUH, Shown.INISIAL, width=30),
    ListColumn("nik", "NIK", Shown.SAMAR, Shown.TIDAK, width=20),
    ListColumn("village_name", "Desa", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("occupation", "Pekerjaan", Shown.UTUH, Shown.TIDAK, width=18),
    ListColumn("story", "Keperluan/masalah", Shown.UTUH, Shown.TIDAK, width=40),
    ListColumn("service_name", "Layanan", Shown.UTUH, Shown.UTUH, width=36),
    ListColumn("officer", "Petugas", Shown.UTUH, Shown.UTUH, width=18),
    ListColumn("state", "Tindak lanjut", Shown.UTUH, Shown.UTUH, width=22),
    ListColumn("closed_at", "Tanggal selesai", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("result", "Keterangan", Shown.UTUH, Shown.UTUH, width=24),
    *(one for one in CASE_COLUMNS if one.field in {"sex", "age", "rt", "rw", "decile", "kind", "channel", "area"}),
    *(one for one in CASE_COLUMNS if one.field == "pillar"),
)
GUEST_COLUMNS = (  # the visitor log of Langsa (domain.md 6.3 (9)) with name and place
    ListColumn("day", "Tanggal", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("visitor", "Nama", Shown.UTUH, Shown.INISIAL, width=30),
    ListColumn("nik", "NIK", Shown.SAMAR, Shown.TIDAK, width=20),
    ListColumn("village_name", "Asal desa", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("service_name", "Jenis layanan", Shown.UTUH, Shown.UTUH, width=36),
    ListColumn("purpose", "Keperluan", Shown.UTUH, Shown.TIDAK, width=40),
    ListColumn("people", "Jumlah orang", Shown.UTUH, Shown.UTUH, "number", 8),
    ListColumn("officer", "Petugas", Shown.UTUH, Shown.UTUH, width=18),
    ListColumn("case_number", "Keterangan", Shown.UTUH, Shown.UTUH, width=20),
)
LETTER_COLUMNS = (
    ListColumn("day", "Tanggal", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("number", "Nomor surat", Shown.UTUH, Shown.UTUH, width=28),
    ListColumn("letter_kind", "Jenis", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("subject", "Perihal", Shown.UTUH, Shown.TIDAK, width=36),
    ListColumn("addressee", "Ditujukan kepada", Shown.UTUH, Shown.TIDAK, width=30),
    ListColumn("case_number", "No. registrasi", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("village_name", "Desa", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("letter_state", "Keterangan", Shown.UTUH, Shown.UTUH, width=14),
)
TASK_COLUMNS = (
    ListColumn("day", "Tanggal", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("number", "Nomor", Shown.UTUH, Shown.UTUH, width=22),
    ListColumn("volunteer", "Relawan", Shown.UTUH, Shown.UTUH, width=24),
    ListColumn("case_number", "No. registrasi", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("village_name", "Desa", Shown.UTUH, Shown.UTUH, width=20),
    ListColumn("task_kind", "Jenis", Shown.UTUH, Shown.UTUH, width=24),
    ListColumn("due_on", "Batas waktu", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("done_on", "Selesai", Shown.UTUH, Shown.UTUH, "date"),
    ListColumn("task_state", "Status", Shown.UTUH, Shown.UTUH, width=20),
)
COLUMNS: dict[ExportList, tuple[ListColumn, ...]] = {
    ExportList.WARGA: PERSON_COLUMNS,
    ExportList.KASUS: CASE_COLUMNS,
    ExportList.REGISTER: REGISTER_COLUMNS,
    ExportList.TAMU: GUEST_COLUMNS,
    ExportList.SURAT: LETTER_COLUMNS,
    ExportList.PENUGASAN: TASK_COLUMNS,
}
