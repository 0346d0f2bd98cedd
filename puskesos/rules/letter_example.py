"""Invented facts that fill the samples of letters in the settings; nobody of them exists."""

from __future__ import annotations

from puskesos.rules.letter import LetterKind

HEADINGS = {  # letters with a title; the others begin with "Yth."
    LetterKind.REKOMENDASI: "SURAT REKOMENDASI",
    LetterKind.TUGAS: "SURAT TUGAS",
    LetterKind.BERITA_ACARA: "BERITA ACARA SERAH TERIMA",
}
EXAMPLE = {
    "nama": "Contoh Warga",
    "nik": "3216 9942 0388 0003",
    "lahir": "Bekasi, 2 Maret 1988",
    "umur": "38 tahun",
    "alamat": "Kp. Contoh, RT 004/RW 002",
    "instansi": "Dinas Sosial Kabupaten",
    "tujuan": "Kepala Dinas Sosial Kabupaten",
    "layanan": "Reaktivasi PBI-JK",
    "masalah": "Kepesertaan nonaktif, sedangkan warga harus kontrol ke rumah sakit setiap minggu.",
    "berkas": "fotokopi KTP; fotokopi KK; surat keterangan faskes",
    "dasar": "pelayanan publik",
    "pemohon": "Contoh Pemohon",
    "keperluan": "pengajuan bantuan alat bantu",
    "desil": "2 (November 2026)",
    "keterangan": "Warga tinggal bersama dua orang anak.",
    "petugas": "Contoh Relawan",
    "tempat": "Balai Desa Contoh",
    "pihak_pertama": "Contoh Petugas",
    "pihak_kedua": "Contoh Warga",
}
ROWS = {
    "identitas": (
        ("Nama", EXAMPLE["nama"]),
        ("NIK", EXAMPLE["nik"]),
        ("Tempat, tanggal lahir", EXAMPLE["lahir"]),
        ("Alamat", EXAMPLE["alamat"]),
    ),
    "daftar_berkas": (("1. Fotokopi KTP", "1 lembar"), ("2. Fotokopi KK", "1 lembar"), ("3. Foto rumah", "4 lembar")),
}
