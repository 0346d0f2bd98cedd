"""Whom to send: the volunteers of the hub with what speaks for and against each, for one case or many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from peewee import JOIN, Expression, Value
from peewee import Case as When

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User, UserVillage
from puskesos.queries.absence import absences_between
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.case import GIVEN_BACK, with_places
from puskesos.queries.case_door import openable
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.absence import overlaps
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.intake import Priority
from puskesos.rules.names import initials
from puskesos.rules.suggestion import Candidate, Suggestion, suggest
from puskesos.rules.viewer import Viewer

Span = tuple[date, date]
URGENT = (Priority.DARURAT, Priority.SEGERA)


def suggestions_for(
    viewer: Viewer, cases: Sequence[Case], hub: Hub, today: date, *, due: Mapping[int, date], without: int = 0
) -> dict[int, list[Suggestion]]:
    """By case id, all active volunteers but `without`, the best first; `due` says until when each case is worked on.

    Cases come with their client.
    """
    volunteers = [row for row in list_volunteers(hub.id, today) if row.id != without]
    served, names = _village_ids(hub.id), villages_of_volunteers(hub.id)
    away = absences_between(hub.id, today, max([today, *due.values()]))
    families, declined = _family_knowers(viewer, cases), _decliners(cases)
    return {
        case.id: suggest(
            (
                Candidate(
                    id=row.id,
                    name=row.name,
                    villages=tuple(names.get(row.id, ())),
                    is_here=case.village_id in served[row.id],
                    open=row.open,
                    late=row.late,
                    knows_family=row.id in families[case.id],
                    away=_first_away(away.get(row.id, ()), today, due[case.id]),
                    declined=row.id in declined[case.id],
                )
                for row in volunteers
            ),
            load_limit=hub.load_limit,
            today=today,
        )
        for case in cases
    }


def cases_to_hand_out(viewer: Viewer, numbers: Sequence[str], most: int) -> list[Case]:
    """The named cases that wait for a volunteer (all that wait when none is named), the urgent and the first due first.

    With client, village and service joined; a restricted client comes as initials.
    """
    wanted = _waiting(viewer) & (Case.number.in_(list(numbers)) if numbers else Value(True))
    return _with_clients(wanted, most)


def named_cases(viewer: Viewer, numbers: Sequence[str], most: int) -> list[Case]:
    """The same of these numbers, whether they still wait or not."""
    return _with_clients((Case.hub == viewer.hub_id) & Case.number.in_(list(numbers)), most)


def count_to_hand_out(viewer: Viewer) -> int:
    """How many cases of the hub wait for a volunteer."""
    return Case.select().where(_waiting(viewer)).count()


def _waiting(viewer: Viewer) -> Expression:
    return (Case.hub == viewer.hub_id) & (Case.awaits_assignment == Value(True))


def _with_clients(wanted: Expression, most: int) -> list[Case]:
    query = with_places(Case.select(Case, Person, Village, Service)).where(wanted)
    urgency = When(Case.priority, tuple((str(one), place) for place, one in enumerate(URGENT)), len(URGENT))
    cases = list(query.order_by(urgency, Case.due_on, Case.id).limit(most))
    for case in cases:
        if case.restricted:
            case.client.name = initials(case.client.name)
    return cases


def _first_away(absences: Collection[Span], today: date, due: date) -> Span | None:
    return next((span for span in absences if overlaps(*span, today, max(due, today))), None)


def _village_ids(hub_id: int) -> defaultdict[int, set[int]]:
    served: defaultdict[int, set[int]] = defaultdict(set)
    query = UserVillage.select(UserVillage.user, UserVillage.village).join(User).where(User.hub == hub_id)
    for user, village in query.tuples():
        served[user].add(village)
    return served


def _family_knowers(viewer: Viewer, cases: Sequence[Case]) -> defaultdict[int, set[int]]:
    """By case id, who went to its client or the client's family before, in cases that open for the viewer."""
    clients = {case.id: case.client for case in cases}
    people = sorted({client.id for client in clients.values()})
    homes = sorted({client.household_id for client in clients.values() if client.household_id})
    query = (
        Assignment.select(Assignment.volunteer, Person.id, Person.household)
        .join(Case)
        .join(Person, JOIN.INNER, on=(Case.client == Person.id))
        .where(Assignment.state.not_in(GIVEN_BACK), openable(viewer))
        .where(Person.id.in_(people) | Person.household.in_(homes))
    )
    went = list(query.tuples())
    known: defaultdict[int, set[int]] = defaultdict(set)
    for case_id, client in clients.items():
        for volunteer, person, home in went:
            if person == client.id or (home is not None and home == client.household_id):
                known[case_id].add(volunteer)
    return known


def _decliners(cases: Sequence[Case]) -> defaultdict[int, set[int]]:
    declined: defaultdict[int, set[int]] = defaultdict(set)
    refused = Assignment.state == str(AssignmentState.DITOLAK)
    ids = [case.id for case in cases]
    query = Assignment.select(Assignment.case, Assignment.volunteer).where(Assignment.case.in_(ids), refused)
    for case, volunteer in query.tuples():
        declined[case].add(volunteer)
    return declined
