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
        "mulai": "tanggal mulai",
        "selesai": "tanggal selesai",
        "lapor": "batas laporan",
        **HUB,
    },
    LetterKind.BERITA_ACARA: {
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
    LetterKind.TUGAS: {},
    LetterKind.BERITA_ACARA: {},
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

Surat rekomendasi ini diberikan kepada {pemohon} untuk dipergunakan sebagaimana mestinya. Data di dalamnya hanya \
untuk keperluan tersebut dan dijaga kerahasiaannya (UU 27/2022).""",
    LetterKind.PENGANTAR: """Dengan hormat, bersama ini kami kirimkan berkas berikut:

{daftar_berkas}

Keperluan: {keperluan}
Atas nama: {nama}

{keterangan}

Atas perhatian Bapak/Ibu, kami ucapkan terima kasih.""",
    LetterKind.TUGAS: """- Menunjukkan surat tugas ini kepada keluarga dan pengurus RT/RW.
- Menjaga rahasia data dan keadaan keluarga; tidak menyebarkan foto.
- Tidak menerima imbalan apa pun; layanan tidak dipungut biaya.
- Melaporkan hasil paling lambat {lapor}.

Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab.""",
    LetterKind.BERITA_ACARA: """{keterangan}

Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.""",
}
COVERS = {  # which words of the paper these are
    LetterKind.RUJUKAN: "Isi surat, di antara “Yth.” dan tanda tangan",
    LetterKind.REKOMENDASI: "Isi surat, di antara nomor dan tanda tangan",
    LetterKind.PENGANTAR: "Isi surat, di antara “Yth.” dan tanda tangan",
    LetterKind.TUGAS: "Ketentuan dan penutup, di bawah “Ketentuan”",
    LetterKind.BERITA_ACARA: "Keterangan dan penutup, di atas tanda tangan",
}
