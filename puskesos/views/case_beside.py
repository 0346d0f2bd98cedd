"""How a case stands, as its page and rows of lists know it, and what it waits for outside its own table of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.dates import show_date
from puskesos.rules.permissions import Permission
from puskesos.rules.proposal import Proposal
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import asks_staff
from puskesos.views.referral_shown import Waiting, is_ours_to_move, waiting_step
from puskesos.views.track_next import way_words

ENDED = {
    CaseState.SELESAI: "Kasus selesai.",
    CaseState.DITOLAK: "Kasus tidak dapat dilayani.",
    CaseState.BATAL: "Kasus dibatalkan.",
}


class Standing(Protocol):
    """How a case stands, as its page and a row of a list know it: all that the next step goes by."""

    @property
    def case(self) -> Any: ...
    @property
    def is_checked(self) -> bool: ...
    @property
    def open_assignment(self) -> Any: ...
    @property
    def names(self) -> Mapping[int, str]: ...
    @property
    def referrals(self) -> Sequence[Any]: ...
    @property
    def ways(self) -> Sequence[tuple[int, str, str]]: ...
    @property
    def proposal(self) -> Proposal | None: ...


def beside_the_path(page: Standing, viewer: Viewer) -> Waiting | None:
    """What the case waits for outside its own table: the end it has, its volunteer, its offices, its guided way."""
    state, task = CaseState(page.case.state), page.open_assignment
    if state in ENDED:
        endpoint = "" if state == CaseState.BATAL else "papers.case_sheet_file"
        return Waiting(ENDED[state], endpoint, "Cetak lembar kasus", Permission.PRINT_CASE_SHEET, "")
    if task is not None:
        name = page.names.get(task.volunteer_id, "relawan")
        if asks_staff(task):
            return _asked(task, name, hidden=page.case.restricted)
        if task.state == AssignmentState.DILAPORKAN:
            said, left = f"Periksa laporan {name}.", (f"laporan {name} belum diperiksa", task.state_since)
            return Waiting(said, "visit.review", "Periksa laporan", Permission.REVIEW_VISIT, *left)
        if state == CaseState.KUNJUNGAN:
            said = f"Menunggu laporan {name} ({AssignmentState(task.state).label.lower()})."
            return Waiting(said, "", "", None, f"laporan {name} belum ada")
    return _after_the_decision(page, viewer)


def _asked(task: Any, name: str, *, hidden: bool) -> Waiting:
    """A question of the volunteer to answer, or more time to grant; of a restricted case without the reason."""
    if task.asked_at is not None:
        left = (f"pertanyaan {name} belum dijawab", task.asked_at)
        may = ("assignment_message.answer", "Jawab relawan", Permission.ANSWER_VOLUNTEER)
        return Waiting(f"{name} bertanya dan menunggu jawaban.", *may, *left)
    why = "" if hidden else f": {task.postponed_because.rstrip('.')}"
    said, may = f"{name} minta ditunda sampai {show_date(task.planned_on)}{why}.", Permission.ASSIGN
    return Waiting(said, "assignment_plan.answer", "Jawab penundaan", may, f"permintaan {name} belum dijawab")


def _after_the_decision(page: Standing, viewer: Viewer) -> Waiting | None:
    """A letter to send or an answer to tell comes first; the koordinator's own decision, where it is due, before it."""
    state, is_undecided = page.case.state, page.case.decision_pending
    if state not in {CaseState.DIRUJUK, CaseState.DILAYANI} or (is_undecided and viewer.can(Permission.DECIDE)):
        return None
    if is_ours_to_move(page.referrals):
        return waiting_step(page.referrals)
    if is_undecided:
        return None
    if state == CaseState.DIRUJUK:
        return waiting_step(page.referrals) if page.referrals else None
    if page.proposal or not (way := way_words(page.ways)):
        return None
    return Waiting(f"Sedang dilayani. {way}", "track.show", "Buka jalur", Permission.SEE_CASES, "jalur masih berjalan")
