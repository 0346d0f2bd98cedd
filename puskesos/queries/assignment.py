"""Reading assignments: one scope, a case's visits and photos, the volunteer's day, and who has how much to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import JOIN, Expression, ModelSelect, Value, fn
from peewee import Case as When

from puskesos.models.assignment import Assignment, Photo, Visit, VisitDraft
from puskesos.models.case import Case, CaseDocument
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.user import User, UserVillage
from puskesos.queries.case import GIVEN_BACK, with_places
from puskesos.queries.case import scope as case_scope
from puskesos.queries.prepared import prepared, prepared_models, slot
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES, AssignmentState
from puskesos.rules.papers import MISSING, PaperOwner
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

OPEN = [str(state) for state in OPEN_ASSIGNMENT_STATES]


def scope(viewer: Viewer) -> Expression:
    """The condition on Assignment of every read: own hub for staff; a volunteer the own ones not given back."""
    in_hub = Assignment.hub == viewer.hub_id
    if viewer.has_role(Role.KOORDINATOR, Role.FO, Role.BO):
        return in_hub
    if not viewer.has_role(Role.PSM):
        return Assignment.id == 0
    return in_hub & (Assignment.volunteer == viewer.id) & Assignment.state.not_in(GIVEN_BACK)


def visible_to(viewer: Viewer) -> ModelSelect:
    """Assignments with case, client, village, service and volunteer joined, within scope."""
    return (
        with_places(Assignment.select(Assignment, Case, Person, Village, Service, User).join(Case))
        .switch(Assignment)
        .join(User, on=(Assignment.volunteer == User.id))
        .where(scope(viewer))
    )


def find_assignment(viewer: Viewer, number: str) -> Assignment | None:
    """The assignment of that number, or None outside the viewer's scope."""
    return visible_to(viewer).where(Assignment.number == number).get_or_none()


def find_own_assignment(viewer: Viewer, number: str) -> Assignment | None:
    """The assignment of that number when the viewer is its volunteer."""
    return visible_to(viewer).where(Assignment.number == number, Assignment.volunteer == viewer.id).get_or_none()


def had_assignment(viewer: Viewer, number: str) -> bool:
    """Whether this task is or was the viewer's: also one that was taken back or handed on."""
    return Assignment.select().where(Assignment.number == number, Assignment.volunteer == viewer.id).exists()


def volunteer_before(task: Assignment) -> str:
    """Whose task this one goes on with; empty for a fresh one."""
    mine = Assignment.select(User.name).join(User, on=(Assignment.volunteer == User.id))
    return mine.where(Assignment.id == task.takes_over_id).scalar() or "" if task.takes_over_id else ""


def assignments_of(case: Case) -> list[Assignment]:
    """Assignments of a case, newest first."""
    return _tasks_of(case=case.id)


@prepared_models
def _tasks_of() -> ModelSelect:
    return Assignment.select().where(Assignment.case == slot("case")).order_by(Assignment.id.desc())


def visits_of(case: Case) -> list[Visit]:
    """Visit reports of a case, newest first."""
    return _visits_of(case=case.id)


@prepared_models
def _visits_of() -> ModelSelect:
    return Visit.select().where(Visit.case == slot("case")).order_by(Visit.id.desc())


def waiting_for(volunteer_id: int) -> list[Assignment]:
    """Open tasks whose next step is the volunteer's; a report that came in waits for others."""
    states = [state for state in OPEN if state != str(AssignmentState.DILAPORKAN)]
    mine = (Assignment.volunteer == volunteer_id) & Assignment.state.in_(states)
    return list(Assignment.select().where(mine).order_by(Assignment.id))


def latest_visit(assignment: Assignment) -> Visit | None:
    """The newest report of an assignment."""
    return Visit.select().where(Visit.assignment == assignment).order_by(Visit.id.desc()).first()


def photos_of(case: Case) -> list[Photo]:
    """Photos of a case's visits, oldest first."""
    return list(Photo.select().where(Photo.case == case).order_by(Photo.id))


def find_photo(viewer: Viewer, photo_id: int) -> Photo | None:
    """A photo whose case the viewer's scope holds, with that case joined."""
    return Photo.select(Photo, Case).join(Case).where(Photo.id == photo_id, case_scope(viewer)).get_or_none()


CARD = (
    Case.number,
    Case.restricted,
    Case.priority,
    Person.name.alias("client_name"),
    Person.rt,
    Person.rw,
    Village.name.alias("village_name"),
    Service.name.alias("service_name"),
    Assignment.due_on,
    Assignment.state_since,
)


def own_open(viewer: Viewer) -> list[Any]:
    """The volunteer's open assignments by due date, then place, ready for "Hari ini"; names are shown.

    `has_draft`: whether parts of a report are saved that was not sent.
    """
    return _own_open(volunteer=viewer.id)


@prepared
def _own_open() -> ModelSelect:
    drafts = VisitDraft.select(VisitDraft.id).where(VisitDraft.assignment == Assignment.id)
    return (
        with_places(
            Assignment.select(
                *CARD,
                Assignment.id,
                Assignment.number.alias("task"),
                Assignment.kind,
                Assignment.state.alias("task_state"),
                Assignment.instruction,
                Assignment.reason,
                Assignment.planned_on,
                Assignment.asked_at,
                fn.EXISTS(drafts).alias("has_draft"),
                Case.id.alias("case_id"),
                Case.client.alias("client_id"),
                Person.phone_normal,
                Case.reporter_phone,
                Person.address,
                Person.landmark,
                Person.sex,
                Person.household,
            ).join(Case)
        )
        .where(Assignment.volunteer == slot("volunteer"), Assignment.state.in_(OPEN))
        .order_by(Assignment.due_on, Village.name, Person.rw, Person.rt, Assignment.id)
        .limit(200)
    )


def own_missing_papers(viewer: Viewer) -> dict[int, list[str]]:
    """By case (id) of the volunteer's open assignments, the papers that the family still has to bring."""
    names: dict[int, list[str]] = {}
    for row in _own_missing_papers(volunteer=viewer.id):
        names.setdefault(row.case, []).append(row.name)
    return names


@prepared
def _own_missing_papers() -> ModelSelect:
    mine = Assignment.select(Assignment.case).where(
        Assignment.volunteer == slot("volunteer"), Assignment.state.in_(OPEN)
    )
    missing = CaseDocument.state.in_(sorted(str(state) for state in MISSING))
    asked = missing & (CaseDocument.owner == str(PaperOwner.KELUARGA))
    query = CaseDocument.select(CaseDocument.case, CaseDocument.name).where(CaseDocument.case.in_(mine), asked)
    return query.order_by(CaseDocument.case, CaseDocument.position)


def own_new(viewer: Viewer, since: int) -> tuple[int, int]:
    """How many assignments the volunteer has not answered, and how many of them came after that one (its id)."""
    (row,) = _own_new(volunteer=viewer.id, since=since)
    return row.new, row.newer


@prepared
def _own_new() -> ModelSelect:
    newer = fn.COUNT(When(None, [(Assignment.id > slot("since"), Assignment.id)]))
    return Assignment.select(fn.COUNT(Assignment.id).alias("new"), newer.alias("newer")).where(
        Assignment.volunteer == slot("volunteer"), Assignment.state == str(AssignmentState.DITUGASKAN)
    )


def own_finished(viewer: Viewer) -> list[Any]:
    """The volunteer's last thirty approved assignments, newest first; their ids come from the index alone."""
    last = (
        Assignment.select(Assignment.id)
        .where(Assignment.volunteer == viewer.id, Assignment.state.not_in([*OPEN, *GIVEN_BACK]))
        .order_by(Assignment.id.desc())
        .limit(30)
    )
    return list(
        with_places(
            Assignment.select(
                *CARD, Assignment.number.alias("task"), Assignment.kind, Assignment.state.alias("task_state")
            ).join(Case)
        )
        .where(Assignment.id.in_(last))
        .order_by(Assignment.id.desc())
        .namedtuples()
    )


def list_volunteers(hub_id: int, today: date, village_id: int | None = None) -> list[Any]:
    """Active volunteers with open and overdue counts; those of `village_id` first (`here`), then by load and name."""
    rows = _volunteers(hub=hub_id, today=Assignment.due_on.db_value(today), village=village_id or 0)
    return sorted(rows, key=lambda row: (not row.here, row.open, row.name))


@prepared
def _volunteers() -> ModelSelect:
    at_work = (Assignment.volunteer == User.id) & Assignment.state.in_(OPEN)
    home = UserVillage.select(Value(1)).where(UserVillage.user == User.id, UserVillage.village == slot("village"))
    return (
        User.select(
            User.id,
            User.name,
            User.phone,
            fn.COUNT(Assignment.id).alias("open"),
            fn.COUNT(When(None, [(Assignment.due_on < slot("today"), Assignment.id)])).alias("late"),
            fn.EXISTS(home).alias("here"),
        )
        .join(Assignment, JOIN.LEFT_OUTER, on=at_work)
        .where(User.hub == slot("hub"), User.active, User.roles.contains(str(Role.PSM)))
        .group_by(User.id, User.name, User.phone)
    )
