"""The case's states and the one table of steps between them (domain.md 1.3).
While an assignment is open the case stays in `kunjungan`. The koordinator may take every step.
An emergency needs no steps of its own: FO or PSM dispatch first, the decision follows ("penetapan menyusul")."""

from collections.abc import Collection

from puskesos.rules.code import Code
from puskesos.rules.outcome import DecisionChoice, RecommendationChoice, RejectionReason, ResultCode
from puskesos.rules.path import Transition, find_step, steps_from
from puskesos.rules.roles import Role

__all__ = [
    "CLOSED_STATES",
    "OPEN_STATES",
    "TRANSITIONS",
    "CaseState",
    "DecisionChoice",
    "RecommendationChoice",
    "RejectionReason",
    "ResultCode",
    "Transition",
    "find_transition",
    "may_move",
    "transitions_from",
]


class CaseState(Code):
    """Status kasus."""

    DRAF = "draf", "Draf"
    TERDAFTAR = "terdaftar", "Terdaftar"
    PERLU_PERBAIKAN = "perlu_perbaikan", "Berkas kurang"
    KUNJUNGAN = "kunjungan", "Kunjungan lapangan"
    PENANGANAN = "penanganan", "Penanganan BO"
    MENUNGGU_PENETAPAN = "menunggu_penetapan", "Menunggu penetapan"
    DILAYANI = "dilayani", "Dilayani di Puskesos"
    DIRUJUK = "dirujuk", "Dirujuk"
    SELESAI = "selesai", "Selesai"
    DITOLAK = "ditolak", "Tidak dapat dilayani"
    BATAL = "batal", "Dibatalkan / Duplikat"


CLOSED_STATES = frozenset({CaseState.SELESAI, CaseState.DITOLAK, CaseState.BATAL})
OPEN_STATES = frozenset(CaseState) - CLOSED_STATES

S = CaseState
KOORDINATOR = frozenset({Role.KOORDINATOR})
FO = KOORDINATOR | {Role.FO}
BO = KOORDINATOR | {Role.BO}
FO_BO = FO | BO
DISPATCHERS = frozenset({Role.FO, Role.PSM})

REGISTERED = ("reporter", "client", "village", "kind", "area", "story")
INCOMPLETE = ("missing_papers", "text")
VISITED = ("assignment",)
HANDLED = ("data_check",)
RECOMMENDED = ("recommendation", "reason")
SERVED = ("decision", "officer", "due_on")
REFERRED = ("decision", "referral")
FINISHED = ("result", "text", "told_on")
REFUSED = ("rejection_reason", "text", "told_text")
REASON = ("reason",)

TRANSITIONS: tuple[Transition[CaseState], ...] = (
    Transition(S.DRAF, S.TERDAFTAR, FO, REGISTERED, "Daftarkan"),
    Transition(S.DRAF, S.BATAL, FO, REASON, "Batalkan draf"),
    Transition(S.TERDAFTAR, S.KUNJUNGAN, BO, VISITED, "Tugaskan PSM", DISPATCHERS),
    Transition(S.TERDAFTAR, S.PENANGANAN, BO, HANDLED, "Tangani"),
    Transition(S.TERDAFTAR, S.PERLU_PERBAIKAN, FO_BO, INCOMPLETE, "Berkas kurang"),
    Transition(S.TERDAFTAR, S.SELESAI, FO, FINISHED, "Informasi diberikan"),
    Transition(S.TERDAFTAR, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani"),
    Transition(S.TERDAFTAR, S.BATAL, FO, REASON, "Batalkan"),
    Transition(S.PERLU_PERBAIKAN, S.TERDAFTAR, FO, (), "Berkas sudah lengkap"),
    Transition(S.PERLU_PERBAIKAN, S.KUNJUNGAN, BO, VISITED, "Tugaskan PSM", DISPATCHERS),
    Transition(S.PERLU_PERBAIKAN, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani"),
    Transition(S.PERLU_PERBAIKAN, S.BATAL, FO, REASON, "Batalkan"),
    Transition(S.KUNJUNGAN, S.PENANGANAN, BO, HANDLED, "Lanjutkan penanganan"),
    Transition(S.PENANGANAN, S.MENUNGGU_PENETAPAN, BO, RECOMMENDED, "Ajukan penetapan"),
    Transition(S.PENANGANAN, S.KUNJUNGAN, BO, VISITED, "Tugaskan PSM", DISPATCHERS),
    Transition(S.PENANGANAN, S.PERLU_PERBAIKAN, FO_BO, INCOMPLETE, "Berkas kurang"),
    Transition(S.MENUNGGU_PENETAPAN, S.DILAYANI, KOORDINATOR, SERVED, "Layani di Puskesos"),
    Transition(S.MENUNGGU_PENETAPAN, S.DIRUJUK, KOORDINATOR, REFERRED, "Rujuk ke instansi"),
    Transition(S.MENUNGGU_PENETAPAN, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani"),
    Transition(S.MENUNGGU_PENETAPAN, S.PENANGANAN, KOORDINATOR, ("text",), "Kembalikan ke BO"),
    Transition(S.DILAYANI, S.SELESAI, KOORDINATOR, FINISHED, "Tutup kasus"),
    Transition(S.DILAYANI, S.DIRUJUK, KOORDINATOR, REFERRED, "Rujuk ke instansi"),
    Transition(S.DIRUJUK, S.SELESAI, KOORDINATOR, FINISHED, "Tutup kasus"),
    Transition(S.DIRUJUK, S.DILAYANI, KOORDINATOR, SERVED, "Layani di Puskesos"),
    Transition(S.DIRUJUK, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani"),
    Transition(S.SELESAI, S.PENANGANAN, KOORDINATOR, REASON, "Buka kembali"),
    Transition(S.DITOLAK, S.PENANGANAN, KOORDINATOR, REASON, "Buka kembali"),
)


def transitions_from(state: str) -> tuple[Transition[CaseState], ...]:
    """The steps out of a state; the first is the one to offer as main button."""
    return steps_from(TRANSITIONS, state)


def find_transition(source: str, target: str) -> Transition[CaseState] | None:
    """The step between two states, or None where the path has none."""
    return find_step(TRANSITIONS, source, target)


def may_move(source: str, target: str, roles: Collection[str], *, emergency: bool = False) -> bool:
    """Whether someone holding *roles* may take the case from *source* to *target*."""
    step = find_transition(source, target)
    return step is not None and step.is_open_to(roles, emergency=emergency)
