"""What may stand in braces in the words of a letter of each kind, and our own words for it (domain.md 6.3)."""

from __future__ import annotations

from puskesos.rules.letter import LetterKind

HUB = {"hub": "nama hub", "kecamatan": "nama kecamatan", "nomor_kasus": "nomor kasus"}
CLIENT = {
    "nama": "nama klien",
    "nik": "NIK klien",
    "lahir": "tempat dan tanggal lahir",
    "umur": "umur klien",
    "alamat": "alamat dengan RT/RW",
    "desa": "desa/kelurahan",
}
WORDS: dict[LetterKind, dict[str, str]] = {
    LetterKind.RUJUKAN: {
        **CLIENT,
        "instansi": "instansi tujuan",
        "layanan": "layanan yang diminta",
        "masalah": "masalah dan tindakan",
        "berkas": "berkas terlampir",
        "dasar": "dasar penyampaian data",
        "batas": "batas jawaban",
        "kontak": "telepon hub, atau alamatnya",
        **HUB,
    },
    LetterKind.REKOMENDASI: {
        **CLIENT,
        "pemohon": "nama pemohon",
        "keperluan": "keperluan",
        "layanan": "jenis layanan",
        "desil": "desil DTSEN",
        "tujuan": "kepada siapa surat ditujukan",
        "keterangan": "keterangan tambahan",
        **HUB,
    },
    LetterKind.PENGANTAR: {
        **CLIENT,
        "keperluan": "keperluan",
        "tujuan": "kepada siapa surat ditujukan",
        "keterangan": "keterangan tambahan",
        **HUB,
    },
    LetterKind.TUGAS: {
        "petugas": "nama relawan",
        "wilayah": "wilayah tugas",
        "tugas": "uraian tugas",
        "alamat": "tempat kunjungan",
        "mulai": "tanggal mulai",
        "selesai": "tanggal selesai",
        "lapor": "batas laporan",
        **HUB,
    },
    LetterKind.BERITA_ACARA: {
        "hari": "hari dan tanggal",
        "tempat": "tempat penyerahan",
        "pihak_pertama": "yang menyerahkan",
        "pihak_kedua": "yang menerima",
        "keterangan": "keterangan tambahan",
        **HUB,
    },
}
PARTS: dict[LetterKind, dict[str, str]] = {  # those of a kind must all stand in its text, once each
    LetterKind.RUJUKAN: {"identitas": "tabel data klien"},
    LetterKind.REKOMENDASI: {"identitas": "tabel data klien"},
    LetterKind.PENGANTAR: {"daftar_berkas": "tabel berkas yang dikirim"},
    LetterKind.TUGAS: {"penerima_tugas": "tabel relawan yang ditugaskan"},
    LetterKind.BERITA_ACARA: {"daftar_barang": "tabel barang atau klien yang diserahkan"},
}
USUAL: dict[LetterKind, str] = {
    LetterKind.RUJUKAN: """Dengan hormat, bersama ini kami merujuk warga berikut untuk mendapat layanan dari \
instansi Bapak/Ibu.

{identitas}

Layanan yang diminta: {layanan}.

Masalah dan tindakan kami: {masalah}

Berkas terlampir: {berkas}.

Dasar penyampaian data: {dasar}. Data ini hanya untuk layanan yang diminta dan dijaga kerahasiaannya (UU 27/2022).

Kami mohon jawaban paling lambat {batas}. Keterangan lain: {kontak}. Atas perhatian dan kerja sama Bapak/Ibu, \
kami ucapkan terima kasih.""",
    LetterKind.REKOMENDASI: """Yang bertanda tangan di bawah ini menerangkan bahwa warga berikut:

{identitas}

adalah warga {desa}, Kecamatan {kecamatan}, yang telah kami data, dan kami rekomendasikan untuk {keperluan}.

{keterangan}

Surat rekomendasi ini diberikan kepada {pemohon} untuk dipergunakan sebagaimana mestinya.""",
    LetterKind.PENGANTAR: """Dengan hormat, bersama ini kami kirimkan berkas berikut:

{daftar_berkas}

Keperluan: {keperluan}
Atas nama: {nama}

{keterangan}

Atas perhatian Bapak/Ibu, kami ucapkan terima kasih.""",
    LetterKind.TUGAS: """Memberi tugas kepada:

{penerima_tugas}

Untuk: {tugas}
Tempat: {alamat}
Waktu: {mulai} s.d. {selesai}

Ketentuan:
- Tunjukkan surat tugas ini kepada keluarga dan ketua RT/RW.
- Jaga kerahasiaan data warga; jangan meminta atau menerima imbalan.
- Laporkan hasil kunjungan paling lambat {lapor}.""",
    LetterKind.BERITA_ACARA: """Pada hari ini, {hari}, bertempat di {tempat}, {pihak_pertama} selaku PIHAK \
PERTAMA menyerahkan kepada {pihak_kedua} selaku PIHAK KEDUA:

{daftar_barang}

dalam keadaan baik dan lengkap.

{keterangan}

Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.""",
}
