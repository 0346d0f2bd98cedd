"""Ratna invites Ujang, and somebody uses the link: what tests of invitations do, through the actions."""

from __future__ import annotations

from puskesos import clock
from puskesos.actions.account import sign_in
from puskesos.actions.invitation import invite_volunteer, join, open_invitation, state_of
from puskesos.errors import RuleBroken
from puskesos.models import Invitation, LoginSession, User
from puskesos.security.invitation import invitation_token
from tests.cast import Cast, viewer_of

SECRET = "rahasia"
OWN = "perahu biru di muara"


def invite(cast: Cast, user: User | None = None) -> str:
    """The token of a fresh invitation that Ratna made."""
    made = invite_volunteer(user or cast.ujang, secret=SECRET, actor=viewer_of(cast.ratna), now=clock.now())
    return invitation_token(SECRET, made.uuid)


def opened(token: str, address: str = "10.0.0.9") -> Invitation:
    found = open_invitation(token, address=address, now=clock.now())
    assert found is not None
    return found


def enter(token: str, password: str = OWN) -> str:
    return join(opened(token), password, device="Android, Chrome", now=clock.now())


def stands(token: str) -> str:
    return str(state_of(opened(token), clock.now()))


def may_sign_in(username: str, password: str) -> bool:
    try:
        return bool(sign_in(username, password, address="10.0.0.8", device="x", now=clock.now()))
    except RuleBroken:
        return False


def live_sessions(user: User) -> int:
    return LoginSession.select().where(LoginSession.user == user, LoginSession.revoked_at.is_null()).count()
