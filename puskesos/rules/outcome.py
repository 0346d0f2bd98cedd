"""What is recommended, decided and concluded on a case, and what each of these needs (domain.md 1.3)."""

from datetime import date

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


def decision_problems(
    choice: str, *, officer: str = "", target_on: date | None = None, rejection_reason: str = "", told_client: str = ""
) -> dict[str, str]:
    """What a decision of this kind lacks, as a sentence at its field; a referral says itself what it needs."""
    needed: dict[str, tuple[object, str]] = {}
    if choice == DecisionChoice.LAYANI:
        needed = {
            "officer": (officer, "Isi petugas yang melayani."),
            "target_on": (target_on, "Isi target selesai."),
        }
    elif choice == DecisionChoice.TOLAK:
        needed = {
            "rejection_reason": (rejection_reason, "Pilih alasan tidak dapat dilayani."),
            "told_client": (told_client, "Tulis apa yang disampaikan kepada klien."),
        }
    return {field: message for field, (value, message) in needed.items() if not value}


def told_problem(result: str, told_how: str, told_on: date | None, registered_on: date, today: date) -> dict[str, str]:
    """What is wrong with how and when the family was told; nobody is told only where there is nobody to tell."""
    if told_how == ToldHow.TIDAK_ADA:
        if result in NOBODY_TO_TELL:
            return {}
        names = ", ".join(code.label.lower() for code in ResultCode if code in NOBODY_TO_TELL)
        return {"told_how": f"Beri tahu keluarga dahulu. Pilihan ini hanya untuk hasil {names}."}
    if told_on is None:
        return {"told_family_on": "Isi tanggal keluarga diberi tahu."}
    if told_on > today:
        return {"told_family_on": "Tanggal keluarga diberi tahu tidak boleh di masa depan."}
    return {"told_family_on": "Tanggal ini sebelum kasus didaftarkan."} if told_on < registered_on else {}


def given_problems(
    given: str, given_on: date | None, given_amount: int | None, registered_on: date, today: date
) -> dict[str, str]:
    """What is wrong with what the family is said to have got."""
    problems = {}
    if given_on and not registered_on <= given_on <= today:
        problems["given_on"] = "Tanggal diterima antara hari pendaftaran dan hari ini."
    if not given and (given_on or given_amount is not None):
        problems["given"] = "Tulis apa yang diterima keluarga."
    return problems


def advice_words(choice: str, agency_name: str = "", wanted: str = "", rejection_reason: str = "") -> str:
    """An advice without its reason: "Rujuk ke instansi (Dinas Pendidikan, beasiswa)"."""
    refused = RejectionReason(rejection_reason).label if rejection_reason else ""
    details = ", ".join(filter(None, (agency_name, wanted, refused)))
    return RecommendationChoice(choice).label + (f" ({details})" if details else "")
