"""The last sign of life from each village, and the volunteers there; silent villages are told like busy ones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from peewee import fn

from puskesos.models.activity import Activity
from puskesos.models.assignment import Assignment, Visit
from puskesos.models.case import Case
from puskesos.models.field_report import FieldReport
from puskesos.models.hub import Hub
from puskesos.models.user import User, UserVillage
from puskesos.queries.hub import list_villages
from puskesos.rules.report_contact import LOOKED_BACK_DAYS, Contact, contacts_of
from puskesos.rules.roles import Role


def village_contacts(hub: Hub, today: date) -> list[Contact]:
    """Every village that the hub serves with its last sign of life, the longest silent first."""
    served = [(village.id, village.name) for village in list_villages(hub.id)]
    return contacts_of(served, _signs(hub, today - timedelta(days=LOOKED_BACK_DAYS)), today)


def _signs(hub: Hub, since: date) -> dict[str, dict[int, date]]:
    zone = ZoneInfo(hub.zone)
    moment = datetime.combine(since, time(), zone)
    cases = Case.select(Case.village, fn.MAX(Case.registered_on))
    cases = cases.where(Case.hub == hub.id, Case.registered_on >= since).group_by(Case.village)
    visits = Visit.select(Assignment.village, fn.MAX(Visit.visited_at)).join(Assignment)
    visits = visits.where(Assignment.hub == hub.id, Visit.visited_at >= moment).group_by(Assignment.village)
    reports = FieldReport.select(FieldReport.village, fn.MAX(FieldReport.created_at))
    reports = reports.where(FieldReport.hub == hub.id, FieldReport.created_at >= moment).group_by(FieldReport.village)
    done = Activity.select(Activity.village, fn.MAX(Activity.day)).where(Activity.hub == hub.id, Activity.day >= since)
    done = done.where(Activity.cancelled_at.is_null(), Activity.village.is_null(False)).group_by(Activity.village)
    return {
        "kasus masuk": dict(cases.tuples()),
        "kunjungan": {village: last.astimezone(zone).date() for village, last in visits.tuples()},
        "laporan lapangan": {village: last.astimezone(zone).date() for village, last in reports.tuples()},
        "kegiatan relawan": dict(done.tuples()),
    }


def volunteers_by_village(hub_id: int) -> dict[int, list[tuple[int, str]]]:
    """Active volunteers, id and name, by village."""
    rows = UserVillage.select(UserVillage.village, User.id, User.name).join(User)
    rows = rows.where(User.hub == hub_id, User.active, User.roles.contains(str(Role.PSM))).order_by(User.name)
    found: dict[int, list[tuple[int, str]]] = {}
    for village, user, name in rows.tuples():
        found.setdefault(village, []).append((user, name))
    return found
