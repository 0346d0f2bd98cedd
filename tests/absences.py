"""Days away for tests: noted by Ratna through the action."""

from __future__ import annotations

from datetime import timedelta

from puskesos import clock
from puskesos.actions.absence import add_absence
from puskesos.models import User, VolunteerAbsence
from tests.cast import ZONE, viewer_of


def away(user: User, first: int = 0, last: int = 3, reason: str = "Pulang kampung") -> VolunteerAbsence:
    """The volunteer is away from `first` to `last` days from today."""
    today, ratna = clock.today(ZONE), viewer_of(User.get(User.username == "ratna"))
    days = (today + timedelta(days=first), today + timedelta(days=last))
    return add_absence(user.id, *days, reason, actor=ratna, now=clock.now(), today=today)
