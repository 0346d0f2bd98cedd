"""Reading absences of volunteers: who is away when, and the list of one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from peewee import Expression

from puskesos.models.absence import VolunteerAbsence
from puskesos.models.user import User

LISTED = 20


def absences_of(user_id: int) -> list[VolunteerAbsence]:
    """The last twenty, those furthest ahead first."""
    rows = VolunteerAbsence.select().where(VolunteerAbsence.user == user_id)
    return list(rows.order_by(VolunteerAbsence.last_on.desc(), VolunteerAbsence.id.desc()).limit(LISTED))


def find_absence(hub_id: int, absence_id: int) -> VolunteerAbsence | None:
    """An absence of this hub, with its volunteer joined."""
    query = VolunteerAbsence.select(VolunteerAbsence, User).join(User, on=(VolunteerAbsence.user == User.id))
    return query.where(VolunteerAbsence.id == absence_id, VolunteerAbsence.hub == hub_id).get_or_none()


def standing_absence(user_id: int, first_on: date, last_on: date) -> VolunteerAbsence | None:
    """One of this volunteer's that shares a day with these and was not cancelled."""
    own = (VolunteerAbsence.user == user_id) & _shares(first_on, last_on)
    return VolunteerAbsence.select().where(own).order_by(VolunteerAbsence.id).first()


def absences_between(hub_id: int, first_on: date, last_on: date) -> dict[int, list[tuple[date, date]]]:
    """By volunteer, first and last day of every absence that shares a day with these, the earliest first."""
    columns = (VolunteerAbsence.user, VolunteerAbsence.first_on, VolunteerAbsence.last_on)
    query = VolunteerAbsence.select(*columns).where(VolunteerAbsence.hub == hub_id, _shares(first_on, last_on))
    days: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    for user, first, last in query.order_by(VolunteerAbsence.first_on).tuples():
        days[user].append((first, last))
    return days


def _shares(first_on: date, last_on: date) -> Expression:
    stands = VolunteerAbsence.cancelled_at.is_null()
    return stands & (VolunteerAbsence.first_on <= last_on) & (VolunteerAbsence.last_on >= first_on)
