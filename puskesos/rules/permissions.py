"""Who may do what: one table, readable by a non-programmer (domain: permission matrix 1.4)."""

from __future__ import annotations

from collections.abc import Collection

from puskesos.rules.code import Code
from puskesos.rules.roles import Role


class Permission(Code):
    """A kind of act in the program."""

    SIGNED_IN = "masuk", "Memakai aplikasi"
    REGISTER_CASE = "daftar_kasus", "Mendaftarkan kasus"
    REPORT_NEED = "lapor_kebutuhan", "Melaporkan kebutuhan yang ditemui di lapangan"
    RECEIVE_REPORTS = "terima_laporan", "Menerima laporan lapangan: mendaftarkan, menggabungkan, membatalkan"
    SEE_CASES = "lihat_kasus", "Melihat daftar kasus"
    SEE_PEOPLE = "lihat_warga", "Melihat warga dan keluarga"
    EDIT_IDENTITY = "ubah_identitas", "Mengubah data warga dan keluarga"
    CLEAN_REGISTRY = "periksa_warga", "Memeriksa dan merapikan data warga"
    MERGE_PEOPLE = "gabung_warga", "Menggabungkan data warga dan keluarga"
    IMPORT_PEOPLE = "impor_warga", "Mengimpor daftar warga"
    EXPORT_PEOPLE = "ekspor_warga", "Mengunduh daftar warga dan kasus"
    EXPORT_NAMES = "ekspor_nama", "Mengunduh daftar dengan nama"
    TICK_PAPERS = "centang_berkas", "Mencatat berkas"
    WRITE_NOTE = "catatan", "Menulis catatan"
    ATTACH = "lampiran", "Menambah dan menghapus lampiran"
    CORRECT_ENTRY = "perbaiki_riwayat", "Memperbaiki isi riwayat (milik sendiri; koordinator semua)"
    HAND_OVER = "serah_terima", "Membuat dan membaca serah terima"
    CHECK_DATA = "cek_data", "Mengisi cek data"
    RECOMMEND = "rekomendasi", "Memberi rekomendasi"
    PROPOSE = "usulkan", "Mengusulkan kunjungan dan penutupan kasus kepada koordinator"
    DECIDE = "penetapan", "Menetapkan dan menutup kasus"
    ANSWER_AT_ONCE = "jawab_langsung", "Menutup pertanyaan yang dijawab di meja"
    HELP_FIRST = "tangani_segera", "Menangani kasus darurat sebelum penetapan"
    LINK_CASES = "kaitkan", "Mengaitkan kasus"
    HANDLE_REFERRAL = "rujukan", "Mengurus rujukan: pengingat dan kode jawaban"
    SEND_LETTER = "surat_rujukan", "Mencetak surat rujukan, mengirim, mencatat jawaban; FO hanya pada kasus darurat"
    SEE_LETTERS = "lihat_surat", "Melihat buku surat dan mencetak ulang"
    WRITE_LETTER = "tulis_surat", "Menyusun draf surat"
    ISSUE_LETTER = "terbitkan_surat", "Menerbitkan surat dengan nomor, dan membatalkannya"
    HANDLE_TRACK = "jalur", "Mengurus jalur PBI-JK dan usulan DTSEN"
    SEE_TRACKS = "lihat_jalur", "Melihat daftar jalur"
    NOTE_WELFARE = "ppks", "Mencatat PPKS dan layanan SPM"
    CONFIRM_SPM = "konfirmasi_spm", "Mengonfirmasi SPM"
    RESTRICT = "kasus_terbatas", "Mengatur tim dan mencabut kerahasiaan kasus terbatas"
    ASSIGN = "penugasan", "Menugaskan relawan"
    DISPATCH = "kirim_relawan", "Mengirim relawan; selain koordinator hanya pada kasus darurat"
    SEE_BOARD = "papan", "Melihat papan tugas"
    SEE_NEEDS = "perlu_tindakan", "Melihat kasus yang perlu ditindak"
    REPORT_VISIT = "lapor_kunjungan", "Melaporkan kunjungan"
    NOTE_ACTIVITY = "catat_kegiatan", "Mencatat kegiatan sendiri dan melihat bulannya"
    SEE_ACTIVITIES = "lihat_kegiatan", "Melihat kegiatan bulanan para relawan"
    REVIEW_VISIT = "periksa_laporan", "Memeriksa laporan kunjungan"
    COPY_REPORT = "salin_laporan", "Menyalin laporan kunjungan dari lembar yang dipindai"
    ANSWER_VOLUNTEER = "jawab_relawan", "Menjawab pertanyaan relawan tentang tugasnya"
    REVEAL_NUMBER = "buka_nik", "Membuka NIK dan KK dengan alasan"
    GIVE_COPY = "salinan_warga", "Memberi salinan data kepada warga dan melihat siapa yang membukanya"
    PRINT_RECEIPT = "cetak_tanda_terima", "Mencetak tanda terima"
    PRINT_CASE_SHEET = "cetak_lembar_kasus", "Mencetak lembar kasus"
    SEE_DAY = "lihat_hari", "Melihat hitungan hari ini dan hari sebelumnya"
    SEE_REPORT = "lihat_laporan", "Membaca laporan bulanan dan daftar di balik angkanya"
    SEE_OVERVIEW = "lihat_gambaran", "Melihat gambaran: tren, kasus yang menunggu, beban kerja, desa tanpa kabar"
    CLOSE_REPORT = "tutup_laporan", "Menutup dan membuka laporan bulanan, menulis kendala dan usul"
    KEEP_BOOKS = "buku", "Membaca buku register dan buku tamu, mencatat tamu"
    MANAGE_HUB = "atur_hub", "Mengatur hub dan pengguna"


_STAFF = {Role.KOORDINATOR, Role.FO, Role.BO}

GRANTED_TO: dict[Permission, set[Role]] = {
    Permission.SIGNED_IN: {*Role},
    Permission.REGISTER_CASE: _STAFF,
    Permission.REPORT_NEED: {Role.PSM},
    Permission.RECEIVE_REPORTS: {Role.KOORDINATOR, Role.FO},
    Permission.SEE_CASES: _STAFF,
    Permission.SEE_PEOPLE: _STAFF,
    Permission.EDIT_IDENTITY: _STAFF,
    Permission.CLEAN_REGISTRY: {Role.KOORDINATOR, Role.FO},
    Permission.MERGE_PEOPLE: {Role.KOORDINATOR, Role.FO},
    Permission.IMPORT_PEOPLE: {Role.KOORDINATOR},
    Permission.EXPORT_PEOPLE: _STAFF,
    Permission.EXPORT_NAMES: {Role.KOORDINATOR},
    Permission.TICK_PAPERS: _STAFF,
    Permission.WRITE_NOTE: _STAFF,
    Permission.ATTACH: _STAFF,
    Permission.CORRECT_ENTRY: _STAFF,
    Permission.HAND_OVER: _STAFF,
    Permission.CHECK_DATA: _STAFF,
    Permission.RECOMMEND: {Role.KOORDINATOR, Role.BO},
    Permission.PROPOSE: {Role.FO, Role.BO},
    Permission.DECIDE: {Role.KOORDINATOR},
    Permission.ANSWER_AT_ONCE: {Role.KOORDINATOR, Role.FO},
    Permission.HELP_FIRST: _STAFF,
    Permission.LINK_CASES: _STAFF,
    Permission.HANDLE_REFERRAL: {Role.KOORDINATOR, Role.BO},
    Permission.SEND_LETTER: _STAFF,
    Permission.SEE_LETTERS: {Role.KOORDINATOR, Role.BO},
    Permission.WRITE_LETTER: {Role.KOORDINATOR, Role.BO},
    Permission.ISSUE_LETTER: {Role.KOORDINATOR},
    Permission.HANDLE_TRACK: _STAFF,
    Permission.SEE_TRACKS: {Role.KOORDINATOR, Role.BO},
    Permission.NOTE_WELFARE: _STAFF,
    Permission.CONFIRM_SPM: {Role.KOORDINATOR, Role.BO},
    Permission.RESTRICT: {Role.KOORDINATOR},
    Permission.ASSIGN: {Role.KOORDINATOR},
    Permission.DISPATCH: _STAFF,
    Permission.SEE_BOARD: {Role.KOORDINATOR, Role.BO},
    Permission.SEE_NEEDS: {Role.KOORDINATOR, Role.BO},
    Permission.REPORT_VISIT: {Role.PSM},
    Permission.NOTE_ACTIVITY: {Role.PSM},
    Permission.SEE_ACTIVITIES: {Role.KOORDINATOR},
    Permission.REVIEW_VISIT: {Role.KOORDINATOR, Role.BO},
    Permission.COPY_REPORT: _STAFF,
    Permission.ANSWER_VOLUNTEER: {Role.KOORDINATOR, Role.BO},
    Permission.REVEAL_NUMBER: _STAFF,
    Permission.GIVE_COPY: {Role.KOORDINATOR},
    Permission.PRINT_RECEIPT: _STAFF,
    Permission.PRINT_CASE_SHEET: _STAFF,
    Permission.SEE_DAY: _STAFF,
    Permission.SEE_REPORT: {Role.KOORDINATOR, Role.BO},
    Permission.SEE_OVERVIEW: {Role.KOORDINATOR},
    Permission.CLOSE_REPORT: {Role.KOORDINATOR},
    Permission.KEEP_BOOKS: _STAFF,
    Permission.MANAGE_HUB: {Role.ADMIN, Role.KOORDINATOR},
}


def has_permission(roles: Collection[Role], permission: Permission) -> bool:
    """Whether any of `roles` grants `permission`."""
    return not GRANTED_TO[permission].isdisjoint(roles)
