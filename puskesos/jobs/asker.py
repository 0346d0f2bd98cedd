"""Who asked for a job, with the rights of now and not of the moment when it was asked for."""

from __future__ import annotations

from puskesos.models.job import Job
from puskesos.models.user import User
from puskesos.rules.roles import parse_roles
from puskesos.rules.viewer import Viewer


def asker_of(job: Job) -> Viewer | None:
    """The person as a viewer without a session; None when they may no longer sign in."""
    user = User.get_or_none(User.id == job.created_by_id)
    if user is None or not user.active:
        return None
    return Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=parse_roles(user.roles),
        area=user.area,
        village_ids=frozenset(),
        session_id=0,
        idle_seconds=0,
        must_change_password=False,
    )
