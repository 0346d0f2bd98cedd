"""Whom to send: the volunteers of the hub with what speaks for and against each, for one case or many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from peewee import JOIN, Value

from puskesos.models.absence import VolunteerAbsence
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.person import Person
from puskesos.models.user import UserVillage
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.case import GIVEN_BACK, with_places
from puskesos.queries.case_door import openable
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.names import initials
from puskesos.rules.suggestion import Candidate, Suggestion, suggest
from puskesos.rules.viewer import Viewer


def suggestions_for(
    viewer: Viewer, cases: Sequence[Case], hub: Hub, today: date, *, until: date, without: Collection[int] = ()
) -> dict[int, list[Suggestion]]:
    """By case id, all active volunteers, the best first; `until` is the last day on which an absence matters."""
    volunteers = [row for row in list_volunteers(hub.id, today) if row.id not in without]
    served, names = _village_ids(), villages_of_volunteers(hub.id)
    away = _away(hub.id, today, until)
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
                    away_until=away.get(row.id),
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
    """The named cases that wait for a volunteer (all that wait when none is named), most urgent first.

    With client and village joined; a restricted client comes as initials.
    """
    query = with_places(Case.select(Case, Person, Village, Service)).where(
        Case.hub == viewer.hub_id, Case.awaits_assignment == Value(True)
    )
    query = query.where(Case.number.in_(list(numbers))) if numbers else query
    cases = list(query.order_by(Case.due_on, Case.id).limit(most))
    for case in cases:
        if case.restricted:
            case.client.name = initials(case.client.name)
    return cases


def absences_of(user_id: int, today: date) -> list[VolunteerAbsence]:
    """What still lies ahead or runs, and the last ten that are over or were cancelled; newest first."""
    rows = VolunteerAbsence.select().where(VolunteerAbsence.user == user_id)
    return list(rows.order_by(VolunteerAbsence.last_on.desc(), VolunteerAbsence.id.desc()).limit(20))


def find_absence(hub_id: int, absence_id: int) -> VolunteerAbsence | None:
    """An absence of this hub."""
    return VolunteerAbsence.get_or_none(VolunteerAbsence.id == absence_id, VolunteerAbsence.hub == hub_id)


def _away(hub_id: int, today: date, until: date) -> dict[int, date]:
    """The last day away of everybody whose absence touches the days from today to `until`."""
    touches = (VolunteerAbsence.first_on <= max(until, today)) & (VolunteerAbsence.last_on >= today)
    stands = (VolunteerAbsence.hub == hub_id) & VolunteerAbsence.cancelled_at.is_null()
    query = VolunteerAbsence.select(VolunteerAbsence.user, VolunteerAbsence.last_on).where(stands, touches)
    days: dict[int, date] = {}
    for row in query:
        days[row.user_id] = max(row.last_on, days.get(row.user_id, row.last_on))
    return days


def _village_ids() -> defaultdict[int, set[int]]:
    served: defaultdict[int, set[int]] = defaultdict(set)
    for user, village in UserVillage.select(UserVillage.user, UserVillage.village).tuples():
        served[user].add(village)
    return served


def _family_knowers(viewer: Viewer, cases: Sequence[Case]) -> defaultdict[int, set[int]]:
    """By case id, who went to its client or the client's family before, in cases that open for the viewer."""
    clients = {case.id: case.client for case in cases}
    people = {client.id for client in clients.values()}
    homes = {client.household_id for client in clients.values() if client.household_id}
    query = (
        Assignment.select(Assignment.volunteer, Person.id, Person.household)
        .join(Case)
        .join(Person, JOIN.INNER, on=(Case.client == Person.id))
        .where(Assignment.state.not_in(GIVEN_BACK), openable(viewer))
        .where(Person.id.in_(sorted(people)) | Person.household.in_(sorted(homes)))
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
