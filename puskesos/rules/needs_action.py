"""What of a case needs action now (Perlu tindakan): the reasons in order of urgency, whose they are, how each reads.
The query finds them; here stands what each means and which day divides in time from late (domain.md 7.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from puskesos.rules.case_path import OPEN_STATES, CaseAct, CaseState
from puskesos.rules.code import Code
from puskesos.rules.deadlines import ONE_DAY, add_working_days
from puskesos.rules.intake import Priority
from puskesos.rules.roles import Role
from puskesos.rules.step_targets import Step

CONTACT_HOURS, ANSWER_HOURS = timedelta(hours=2), timedelta(hours=1)  # darurat: first contact, anybody's answer


class Need(Code):
    """Yang perlu ditindak, most urgent first."""

    TUGAS = "tugas", "Relawan belum menerima tugas"
    TANYA = "tanya", "Relawan bertanya"
    KONTAK = "kontak", "Kontak pertama terlambat"
    ESKALASI = "eskalasi", "Diteruskan ke koordinator"
    LEWAT = "lewat", "Lewat batas waktu"
    PENETAPAN = "penetapan", "Menunggu penetapan"
    LAPORAN = "laporan", "Laporan kunjungan masuk"
    TUNDA = "tunda", "Relawan minta ditunda"
    KABAR = "kabar", "Jawaban belum disampaikan"
    SURAT = "surat", "Surat belum dikirim"
    RUJUKAN = "rujukan", "Rujukan belum dijawab"
    LANGKAH = "langkah", "Langkah terlalu lama"
    BERKAS = "berkas", "Berkas belum datang"
    SEGERA = "segera", "Segera jatuh tempo"
    SENYAP = "senyap", "Lama tanpa kabar"


ORDER = tuple(Need)
BITS: Mapping[Need, int] = {need: 1 << place for place, need in enumerate(ORDER)}
ALL_BITS = (1 << len(ORDER)) - 1
S = CaseState
BACK_OFFICE = frozenset({S.TERDAFTAR, S.PERLU_PERBAIKAN, S.KUNJUNGAN, S.PENANGANAN})  # whose next step it takes
DECIDING = frozenset({S.MENUNGGU_PENETAPAN, S.DILAYANI, S.DIRUJUK})  # whose next step the koordinator takes
SEEN_BY: Mapping[Role, Mapping[Need, frozenset[CaseState]]] = {
    Role.KOORDINATOR: {
        **dict.fromkeys(ORDER, frozenset(OPEN_STATES)),
        Need.LANGKAH: DECIDING,
        Need.BERKAS: frozenset(),
        Need.SEGERA: DECIDING,
        Need.SENYAP: DECIDING,
    },
    Role.BO: {
        **dict.fromkeys(ORDER, BACK_OFFICE | {S.DIRUJUK}),
        Need.ESKALASI: frozenset(),
        Need.PENETAPAN: frozenset(),
        Need.TUGAS: frozenset(),
        Need.TUNDA: frozenset(),
    },
}
# What the koordinator is told of a restricted case wherever it stands: perhaps it opens for nobody else.
WATCHED = frozenset({Need.LANGKAH, Need.BERKAS, Need.SEGERA, Need.SENYAP})


@dataclass(frozen=True, slots=True)
class Facts:
    """Days and names that a reason is told with; what does not belong to it stays empty.

    `stands` says what the case waits for, as its next step has it: "surat ke RSUD belum dikirim"; `why` what a
    volunteer gave as reason.
    """

    state: str
    stands: str = "belum ada kemajuan"
    due: str = ""
    step_since: str = ""
    who: str = ""
    office: str = ""
    day: str = ""
    papers: str = ""
    why: str = ""


def needs_in(bits: int) -> list[Need]:
    """The reasons of a row, most urgent first."""
    return [need for need in ORDER if bits & BITS[need]]


def seen_by(roles: Collection[Role], need: Need) -> frozenset[CaseState]:
    """The states in which somebody with these roles is told of a need."""
    return frozenset(state for role in roles if role in SEEN_BY for state in SEEN_BY[role][need])


def sentence(need: Need, facts: Facts) -> str:
    """Why the case is listed, as one sentence."""
    return {
        Need.TUGAS: f"{facts.who or 'Relawan'} belum menerima tugas sejak {facts.day}.",
        Need.TANYA: f"{facts.who or 'Relawan'} bertanya dan menunggu jawaban sejak {facts.day}.",
        Need.KONTAK: f"Keluarga belum dihubungi sejak kasus didaftarkan, {facts.step_since}.",
        Need.ESKALASI: f"Diteruskan karena {facts.stands} sejak {facts.step_since}.",
        Need.LEWAT: f"Lewat batas waktu {facts.due}: {facts.stands}.",
        Need.PENETAPAN: f"{_DECISION.get(facts.state, 'Penetapan menyusul sejak')} {facts.step_since}.",
        Need.LAPORAN: f"Laporan {facts.who or 'relawan'} menunggu diperiksa sejak {facts.day}.",
        Need.TUNDA: f"{facts.who or 'Relawan'} minta ditunda sampai {facts.day}{_because(facts.why)}.",
        Need.KABAR: f"{facts.office or 'Instansi'} sudah menjawab; sampaikan kepada keluarga.",
        Need.SURAT: f"Surat ke {facts.office or 'instansi'} belum dikirim sejak {facts.day}.",
        Need.RUJUKAN: f"{facts.office or 'Instansi'} belum menjawab; seharusnya {facts.day}.",
        Need.LANGKAH: f"{_capital(facts.stands)} sejak {facts.step_since}.",
        Need.BERKAS: _papers_sentence(facts),
        Need.SEGERA: f"Jatuh tempo {facts.due}.",
        Need.SENYAP: f"Tidak ada kabar sejak {facts.day}.",
    }[need]


STANDS: Mapping[str, str] = {  # what has not happened while an act is the next step
    CaseAct.PENUGASAN: "kasus belum ditangani",
    CaseAct.CEK_DATA: "cek data belum diisi",
    CaseAct.KELENGKAPAN: "berkas keluarga belum lengkap",
    CaseAct.INFORMASI: "pertanyaan belum dijawab",
    CaseAct.SEGERA: "kasus belum ditangani",
    CaseAct.REKOMENDASI: "rekomendasi back office belum ada",
    CaseAct.PENETAPAN: "penetapan belum ada",
    CaseAct.SUSULAN: "penetapan belum ada",
    CaseAct.PENUTUPAN: "kasus belum ditutup",
    CaseAct.USUL_TUTUP: "kasus belum ditutup",
}
_DECISION = {S.MENUNGGU_PENETAPAN: "Menunggu penetapan sejak"}  # elsewhere help went before it


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Moments and days before which something is late today; moments by (step, priority).

    `escalated`: the step has seen no progress for the koordinator's days, and its own limit is over too.
    """

    today: date
    soon: date
    silent: datetime
    unsent: datetime
    step: Mapping[tuple[str, str], datetime]
    escalated: Mapping[tuple[str, str], datetime]
    answer: Mapping[str, datetime]


def cutoffs_at(
    now: datetime,
    zone: str,
    days: Mapping[tuple[str, str], int],
    days_off: frozenset[date] = frozenset(),
    *,
    silent_days: int = 5,
) -> Cutoffs:
    """The cut-offs at this moment for a hub in `zone` with its step targets, holidays and days of silence."""
    today = now.astimezone(ZoneInfo(zone)).date()
    by_days = {n: began_before(today, n, zone, days_off) for n in {*days.values(), silent_days - 1, 0}}
    step = {key: by_days[n] for key, n in days.items()}
    heard = {(name, kind): by_days[max(n, days[Step.ESKALASI, kind])] for (name, kind), n in days.items()}
    answer = {str(kind): by_days[days[Step.ESKALASI, kind]] for kind in Priority}
    if days[Step.TERDAFTAR, Priority.DARURAT] == 0:
        step[Step.TERDAFTAR, Priority.DARURAT] = now - CONTACT_HOURS
    if days[Step.ESKALASI, Priority.DARURAT] == 0:
        answer[Priority.DARURAT] = heard[Step.TERDAFTAR, Priority.DARURAT] = now - ANSWER_HOURS
    soon = add_working_days(today, 1, days_off)
    return Cutoffs(today, soon, by_days[silent_days - 1], by_days[0], step, heard, answer)


@lru_cache(maxsize=256)
def began_before(today: date, days: int, zone: str, days_off: frozenset[date]) -> datetime:
    """The moment before which something began whose `days` working days are over today."""
    first = today
    while add_working_days(first, days, days_off) >= today:
        first -= ONE_DAY
    return datetime.combine(first + ONE_DAY, time(), ZoneInfo(zone))


def _papers_sentence(facts: Facts) -> str:
    if facts.papers and facts.day:
        return f"Dijanjikan {facts.day} dan belum dibawa: {facts.papers}."
    return f"Berkas ditunggu sejak {facts.step_since}: {facts.papers or 'lihat daftar berkas'}."


def _because(why: str) -> str:
    return f": {why.rstrip('.')}" if why else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
