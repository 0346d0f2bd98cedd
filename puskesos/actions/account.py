"""Signing in and out, own password, own devices."""

from __future__ import annotations

from datetime import datetime

from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.user import LoginSession, User
from puskesos.rules.viewer import Viewer
from puskesos.security import audit
from puskesos.security.passwords import hash_password, needs_rehash, password_problem, verify_password
from puskesos.security.sessions import end_sessions, forget_cached, start_session
from puskesos.security.throttle import forget, give_back, take_turn

WRONG = "Nama pengguna atau kata sandi tidak cocok."


def sign_in(username: str, password: str, *, address: str, device: str, now: datetime) -> str:
    """Check the password and return the token of a new session.

    Raises RuleBroken with the same sentence for an unknown name and a wrong password, or with the waiting time.
    """
    username = username.strip().lower()
    keys = [f"akun:{username[:100]}", f"alamat:{address}"]
    turn = take_turn(keys, now)
    if turn.wait:
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {_span(turn.wait)}.", "throttle")
    user = User.get_or_none(User.username == username, User.active)
    if not verify_password(user.password_hash if user else None, password):
        with database.atomic():
            hub_id = user.hub_id if user else None
            audit.record("sign_in_failed", actor=None, now=now, hub_id=hub_id, username_known=user is not None)
        raise RuleBroken(WRONG, "password")
    with database.atomic():
        give_back(turn, keys[1:])
    return open_session(user, device=device, now=now, clear=keys[:1], password=password)


def open_session(user: User, *, device: str, now: datetime, clear: list[str], password: str | None = None) -> str:
    """Start a session for a user whose password was checked (or the practice cast), and note it."""
    fresh_hash = hash_password(password) if password and needs_rehash(user.password_hash) else None
    with database.atomic():
        forget(clear)
        if fresh_hash:
            User.update(password_hash=fresh_hash).where(User.id == user.id).execute()
        token = start_session(user, device, now)
        audit.record(
            "sign_in",
            actor=None,
            now=now,
            hub_id=user.hub_id,
            object_type="user",
            object_id=user.id,
            device=device[:60],
        )
    return token


def sign_out(actor: Viewer, *, now: datetime) -> None:
    """End the session in use."""
    with database.atomic():
        end_sessions([actor.session_id], now)
        audit.record("sign_out", actor=actor, now=now)


def end_other_sessions(actor: Viewer, *, session_id: int | None, now: datetime) -> int:
    """Sign out one other device of the actor, or all others; returns how many."""
    query = LoginSession.select(LoginSession.id).where(
        LoginSession.user == actor.id, LoginSession.revoked_at.is_null(), LoginSession.id != actor.session_id
    )
    if session_id is not None:
        query = query.where(LoginSession.id == session_id)
    ids = [row.id for row in query]
    with database.atomic():
        end_sessions(ids, now)
        audit.record("session_ended", actor=actor, now=now, sessions=len(ids))
    return len(ids)


def change_password(actor: Viewer, *, current: str, wanted: str, now: datetime) -> None:
    """Change the own password; every other device is signed out. Raises RuleBroken at the field that is wrong."""
    user = User.get(User.id == actor.id)
    if not verify_password(user.password_hash, current):
        raise RuleBroken("Kata sandi sekarang tidak cocok.", "current_password")
    if problem := password_problem(wanted, near=(user.username, user.name)):
        raise RuleBroken(problem, "new_password")
    hashed = hash_password(wanted)
    with database.atomic():
        User.update(password_hash=hashed, must_change_password=False).where(User.id == user.id).execute()
        audit.record("password_changed", actor=actor, now=now, object_type="user", object_id=user.id)
    end_other_sessions(actor, session_id=None, now=now)
    forget_cached()


def _span(seconds: int) -> str:
    return f"{seconds} detik" if seconds < 90 else f"{(seconds + 59) // 60} menit"
