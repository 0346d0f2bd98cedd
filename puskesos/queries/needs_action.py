"""Cases that need action, each once: one pass over the hub's open cases gives every reason as a bit, the lowest bit
being the most urgent. The hub's archive is never touched: only open states are read, by their index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Expression, ModelSelect, Node, Tuple, Value, fn
from peewee import Case as Choose

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseDocument, CaseEvent
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.queries.case import with_places, with_safe_name
from puskesos.queries.case_door import back_office, opened_to
from puskesos.queries.clock import ANSWERED, is_paused, letters_out, runs
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.intake import Priority
from puskesos.rules.needs_action import ALL_BITS, BITS, CONTACT, Cutoffs, Need, seen_by
from puskesos.rules.papers import PaperState
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.roles import Role
from puskesos.rules.step_targets import step_of
from puskesos.rules.viewer import Viewer

PAGE = 25
LISTED = [str(state) for state in CaseState if step_of(state)]
KEYS = ("own_area", "urgency", "first_bit", "due_on", "id")  # what rows go by
Place = tuple[int, int, int, date, int]


@dataclass(frozen=True)
class NeedFilter:
    """What the list is narrowed to; empty means all. `late` leaves cases beyond their due date."""

    need: str = ""
    village: int | None = None
    area: str = ""
    late: bool = False


@dataclass(frozen=True)
class Shape:
    """What decides the text of the query: who looks, and which filters are set."""

    is_koordinator: bool
    is_office: bool
    has_area: bool
    by_village: bool = False
    by_area: bool = False
    late: bool = False
    paged: bool = False


def list_needs(viewer: Viewer, cutoffs: Cutoffs, wanted: NeedFilter, after: Place | None = None) -> list[Any]:
    """Up to PAGE + 1 rows, most urgent first, with `bits` and `total`; `after` is the place of the last one seen."""
    last = {f"last_{name}": value for name, value in zip(KEYS, after or (), strict=False)}
    if after:
        last["last_due_on"] = Case.due_on.db_value(after[3])
    rows = _listed(_shape(viewer, wanted, paged=bool(after)), **_values(viewer, cutoffs, wanted), **last)
    return [with_safe_name(row) for row in rows]


def count_needs(viewer: Viewer, cutoffs: Cutoffs) -> dict[str, int]:
    """How many cases need action (`own`), and how many wait for a volunteer (`unassigned`), in one query."""
    everything = NeedFilter()
    return dict(_counted(_shape(viewer, everything), **_values(viewer, cutoffs, everything))[0]._asdict())


def place_of(row: Any) -> Place:
    """Where a row stands in the list."""
    return row.own_area, row.urgency, row.first_bit, row.due_on, row.id


def _shape(viewer: Viewer, wanted: NeedFilter, *, paged: bool = False) -> Shape:
    return Shape(
        viewer.has_role(Role.KOORDINATOR),
        viewer.has_role(Role.BO),
        bool(viewer.area),
        wanted.village is not None,
        bool(wanted.area),
        wanted.late,
        paged,
    )


def _values(viewer: Viewer, cutoffs: Cutoffs, wanted: NeedFilter) -> dict[str, Any]:
    """What fills the slots, days and moments as they are stored."""
    day, moment = Case.due_on.db_value, Case.state_since.db_value
    values = {
        "hub": viewer.hub_id,
        "viewer": viewer.id,
        "own_area": viewer.area,
        "village": wanted.village,
        "area": wanted.area,
        "wanted": BITS[Need(wanted.need)] if wanted.need else ALL_BITS,
        "today": day(cutoffs.today),
        "soon": day(cutoffs.soon),
        "silent": moment(cutoffs.silent),
        "unsent": moment(cutoffs.unsent),
    }
    values |= {f"step_{step}_{kind}": moment(at) for (step, kind), at in cutoffs.step.items()}
    values |= {f"escalated_{step}_{kind}": moment(at) for (step, kind), at in cutoffs.escalated.items()}
    return values | {f"answer_{kind}": moment(at) for kind, at in cutoffs.answer.items()}


@prepared
def _counted(shape: Shape) -> ModelSelect:
    number = _found(shape).select(fn.COUNT(SQL("every_open.id")))
    awaits = (Case.hub == slot("hub")) & (Case.awaits_assignment == Value(True))
    unassigned = Case.select(fn.COUNT(Case.id)).where(awaits)
    return Hub.select(number.alias("own"), unassigned.alias("unassigned")).where(Hub.id == slot("hub"))


@prepared
def _listed(shape: Shape) -> ModelSelect:
    found = _found(shape).alias("found")
    keys = _keys(shape)
    query = with_places(
        Case.select(
            Case.id,
            Case.number,
            Case.state,
            Case.state_since,
            Case.due_on,
            Case.priority,
            Case.restricted,
            Case.kind,
            Case.decision_pending,
            is_paused().alias("paused"),
            found.c.bits,
            *(key.alias(name) for key, name in zip(keys[:3], KEYS, strict=False)),
            fn.COUNT(Case.id).over().alias("total"),
            Person.name.alias("client_name"),
            Village.name.alias("village_name"),
            Service.name.alias("service_name"),
        ).join(found, on=(found.c.id == Case.id))
    )
    if shape.paged:
        query = query.where(Tuple(*keys) > Tuple(*(slot(f"last_{name}") for name in KEYS)))
    return query.order_by(*keys).limit(PAGE + 1)


def _found(shape: Shape) -> ModelSelect:
    """Id and reasons of the cases that need action of this viewer."""
    office = back_office(slot("own_area") if shape.has_area else "") if shape.is_office else None
    conditions = [Case.hub == slot("hub"), Case.state.in_(LISTED)]
    conditions += [] if shape.is_koordinator else [opened_to(slot("viewer"), office)]
    conditions += [Case.village == slot("village")] if shape.by_village else []
    conditions += [Case.area == slot("area")] if shape.by_area else []
    conditions += [Case.due_on < slot("today"), runs()] if shape.late else []
    every = Case.select(Case.id, _bits(shape).alias("bits")).where(*conditions).alias("every_open")
    query = ModelSelect(Case, [SQL("every_open.id"), SQL("every_open.bits")]).from_(every)
    return query.where(SQL("every_open.bits").bin_and(slot("wanted")) != 0)


def _keys(shape: Shape) -> tuple[Node, ...]:
    """What the rows go by: own area first, emergencies, most urgent reason, due date, case."""
    is_elsewhere = shape.has_area and not shape.is_koordinator
    own_area = Choose(None, ((Case.area == slot("own_area"), 0),), 1) if is_elsewhere else Value(0)
    urgency = Choose(None, ((Case.priority == str(Priority.DARURAT), 0),), 1)
    return own_area, urgency, SQL("(found.bits & -found.bits)"), Case.due_on, Case.id


def _bits(shape: Shape) -> Any:
    """The sum of the bits of all needs that hold and that these roles are told of."""
    roles = [role for role, has in ((Role.KOORDINATOR, shape.is_koordinator), (Role.BO, shape.is_office)) if has]
    total: Any = Value(0)
    for need, condition in _conditions().items():
        if states := seen_by(roles, need):
            where = Case.state.in_(sorted(str(state) for state in states))
            total = total + Choose(None, ((where & condition, BITS[need]),), 0)
    return total


def _conditions() -> dict[Need, Expression]:
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
        Need.KONTAK: _over("step", CaseState.TERDAFTAR) & ~reached,
        Need.ESKALASI: _over("escalated", *early) | (_over("escalated", CaseState.TERDAFTAR) & ~lately),
        Need.LEWAT: (due < slot("today")) & runs(),
        Need.PENETAPAN: (state == str(CaseState.MENUNGGU_PENETAPAN)) | (Case.decision_pending == Value(True)),
        Need.LAPORAN: visited & fn.EXISTS(_task(AssignmentState.DILAPORKAN)),
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
        CaseDocument.state == str(PaperState.MENYUSUL),
        CaseDocument.promised_on < slot("today"),
    )


def _last_event() -> ModelSelect:
    return CaseEvent.select(CaseEvent.at).where(CaseEvent.case == Case.id).order_by(CaseEvent.id.desc()).limit(1)
