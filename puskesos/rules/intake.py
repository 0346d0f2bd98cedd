"""Code lists of the intake form (domain.md 1.5 and 2.1), in the order people are used to; what is only a question."""

from puskesos.rules.code import Code


class IntakeKind(Code):
    """Jenis masukan."""

    PERMOHONAN = "permohonan", "Permohonan layanan"
    KELUHAN = "keluhan", "Keluhan"
    PERTANYAAN = "pertanyaan", "Pertanyaan/informasi"
    SARAN = "saran", "Saran"
    PENGADUAN = "pengaduan", "Pengaduan"
    LAPORAN = "laporan", "Laporan kejadian (darurat/PPKS)"


class Channel(Code):
    """Cara masuk."""

    DATANG = "datang", "Datang langsung"
    KUNJUNGAN = "kunjungan", "Kunjungan/outreach PSM"
    TELEPON = "telepon", "Telepon/WA"
    SURAT = "surat", "Surat"
    DESA = "desa", "Laporan RT/RW/desa"
    POLISI_FASKES = "polisi_faskes", "Polisi/faskes"
    MEDIA = "media", "Media sosial/SP4N-LAPOR"
    RUJUKAN_BALIK = "rujukan_balik", "Rujukan balik"


class Priority(Code):
    """Prioritas, most urgent first."""

    DARURAT = "darurat", "Darurat"
    SEGERA = "segera", "Segera"
    BIASA = "biasa", "Biasa"


class Relation(Code):
    """Hubungan pelapor dengan klien."""

    DIRI = "diri", "Diri sendiri"
    PASANGAN = "pasangan", "Suami/istri"
    ORANG_TUA = "orang_tua", "Orang tua"
    ANAK = "anak", "Anak"
    SAUDARA = "saudara", "Saudara"
    KELUARGA = "keluarga", "Keluarga lain"
    TETANGGA = "tetangga", "Tetangga"
    RT_RW = "rt_rw", "RT/RW"
    PERANGKAT_DESA = "perangkat_desa", "Perangkat desa"
    PSM_KADER = "psm_kader", "PSM/kader"
    FASKES = "faskes", "Faskes"
    POLISI = "polisi", "Polisi"
    SEKOLAH = "sekolah", "Sekolah"
    LKS = "lks", "LKS/yayasan"
    LAINNYA = "lainnya", "Lainnya"


class IdentityKnown(Code):
    """Identitas diketahui."""

    LENGKAP = "lengkap", "Lengkap"
    SEBAGIAN = "sebagian", "Sebagian"
    TIDAK = "tidak", "Tidak diketahui"


class NikReason(Code):
    """Why a person has no NIK here."""

    BELUM_PUNYA = "belum_punya", "Belum punya"
    TIDAK_DIBAWA = "tidak_dibawa", "Tidak dibawa"
    TIDAK_DIKETAHUI = "tidak_diketahui", "Tidak diketahui"
    WNA = "wna", "WNA"
    BAYI = "bayi", "Bayi"
    HILANG = "hilang", "Hilang"


class Sex(Code):
    """Jenis kelamin; the stored letter is the one the NIK reading and the papers use."""

    L = "L", "Laki-laki"
    P = "P", "Perempuan"


class Area(Code):
    """Bidang layanan."""

    PENDIDIKAN = "pendidikan", "Pendidikan"
    KESEHATAN = "kesehatan", "Kesehatan"
    SOSIAL_EKONOMI = "sosial_ekonomi", "Sosial ekonomi"


class Sector(Code):
    """Sektor: the nine of SLRT, then rehabilitation and disaster."""

    KESEHATAN = "kesehatan", "Kesehatan"
    PENDIDIKAN = "pendidikan", "Pendidikan"
    SOSIAL_EKONOMI = "sosial_ekonomi", "Sosial ekonomi"
    PANGAN = "pangan", "Pangan"
    ENERGI = "energi", "Energi"
    PERTANIAN = "pertanian", "Pertanian"
    PERIKANAN = "perikanan", "Perikanan"
    PERUMAHAN = "perumahan", "Perumahan"
    ADMINDUK = "adminduk", "Administrasi kependudukan"
    REHABILITASI = "rehabilitasi", "Rehabilitasi sosial"
    KEBENCANAAN = "kebencanaan", "Kebencanaan"


class Pillar(Code):
    """Pilar layanan: the five focus points of Karawang (domain.md section 0)."""

    P1 = "p1", "Perlindungan & jaminan sosial"
    P2 = "p2", "Rehabilitasi sosial"
    P3 = "p3", "Pemberdayaan sosial"
    P4 = "p4", "Peran serta masyarakat"
    P5 = "p5", "Lembaga filantropi"


INFORMATION_SERVICE = "L01"
QUESTIONS = frozenset({IntakeKind.PERTANYAAN, IntakeKind.SARAN})


def no_answer_because(kind: str, service_code: str, *, restricted: bool, emergency: bool) -> str:
    """Why a need may not end with an answer at the counter, as a sentence; empty when it was only asked about."""
    if restricted:
        return "Kasus terbatas tidak ditutup dengan jawaban di meja. Daftarkan dan tangani."
    if emergency:
        return "Kasus darurat tidak ditutup dengan jawaban di meja. Daftarkan dan tangani."
    if kind in QUESTIONS or service_code == INFORMATION_SERVICE:
        return ""
    return "Hanya pertanyaan, saran, atau layanan informasi yang selesai dengan jawaban di meja. Daftarkan dan tangani."
