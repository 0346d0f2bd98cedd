"""Before whom a case opens: one expression for every list, and one function for one case (domain.md 8.4)."""

from __future__ import annotations

from typing import Any

from peewee import Expression, ModelSelect

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.restricted import CaseTeam
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer


def may_open(viewer: Viewer, case: Case) -> bool:
    """Whether this case opens for the viewer; an emergency is asked for at the door (views/door.py), not here."""
    if not case.restricted or viewer.has_role(Role.KOORDINATOR):
        return True
    return Case.select().where(Case.id == case.id, openable(viewer)).exists()


def openable(viewer: Viewer) -> Expression:
    """The condition on Case that it opens for the viewer, wherever even a bare number beside a name would tell.

    A restricted case opens for the koordinator, who is let in by name, its registrar, the back office of its area
    until somebody is let in by name, and its volunteers; never for who was shut out (domain.md 8.4).
    """
    if viewer.has_role(Role.KOORDINATOR):
        return Case.hub == viewer.hub_id
    office = back_office(viewer.area) if viewer.has_role(Role.BO) else None
    opened = opened_to(viewer.id, office)
    return opened | Case.id.in_(_at_work(viewer)) if viewer.has_role(Role.PSM) else opened


def closed_cases(viewer: Viewer) -> ModelSelect:
    """The ids of the hub's cases that do not open for the viewer, who is no koordinator."""
    return Case.select(Case.id).where(Case.hub == viewer.hub_id, Case.restricted, ~openable(viewer))


def opened_to(user: Any, office: Expression | None) -> Expression:
    """`openable` for one person who is no koordinator; `office` says of which cases the person is the back office."""
    let_in = CaseTeam.select(CaseTeam.case).where(CaseTeam.removed_at.is_null())
    shut_out = CaseTeam.select(CaseTeam.case).where(CaseTeam.user == user, CaseTeam.removed_at.is_null(False))
    by_rule = Case.created_by == user
    if office is not None:
        by_rule |= office & Case.id.not_in(let_in)
    by_name = Case.id.in_(let_in.where(CaseTeam.user == user))
    return ~Case.restricted | by_name | (by_rule & Case.id.not_in(shut_out))


def back_office(area: Any) -> Expression:
    """Cases of this area; a back office without an area handles every one."""
    return Case.area == area if area else Case.area != ""


def _at_work(viewer: Viewer) -> ModelSelect:
    return Assignment.select(Assignment.case).where(
        Assignment.volunteer == viewer.id, Assignment.state.in_([str(state) for state in OPEN_ASSIGNMENT_STATES])
    )
