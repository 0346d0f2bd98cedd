"""What a referral is about: legal basis, numbers, when an answer is due, what it waits for (domain 1.3, 6.2, 8.1)."""

from collections.abc import Collection
from datetime import date, timedelta

from puskesos.rules.code import Code
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.intake import Priority
from puskesos.rules.referral_path import ContactChannel, ReferralState

CODE_DAYS = timedelta(days=90)
LETTER_DAYS = timedelta(days=7)  # a letter may be dated so long before its case was registered, or ahead
LONGEST_WAIT = timedelta(days=365)
OFFICE_ANSWERS = (ReferralState.DITERIMA, ReferralState.SELESAI, ReferralState.DITOLAK)
ANSWERED_STATES = frozenset({ReferralState.SELESAI, ReferralState.DITOLAK})
UNANSWERED_STATES = frozenset({ReferralState.DIKIRIM, ReferralState.DITERIMA, ReferralState.DIPROSES})
STAFF_CHANNELS = tuple(channel for channel in ContactChannel if channel != ContactChannel.TAUTAN)


class LegalBasis(Code):
    """Dasar penyampaian data klien (UU 27/2022 Pasal 20, 25, 26); consent is for extras only."""

    PUBLIK = "tugas_pelayanan_publik", "Tugas pelayanan publik"
    TERTULIS = "persetujuan_tertulis", "Persetujuan klien, tertulis"
    LISAN = "persetujuan_lisan", "Persetujuan klien, lisan dengan saksi"
    WALI = "persetujuan_wali", "Persetujuan orang tua/wali"
    VITAL = "kepentingan_vital", "Kepentingan vital (keselamatan jiwa)"
    HUKUM = "kewajiban_hukum", "Kewajiban hukum"


class LetterIdentity(Code):
    """Identitas di surat: how a letter of a restricted case names its client (domain 8.4)."""

    INISIAL = "inisial", "Inisial; identitas disampaikan langsung"
    LENGKAP = "lengkap", "Lengkap, dalam amplop tertutup"


class ReferralEventKind(Code):
    """What a line of the channel log tells."""

    STATUS = "status", "Status"
    PENGINGAT = "pengingat", "Pengingat"
    KABAR = "kabar", "Kabar ke keluarga"
    KODE = "kode", "Kode jawaban"


# What must be told beside the basis; a signed consent speaks for itself.
BASIS_NOTES = {
    LegalBasis.LISAN: "Tulis siapa saksinya.",
    LegalBasis.WALI: "Tulis siapa orang tua/walinya.",
    LegalBasis.VITAL: "Tulis bahaya apa yang dihindari.",
    LegalBasis.HUKUM: "Tulis dasar kewajibannya.",
}


def referral_problems(
    *,
    agency: object,
    wanted: str,
    reason: str,
    basis: str,
    basis_note: str,
    officer: str,
    letter_on: date | None,
    answer_due_on: date | None,
) -> dict[str, str]:
    """Everything that a referral lacks, as a sentence at its field."""
    needed: dict[str, tuple[object, str]] = {
        "agency": (agency, "Pilih instansi tujuan, atau tulis nama instansi lain."),
        "wanted": (wanted, "Isi layanan yang diminta."),
        "reason": (reason, "Isi alasan rujukan."),
        "basis": (basis, "Pilih dasar penyampaian data."),
        "referral_officer": (officer, "Isi petugas penanggung jawab."),
        "letter_on": (letter_on, "Isi tanggal surat."),
    }
    problems = {field: message for field, (value, message) in needed.items() if not value}
    if basis and not basis_note and (message := BASIS_NOTES.get(LegalBasis(basis))):
        problems["basis_note"] = message
    if answer_due_on and letter_on and answer_due_on < letter_on:
        problems["answer_due_on"] = "Jawaban tidak dapat diharapkan sebelum tanggal surat."
    return problems


def referral_number(kecamatan_code: str, day: date, seq: int) -> str:
    """The number of a referral in the register, "R-321617-2611-0007" (domain 6.4)."""
    return f"R-{kecamatan_code.replace('.', '')}-{day:%y%m}-{seq:04}"


def answer_days(priority: str, *, urgent: int, prompt: int, usual: int, own: int | None = None) -> int:
    """Working days an office has for a case of that urgency; its `own` number counts where nothing presses."""
    return {Priority.DARURAT: urgent, Priority.SEGERA: prompt}.get(Priority(priority), own or usual)


def answer_due(sent_on: date, days: int, days_off: Collection[date] = ()) -> date:
    """The day by which the office is asked to answer; `days_off` are the hub's own holidays."""
    return add_working_days(sent_on, days, days_off)


def usual_basis(priority: str) -> LegalBasis:
    """The basis to start from: a hub serves the public; in an emergency life comes first (domain 8.1)."""
    return LegalBasis.VITAL if priority == Priority.DARURAT else LegalBasis.PUBLIK


def code_end(*days: date | None) -> date:
    """The last day on which a letter's code answers: counted from the latest of its days, so that none is sent dead."""
    return max(day for day in days if day) + CODE_DAYS


def is_unanswered(state: str) -> bool:
    """Whether the letter is out and no result has come back."""
    return state in UNANSWERED_STATES


def must_tell_family(state: str, told_on: date | None) -> bool:
    """Whether an answer came that the family has not heard yet."""
    return state in ANSWERED_STATES and told_on is None
