"""Reading cases: one scope that every query goes through, the list, and what the case page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, Expression, ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Household, Person
from puskesos.queries.case_door import back_office, openable, opened_to
from puskesos.queries.case_door import may_open as may_open
from puskesos.queries.clock import is_paused, runs
from puskesos.queries.prepared import prepared, prepared_models, shape_of, slot, values_of, viewer_of
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.intake import Priority
from puskesos.rules.names import initials, name_words
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

PAGE = 50
MOST_PEOPLE = 30
PLACES = tuple(f"person{place}" for place in range(MOST_PEOPLE))
GIVEN_BACK = (str(AssignmentState.BATAL), str(AssignmentState.DITOLAK))


@dataclass(frozen=True)
class CaseFilter:
    """What the list is narrowed to; empty means all. `state` may be "terbuka" for every open state."""

    text: str = ""
    state: str = ""
    village: int | None = None
    area: str = ""
    priority: str = ""
    late: bool = False


def scope(viewer: Viewer) -> Expression:
    """The condition on Case that every read of cases carries: own hub; a volunteer only the assigned ones; admin none.

    A task that was declined or cancelled opens nothing any more.
    """
    in_hub = Case.hub == viewer.hub_id
    if viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return in_hub
    mine = Assignment.select(Assignment.case).where(
        Assignment.volunteer == viewer.id, Assignment.state.not_in(GIVEN_BACK)
    )
    return in_hub & Case.id.in_(mine) if viewer.has_role(Role.PSM) else (Case.id == 0)


def with_places(query: ModelSelect) -> ModelSelect:
    """The query on cases (or joined to them) with client, village and service joined as well."""
    return query.switch(Case).join(Person).switch(Case).join(Village).switch(Case).join(Service)


def visible_to(viewer: Viewer) -> ModelSelect:
    """Cases with client, household, village and service joined, within the viewer's scope."""
    return (
        Case.select(Case, Person, Household, Village, Service)
        .join(Person)
        .join(Household, JOIN.LEFT_OUTER)
        .switch(Case)
        .join(Village)
        .switch(Case)
        .join(Service)
        .where(scope(viewer))
    )


def find_case(viewer: Viewer, number: str) -> Case | None:
    """The case of that number, or None outside the viewer's scope."""
    return next(iter(_numbered(*shape_of(viewer), **values_of(viewer), number=number)), None)


@prepared_models
def _numbered(roles: frozenset[Role], has_area: bool) -> ModelSelect:
    return visible_to(viewer_of(roles, has_area)).where(Case.number == slot("number"))


def list_cases(viewer: Viewer, wanted: CaseFilter, today: date, after: tuple[date, int] | None = None) -> list[Any]:
    """Up to PAGE + 1 rows by due date; `after` is the last (due_on, id) seen. Restricted names come as initials."""
    query = (
        with_places(
            Case.select(
                Case.id,
                Case.number,
                Case.state,
                Case.state_since,
                Case.due_on,
                Case.priority,
                Case.restricted,
                Case.registered_on,
                is_paused().alias("paused"),
                openable(viewer).alias("may_open"),
                Person.name.alias("client_name"),
                Village.name.alias("village_name"),
                Service.name.alias("service_name"),
                Person.rt,
                Person.rw,
            )
        )
        .where(scope(viewer), *conditions_of(viewer, wanted, today))
        .order_by(Case.due_on, Case.id)
        .limit(PAGE + 1)
    )
    if after:
        query = query.where((Case.due_on > after[0]) | ((Case.due_on == after[0]) & (Case.id > after[1])))
    return [with_safe_name(row) for row in query.namedtuples()]


def count_cases(viewer: Viewer, wanted: CaseFilter, today: date) -> int:
    """How many cases the filter leaves."""
    return Case.select().join(Person).where(scope(viewer), *conditions_of(viewer, wanted, today)).count()


def with_safe_name(row: Any) -> Any:
    """The row as lists show it: of a restricted case neither client nor home, nor what it is about or asked for.

    A row with `may_open` says how urgent it is only before whom it opens.
    """
    if not row.restricted:
        return row
    hidden = {"client_name": f"{initials(row.client_name)} (Terbatas)", "service_name": "Kasus terbatas"}
    hidden |= {"rt": "", "rw": "", "why": ""}
    hidden |= {} if getattr(row, "may_open", True) else {"priority": str(Priority.BIASA)}
    return row._replace(**{name: text for name, text in hidden.items() if name in row._fields})


def open_cases_of(viewer: Viewer, person_ids: Iterable[int]) -> list[Any]:
    """Open cases of these people (at most MOST_PEOPLE), newest first; restricted ones only for who may open them."""
    if not viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return []
    ids = list(person_ids)[:MOST_PEOPLE]
    padded = ids + [0] * (MOST_PEOPLE - len(ids))
    everything, is_office = viewer.has_role(Role.KOORDINATOR), viewer.has_role(Role.BO)
    places = dict(zip(PLACES, padded, strict=True))
    shape = (everything, is_office and not everything, bool(viewer.area))
    return _open_cases(*shape, hub=viewer.hub_id, viewer=viewer.id, area=viewer.area, **places)


@prepared
def _open_cases(everything: bool, is_office: bool, has_area: bool) -> ModelSelect:
    office = back_office(slot("area") if has_area else "") if is_office else None
    return (
        Case.select(
            Case.number,
            Case.client,
            Case.state,
            Case.due_on,
            Case.restricted,
            Case.service,
            Service.name.alias("service_name"),
        )
        .join(Service)
        .where(
            Case.hub == slot("hub"),
            Case.client.in_([slot(place) for place in PLACES]),
            Case.state.in_([str(state) for state in OPEN_STATES]),
            *([] if everything else [opened_to(slot("viewer"), office)]),
        )
        .order_by(Case.id.desc())
        .limit(50)
    )


def earlier_cases_of(viewer: Viewer, case: Case) -> list[Any]:
    """Other cases of the same client, newest first, at most ten."""
    return _earlier(*shape_of(viewer), **values_of(viewer), client=case.client_id, case=case.id)


@prepared
def _earlier(roles: frozenset[Role], has_area: bool) -> ModelSelect:
    viewer = viewer_of(roles, has_area)
    return (
        Case.select(Case.number, Case.state, Case.registered_on, Case.restricted, Service.name.alias("service_name"))
        .join(Service)
        .where(scope(viewer), openable(viewer), Case.client == slot("client"), Case.id != slot("case"))
        .order_by(Case.id.desc())
        .limit(10)
    )


def counts_by_state(viewer: Viewer) -> dict[str, int]:
    """How many cases stand in each state, within scope."""
    rows = Case.select(Case.state, fn.COUNT(Case.id)).where(scope(viewer)).group_by(Case.state).tuples()
    return dict(rows)


def conditions_of(viewer: Viewer, wanted: CaseFilter, today: date) -> list[Expression]:
    """What the filter asks of a case and its client, beside `scope`.

    Area and priority of a case that is closed to the viewer are not to be found out by asking for them.
    """
    conditions: list[Expression] = []
    if wanted.state == "terbuka":
        conditions.append(Case.state.in_(list(OPEN_STATES)))
    elif wanted.state:
        conditions.append(Case.state == wanted.state)
    if wanted.village:
        conditions.append(Case.village == wanted.village)
    if wanted.area or wanted.priority:
        conditions.append(openable(viewer))
    if wanted.area:
        conditions.append(Case.area == wanted.area)
    if wanted.priority:
        conditions.append(Case.priority == wanted.priority)
    if wanted.late:
        conditions += [Case.due_on < today, runs()]
    if wanted.text:
        conditions.append(_text_condition(wanted.text))
    return conditions


def _text_condition(text: str) -> Expression:
    """The number holds the text, or every folded word is in the name; restricted cases are not found by name."""
    by_number, words = Case.number.contains(text), name_words(text)[:6]
    if not words:
        return by_number
    by_name = reduce(and_, (Person.search_words.contains(word) for word in words))
    return by_number | (by_name & ~Case.restricted)
