"""What is recommended, decided and concluded on a case (domain.md 1.3)."""

from puskesos.rules.code import Code


class RecommendationChoice(Code):
    """Rekomendasi BO."""

    LAYANI = "layani", "Layani di Puskesos"
    RUJUK = "rujuk", "Rujuk ke instansi"
    TOLAK = "tolak", "Tidak dapat dilayani"
    INFORMASI = "informasi", "Cukup diberi informasi"


class DecisionChoice(Code):
    """Penetapan koordinator."""

    LAYANI = "layani", "Layani di Puskesos"
    RUJUK = "rujuk", "Rujuk ke instansi"
    TOLAK = "tolak", "Tidak dapat dilayani"


class ResultCode(Code):
    """Hasil akhir at closing."""

    TERPENUHI = "terpenuhi", "Terpenuhi"
    SEBAGIAN = "sebagian", "Terpenuhi sebagian"
    INFORMASI = "informasi", "Informasi diberikan"
    DITOLAK_INSTANSI = "ditolak_instansi", "Ditolak instansi tujuan"
    MENARIK_DIRI = "menarik_diri", "Klien menolak/menarik diri"
    PINDAH = "pindah", "Klien pindah"
    MENINGGAL = "meninggal", "Klien meninggal"
    TIDAK_DITEMUKAN = "tidak_ditemukan", "Tidak ditemukan"
    TANPA_UMPAN_BALIK = "tanpa_umpan_balik", "Ditutup tanpa umpan balik"
    KELUARGA = "keluarga", "Diserahkan ke keluarga"
    PANTI = "panti", "Masuk panti/LKS"
    DIPULANGKAN = "dipulangkan", "Dipulangkan"


class RejectionReason(Code):
    """Why a case cannot be served."""

    LUAR_WILAYAH = "luar_wilayah", "Di luar wilayah"
    BUKAN_KEWENANGAN = "bukan_kewenangan", "Bukan kewenangan"
    KRITERIA = "kriteria", "Tidak memenuhi kriteria (desil/sasaran)"
    TIDAK_BENAR = "tidak_benar", "Data tidak benar"
    SUDAH_MENERIMA = "sudah_menerima", "Sudah menerima layanan sama"
    BERKAS = "berkas", "Berkas tidak dilengkapi sampai batas waktu"
    LAINNYA = "lainnya", "Lainnya"


class ToldHow(Code):
    """How the family learnt how it ended."""

    LANGSUNG = "langsung", "Bertemu langsung"
    TELEPON = "telepon", "Telepon"
    WA = "wa", "WhatsApp"
    RELAWAN = "relawan", "Lewat relawan"
    SURAT = "surat", "Surat"
    TIDAK_ADA = "tidak_ada", "Tidak ada yang dapat diberi tahu"


NOBODY_TO_TELL = frozenset({ResultCode.TIDAK_DITEMUKAN, ResultCode.PINDAH, ResultCode.MENINGGAL})
SATISFACTION = {1: "Tidak puas", 2: "Kurang puas", 3: "Puas", 4: "Sangat puas"}
