"""Cases that need action, each once: one pass over the hub's open cases gives every reason as a bit, the lowest bit
being the most urgent. The hub's archive is never touched: only open states are read, by their index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, ModelSelect, Node, Tuple, Value, fn
from peewee import Case as Choose

from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.queries.case import with_places, with_safe_name
from puskesos.queries.case_door import back_office, opened_to
from puskesos.queries.clock import is_paused, runs
from puskesos.queries.field_report import counted_reports
from puskesos.queries.letter import counted_drafts
from puskesos.queries.needs_when import conditions
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.scan import counted_tray
from puskesos.queries.track_needs import TrackShape, counted_track_needs, track_shape, track_values
from puskesos.rules.case_path import CaseState
from puskesos.rules.intake import Priority
from puskesos.rules.needs_action import ALL_BITS, BITS, WATCHED, Cutoffs, Need, seen_by
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import Role
from puskesos.rules.step_targets import step_of
from puskesos.rules.track_needs import TrackCutoffs
from puskesos.rules.viewer import Viewer

PAGE = 25
KEPT_APART = 10_000_000  # a limit nobody reaches: with it SQLite reckons the bits of a case once, not at each mention
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


def count_needs(viewer: Viewer, cutoffs: Cutoffs, ways: TrackCutoffs, *, own: int | None = None) -> dict[str, int]:
    """How many cases need action (`own`, unless known already), how many wait for a volunteer (`unassigned`), on how
    many steps of guided ways there is something to do (`ways`), and how many scanned pages are to be placed (`scans`),
    in one query; for who receives the reports of the field also `reports` and `alarms`, for the koordinator `drafts` of
    letters."""
    everything = NeedFilter()
    own_values = _values(viewer, cutoffs, everything) if own is None else _person(viewer)
    values, receives = own_values | track_values(ways), viewer.can(Permission.RECEIVE_REPORTS)
    (row,) = _counted(_shape(viewer, everything), track_shape(viewer), own is None, receives, **values)
    return row._asdict() | ({} if own is None else {"own": own})


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


def _person(viewer: Viewer) -> dict[str, Any]:
    return {"hub": viewer.hub_id, "viewer": viewer.id, "own_area": viewer.area}


def _values(viewer: Viewer, cutoffs: Cutoffs, wanted: NeedFilter) -> dict[str, Any]:
    """What fills the slots, days and moments as they are stored."""
    day, moment = Case.due_on.db_value, Case.state_since.db_value
    values = _person(viewer) | {
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
def _counted(shape: Shape, ways: TrackShape, with_own: bool, with_reports: bool) -> ModelSelect:
    number = _found(shape).select(fn.COUNT(SQL("every_open.id")))
    awaits = (Case.hub == slot("hub")) & (Case.awaits_assignment == Value(True))
    unassigned = Case.select(fn.COUNT(Case.id)).where(awaits)
    counts = [unassigned.alias("unassigned"), counted_track_needs(ways).alias("ways")]
    counts.append(counted_tray(everybodys=shape.is_koordinator))
    counts += [counted_drafts()] if shape.is_koordinator else []
    counts += [number.alias("own")] if with_own else []
    return Hub.select(*counts, *(counted_reports() if with_reports else ())).where(Hub.id == slot("hub"))


@prepared
def _listed(shape: Shape) -> ModelSelect:
    """The rows of one page are found first; only they are read whole, with the names that belong to them."""
    first = _first(shape).alias("found")
    order = [SQL(f"found.{name}") for name in KEYS]
    return with_places(
        Case.select(
            Case.id,
            Case.number,
            Case.state,
            Case.state_since,
            Case.due_on,
            Case.priority,
            Case.restricted,
            Case.restricted_reason,
            Case.kind,
            Case.decision_pending,
            is_paused().alias("paused"),
            *(first.c[name] for name in ("bits", *KEYS[:3], "total")),
            Person.name.alias("client_name"),
            Village.name.alias("village_name"),
            Service.name.alias("service_name"),
            Service.code.alias("service_code"),
        ).join(first, on=(first.c.id == Case.id))
    ).order_by(*order)


def _first(shape: Shape) -> ModelSelect:
    """Id, bits, keys and the number of all of the rows of one page."""
    found = _found(shape, *_keys(shape)).alias("every_need")
    columns = [SQL(f"every_need.{name}") for name in ("bits", *KEYS)]
    page = ModelSelect(Case, [*columns, fn.COUNT(SQL("every_need.id")).over().alias("total")]).from_(found)
    keys = columns[1:]
    if shape.paged:
        page = page.where(Tuple(*keys) > Tuple(*(slot(f"last_{name}") for name in KEYS)))
    return page.order_by(*keys).limit(PAGE + 1)


def _found(shape: Shape, *more: Node) -> ModelSelect:
    """Id and reasons of the cases that need action of this viewer, with what else is asked of them by name."""
    office = back_office(slot("own_area") if shape.has_area else "") if shape.is_office else None
    conditions = [Case.hub == slot("hub"), Case.state.in_(LISTED)]
    conditions += [] if shape.is_koordinator else [opened_to(slot("viewer"), office)]
    conditions += [Case.village == slot("village")] if shape.by_village else []
    conditions += [Case.area == slot("area")] if shape.by_area else []
    conditions += [Case.due_on < slot("today"), runs()] if shape.late else []
    every = Case.select(Case.id, _bits(shape).alias("bits"), *more).where(*conditions).limit(KEPT_APART)
    columns = [SQL("every_open.*"), SQL("(every_open.bits & -every_open.bits) AS first_bit")]
    query = ModelSelect(Case, columns).from_(every.alias("every_open"))
    return query.where(SQL("every_open.bits").bin_and(slot("wanted")) != 0)


def _keys(shape: Shape) -> tuple[Node, ...]:
    """What the rows go by beside the most urgent reason: own area first, emergencies, due date; then the case."""
    is_elsewhere = shape.has_area and not shape.is_koordinator
    own_area = Choose(None, ((Case.area == slot("own_area"), 0),), 1) if is_elsewhere else Value(0)
    urgency = Choose(None, ((Case.priority == str(Priority.DARURAT), 0),), 1)
    return own_area.alias("own_area"), urgency.alias("urgency"), Case.due_on


def _bits(shape: Shape) -> Any:
    """The sum of the bits of all needs that hold and that these roles are told of."""
    roles = [role for role, has in ((Role.KOORDINATOR, shape.is_koordinator), (Role.BO, shape.is_office)) if has]
    total: Any = Value(0)
    for need, condition in conditions().items():
        states, is_watched = seen_by(roles, need), shape.is_koordinator and need in WATCHED
        if states or is_watched:
            told = Case.state.in_(sorted(str(state) for state in states))
            where = told | (Case.restricted == Value(True)) if is_watched else told
            holds = condition if states.issuperset(LISTED) else where & condition
            total = total + Choose(None, ((holds, BITS[need]),), 0)
    return total
