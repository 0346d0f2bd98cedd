"""Finding an invitation by the digest of its link, and the one that is open for a user."""

from __future__ import annotations

from datetime import datetime

from puskesos.models.hub import Hub
from puskesos.models.user import Invitation, User


def invitation_by_token(token_hash: str) -> Invitation | None:
    """The invitation with its user and their hub, however it stands."""
    rows = Invitation.select(Invitation, User, Hub).join(User, on=(Invitation.user == User.id)).join(Hub)
    return rows.where(Invitation.token_hash == token_hash).get_or_none()


def open_invitation_of(user_id: int, now: datetime) -> Invitation | None:
    """The invitation that the user may still use."""
    stands = Invitation.used_at.is_null() & Invitation.ended_at.is_null() & (Invitation.expires_at > now)
    return Invitation.select().where(Invitation.user == user_id, stands).order_by(Invitation.id.desc()).first()
