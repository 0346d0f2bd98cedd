"""What the board offers on a card and says about it: the moves of the path, why it matters now, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from puskesos.rules.assignment_path import AssignmentState, BoardColumn, assignment_transitions_from, column_of
from puskesos.rules.intake import Priority
from puskesos.rules.restriction import known_age
from puskesos.rules.roles import Role

USUAL_LOAD = 8  # open tasks of one volunteer that still go well together
CHILD_UNTIL, ELDERLY_FROM = 18, 60  # UU 35/2014 Pasal 1 angka 1; UU 13/1998 Pasal 1 angka 2

S = AssignmentState
BECAME = {
    S.DITERIMA: "tugasnya sudah diterima relawan",
    S.DIKERJAKAN: "relawan sudah berangkat",
    S.DILAPORKAN: "laporannya sudah masuk",
    S.DISETUJUI: "laporannya sudah disetujui",
    S.DIKEMBALIKAN: "laporannya dikembalikan untuk diperbaiki",
    S.KUNJUNGAN_ULANG: "diminta kunjungan ulang",
    S.BATAL: "tugasnya diambil kembali",
    S.DITOLAK: "relawan tidak bisa",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One step offered on a card: the state it leads to, its button, and whether a reason must be given."""

    target: AssignmentState
    label: str
    needs_reason: bool

    @property
    def column(self) -> BoardColumn:
        return column_of(self.target)


@lru_cache(maxsize=64)
def moves_of(state: str, roles: frozenset[Role]) -> tuple[Move, ...]:
    """The steps that an office role may take from the board; the volunteer's own steps are taken on the task's page."""
    office = {str(role) for role in roles - {Role.PSM}}
    steps = (step for step in assignment_transitions_from(state) if step.is_open_to(office))
    return tuple(
        Move(step.target, "Ambil kembali" if step.target == S.BATAL else step.label, "reason" in step.requires)
        for step in steps
    )


def may_send(priority: str, *, may_assign: bool) -> bool:
    """Whether a volunteer may be sent from this card: by the koordinator, in an emergency by others (domain.md 1.3)."""
    return may_assign or priority == Priority.DARURAT


@lru_cache(maxsize=1024)
def age_group(birth_date: date | None, birth_year_estimate: int | None, today: date) -> str:
    """ "anak" or "lansia" for whom the work is more pressing, else an empty text; an estimated year counts as it is."""
    age = known_age(birth_date, birth_year_estimate, today)
    if age is None:
        return ""
    return "anak" if age < CHILD_UNTIL else "lansia" if age >= ELDERLY_FROM else ""


def became(state: str, volunteer: str) -> str:
    """What happened to a card that moved meanwhile; `volunteer` has the task that stands there now."""
    return f"ditugaskan kepada {volunteer}" if state == S.DITUGASKAN else BECAME[AssignmentState(state)]
