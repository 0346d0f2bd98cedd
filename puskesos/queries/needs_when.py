"""When each need holds, as conditions on a listed case with slots for the cut-offs (rules/needs_action.py)."""

from __future__ import annotations

from typing import Any

from peewee import Expression, ModelSelect, Value, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseDocument, CaseEvent
from puskesos.models.referral import Referral
from puskesos.queries.clock import ANSWERED, letters_out, runs
from puskesos.queries.prepared import slot
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES, AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.history import CONTACT
from puskesos.rules.intake import Priority
from puskesos.rules.needs_action import Need
from puskesos.rules.papers import PaperOwner, PaperState
from puskesos.rules.referral_path import ReferralState


def conditions() -> dict[Need, Expression]:
    """When each need holds, on a listed case."""
    state, due = Case.state, Case.due_on
    visited, served = state == str(CaseState.KUNJUNGAN), state.in_([str(CaseState.DIRUJUK), str(CaseState.DILAYANI)])
    standing = _over("step", CaseState.KUNJUNGAN, CaseState.PENANGANAN)
    decided = _over("step", CaseState.DILAYANI, CaseState.DIRUJUK) & ~fn.EXISTS(_untold()) & runs()
    reached = fn.EXISTS(_contacts())
    early = (CaseState.PERLU_PERBAIKAN, CaseState.KUNJUNGAN, CaseState.PENANGANAN)
    lately = fn.EXISTS(_contacts().where(~_by_priority(CaseEvent.at, f"escalated_{CaseState.TERDAFTAR}")))
    return {
        Need.TUGAS: visited & fn.EXISTS(_unaccepted()),
        Need.TANYA: Case.id.in_(_waiting(Assignment.asked_at.is_null(False))),
        Need.KONTAK: _over("step", CaseState.TERDAFTAR) & ~reached,
        Need.ESKALASI: _over("escalated", *early) | (_over("escalated", CaseState.TERDAFTAR) & ~lately),
        Need.LEWAT: (due < slot("today")) & runs(),
        Need.PENETAPAN: (state == str(CaseState.MENUNGGU_PENETAPAN)) | (Case.decision_pending == Value(True)),
        Need.LAPORAN: visited & fn.EXISTS(_task(AssignmentState.DILAPORKAN)),
        Need.TUNDA: Case.id.in_(_waiting(Assignment.planned_on > Assignment.due_on)),
        Need.KABAR: served & fn.EXISTS(_untold()),
        Need.SURAT: served & fn.EXISTS(_drafts()),
        Need.RUJUKAN: served & fn.EXISTS(letters_out().where(Referral.answer_due_on < slot("today"))),
        Need.LANGKAH: standing | decided | (_over("step", CaseState.TERDAFTAR) & reached),
        Need.BERKAS: _over("step", CaseState.PERLU_PERBAIKAN) | fn.EXISTS(_promised()),
        Need.SEGERA: (due >= slot("today")) & (due <= slot("soon")) & runs(),
        Need.SENYAP: (Case.state_since < slot("silent")) & (_last_event() < slot("silent")),
    }


def _over(limit: str, *states: CaseState) -> Any:
    """That the case stands in one of these states since before the moment for its priority."""
    over: Any = None
    for state in states:
        began = _by_priority(Case.state_since, f"{limit}_{state}")
        one = (Case.state == str(state)) & began
        over = one if over is None else over | one
    return over


def _by_priority(moment: Any, limit: str) -> Any:
    """That the moment lies before the slot `limit` of the case's priority."""
    before = [(Case.priority == str(kind)) & (moment < slot(f"{limit}_{kind}")) for kind in Priority]
    return before[0] | before[1] | before[2]


def _task(state: AssignmentState) -> ModelSelect:
    return Assignment.select(Assignment.id).where(Assignment.case == Case.id, Assignment.state == str(state))


def _waiting(for_what: Any) -> ModelSelect:
    """The cases in which a volunteer at work waits for the staff; the few open tasks are read once for all cases."""
    at_work = (Assignment.hub == slot("hub")) & Assignment.state.in_(sorted(str(one) for one in OPEN_ASSIGNMENT_STATES))
    return Assignment.select(Assignment.case).where(at_work, for_what)


def _unaccepted() -> ModelSelect:
    return _task(AssignmentState.DITUGASKAN).where(_by_priority(Assignment.state_since, "answer"))


def _untold() -> ModelSelect:
    """Answers of the case that its family has not heard."""
    answered = Referral.state.in_(ANSWERED)
    return Referral.select(Referral.id).where(Referral.case == Case.id, answered, Referral.told_family_on.is_null())


def _drafts() -> ModelSelect:
    """Letters of the case that were written on an earlier day and not sent."""
    drafts = (Referral.state == str(ReferralState.DRAF)) & (Referral.state_since < slot("unsent"))
    return Referral.select(Referral.id).where(Referral.case == Case.id, drafts)


def _contacts() -> ModelSelect:
    """Entries that say the family was reached since the case was registered."""
    return CaseEvent.select(CaseEvent.id).where(CaseEvent.case == Case.id, CaseEvent.kind == CONTACT)


def _promised() -> ModelSelect:
    """Papers of the case that should have come by now."""
    return CaseDocument.select(CaseDocument.id).where(
        CaseDocument.case == Case.id,
        CaseDocument.owner == str(PaperOwner.KELUARGA),
        CaseDocument.state == str(PaperState.MENYUSUL),
        CaseDocument.promised_on < slot("today"),
    )


def _last_event() -> ModelSelect:
    return CaseEvent.select(CaseEvent.at).where(CaseEvent.case == Case.id).order_by(CaseEvent.id.desc()).limit(1)
