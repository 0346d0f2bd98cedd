"""Code lists of assignments and visit reports (domain.md 1.3, 2.2, 7.1)."""

from puskesos.rules.code import Code


class AssignmentKind(Code):
    """What the volunteer is asked to do."""

    KUNJUNGAN_RUMAH = "kunjungan_rumah", "Kunjungan rumah"
    VERVAL = "verval", "Verifikasi & validasi"
    PENJANGKAUAN = "penjangkauan", "Penjangkauan"
    RESPON_KASUS = "respon_kasus", "Respon kasus"
    PENDAMPINGAN = "pendampingan", "Pendampingan klien"
    PENGANTARAN = "pengantaran", "Pengantaran/evakuasi"
    MEDIASI = "mediasi", "Mediasi keluarga"
    PEMANTAUAN = "pemantauan", "Pemantauan pasca layanan"


class VisitOutcome(Code):
    """Hasil kunjungan."""

    BERTEMU = "bertemu", "Bertemu klien"
    TIDAK_ADA = "tidak_ada", "Tidak ada di tempat"
    MENOLAK = "menolak", "Menolak"
    PINDAH = "pindah", "Pindah"
    ALAMAT_TIDAK_DITEMUKAN = "alamat_tidak_ditemukan", "Alamat tidak ditemukan"
    MENINGGAL = "meninggal", "Meninggal"


class VisitConclusion(Code):
    """Kesimpulan PSM."""

    LAYAK = "layak", "Layak"
    TIDAK_LAYAK = "tidak_layak", "Tidak layak"
    PERLU_ASESMEN = "perlu_asesmen", "Perlu asesmen peksos"
