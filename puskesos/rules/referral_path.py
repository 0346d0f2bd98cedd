"""The referral's states and steps (domain.md 1.3). An office may answer once and late, so steps forward may be skipped;
feedback is the step to `selesai` or `ditolak`. Letters are for koordinator and BO (1.4); in an emergency, where FO may
refer before the decision, FO sends the letter and notes the answer too. A wrong answer is corrected by our staff alone,
with a reason, by a table of its own: an office that holds the letter takes nothing back."""

from collections.abc import Collection

from puskesos.rules.code import Code
from puskesos.rules.path import Transition, find_step, steps_from
from puskesos.rules.roles import Role


class ReferralState(Code):
    """Status rujukan."""

    DRAF = "draf", "Draf"
    DIKIRIM = "dikirim", "Dikirim"
    DITERIMA = "diterima", "Diterima instansi"
    DIPROSES = "diproses", "Dalam pelayanan"
    SELESAI = "selesai", "Selesai"
    DITOLAK = "ditolak", "Ditolak"
    BATAL = "batal", "Dibatalkan"


class ContactChannel(Code):
    """How a step was sent or learnt."""

    SURAT = "surat", "Surat"
    WA = "wa", "WA"
    TELEPON = "telepon", "Telepon"
    DATANG = "datang", "Datang"
    TAUTAN = "tautan", "Kode/QR pada surat"


CLOSED_REFERRAL_STATES = frozenset({ReferralState.SELESAI, ReferralState.DITOLAK, ReferralState.BATAL})
OPEN_REFERRAL_STATES = frozenset(ReferralState) - CLOSED_REFERRAL_STATES

S = ReferralState
OFFICE = frozenset({Role.KOORDINATOR, Role.BO})
FO = frozenset({Role.FO})
SENT = ("agency", "officer", "letter_number", "sent_on", "channel")
HEARD = ("answered_on", "channel", "contact")
ANSWERED = ("answered_on", "channel", "contact", "text")

REFERRAL_TRANSITIONS: tuple[Transition[ReferralState], ...] = (
    Transition(S.DRAF, S.DIKIRIM, OFFICE, SENT, "Kirim", FO),
    Transition(S.DRAF, S.BATAL, OFFICE, ("reason",), "Batalkan"),
    Transition(S.DIKIRIM, S.DITERIMA, OFFICE, HEARD, "Catat diterima", FO),
    Transition(S.DIKIRIM, S.DIPROSES, OFFICE, HEARD, "Catat dalam pelayanan", FO),
    Transition(S.DIKIRIM, S.SELESAI, OFFICE, ANSWERED, "Catat selesai", FO),
    Transition(S.DIKIRIM, S.DITOLAK, OFFICE, ANSWERED, "Catat ditolak", FO),
    Transition(S.DIKIRIM, S.BATAL, OFFICE, ("reason",), "Batalkan"),
    Transition(S.DITERIMA, S.DIPROSES, OFFICE, HEARD, "Catat dalam pelayanan", FO),
    Transition(S.DITERIMA, S.SELESAI, OFFICE, ANSWERED, "Catat selesai", FO),
    Transition(S.DITERIMA, S.DITOLAK, OFFICE, ANSWERED, "Catat ditolak", FO),
    Transition(S.DITERIMA, S.BATAL, OFFICE, ("reason",), "Batalkan"),
    Transition(S.DIPROSES, S.SELESAI, OFFICE, ANSWERED, "Catat selesai", FO),
    Transition(S.DIPROSES, S.DITOLAK, OFFICE, ANSWERED, "Catat ditolak", FO),
    Transition(S.DIPROSES, S.BATAL, OFFICE, ("reason",), "Batalkan"),
)

CORRECTED_TO = {
    S.DITERIMA: (HEARD, "Koreksi jawaban: baru diterima"),
    S.SELESAI: (ANSWERED, "Koreksi jawaban: selesai"),
    S.DITOLAK: (ANSWERED, "Koreksi jawaban: ditolak"),
}
CORRECTIONS: tuple[Transition[ReferralState], ...] = tuple(
    Transition(source, target, OFFICE, (*needs, "correction"), label)
    for source in (S.SELESAI, S.DITOLAK)
    for target, (needs, label) in CORRECTED_TO.items()
)


def referral_transitions_from(state: str) -> tuple[Transition[ReferralState], ...]:
    """The steps out of a state."""
    return steps_from(REFERRAL_TRANSITIONS, state)


def find_referral_transition(source: str, target: str) -> Transition[ReferralState] | None:
    """The step between two states, or None where the path has none."""
    return find_step(REFERRAL_TRANSITIONS, source, target)


def corrections_from(state: str) -> tuple[Transition[ReferralState], ...]:
    """What an answer may be corrected to, its own kind in other words included."""
    return steps_from(CORRECTIONS, state)


def find_correction(source: str, target: str) -> Transition[ReferralState] | None:
    """The correction between two answers, or None where there is none."""
    return find_step(CORRECTIONS, source, target)


def may_move_referral(source: str, target: str, roles: Collection[str], *, emergency: bool = False) -> bool:
    """Whether someone holding *roles* may take the referral from *source* to *target*."""
    step = find_referral_transition(source, target)
    return step is not None and step.is_open_to(roles, emergency=emergency)


def may_send_letter(roles: Collection[str], *, emergency: bool) -> bool:
    """Whether someone holding *roles* may print the letter of a case, send it and note what the office says."""
    return may_move_referral(ReferralState.DRAF, ReferralState.DIKIRIM, roles, emergency=emergency)
