"""The case's states and the one table of steps between them (domain.md 1.3), each with the deed it is taken by.

While an assignment is open the case stays in `kunjungan`. The koordinator may take every step. In an emergency FO and
BO dispatch first, and help may begin before the decision, which then stays waited for ("penetapan menyusul"); a
volunteer opens no case but those of an own task, and reports from the field instead.
`draf` is a report from the field that the counter has not seen yet (rules/field_report.py): no case row stands in it. A
form half typed at the counter stays on its device and is no case either. What only the koordinator may do, front and
back office may propose (domain.md 1.3, 1.4).
"""

from collections.abc import Collection
from functools import lru_cache

from puskesos.rules.code import Code
from puskesos.rules.outcome import DecisionChoice, RecommendationChoice, RejectionReason, ResultCode
from puskesos.rules.path import Transition, find_step, steps_from
from puskesos.rules.roles import Role

__all__ = [
    "CLOSED_STATES",
    "OPEN_STATES",
    "TRANSITIONS",
    "CaseAct",
    "CaseState",
    "DecisionChoice",
    "RecommendationChoice",
    "RejectionReason",
    "ResultCode",
    "Transition",
    "acts_for",
    "find_act",
    "find_transition",
    "may_move",
    "refers",
    "transitions_from",
    "waits_for",
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


class CaseAct(Code):
    """By what a step is taken; the word is its address below the case, the label its button."""

    PENDAFTARAN = "pendaftaran", "Daftarkan"
    PENUGASAN = "penugasan", "Tugaskan relawan"
    CEK_DATA = "cek-data", "Isi cek data"
    KEKURANGAN = "kekurangan", "Berkas kurang"
    KELENGKAPAN = "kelengkapan", "Berkas sudah lengkap"
    INFORMASI = "informasi", "Informasi sudah diberikan"
    SEGERA = "penanganan-segera", "Tangani sekarang, penetapan menyusul"
    REKOMENDASI = "rekomendasi", "Beri rekomendasi"
    PENETAPAN = "penetapan", "Tetapkan"
    SUSULAN = "penetapan-susulan", "Tetapkan yang sudah berjalan"
    PENGEMBALIAN = "pengembalian", "Kembalikan ke BO"
    RUJUKAN = "rujukan", "Rujuk ke instansi"
    PENUTUPAN = "penutupan", "Tutup kasus"
    PENOLAKAN = "penolakan", "Tidak dapat dilayani"
    PEMBUKAAN = "pembukaan", "Buka kembali"
    PEMBATALAN = "pembatalan", "Batalkan atau duplikat"
    USUL_KUNJUNGAN = "usulan-kunjungan", "Usulkan kunjungan"
    USUL_TUTUP = "usulan-tutup", "Usulkan tutup"


CLOSED_STATES = frozenset({CaseState.SELESAI, CaseState.DITOLAK, CaseState.BATAL})
OPEN_STATES = frozenset(CaseState) - CLOSED_STATES
BEFORE_DECISION = OPEN_STATES - {CaseState.DILAYANI, CaseState.DIRUJUK}

S, A = CaseState, CaseAct
NOBODY: frozenset[str] = frozenset()
KOORDINATOR = frozenset({Role.KOORDINATOR})
FO = KOORDINATOR | {Role.FO}
BO = KOORDINATOR | {Role.BO}
STAFF = FO | BO
DISPATCHERS = frozenset({Role.FO, Role.BO})
PROPOSED_BY = {A.PENUGASAN: A.USUL_KUNJUNGAN, A.PENUTUPAN: A.USUL_TUTUP}  # to the koordinator, by FO and BO

REGISTERED = ("reporter", "client", "village", "kind", "area", "story")
INCOMPLETE = ("missing_papers", "text")
VISITED = ("assignment",)
HANDLED = ("data_check",)
RECOMMENDED = ("recommendation", "reason")
SERVED = ("decision", "officer", "due_on")
REFERRED = ("decision", "referral")
FINISHED = ("result", "text", "told_on")
INFORMED = ("answer",)
REFUSED = ("rejection_reason", "text", "told_text")
HELPED, SENT_ON = ("officer", "text"), ("referral", "text")
REASON = ("reason",)

TRANSITIONS: tuple[Transition[CaseState], ...] = (
    Transition(S.DRAF, S.TERDAFTAR, FO, REGISTERED, "Daftarkan", act=A.PENDAFTARAN),
    Transition(S.DRAF, S.BATAL, FO, REASON, "Batalkan draf", act=A.PEMBATALAN),
    Transition(S.TERDAFTAR, S.KUNJUNGAN, KOORDINATOR, VISITED, "Tugaskan PSM", DISPATCHERS, A.PENUGASAN),
    Transition(S.TERDAFTAR, S.PENANGANAN, STAFF, HANDLED, "Cek data", act=A.CEK_DATA),
    Transition(S.TERDAFTAR, S.PERLU_PERBAIKAN, STAFF, INCOMPLETE, "Berkas kurang", act=A.KEKURANGAN),
    Transition(S.TERDAFTAR, S.SELESAI, FO, INFORMED, "Informasi diberikan", act=A.INFORMASI),
    Transition(S.TERDAFTAR, S.DILAYANI, NOBODY, HELPED, "Tangani sekarang", STAFF, A.SEGERA),
    Transition(S.TERDAFTAR, S.DIRUJUK, NOBODY, SENT_ON, "Rujuk sekarang", STAFF, A.SEGERA),
    Transition(S.TERDAFTAR, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani", act=A.PENOLAKAN),
    Transition(S.TERDAFTAR, S.BATAL, FO, REASON, "Batalkan", act=A.PEMBATALAN),
    Transition(S.PERLU_PERBAIKAN, S.TERDAFTAR, FO, (), "Berkas sudah lengkap", act=A.KELENGKAPAN),
    Transition(S.PERLU_PERBAIKAN, S.KUNJUNGAN, KOORDINATOR, VISITED, "Tugaskan PSM", DISPATCHERS, A.PENUGASAN),
    Transition(S.PERLU_PERBAIKAN, S.DILAYANI, NOBODY, HELPED, "Tangani sekarang", STAFF, A.SEGERA),
    Transition(S.PERLU_PERBAIKAN, S.DIRUJUK, NOBODY, SENT_ON, "Rujuk sekarang", STAFF, A.SEGERA),
    Transition(S.PERLU_PERBAIKAN, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani", act=A.PENOLAKAN),
    Transition(S.PERLU_PERBAIKAN, S.BATAL, FO, REASON, "Batalkan", act=A.PEMBATALAN),
    Transition(S.KUNJUNGAN, S.PENANGANAN, STAFF, HANDLED, "Cek data", act=A.CEK_DATA),
    Transition(S.KUNJUNGAN, S.DILAYANI, NOBODY, HELPED, "Tangani sekarang", STAFF, A.SEGERA),
    Transition(S.KUNJUNGAN, S.DIRUJUK, NOBODY, SENT_ON, "Rujuk sekarang", STAFF, A.SEGERA),
    Transition(S.KUNJUNGAN, S.BATAL, FO, REASON, "Batalkan", act=A.PEMBATALAN),
    Transition(S.PENANGANAN, S.MENUNGGU_PENETAPAN, BO, RECOMMENDED, "Beri rekomendasi", act=A.REKOMENDASI),
    Transition(S.PENANGANAN, S.KUNJUNGAN, KOORDINATOR, VISITED, "Tugaskan PSM", DISPATCHERS, A.PENUGASAN),
    Transition(S.PENANGANAN, S.PERLU_PERBAIKAN, STAFF, INCOMPLETE, "Berkas kurang", act=A.KEKURANGAN),
    Transition(S.PENANGANAN, S.DILAYANI, NOBODY, HELPED, "Tangani sekarang", STAFF, A.SEGERA),
    Transition(S.PENANGANAN, S.DIRUJUK, NOBODY, SENT_ON, "Rujuk sekarang", STAFF, A.SEGERA),
    Transition(S.MENUNGGU_PENETAPAN, S.DILAYANI, KOORDINATOR, SERVED, "Layani di Puskesos", act=A.PENETAPAN),
    Transition(S.MENUNGGU_PENETAPAN, S.DIRUJUK, KOORDINATOR, REFERRED, "Rujuk ke instansi", act=A.PENETAPAN),
    Transition(S.MENUNGGU_PENETAPAN, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani", act=A.PENETAPAN),
    Transition(S.MENUNGGU_PENETAPAN, S.PENANGANAN, KOORDINATOR, ("text",), "Kembalikan ke BO", act=A.PENGEMBALIAN),
    Transition(S.DILAYANI, S.SELESAI, KOORDINATOR, FINISHED, "Tutup kasus", act=A.PENUTUPAN),
    Transition(S.DILAYANI, S.DIRUJUK, KOORDINATOR, REFERRED, "Rujuk ke instansi", act=A.RUJUKAN),
    Transition(S.DIRUJUK, S.SELESAI, KOORDINATOR, FINISHED, "Tutup kasus", act=A.PENUTUPAN),
    Transition(S.DIRUJUK, S.DILAYANI, KOORDINATOR, SERVED, "Layani di Puskesos", act=A.PENETAPAN),
    Transition(S.DIRUJUK, S.DITOLAK, KOORDINATOR, REFUSED, "Tidak dapat dilayani", act=A.PENETAPAN),
    Transition(S.SELESAI, S.PENANGANAN, KOORDINATOR, REASON, "Buka kembali", act=A.PEMBUKAAN),
    Transition(S.DITOLAK, S.PENANGANAN, KOORDINATOR, REASON, "Buka kembali", act=A.PEMBUKAAN),
)

# Not while a task is open.
STAYS_WITH_TASK = frozenset({A.CEK_DATA, A.INFORMASI, A.PENUTUPAN, A.PENOLAKAN, A.PEMBATALAN})
NOT_PROPOSED_BESIDE = STAYS_WITH_TASK | {A.PENUGASAN}  # an open task: nobody asks for a second one
WAITS_FOR = {
    S.DRAF: Role.FO,
    S.TERDAFTAR: Role.KOORDINATOR,
    S.PERLU_PERBAIKAN: Role.FO,
    S.KUNJUNGAN: Role.PSM,
    S.PENANGANAN: Role.BO,
    S.MENUNGGU_PENETAPAN: Role.KOORDINATOR,
    S.DILAYANI: Role.KOORDINATOR,
    S.DIRUJUK: Role.BO,
}


def transitions_from(state: str) -> tuple[Transition[CaseState], ...]:
    """The steps out of a state; the first is the one to offer as main button."""
    return steps_from(TRANSITIONS, state)


def find_transition(source: str, target: str) -> Transition[CaseState] | None:
    """The step between two states, or None where the path has none."""
    return find_step(TRANSITIONS, source, target)


def find_act(source: str, act: str) -> Transition[CaseState] | None:
    """The (first) step out of a state that is taken by this deed, or None where the deed is not to be done."""
    return next((step for step in transitions_from(source) if step.act == act), None)


def may_move(source: str, target: str, roles: Collection[str], *, emergency: bool = False) -> bool:
    """Whether someone holding *roles* may take the case from *source* to *target*."""
    step = find_transition(source, target)
    return step is not None and step.is_open_to(roles, emergency=emergency)


def acts_for(
    state: str,
    roles: Collection[str],
    *,
    emergency: bool = False,
    task_open: bool = False,
    undecided: bool = False,
    asked_only: bool = False,
    must_refer: bool = False,
) -> list[CaseAct]:
    """The deeds open to someone holding *roles*, in the table's order: what may be done is what is offered.

    An open task holds back what would end the case around its volunteer. A case helped before its decision
    (`undecided`) has that decision waiting, and is not closed without it. Only what was `asked_only` is answered at the
    counter. Violence `must_refer`: an office may be told at once, however urgent the case is called (domain.md 8.3).
    """
    acts = [*_acts_of(state, frozenset(roles), emergency, must_refer)]
    if not {Role.FO, Role.BO}.isdisjoint(roles):
        theirs = _acts_of(state, KOORDINATOR, emergency, must_refer)
        theirs = [act for act in theirs if act not in acts and not (task_open and act in NOT_PROPOSED_BESIDE)]
        acts += [PROPOSED_BY[act] for act in theirs if act in PROPOSED_BY and not (undecided and act == A.PENUTUPAN)]
    held = STAYS_WITH_TASK if task_open else frozenset()
    if emergency or not asked_only:
        held |= {A.INFORMASI}
    if undecided:
        held |= {A.PENUTUPAN}
        acts = ([] if KOORDINATOR.isdisjoint(roles) else [A.SUSULAN]) + acts
    return [act for act in acts if act not in held]


@lru_cache(maxsize=1024)
def _acts_of(state: str, roles: frozenset[str], emergency: bool, must_refer: bool) -> tuple[CaseAct, ...]:
    """The deeds that the table opens to these roles, whatever holds a case back at the moment."""
    steps = transitions_from(state)
    taken = [step for step in steps if step.is_open_to(roles, emergency=emergency or (must_refer and refers(step)))]
    acts = list(dict.fromkeys(CaseAct(step.act) for step in taken))
    if state == S.PENANGANAN and A.REKOMENDASI in acts and not KOORDINATOR.isdisjoint(roles):
        acts.insert(1, A.PENETAPAN)  # the koordinator's own recommendation goes with the decision
    if state == S.KUNJUNGAN and may_move(S.PENANGANAN, S.KUNJUNGAN, roles, emergency=emergency):
        acts.append(A.PENUGASAN)  # after a task that was given back, for another visit, or a second volunteer
    return tuple(acts)


def refers(step: Transition[CaseState]) -> bool:
    """Whether this is the shortcut that tells an office at once."""
    return step.act == A.SEGERA and step.target == S.DIRUJUK


def waits_for(state: str, *, task_open: bool = False, undecided: bool = False) -> Role | None:
    """The role a case in this state waits for; None when it is closed."""
    if undecided or (state == S.KUNJUNGAN and not task_open):
        return Role.KOORDINATOR
    return WAITS_FOR.get(CaseState(state))
