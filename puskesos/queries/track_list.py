"""The list of guided ways at work, one row per person: patients in care first, then by step, then by last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import Case as Choose
from peewee import Expression, ModelSelect, Node, Tuple, fn

from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackMember
from puskesos.queries.case import openable, scope, with_safe_name
from puskesos.queries.closed_doors import known_openly, unnamed
from puskesos.queries.track import RUNNING, UNNAMED
from puskesos.queries.track_needs import is_needed
from puskesos.rules.names import name_words
from puskesos.rules.track import PATHS, UNPROPOSED, WITH_ACTIVE_CARD, TrackKind
from puskesos.rules.track_dates import DECILE_MONTHS, last_start
from puskesos.rules.track_needs import TrackCutoffs
from puskesos.rules.viewer import Viewer

PAGE = 50
TO_MEND, TO_ENTER, TO_ACT = "perbaiki_desil", "belum_diusulkan", "perlu_ditindak"
PLACES = {str(step): place for place, step in enumerate(step for path in PATHS.values() for step in path)}
NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class TrackFilter:
    """What the list is narrowed to. `step` is a step, TO_ENTER, TO_MEND, TO_ACT, or empty for all that run."""

    text: str = ""
    kind: str = ""
    step: str = ""
    village: int | None = None
    in_care: bool = False
    late: bool = False

    @property
    def is_first_look(self) -> bool:
        """Whether the list stands as it opens."""
        return self == TrackFilter()


@dataclass(frozen=True)
class Clock:
    """Today, how many months the hub allows for a reactivation, and from when on somebody must be reminded of."""

    today: date
    months: int
    needs: TrackCutoffs | None = None


def list_people(viewer: Viewer, wanted: TrackFilter, clock: Clock, after: int | None = None) -> list[Any]:
    """Up to PAGE + 1 rows; `after` is the id of the last one seen. Names of restricted cases come as initials.

    Whoever is not there for the viewer is counted and listed without a name.
    """
    keys = _keys(viewer)
    query = (
        TrackMember.select(
            TrackMember.id,
            TrackMember.track,
            TrackMember.step,
            TrackMember.step_on,
            TrackMember.deactivated_on,
            TrackMember.active_on,
            TrackMember.decile_fixed_on,
            TrackMember.care_place,
            known_openly(viewer, TrackMember.person).alias("is_known"),
            Track.kind,
            Track.wanted,
            Case.number.alias("case_number"),
            Case.restricted,
            Person.name.alias("client_name"),
            Village.name.alias("village_name"),
        )
        .join(Track)
        .join(Case)
        .switch(TrackMember)
        .join(Person)
        .join(Village)
        .where(*_conditions(viewer, wanted, clock))
        .order_by(*keys)
        .limit(PAGE + 1)
    )
    if after and (last := _keys_of(viewer, after)):
        query = query.where(Tuple(*keys) > Tuple(*last))
    return [_safe(with_safe_name(row)) for row in query.namedtuples()]


def count_people(viewer: Viewer, wanted: TrackFilter, clock: Clock) -> int:
    """How many people the filter leaves."""
    return _joined().where(*_conditions(viewer, wanted, clock)).count()


def counts_by_step(viewer: Viewer) -> dict[tuple[str, str], int]:
    """How many people stand on each running step, by (kind, step)."""
    query = TrackMember.select(Track.kind, TrackMember.step, fn.COUNT(TrackMember.id)).join(Track).join(Case)
    query = query.switch(TrackMember).join(Person).where(Person.merged_into.is_null())
    rows = query.where(scope(viewer), openable(viewer), TrackMember.step.in_(RUNNING))
    return {(kind, step): number for kind, step, number in rows.group_by(Track.kind, TrackMember.step).tuples()}


def _joined() -> ModelSelect:
    return TrackMember.select().join(Track).join(Case).switch(TrackMember).join(Person)


def _safe(row: Any) -> Any:
    """The row; without name, village and care of somebody who is not there for the viewer."""
    return row if row.is_known else row._replace(client_name=UNNAMED, village_name="", care_place="")


def _keys(viewer: Viewer) -> tuple[Node, ...]:
    """What the rows go by: not (known to be) in care, place of the step, start of the window, track, row."""
    in_care = Choose(None, (((TrackMember.care_place != "") & known_openly(viewer, TrackMember.person), 0),), 1)
    place = Choose(TrackMember.step, tuple(PLACES.items()), len(PLACES))
    return in_care, place, fn.COALESCE(TrackMember.deactivated_on, NEVER), TrackMember.track, TrackMember.id


def _keys_of(viewer: Viewer, row_id: int) -> tuple[object, ...] | None:
    one = TrackMember.get_or_none(TrackMember.id == row_id)
    if one is None:
        return None
    place = PLACES.get(one.step, len(PLACES))
    in_care = bool(one.care_place) and not unnamed(viewer, [one.person_id])
    return (0 if in_care else 1, place, one.deactivated_on or NEVER, one.track_id, one.id)


def _conditions(viewer: Viewer, wanted: TrackFilter, clock: Clock) -> list[Expression]:
    """Own hub, and of restricted cases only those that the viewer may open; who is not there matches no facts."""
    is_listed = is_needed(clock.needs) if wanted.step == TO_ACT and clock.needs else _step_condition(wanted.step)
    conditions = [scope(viewer), openable(viewer), Person.merged_into.is_null(), is_listed]
    if wanted.village or wanted.in_care:
        conditions.append(known_openly(viewer))
    if wanted.kind:
        conditions.append(Track.kind == wanted.kind)
    if wanted.village:
        conditions.append(Person.village == wanted.village)
    if wanted.in_care:
        conditions.append(TrackMember.care_place != "")
    if wanted.late:
        conditions.append(_late(clock))
    if wanted.text:
        conditions.append(_text_condition(viewer, wanted.text))
    return conditions


def _step_condition(step: str) -> Expression:
    if step == TO_MEND:
        active = [str(one) for one in WITH_ACTIVE_CARD]
        return TrackMember.step.in_(active) & TrackMember.decile_fixed_on.is_null()
    if step == TO_ENTER:
        return TrackMember.step.in_([str(one) for steps in UNPROPOSED.values() for one in steps])
    return TrackMember.step == step if step else TrackMember.step.in_(RUNNING)


def _late(clock: Clock) -> Expression:
    """The window is over and nothing was proposed, or the decile should have been mended."""
    waiting = TrackMember.step.in_([str(one) for one in UNPROPOSED[TrackKind.REAKTIVASI]])
    over = TrackMember.deactivated_on <= last_start(clock.today, clock.months)
    unmended = TrackMember.decile_fixed_on.is_null() & (TrackMember.active_on <= last_start(clock.today, DECILE_MONTHS))
    return reduce(or_, (waiting & over, unmended))


def _text_condition(viewer: Viewer, text: str) -> Expression:
    """The case's number holds the text, or every folded word is in the name.

    Restricted cases, and people who are not there for the viewer, are not found by name.
    """
    by_number, words = Case.number.contains(text), name_words(text)[:6]
    if not words:
        return by_number
    by_name = reduce(and_, (Person.search_words.contains(word) for word in words))
    return by_number | (by_name & ~Case.restricted & known_openly(viewer))
