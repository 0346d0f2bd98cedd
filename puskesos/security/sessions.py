"""Own session table: a random token in the cookie, its SHA-256 in the database, idle and absolute limits."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from datetime import datetime, timedelta

from peewee import Expression, OperationalError

from puskesos.config import Settings
from puskesos.models.user import LoginSession, User, UserVillage
from puskesos.rules.roles import Role, parse_roles
from puskesos.rules.viewer import Viewer

MOST_DEVICES = 5
CACHE_SECONDS = 5.0
WRITE_SEEN_AFTER = timedelta(seconds=30)

_cache: dict[str, tuple[float, Viewer, datetime, datetime]] = {}
_lock = threading.Lock()


def token_digest(token: str) -> str:
    """What is stored instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(user: User, device: str, now: datetime) -> str:
    """Make a session for `user` on `device` and return its token; the oldest beyond five devices ends."""
    token = secrets.token_urlsafe(32)
    LoginSession.create(user=user, token_hash=token_digest(token), device=device[:120], created_at=now, seen_at=now)
    live = (
        LoginSession.select(LoginSession.id)
        .where(LoginSession.user == user, LoginSession.revoked_at.is_null())
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    surplus = [row.id for row in live][MOST_DEVICES:]
    if surplus:
        end_sessions(surplus, now)
    return token


def end_sessions(ids: list[int], now: datetime) -> None:
    """Sign these devices out at once."""
    LoginSession.update(revoked_at=now).where(LoginSession.id.in_(ids), LoginSession.revoked_at.is_null()).execute()
    forget_cached()


def forget_cached() -> None:
    """Drop every cached viewer: after sign-out, a role change, a block."""
    with _lock:
        _cache.clear()


def load_viewer(token: str, settings: Settings, now: datetime, *, visits: bool = True) -> Viewer | None:
    """The viewer of a live session, or None when unknown, ended, idle too long or too old.

    Notes the visit, unless only a page asks by itself how far something is (`visits` False): nobody sits there then.
    """
    digest = token_digest(token)
    with _lock:
        kept = _cache.get(digest)
    if kept and time.monotonic() - kept[0] < CACHE_SECONDS:
        _, viewer, seen_at, written_at = kept
        if timedelta(0) <= now - seen_at <= timedelta(seconds=viewer.idle_seconds):
            if visits:
                _keep(digest, kept[0], viewer, now, _write_seen(viewer.session_id, written_at, now))
            return viewer
    return _load_fresh(digest, settings, now, kept[2] if kept else None, visits)


def load_screen(session_id: int, settings: Settings, now: datetime) -> Viewer | None:
    """The viewer of a session that nobody ended, however long ago it was touched: for a screen on the wall."""
    row = _live(LoginSession.id == session_id)
    if row is None:
        return None
    roles = parse_roles(row.user.roles)
    idle, absolute = _limits(roles, settings)
    return None if now - row.created_at > absolute else _viewer_of(row, roles, idle)


def expired_owner(token: str) -> User | None:
    """The user of a session that is idle or too old but was never signed out: their form may be parked."""
    row = LoginSession.get_or_none(LoginSession.token_hash == token_digest(token), LoginSession.revoked_at.is_null())
    return User.get_or_none(User.id == row.user_id, User.active) if row else None


def _load_fresh(
    digest: str, settings: Settings, now: datetime, seen_in_memory: datetime | None, visits: bool
) -> Viewer | None:
    row = _live(LoginSession.token_hash == digest)
    if row is None:
        return None
    roles = parse_roles(row.user.roles)
    idle, absolute = _limits(roles, settings)
    seen_at = max(row.seen_at, seen_in_memory) if seen_in_memory else row.seen_at
    if now - seen_at > idle or now - row.created_at > absolute:
        return None
    viewer = _viewer_of(row, roles, idle)
    written_at = _write_seen(row.id, row.seen_at, now) if visits else row.seen_at
    _keep(digest, time.monotonic(), viewer, now if visits else seen_at, written_at)
    return viewer


def _live(which: Expression) -> LoginSession | None:
    return (
        LoginSession.select(LoginSession, User)
        .join(User)
        .where(which, LoginSession.revoked_at.is_null(), User.active)
        .get_or_none()
    )


def _viewer_of(row: LoginSession, roles: frozenset[Role], idle: timedelta) -> Viewer:
    villages = UserVillage.select(UserVillage.village).where(UserVillage.user == row.user_id).tuples()
    return Viewer(
        id=row.user_id,
        hub_id=row.user.hub_id,
        username=row.user.username,
        name=row.user.name,
        roles=roles,
        area=row.user.area,
        village_ids=frozenset(village for (village,) in villages),
        session_id=row.id,
        idle_seconds=int(idle.total_seconds()),
        must_change_password=row.user.must_change_password,
    )


def _keep(digest: str, loaded: float, viewer: Viewer, seen_at: datetime, written_at: datetime) -> None:
    with _lock:
        if len(_cache) > 500:
            _cache.clear()
        _cache[digest] = (loaded, viewer, seen_at, written_at)


def _write_seen(session_id: int, written_at: datetime, now: datetime) -> datetime:
    if now - written_at < WRITE_SEEN_AFTER:
        return written_at
    try:
        LoginSession.update(seen_at=now).where(LoginSession.id == session_id).execute()
    except OperationalError:  # a full disk must not stop reading; memory still knows when the person was last seen
        return written_at
    return now


def _limits(roles: frozenset[Role], settings: Settings) -> tuple[timedelta, timedelta]:
    if roles == {Role.PSM}:
        return timedelta(hours=settings.volunteer_idle_hours), timedelta(days=settings.volunteer_absolute_days)
    return timedelta(minutes=settings.staff_idle_minutes), timedelta(hours=settings.staff_absolute_hours)
