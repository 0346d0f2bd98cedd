"""The assignment's states and steps (domain.md 1.3), and the column of the board each state stands in.
Only the volunteer accepts, declines, gives back, reports; koordinator and BO review; only the koordinator cancels."""

from collections.abc import Collection

from puskesos.rules.code import Code
from puskesos.rules.path import Transition, find_step, steps_from
from puskesos.rules.roles import Role
from puskesos.rules.visit import AssignmentKind, VisitConclusion, VisitOutcome

__all__ = [
    "ASSIGNMENT_TRANSITIONS",
    "BOARD_COLUMNS",
    "CLOSED_ASSIGNMENT_STATES",
    "OPEN_ASSIGNMENT_STATES",
    "REPORT_AWAITED_IN",
    "AssignmentKind",
    "AssignmentState",
    "BoardColumn",
    "VisitConclusion",
    "VisitOutcome",
    "assignment_transitions_from",
    "column_of",
    "find_assignment_transition",
    "may_move_assignment",
]


class AssignmentState(Code):
    """Status penugasan."""

    DITUGASKAN = "ditugaskan", "Ditugaskan"
    DITERIMA = "diterima", "Diterima PSM"
    DIKERJAKAN = "dikerjakan", "Di lapangan"
    DILAPORKAN = "dilaporkan", "Laporan masuk"
    DISETUJUI = "disetujui", "Disetujui"
    DIKEMBALIKAN = "dikembalikan", "Perlu perbaikan"
    KUNJUNGAN_ULANG = "kunjungan_ulang", "Kunjungan ulang"
    BATAL = "batal", "Dibatalkan"
    DITOLAK = "ditolak", "Ditolak PSM"


CLOSED_ASSIGNMENT_STATES = frozenset({AssignmentState.DISETUJUI, AssignmentState.BATAL, AssignmentState.DITOLAK})
OPEN_ASSIGNMENT_STATES = frozenset(AssignmentState) - CLOSED_ASSIGNMENT_STATES
REPORT_AWAITED_IN = OPEN_ASSIGNMENT_STATES - {AssignmentState.DILAPORKAN}

S = AssignmentState
PSM = frozenset({Role.PSM})
REVIEWER = frozenset({Role.KOORDINATOR, Role.BO})
KOORDINATOR = frozenset({Role.KOORDINATOR})
REPORT = ("outcome", "findings")
HAND_BACK = "Kembalikan tugas"

ASSIGNMENT_TRANSITIONS: tuple[Transition[AssignmentState], ...] = (
    Transition(S.DITUGASKAN, S.DITERIMA, PSM, (), "Terima tugas"),
    Transition(S.DITUGASKAN, S.DITOLAK, PSM, ("reason",), "Tidak bisa"),
    Transition(S.DITUGASKAN, S.BATAL, KOORDINATOR, ("reason",), "Batalkan tugas"),
    Transition(S.DITERIMA, S.DIKERJAKAN, PSM, (), "Berangkat"),
    Transition(S.DITERIMA, S.DILAPORKAN, PSM, REPORT, "Kirim laporan"),
    Transition(S.DITERIMA, S.DITOLAK, PSM, ("reason",), "Tidak bisa"),
    Transition(S.DITERIMA, S.BATAL, KOORDINATOR, ("reason",), "Batalkan tugas"),
    Transition(S.DIKERJAKAN, S.DILAPORKAN, PSM, REPORT, "Kirim laporan"),
    Transition(S.DIKERJAKAN, S.DITOLAK, PSM, ("reason",), HAND_BACK),
    Transition(S.DIKERJAKAN, S.BATAL, KOORDINATOR, ("reason",), "Batalkan tugas"),
    Transition(S.DILAPORKAN, S.DISETUJUI, REVIEWER, (), "Setujui laporan"),
    Transition(S.DILAPORKAN, S.DIKEMBALIKAN, REVIEWER, ("reason",), "Kembalikan laporan"),
    Transition(S.DILAPORKAN, S.KUNJUNGAN_ULANG, REVIEWER, ("reason",), "Minta kunjungan ulang"),
    Transition(S.DIKEMBALIKAN, S.DILAPORKAN, PSM, REPORT, "Kirim laporan"),
    Transition(S.DIKEMBALIKAN, S.DITOLAK, PSM, ("reason",), HAND_BACK),
    Transition(S.DIKEMBALIKAN, S.BATAL, KOORDINATOR, ("reason",), "Batalkan tugas"),
    Transition(S.KUNJUNGAN_ULANG, S.DIKERJAKAN, PSM, (), "Berangkat"),
    Transition(S.KUNJUNGAN_ULANG, S.DILAPORKAN, PSM, REPORT, "Kirim laporan"),
    Transition(S.KUNJUNGAN_ULANG, S.DITOLAK, PSM, ("reason",), HAND_BACK),
    Transition(S.KUNJUNGAN_ULANG, S.BATAL, KOORDINATOR, ("reason",), "Batalkan tugas"),
)


def assignment_transitions_from(state: str) -> tuple[Transition[AssignmentState], ...]:
    """The steps out of a state."""
    return steps_from(ASSIGNMENT_TRANSITIONS, state)


def find_assignment_transition(source: str, target: str) -> Transition[AssignmentState] | None:
    """The step between two states, or None where the path has none."""
    return find_step(ASSIGNMENT_TRANSITIONS, source, target)


def may_move_assignment(source: str, target: str, roles: Collection[str]) -> bool:
    """Whether someone holding *roles* may take the assignment from *source* to *target*."""
    step = find_assignment_transition(source, target)
    return step is not None and step.is_open_to(roles)


class BoardColumn(Code):
    """Columns of the assignment board, left to right."""

    BELUM = "belum", "Belum ditugaskan"
    DITUGASKAN = "ditugaskan", "Ditugaskan"
    LAPANGAN = "lapangan", "Di lapangan"
    LAPORAN = "laporan", "Laporan masuk"
    SELESAI = "selesai", "Selesai"


BOARD_COLUMNS = tuple(BoardColumn)
COLUMN_BY_STATE: dict[AssignmentState, BoardColumn] = {
    S.DITUGASKAN: BoardColumn.DITUGASKAN,
    S.DITERIMA: BoardColumn.DITUGASKAN,
    S.DIKERJAKAN: BoardColumn.LAPANGAN,
    S.DIKEMBALIKAN: BoardColumn.LAPANGAN,
    S.KUNJUNGAN_ULANG: BoardColumn.LAPANGAN,
    S.DILAPORKAN: BoardColumn.LAPORAN,
    S.DISETUJUI: BoardColumn.SELESAI,
    S.BATAL: BoardColumn.BELUM,
    S.DITOLAK: BoardColumn.BELUM,
}


def column_of(state: str) -> BoardColumn:
    """Where an assignment stands on the board; declined or cancelled leaves the case without a volunteer."""
    return COLUMN_BY_STATE[AssignmentState(state)]
