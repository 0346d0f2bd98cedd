"""What the machine's owner does from the command line when nobody can sign in any more; audited without an actor."""

from __future__ import annotations

from datetime import datetime

from puskesos.actions.user import sign_out_everywhere
from puskesos.database import database
from puskesos.models.user import LoginThrottle, User
from puskesos.security import audit
from puskesos.security.passphrase import make_passphrase
from puskesos.security.passwords import hash_password


def give_password(user: User, *, now: datetime) -> str:
    """A one-time password for `user`, returned once; their devices are signed out and the throttle forgets them."""
    password = make_passphrase()
    hashed = hash_password(password)
    with database.atomic():
        User.update(password_hash=hashed, must_change_password=True).where(User.id == user.id).execute()
        LoginThrottle.delete().where(LoginThrottle.key == f"akun:{user.username}").execute()
        sign_out_everywhere(user.id, now)
        _note(user, "kata sandi", now)
    return password


def set_active(user: User, active: bool, *, now: datetime) -> None:
    """Block `user` and sign their devices out, or let them in again."""
    with database.atomic():
        User.update(active=active).where(User.id == user.id).execute()
        if not active:
            sign_out_everywhere(user.id, now)
        _note(user, "active", now)


def _note(user: User, field: str, now: datetime) -> None:
    audit.record(
        "user_changed",
        actor=None,
        now=now,
        hub_id=user.hub_id,
        object_type="user",
        object_id=user.id,
        username=user.username,
        fields=field,
    )
