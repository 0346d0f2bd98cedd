"""When a volunteer is away: noted by the koordinator or by the volunteer, taken back when plans change."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.errand import find_volunteer
from puskesos.database import database, locked
from puskesos.errors import NotAllowed, RuleBroken, refuse_any
from puskesos.models.absence import VolunteerAbsence
from puskesos.models.user import User
from puskesos.queries.absence import standing_absence
from puskesos.rules.absence import absence_problems
from puskesos.rules.dates import show_date
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def add_absence(
    user_id: int, first_on: date, last_on: date, reason: str, *, actor: Viewer, now: datetime, today: date
) -> VolunteerAbsence:
    """Note days away; the same days again change nothing. Raises RuleBroken for odd days or days noted already."""
    _check_right(user_id, actor)
    volunteer = find_volunteer(user_id, actor)
    refuse_any(absence_problems(first_on, last_on, today))
    with database.atomic():
        locked(User.select(User.id).where(User.id == volunteer.id)).get()  # two notes at once see each other
        standing = standing_absence(user_id, first_on, last_on)
        if standing is not None and (standing.first_on, standing.last_on) == (first_on, last_on):
            return standing
        if standing is not None:
            days = f"{show_date(standing.first_on)} sampai {show_date(standing.last_on)}"
            raise RuleBroken(f"Sudah tercatat libur {days}. Batalkan dahulu bila berubah.", "first_on")
        row = VolunteerAbsence.create(
            hub=actor.hub_id,
            user=volunteer,
            first_on=first_on,
            last_on=last_on,
            reason=reason,
            created_by=actor.id,
            created_at=now,
        )
        _record("absence_added", row, actor, now)
    return row


def cancel_absence(absence: VolunteerAbsence, *, actor: Viewer, now: datetime) -> None:
    """The volunteer is back, or was never away; again is harmless."""
    _check_right(absence.user_id, actor)
    with database.atomic():
        stands = (VolunteerAbsence.id == absence.id) & VolunteerAbsence.cancelled_at.is_null()
        if VolunteerAbsence.update(cancelled_by=actor.id, cancelled_at=now).where(stands).execute():
            _record("absence_cancelled", absence, actor, now)


def _check_right(user_id: int, actor: Viewer) -> None:
    if not actor.can(Permission.ASSIGN) and user_id != actor.id:
        raise NotAllowed


def _record(event: str, row: VolunteerAbsence, actor: Viewer, now: datetime) -> None:
    about = {"object_type": "user", "object_id": row.user_id}
    audit.record(event, actor=actor, now=now, first=row.first_on, last=row.last_on, **about)
