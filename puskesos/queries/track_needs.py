"""Who on a guided way must be reminded of: one condition per reason, for the count in the menu, the short list on
Beranda and the filter of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, Expression, ModelSelect, Value, fn
from peewee import Case as Choose

from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackMember
from puskesos.queries.case import with_safe_name
from puskesos.queries.case_door import back_office, opened_to
from puskesos.queries.closed_doors import unnamed
from puskesos.queries.prepared import prepared, slot
from puskesos.queries.track import UNNAMED
from puskesos.rules.roles import Role
from puskesos.rules.track import AWAITED, RUNNING_STEPS, UNPROPOSED, WITH_ACTIVE_CARD, TrackKind
from puskesos.rules.track_dates import REGISTER_ONLY
from puskesos.rules.track_needs import TRACK_BITS, TrackCutoffs, TrackNeed
from puskesos.rules.viewer import Viewer

MOST_PEOPLE = 60  # read for the short list on Beranda
At = Callable[[str], Any]


@dataclass(frozen=True)
class TrackShape:
    """What decides the text of the query: who looks."""

    is_koordinator: bool
    is_office: bool
    has_area: bool


def track_shape(viewer: Viewer) -> TrackShape:
    """The shape for this viewer."""
    return TrackShape(viewer.has_role(Role.KOORDINATOR), viewer.has_role(Role.BO), bool(viewer.area))


def list_track_needs(viewer: Viewer, cutoffs: TrackCutoffs) -> list[Any]:
    """The people to be reminded of with `bits`, who is in care first; names of restricted cases come as initials."""
    person = {"hub": viewer.hub_id, "viewer": viewer.id, "own_area": viewer.area}
    rows = _listed(track_shape(viewer), **person, **track_values(cutoffs))
    secret = unnamed(viewer, [row.person_id for row in rows if row.person_id != row.client_id]) if rows else set()
    return [with_safe_name(_masked(row) if row.person_id in secret else row) for row in rows]


def _masked(row: Any) -> Any:
    """The row of somebody who is not there for the viewer."""
    return row._replace(client_name=UNNAMED, village_name="", care_place="")


def track_values(cutoffs: TrackCutoffs) -> dict[str, Any]:
    """What fills the slots, days and moments as they are stored."""
    day, moment = TrackMember.active_on.db_value, TrackMember.step_since.db_value
    first, last = cutoffs.mending
    return {
        "way_ending": day(cutoffs.ending),
        "way_mending_after": day(first),
        "way_mending_until": day(last),
        "way_data_near": int(cutoffs.data_near),
        "way_programs_near": int(cutoffs.programs_near),
        "way_own": moment(cutoffs.own),
        "way_in_care": moment(cutoffs.in_care),
        "way_outside": moment(cutoffs.outside),
    }


def is_needed(cutoffs: TrackCutoffs) -> Expression:
    """The condition on TrackMember, joined to its Track, that there is any reason."""
    values = track_values(cutoffs)
    return reduce(or_, _conditions(lambda name: Value(values[name], converter=False)).values())


def counted_track_needs(shape: TrackShape) -> ModelSelect:
    """How many steps of ways there are to act on (several people of a family on one step count once), with slots."""
    found = _found(shape).select(TrackMember.track, TrackMember.step).distinct().alias("ways")
    return ModelSelect(TrackMember, [fn.COUNT(SQL("ways.track_id"))]).from_(found)


@prepared
def _listed(shape: TrackShape) -> ModelSelect:
    bits: Any = Value(0)
    for need, condition in _conditions(slot).items():
        bits = bits + Choose(None, ((condition, TRACK_BITS[need]),), 0)
    query = _found(shape).select(
        TrackMember.track,
        TrackMember.step,
        TrackMember.step_since,
        TrackMember.deactivated_on,
        TrackMember.active_on,
        TrackMember.care_place,
        Track.kind,
        Track.wanted,
        Case.number.alias("case_number"),
        Case.state.alias("case_state"),
        Case.restricted,
        Person.id.alias("person_id"),
        Case.client.alias("client_id"),
        Person.name.alias("client_name"),
        Village.name.alias("village_name"),
        bits.alias("bits"),
    )
    in_care = Choose(None, ((TrackMember.care_place != "", 0),), 1)
    joined = query.switch(TrackMember).join(Person).join(Village)
    return joined.order_by(in_care, TrackMember.step_since, TrackMember.id).limit(MOST_PEOPLE)


def _found(shape: TrackShape) -> ModelSelect:
    """The people there is a reason for, of cases that open for this viewer."""
    office = back_office(slot("own_area") if shape.has_area else "") if shape.is_office else None
    conditions = [Case.hub == slot("hub"), _may_matter(), reduce(or_, _conditions(slot).values())]
    conditions += [] if shape.is_koordinator else [opened_to(slot("viewer"), office)]
    return TrackMember.select().join(Track).join(Case).where(*conditions)


def _may_matter() -> Expression:
    """Steps that a reason can be about, so that the index on the step leaves the rest alone."""
    steps = {str(step) for step in RUNNING_STEPS} | {str(step) for step in WITH_ACTIVE_CARD}
    return TrackMember.step.in_(sorted(steps))


def _conditions(at: At) -> dict[TrackNeed, Expression]:
    """When each need holds; `at` gives the value or slot of a name."""
    step, is_proposal = TrackMember.step, Track.kind == str(TrackKind.USULAN)
    near = ((Track.wanted == REGISTER_ONLY) & (at("way_data_near") == Value(1, converter=False))) | (
        (Track.wanted != REGISTER_ONLY) & (at("way_programs_near") == Value(1, converter=False))
    )
    outside = [str(one) for one in AWAITED]
    inside = [str(one) for one in RUNNING_STEPS if one not in AWAITED]
    stands = (TrackMember.step_since < at("way_own")) | (
        (TrackMember.care_place != "") & (TrackMember.step_since < at("way_in_care"))
    )
    mending = (TrackMember.active_on > at("way_mending_after")) & (TrackMember.active_on <= at("way_mending_until"))
    return {
        TrackNeed.JENDELA: step.in_(_words(TrackKind.REAKTIVASI)) & (TrackMember.deactivated_on <= at("way_ending")),
        TrackNeed.BATAS: is_proposal & step.in_(_words(TrackKind.USULAN)) & near,
        TrackNeed.LANGKAH: (step.in_(inside) & stands)
        | (step.in_(outside) & (TrackMember.step_since < at("way_outside"))),
        TrackNeed.DESIL: step.in_([str(one) for one in WITH_ACTIVE_CARD])
        & TrackMember.decile_fixed_on.is_null()
        & mending,
    }


def _words(kind: TrackKind) -> list[str]:
    return [str(step) for step in UNPROPOSED[kind]]
