"""Who may open a restricted case and why, who looked, and which emergencies the koordinator does not know of yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.audit import AuditEntry
from puskesos.models.case import Case
from puskesos.models.restricted import CaseAccess, CaseTeam
from puskesos.models.user import User
from puskesos.queries.case_door import openable
from puskesos.queries.hub import names_of_users
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.restriction import OPEN_IN_EMERGENCY, LookKind
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

STAFF = {Role.KOORDINATOR, Role.FO, Role.BO}
LATEST_LOOKS = 30


@dataclass(frozen=True)
class Member:
    """One person before whom the case opens, and by what."""

    user_id: int
    name: str
    why: str
    is_removable: bool = False


def team_of(case: Case) -> tuple[list[Member], list[User]]:
    """Everybody before whom the case opens, and the staff who could be let in by name."""
    people = list(User.select().where(User.hub == case.hub_id, User.active).order_by(User.name))
    rows = {row.user_id: row for row in CaseTeam.select().where(CaseTeam.case == case.id)}
    let_in = {user_id for user_id, row in rows.items() if row.removed_at is None}
    volunteers = {user_id for (user_id,) in _volunteers(case).tuples()}
    members = []
    for user in people:
        why, is_removable = _why(case, user, let_in, rows.keys() - let_in, volunteers)
        if why:
            members.append(Member(user.id, user.name, why, is_removable))
    inside = {one.user_id for one in members if one.user_id not in volunteers}
    staff = [user for user in people if not STAFF.isdisjoint(parse_roles(user.roles)) and user.id not in inside]
    return members, staff


def stands_where(viewer: Viewer, case: Case, since: datetime, now: datetime) -> tuple[bool, bool]:
    """Whether the case opens for the viewer (emergencies too), and whether the reason was said since `since`."""
    looks = _looks(viewer, case)
    said, urgent = looks.where(CaseAccess.at >= since), looks.where(_in_emergency(now))
    columns = (openable(viewer).alias("inside"), fn.EXISTS(said).alias("said"), fn.EXISTS(urgent).alias("urgent"))
    row = Case.select(*columns).where(Case.id == case.id).namedtuples().get()
    return bool(row.inside or row.urgent), bool(row.said or row.urgent)


def is_in_emergency(viewer: Viewer, case: Case, now: datetime) -> bool:
    """Whether the viewer opened the case in an emergency that still holds."""
    return _looks(viewer, case).where(_in_emergency(now)).exists()


def is_shut_out(case: Case, user_id: int) -> bool:
    """Whether the koordinator shut this person out by name; no emergency opens the case for them."""
    mine = (CaseTeam.case == case.id) & (CaseTeam.user == user_id)
    return CaseTeam.select().where(mine, CaseTeam.removed_at.is_null(False)).exists()


def running_emergencies(case: Case, now: datetime) -> list[CaseAccess]:
    """Emergencies of the case that still hold, in order."""
    return list(CaseAccess.select().where(CaseAccess.case == case.id, _in_emergency(now)).order_by(CaseAccess.id))


def was_logged(viewer: Viewer, case: Case, since: datetime) -> bool:
    """Whether the trail holds a look of this volunteer since `since`."""
    same = (AuditEntry.object_type == "case") & (AuditEntry.object_id == case.number)
    look = (AuditEntry.action == "restricted_opened") & (AuditEntry.actor == viewer.id)
    return AuditEntry.select().where(same, look, AuditEntry.at >= since).exists()


def looks_at(case: Case) -> list[CaseAccess]:
    """The latest looks at a case, newest first."""
    return list(
        CaseAccess.select().where(CaseAccess.case == case.id).order_by(CaseAccess.id.desc()).limit(LATEST_LOOKS)
    )


def unknown_emergencies(viewer: Viewer) -> list[tuple[str, str, str, datetime]]:
    """Emergencies that no koordinator has taken note of: case number, who, why, when; empty for everybody else."""
    if not viewer.has_role(Role.KOORDINATOR):
        return []
    names = names_of_users(viewer.hub_id)
    return [(row.number, names.get(row.user, ""), row.reason, row.at) for row in _unknown(hub=viewer.hub_id)]


@prepared
def _unknown() -> ModelSelect:
    emergency = (CaseAccess.kind == str(LookKind.DARURAT)) & CaseAccess.known_at.is_null()
    query = CaseAccess.select(CaseAccess.user, CaseAccess.reason, CaseAccess.at, Case.number).join(Case)
    return query.where(Case.hub == slot("hub"), emergency).order_by(CaseAccess.id)


def _looks(viewer: Viewer, case: Case) -> Any:
    return CaseAccess.select().where(CaseAccess.case == case.id, CaseAccess.user == viewer.id)


def _in_emergency(now: datetime) -> Any:
    """The condition on CaseAccess of an emergency that still holds; of who was shut out by name none does."""
    shut_out = CaseTeam.select().where(
        CaseTeam.case == CaseAccess.case, CaseTeam.user == CaseAccess.user, CaseTeam.removed_at.is_null(False)
    )
    is_open = (CaseAccess.at > now - OPEN_IN_EMERGENCY) & CaseAccess.ended_at.is_null()
    return (CaseAccess.kind == str(LookKind.DARURAT)) & is_open & ~fn.EXISTS(shut_out)


def _volunteers(case: Case) -> Any:
    return Assignment.select(Assignment.volunteer).where(
        Assignment.case == case.id, Assignment.state.in_([str(state) for state in OPEN_ASSIGNMENT_STATES])
    )


def _why(
    case: Case, user: User, let_in: Collection[int], shut_out: Collection[int], volunteers: Collection[int]
) -> tuple[str, bool]:
    """What opens the case for this person (queries/case.py: openable, in words), and whether that can be taken away."""
    roles = parse_roles(user.roles)
    if Role.KOORDINATOR in roles:
        return "Koordinator", False
    if user.id in let_in:
        return "Anggota tim", True
    by_rule = user.id not in shut_out
    if by_rule and user.id == case.created_by_id:
        return "Mendaftarkan kasus", True
    if by_rule and not let_in and Role.BO in roles and user.area in {"", case.area}:
        return "Back office bidang ini, selama tim belum ditunjuk", True
    return ("Relawan yang ditugaskan", False) if user.id in volunteers else ("", False)
