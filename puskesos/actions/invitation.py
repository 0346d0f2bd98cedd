"""A volunteer joins with the own phone: invited by a link that works once, shut out at once when the phone is lost."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from puskesos.actions.user import sign_out_everywhere
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.user import Invitation, User
from puskesos.queries.invitation import invitation_by_token
from puskesos.rules.invitation import TOLD_AGAIN, VALID_FOR, InvitationState, invitation_state, may_be_invited
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import parse_roles
from puskesos.rules.viewer import Viewer
from puskesos.security import audit
from puskesos.security.invitation import invitation_token
from puskesos.security.letter_code import hash_token
from puskesos.security.passwords import hash_password, password_problem, verify_password
from puskesos.security.sessions import forget_cached, start_session
from puskesos.security.throttle import forget, give_back, take_turn

LONGEST_TOKEN = 64


def invite_volunteer(user: User, *, secret: str, actor: Viewer, now: datetime) -> Invitation:
    """A new link for a volunteer; an earlier one that is still open works no more. The password stays until its use."""
    _check_right(actor)
    if not may_be_invited(parse_roles(user.roles)):
        raise RuleBroken("Undangan QR hanya untuk relawan. Akun petugas memakai kata sandi sementara.")
    made_of = str(uuid.uuid4())
    with database.atomic():
        if not _hold(user):
            raise RuleBroken("Akun ini tidak aktif. Aktifkan dahulu.")
        _end_open(user, now)
        invitation = Invitation.create(
            user=user,
            uuid=made_of,
            token_hash=hash_token(invitation_token(secret, made_of)),
            created_by=actor.id,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        _record("invited", user, actor, now, username=user.username)
    return invitation


def end_invitation(user: User, *, actor: Viewer, now: datetime) -> bool:
    """Revoke the open link; whether there was one."""
    _check_right(actor)
    with database.atomic():
        ended = _end_open(user, now) > 0
        if ended:
            _record("invitation_ended", user, actor, now, username=user.username)
    return ended


def end_access(user: User, *, actor: Viewer, now: datetime) -> int:
    """The phone is lost: every device signed out, password and open links worthless; returns how many devices."""
    _check_right(actor)
    if user.id == actor.id:
        raise RuleBroken("Perangkat sendiri dikeluarkan lewat halaman Akun.")
    nobody_knows = hash_password(secrets.token_urlsafe(32))
    with database.atomic():
        User.update(password_hash=nobody_knows, must_change_password=True).where(User.id == user.id).execute()
        ended = sign_out_everywhere(user.id, now)
        _record("access_ended", user, actor, now, username=user.username, sessions=ended)
    forget_cached()
    return ended


def open_invitation(token: str, *, address: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, however it stands; None for no link of ours, which slows the next try.

    Raises RuleBroken ("throttle") for an address that has to wait.
    """
    keys = [f"alamat:undangan {address}"]
    turn = take_turn(keys, now)
    if turn.wait:
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {turn.wait} detik.", "throttle")
    invitation = invitation_by_token(hash_token(token[:LONGEST_TOKEN]))
    if invitation is not None:
        with database.atomic():
            give_back(turn, keys)
    return invitation


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """How it stands now; one for an account that is blocked or has become staff counts as revoked."""
    times = {name: getattr(invitation, name) for name in ("used_at", "ended_at", "expires_at")}
    state = invitation_state(**times, now=now)
    fits = invitation.user.active and may_be_invited(parse_roles(invitation.user.roles))
    return state if fits or state != InvitationState.BERLAKU else InvitationState.DICABUT


def join(invitation: Invitation, password: str, *, device: str, now: datetime) -> str:
    """Set the volunteer's own password and return the token of the phone's session; empty when the link is over.

    Two at once: one of them wins. The second tap of the same person, with the same password, is let in as well.
    """
    user = invitation.user
    if problem := password_problem(password, near=(user.username, user.name)):
        raise RuleBroken(problem, "new_password")
    hashed = hash_password(password)
    with database.atomic():
        if not _hold(user) or not _use(invitation, now):
            return _tapped_again(invitation, password, device, now)
        User.update(password_hash=hashed, must_change_password=False).where(User.id == user.id).execute()
        sign_out_everywhere(user.id, now)
        token = _let_in(user, device, now)
    forget_cached()
    return token


def _use(invitation: Invitation, now: datetime) -> bool:
    """Take the link, which works once; False when somebody was faster, or it is over."""
    if state_of(invitation, now) != InvitationState.BERLAKU:
        return False
    unused = (Invitation.id == invitation.id) & Invitation.used_at.is_null() & Invitation.ended_at.is_null()
    return Invitation.update(used_at=now).where(unused, Invitation.expires_at > now).execute() == 1


def _tapped_again(invitation: Invitation, password: str, device: str, now: datetime) -> str:
    """Let the second of two taps in; the row then tells the caller how the link stands."""
    fresh = Invitation.get_by_id(invitation.id)
    invitation.used_at, invitation.ended_at = fresh.used_at, fresh.ended_at
    if fresh.used_at is None or now - fresh.used_at > TOLD_AGAIN:
        return ""
    user = User.get_by_id(invitation.user_id)
    return _let_in(user, device, now) if user.active and verify_password(user.password_hash, password) else ""


def _let_in(user: User, device: str, now: datetime) -> str:
    forget([f"akun:{user.username}"])
    token = start_session(user, device, now)
    audit.record(
        "joined",
        actor=None,
        now=now,
        hub_id=user.hub_id,
        object_type="user",
        object_id=user.id,
        device=device[:60],
    )
    return token


def _check_right(actor: Viewer) -> None:
    if not actor.can(Permission.MANAGE_HUB):
        raise NotAllowed


def _hold(user: User) -> bool:
    """Lock the active user's row, so that of two invitations made at once one is open."""
    return User.update(active=True).where(User.id == user.id, User.active).execute() == 1


def _end_open(user: User, now: datetime) -> int:
    still_open = (Invitation.user == user.id) & Invitation.used_at.is_null() & Invitation.ended_at.is_null()
    return Invitation.update(ended_at=now).where(still_open).execute()


def _record(event: str, user: User, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, now=now, object_type="user", object_id=user.id, **detail)
