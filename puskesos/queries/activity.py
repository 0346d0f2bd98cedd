"""Reading a volunteer's month: visits of tasks, activities beside them, and how many of each; and the hub's volunteers.

Of cases it tells their numbers only, so that the month can be handed in on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Expression, Value, fn

from puskesos.models.activity import Activity
from puskesos.models.assignment import Assignment, Visit
from puskesos.models.case import Case
from puskesos.models.field_report import FieldReport
from puskesos.models.hub import Village
from puskesos.models.user import User
from puskesos.rules.activity import KindCount, Month, count_kinds
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.field_report import FieldReportState
from puskesos.rules.period import Days
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

MOST_ROWS = 400  # of a kind in one month: beyond what anybody does


@dataclass(frozen=True)
class VolunteerMonth:
    """What one volunteer did in a month, each list by day; `cancelled` activities count nowhere."""

    month: Month
    visits: list[Any]
    activities: list[Any]
    cancelled: list[Any]
    new_tasks: int
    finished: int
    needs: int

    @property
    def kinds(self) -> list[KindCount]:
        return count_kinds((row.kind for row in self.visits), (row.kind for row in self.activities))


def newest_version() -> Expression:
    """The condition that no later report corrects this one: what rules.visit_facts.newest_versions says of a list."""
    later = Visit.alias("later")
    return ~fn.EXISTS(later.select(Value(1)).where(later.assignment == Visit.assignment, later.corrects == Visit.id))


def month_of(user_id: int, month: Month, zone: str) -> VolunteerMonth:
    """The month of a volunteer whom the caller may see."""
    since, until = moments_of(month, zone)
    activities = _activities(user_id, month)
    new_tasks, finished, needs = _counts(user_id, since, until)
    return VolunteerMonth(
        month=month,
        visits=_visits(user_id, since, until),
        activities=[row for row in activities if row.cancelled_at is None],
        cancelled=[row for row in activities if row.cancelled_at is not None],
        new_tasks=new_tasks,
        finished=finished,
        needs=needs,
    )


def find_own_activity(viewer: Viewer, activity_id: int) -> Activity | None:
    """An activity that the viewer noted."""
    return Activity.get_or_none(Activity.id == activity_id, Activity.user == viewer.id, Activity.hub == viewer.hub_id)


def find_volunteer(viewer: Viewer, user_id: int) -> User | None:
    """A volunteer of the viewer's hub, also one who has stopped."""
    user = User.get_or_none(User.id == user_id, User.hub == viewer.hub_id)
    return user if user is not None and Role.PSM in parse_roles(user.roles) else None


def list_months(hub_id: int, month: Month, zone: str) -> list[Any]:
    """Every volunteer by name with visits, activities and finished tasks of the month.

    Who has stopped is listed while the month holds something of theirs.
    """
    since, until = moments_of(month, zone)
    visits = Visit.select(fn.COUNT(Visit.id)).join(Assignment).where(Assignment.volunteer == User.id, newest_version())
    visits = visits.where(Visit.visited_at >= since, Visit.visited_at < until)
    done = Assignment.select(fn.COUNT(Assignment.id)).where(Assignment.volunteer == User.id, *_finished(since, until))
    days = Activity.day.between(month.first, month.last)
    stands = Activity.cancelled_at.is_null()
    noted = Activity.select(fn.COUNT(Activity.id)).where(Activity.user == User.id, days, stands)
    columns = (visits.alias("visits"), noted.alias("activities"), done.alias("finished"))
    rows = User.select(User.id, User.name, User.active, *columns)
    rows = rows.where(User.hub == hub_id, User.roles.contains(str(Role.PSM))).order_by(User.name)
    return [row for row in rows.namedtuples() if row.active or row.visits or row.activities or row.finished]


def moments_of(period: Days, zone: str) -> tuple[datetime, datetime]:
    """The first moment of the month or day in the hub's zone, and the first one after it."""
    ends = (period.first, period.last + timedelta(days=1))
    first, after = (datetime.combine(day, time.min, ZoneInfo(zone)) for day in ends)
    return first, after


def _visits(user_id: int, since: datetime, until: datetime) -> list[Any]:
    rows = (
        Visit.select(
            Visit.visited_at, Visit.outcome, Visit.approved, Assignment.kind, Case.number, Village.name.alias("village")
        )
        .join(Assignment)
        .join(Village)
        .switch(Assignment)
        .join(Case)
    )
    rows = rows.where(Assignment.volunteer == user_id, newest_version())
    rows = rows.where(Visit.visited_at >= since, Visit.visited_at < until)
    return list(rows.order_by(Visit.visited_at, Visit.id).limit(MOST_ROWS).namedtuples())


def _activities(user_id: int, month: Month) -> list[Any]:
    rows = Activity.select(Activity, Village.name.alias("village_name")).join(Village, JOIN.LEFT_OUTER)
    rows = rows.where(Activity.user == user_id, Activity.day.between(month.first, month.last))
    return list(rows.order_by(Activity.day, Activity.id).limit(MOST_ROWS).objects())


def _counts(user_id: int, since: datetime, until: datetime) -> tuple[int, int, int]:
    """Tasks given in the month, tasks whose report was approved in it, and needs met on the road."""
    mine = Assignment.select(fn.COUNT(Assignment.id)).where(Assignment.volunteer == user_id)
    given = mine.where(Assignment.created_at >= since, Assignment.created_at < until)
    needs = FieldReport.select(fn.COUNT(FieldReport.id)).where(
        FieldReport.reported_by == user_id,
        FieldReport.created_at >= since,
        FieldReport.created_at < until,
        FieldReport.state != str(FieldReportState.BATAL),
    )
    done = mine.where(*_finished(since, until))
    return User.select(given, done, needs).where(User.id == user_id).tuples().get()


def _finished(since: datetime, until: datetime) -> tuple[Expression, ...]:
    moved = Assignment.state_since
    return (Assignment.state == str(AssignmentState.DISETUJUI)), moved >= since, moved < until
