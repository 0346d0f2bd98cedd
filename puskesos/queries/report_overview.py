"""Where cases wait now and who carries them, for the koordinator's overview: figures only, no client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import ModelSelect, fn

from puskesos.models.case import Case
from puskesos.models.case_stay import CaseStay
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.case import CaseFilter, conditions_of, scope
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.intake import Area
from puskesos.rules.report_waits import ENDED_DAYS, StateWait, waits_of
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

OPEN = [str(state) for state in OPEN_STATES]
ALL_OPEN = "terbuka"


@dataclass(frozen=True)
class AreaLoad:
    """Open cases of an area of service, those that are late, and the names of its back office."""

    area: Area
    open: int
    late: int
    officers: tuple[str, ...]


def state_waits(hub_id: int, today: date) -> list[StateWait]:
    """How long cases stand, and stood until lately, in each open state."""
    day = CaseStay.since.db_value
    since = today - timedelta(days=ENDED_DAYS)
    return waits_of(_standing(hub=hub_id), _ended(hub=hub_id, since=day(since)), today)


@prepared
def _standing() -> ModelSelect:
    stands = (CaseStay.hub == slot("hub")) & CaseStay.until.is_null() & CaseStay.state.in_(OPEN)
    rows = CaseStay.select(CaseStay.state, CaseStay.since, fn.COUNT(CaseStay.id).alias("count")).where(stands)
    return rows.group_by(CaseStay.state, CaseStay.since)


@prepared
def _ended() -> ModelSelect:
    lately = (CaseStay.hub == slot("hub")) & CaseStay.state.in_(OPEN) & (CaseStay.until > slot("since"))
    columns = (CaseStay.state, CaseStay.since, CaseStay.until)
    return CaseStay.select(*columns, fn.COUNT(CaseStay.id).alias("count")).where(lately).group_by(*columns)


def area_loads(viewer: Viewer, today: date) -> list[AreaLoad]:
    """Every area; the figures are those of the list of cases with the same filter."""
    opened = count_by(viewer, Case.area, CaseFilter(state=ALL_OPEN), today)
    late = count_by(viewer, Case.area, CaseFilter(state=ALL_OPEN, late=True), today)
    officers = _officers(viewer.hub_id)
    return [AreaLoad(area, opened.get(area, 0), late.get(area, 0), tuple(officers.get(area, ()))) for area in Area]


def count_by(viewer: Viewer, column: Any, wanted: CaseFilter, today: date) -> dict[Any, int]:
    """How many cases the list would show, by a column of the case."""
    rows = Case.select(column, fn.COUNT(Case.id)).join(Person)
    return dict(rows.where(scope(viewer), *conditions_of(viewer, wanted, today)).group_by(column).tuples())


def _officers(hub_id: int) -> dict[str, list[str]]:
    rows = User.select(User.area, User.name, User.roles).where(User.hub == hub_id, User.active, User.area != "")
    found: dict[str, list[str]] = {}
    for area, name, roles in rows.order_by(User.name).tuples():
        if Role.BO in parse_roles(roles):
            found.setdefault(area, []).append(name)
    return found
