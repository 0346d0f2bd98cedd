"""What a referral is about: legal basis, numbers, when an answer is due, what it waits for (domain 1.3, 6.2, 8.1)."""

from collections.abc import Collection
from datetime import date, timedelta

from puskesos.rules.code import Code
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.referral_path import ContactChannel, ReferralState

LETTER_CLASS = "400.9"  # Sosial (Permendagri 83/2022)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
CODE_DAYS = timedelta(days=90)
LETTER_DAYS = timedelta(days=7)  # a letter may be dated so long before its case was registered, or ahead
LONGEST_WAIT = timedelta(days=365)
OFFICE_ANSWERS = (ReferralState.DITERIMA, ReferralState.SELESAI, ReferralState.DITOLAK)
ANSWERED_STATES = frozenset({ReferralState.SELESAI, ReferralState.DITOLAK})
UNANSWERED_STATES = frozenset({ReferralState.DIKIRIM, ReferralState.DITERIMA, ReferralState.DIPROSES})
STAFF_CHANNELS = tuple(channel for channel in ContactChannel if channel != ContactChannel.TAUTAN)


class LegalBasis(Code):
    """Dasar penyampaian data klien (UU 27/2022 Pasal 20, 25, 26)."""

    TERTULIS = "persetujuan_tertulis", "Persetujuan klien, tertulis"
    LISAN = "persetujuan_lisan", "Persetujuan klien, lisan dengan saksi"
    WALI = "persetujuan_wali", "Persetujuan orang tua/wali"
    VITAL = "kepentingan_vital", "Kepentingan vital (keselamatan jiwa)"
    HUKUM = "kewajiban_hukum", "Kewajiban hukum"


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


def letter_number(seq: int, hub_code: str, day: date) -> str:
    """The number on a letter, "400.9/017/PKS-321617/XI/2026" (domain 6.2); the counter begins anew each year."""
    hub = hub_code.replace(".", "")
    return f"{LETTER_CLASS}/{seq:03}/PKS-{hub}/{ROMAN[day.month - 1]}/{day.year}"


def referral_number(kecamatan_code: str, day: date, seq: int) -> str:
    """The number of a referral in the register, "R-321617-2611-0007" (domain 6.4)."""
    return f"R-{kecamatan_code.replace('.', '')}-{day:%y%m}-{seq:04}"


def answer_due(sent_on: date, days: int, days_off: Collection[date] = ()) -> date:
    """The day by which the office is asked to answer; `days_off` are the hub's own holidays."""
    return add_working_days(sent_on, days, days_off)


def code_end(*days: date | None) -> date:
    """The last day on which a letter's code answers: counted from the latest of its days, so that none is sent dead."""
    return max(day for day in days if day) + CODE_DAYS


def is_unanswered(state: str) -> bool:
    """Whether the letter is out and no result has come back."""
    return state in UNANSWERED_STATES


def must_tell_family(state: str, told_on: date | None) -> bool:
    """Whether an answer came that the family has not heard yet."""
    return state in ANSWERED_STATES and told_on is None
